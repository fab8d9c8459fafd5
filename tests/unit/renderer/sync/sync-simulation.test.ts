import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FakeBackend } from './fake-backend.ts';
import { type Fate, fates, marks, SimulatedClient, settle, type TestReplica } from './simulated-world.ts';
import { registry } from './tiny-registry.ts';

/** What may happen to one of two clients. */
type Step =
  | { readonly do: 'act' | 'act_refused'; readonly who: 0 | 1 }
  | { readonly do: 'wait'; readonly who: 0 | 1; readonly ms: number }
  | { readonly do: 'fate'; readonly who: 0 | 1; readonly fates: readonly Fate[] }
  | { readonly do: 'cut' | 'return' | 'crash' | 'power_cut'; readonly who: 0 | 1 }
  /** The app dies at one of its next writes, just before or just after it is made. */
  | { readonly do: 'die_at_write'; readonly who: 0 | 1; readonly write: number; readonly made: boolean }
  /** The agent acts while the app is in one of its next calls. */
  | { readonly do: 'act_during'; readonly who: 0 | 1; readonly call: number }
  | { readonly do: 'backend_restart'; readonly who: 0 | 1 };

const who = fc.constantFrom<0 | 1>(0, 1);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('act' as const), who }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('act_refused' as const), who }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('wait' as const), who, ms: fc.nat({ max: 45_000 }) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('fate' as const),
      who,
      fates: fc.array(fc.constantFrom(...fates), { minLength: 1, maxLength: 6 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constantFrom('cut', 'return', 'crash', 'power_cut', 'backend_restart'), who }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('act_during' as const), who, call: fc.nat({ max: 4 }) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('die_at_write' as const),
      who,
      write: fc.nat({ max: 4 }),
      made: fc.boolean(),
    }),
  },
);

/** One client with what its agent did and what the app said of it. */
class Actor {
  readonly client: SimulatedClient;
  readonly prefix: string;
  replica: TestReplica | null = null;
  /** Marks for which the app said "saved", in order. */
  readonly saved: string[] = [];
  /** Marks of which the app died before it could say. */
  readonly unsure: string[] = [];
  readonly refusedMarks = new Set<string>();
  #count = 0;

  constructor(backend: FakeBackend, prefix: string) {
    this.prefix = prefix;
    this.client = new SimulatedClient(backend, prefix);
  }

  async act(refusedThere: boolean): Promise<void> {
    if (this.replica === null) return;
    this.#count += 1;
    const mark = `${refusedThere ? 'no' : ''}${this.prefix}${this.#count}`;
    if (refusedThere) this.refusedMarks.add(mark);
    const run = this.client.disk.run;
    const outcome = await this.replica.mutate('mark', { id: 'p', mark });
    if (this.client.disk.run !== run) this.unsure.push(mark);
    else if (outcome.accepted) this.saved.push(mark);
  }

  async revive(): Promise<void> {
    this.client.disk.beforeCommit = () => {};
    this.client.disk.afterCommit = () => {};
    this.replica = await this.client.restart();
  }

  async take(action: Step, backend: FakeBackend): Promise<void> {
    const { client } = this;
    if (action.do === 'act' || action.do === 'act_refused') await this.act(action.do === 'act_refused');
    if (action.do === 'wait') await client.time.pass(action.ms);
    if (action.do === 'cut') client.wire.cut();
    if (action.do === 'return') {
      client.wire.online = true;
      client.time.wake();
    }
    if (action.do === 'crash') await this.revive();
    if (action.do === 'power_cut') {
      client.disk.cutPower();
      await this.revive();
    }
    if (action.do === 'backend_restart') {
      backend.restore(backend.backup(), 'e1');
      client.wire.tell('error');
    }
    if (action.do === 'fate') {
      const queue = [...action.fates];
      client.wire.fate = () => queue.shift() ?? 'ok';
    }
    if (action.do === 'act_during') {
      let left = action.call;
      client.wire.onCall = () => {
        left -= 1;
        if (left === -1) void this.act(false);
      };
    }
    if (action.do === 'die_at_write') {
      let left = action.write;
      const die = () => {
        left -= 1;
        if (left < 0) client.crash();
      };
      if (action.made) client.disk.afterCommit = die;
      else client.disk.beforeCommit = die;
    }
    await settle();
    // Whoever died is started again: the agent looks at the screen and sees that it is gone.
    if (client.dead) await this.revive();
  }
}

/** The marks of `wanted` in the order of `all`. */
const inOrderOf = (all: readonly string[], wanted: ReadonlySet<string>) => all.filter((mark) => wanted.has(mark));

describe('whatever happens to two clients and their network', () => {
  test('each saved action is done exactly once, in order, and both end up with what the backend has', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const backend = new FakeBackend(registry);
        backend.pageSize = 2;
        const actors = [new Actor(backend, 'a'), new Actor(backend, 'b')] as const;
        for (const actor of actors) actor.replica = await actor.client.start();
        for (const action of steps) await actors[action.who].take(action, backend);

        for (const actor of actors) {
          actor.client.wire.online = true;
          actor.client.wire.fate = () => 'ok';
          actor.client.wire.onCall = () => {};
          await actor.revive();
        }
        for (const actor of actors) await actor.client.time.pass(120_000);
        for (const actor of actors) await actor.client.time.pass(60_000);

        const done = marks(backend.doc('products', 'p'));
        expect(new Set(done).size).toBe(done.length);
        for (const actor of actors) {
          const mine = done.filter((mark) => mark.startsWith(actor.prefix));
          const saved = actor.saved.filter((mark) => !actor.refusedMarks.has(mark));
          expect(inOrderOf(mine, new Set(saved))).toEqual(saved);
          expect(mine.filter((mark) => !saved.includes(mark) && !actor.unsure.includes(mark))).toEqual([]);
          const status = actor.replica?.status.getState();
          expect(status).toMatchObject({ connection: { state: 'online' }, waiting: 0, storageProblem: null });
          expect(actor.replica?.all('products')).toEqual(backend.all('products'));
          const kept = (status?.attention ?? []).map((item) => JSON.stringify(item.args));
          for (const mark of actor.saved.filter((mark) => actor.refusedMarks.has(mark))) {
            expect(kept.filter((args) => args.includes(`"${mark}"`))).toHaveLength(1);
          }
          for (const args of kept) expect(args).toMatch(/"no[ab]\d+"/);
        }
      }),
      { numRuns: 150 },
    );
  });
});
