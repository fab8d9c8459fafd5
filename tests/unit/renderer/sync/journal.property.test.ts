import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openReplica } from '../../../../src-renderer/replica/open-replica.ts';
import { StoreOpenError } from '../../../../src-renderer/sync/client-store.ts';
import { createFetchTransport } from '../../../../src-renderer/sync/fetch-transport.ts';
import { createMemoryStore, MemoryDisk } from '../../../../src-renderer/sync/memory-store.ts';
import type { Outcome } from '../../../../src-shared/mutators/mutator.ts';
import { FakeBackend } from './fake-backend.ts';
import { MemoryJournal } from './memory-journal.ts';
import { type Fate, marks, SimulatedTime, SimulatedWire, settle, type TestReplica } from './simulated-world.ts';
import { registry } from './tiny-registry.ts';

const fates: readonly Fate[] = ['ok', 'lost_request', 'lost_response', 'twice', 'server_error', 'late_again'];
const places = ['journal before', 'journal after', 'store before', 'store after'] as const;
const fault = fc.record({ place: fc.constantFrom(...places), after: fc.nat(4), crashes: fc.boolean() });
type Fault = typeof fault extends fc.Arbitrary<infer Value> ? Value : never;

const step = fc.oneof(
  { weight: 8, arbitrary: fc.record({ do: fc.constant('act' as const) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('sync' as const), fate: fc.constantFrom(...fates) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('cut' as const) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('arm' as const), fault }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('restart' as const), wipes: fc.boolean(), unopenable: fc.nat(2) }),
  },
);

/** One computer whose journal and store fail and end the app at chosen writes. */
class Unreliable {
  readonly backend = new FakeBackend(registry);
  readonly journal = new MemoryJournal();
  readonly wire = new SimulatedWire(this.backend);
  #disk = new MemoryDisk();
  time = new SimulatedTime('none');
  replica: TestReplica | null = null;
  #session = { alive: false };
  #starts = 0;
  #armed: { fault: Fault; left: number } | null = null;

  async start(unopenable = 0): Promise<void> {
    this.#starts += 1;
    const session = { alive: true };
    this.#session = session;
    const time = new SimulatedTime(`start-${this.#starts}`);
    this.time = time;
    const store = createMemoryStore(this.#disk);
    let left = unopenable;
    const never = () => new Promise<never>(() => {});
    this.replica = await openReplica({
      store: {
        ...store,
        open: async () => {
          left -= 1;
          if (left >= 0) throw new StoreOpenError('It cannot be opened.', 'broken');
          return store.open();
        },
      },
      // A dead app writes no more.
      journal: {
        keeps: true,
        read: this.journal.read,
        append: async (request) => (session.alive ? this.journal.append(request) : never()),
        acknowledge: async (request) => (session.alive ? this.journal.acknowledge(request) : never()),
      },
      transport: createFetchTransport('/api', {
        fetch: async (url, init) => {
          if (!session.alive) return never();
          const answer = await this.wire.fetch(url, init);
          return session.alive ? answer : never();
        },
        openStream: () => (session.alive ? this.wire.openStream() : { addEventListener() {}, close() {} }),
      }),
      surroundings: time,
      registry,
    });
    await this.replica.loaded;
    await settle();
  }

  crash(): void {
    this.#session.alive = false;
    this.#disk.kill();
    this.time.forget();
    this.wire.drop();
    this.replica = null;
  }

  wipe(): void {
    this.#disk = new MemoryDisk();
  }

  arm(armed: Fault): void {
    this.#armed = { fault: armed, left: armed.after };
    const at = (place: Fault['place']) => () => this.#strike(place);
    this.journal.beforeWrite = at('journal before');
    this.journal.afterWrite = at('journal after');
    this.#disk.beforeCommit = at('store before');
    this.#disk.afterCommit = at('store after');
  }

  disarm(): void {
    this.#armed = null;
  }

  #strike(place: Fault['place']): void {
    const armed = this.#armed;
    if (armed === null || armed.fault.place !== place || armed.left-- > 0) return;
    this.#armed = null;
    if (armed.fault.crashes) this.crash();
    // A write that fails without the app's end leaves nothing behind: what is undone is not read back.
    if (armed.fault.crashes || place.endsWith('before')) throw new Error(`The ${place} fault struck.`);
  }
}

test('whatever fails or ends at any write, each saved action reaches the backend once, in order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
      const computer = new Unreliable();
      await computer.start();
      const saved: string[] = [];
      const unknown = new Set<string>();
      let count = 0;
      for (const doing of steps) {
        if (computer.replica === null) {
          computer.wire.fate = () => 'ok';
          await computer.start();
        }
        if (computer.replica === null) continue;
        if (doing.do === 'act') {
          const mark = `m${++count}`;
          const outcome = await outcomeOf(computer.replica.mutate('mark', { id: 'p', mark }));
          // An app that has ended tells nobody.
          const isTold = computer.replica !== null;
          if (!isTold || outcome === null) unknown.add(mark);
          else if (outcome.accepted) saved.push(mark);
        } else if (doing.do === 'sync') {
          await sync(computer, doing.fate);
        } else if (doing.do === 'cut') {
          computer.wire.cut();
          await settle();
        } else if (doing.do === 'arm') {
          computer.arm(doing.fault);
        } else {
          computer.crash();
          computer.disarm();
          if (doing.wipes) computer.wipe();
          await computer.start(doing.unopenable);
        }
      }
      computer.disarm();
      if (computer.replica === null) await computer.start();
      await sync(computer, 'ok');
      await computer.time.pass(600_000);
      const arrived = marks(computer.backend.doc('products', 'p'));
      expect(new Set(arrived).size).toBe(arrived.length);
      expect(arrived.filter((mark) => !unknown.has(mark))).toEqual(saved);
      expect(computer.replica?.status.getState()).toMatchObject({ waiting: 0, attention: [], storageProblem: null });
      expect(computer.journal.waiting()).toEqual([]);
      expect(marks(computer.replica?.get('products', 'p'))).toEqual(arrived);
      await computer.replica?.close();
    }),
    { numRuns: 300 },
  );
});

async function sync(computer: Unreliable, fate: Fate): Promise<void> {
  computer.wire.online = true;
  computer.wire.fate = () => fate;
  computer.replica?.reconnect();
  await settle();
  await computer.time.pass(5_000);
  computer.wire.fate = () => 'ok';
}

/** The outcome; null if the app ended before it was told. */
async function outcomeOf(acting: Promise<Outcome>): Promise<Outcome | null> {
  let outcome: Outcome | null = null;
  void acting.then((told) => {
    outcome = told;
  });
  await settle();
  return outcome;
}
