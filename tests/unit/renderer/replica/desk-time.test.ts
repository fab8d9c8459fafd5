import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { openReplica } from '../../../../src-renderer/replica/open-replica.ts';
import { createFetchTransport } from '../../../../src-renderer/sync/fetch-transport.ts';
import { createMemoryStore, MemoryDisk } from '../../../../src-renderer/sync/memory-store.ts';
import { futureToleranceMs } from '../../../../src-shared/cases/time-of-record.ts';
import { refused } from '../../../../src-shared/mutators/mutator.ts';
import { FakeBackend } from '../sync/fake-backend.ts';
import { MemoryJournal } from '../sync/memory-journal.ts';
import { marks, SimulatedTime, SimulatedWire, settle, type TestReplica } from '../sync/simulated-world.ts';
import { registry } from '../sync/tiny-registry.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const m = (mark: string) => ({ id: 'p', mark });
const pushed = z.object({
  mutations: z.array(
    z.object({ clientID: z.string(), id: z.number(), timestamp: z.number(), args: z.object({ mark: z.string() }) }),
  ),
});

/** A computer whose clock may be wrong, in a world whose true time is the backend's. */
class Computer {
  readonly backend = new FakeBackend(registry);
  readonly journal = new MemoryJournal();
  readonly wire = new SimulatedWire(this.backend);
  disk = new MemoryDisk();
  time = new SimulatedTime('first');
  #starts = 0;
  #replica: TestReplica | null = null;

  constructor(skewMs: number) {
    this.backend.now = 1_700_000_000_000;
    this.time.at = this.backend.now + skewMs;
  }

  get replica(): TestReplica {
    if (this.#replica === null) throw new Error('The app does not run.');
    return this.#replica;
  }

  async start(): Promise<void> {
    this.#starts += 1;
    const { at } = this.time;
    this.time = new SimulatedTime(`start-${this.#starts}`);
    this.time.at = at;
    this.#replica = await openReplica({
      store: createMemoryStore(this.disk),
      journal: this.journal,
      transport: createFetchTransport('/api', this.wire),
      surroundings: this.time,
      registry,
    });
    await this.#replica.loaded;
    await settle();
  }

  /** The app ends, and so much time passes before it starts again. */
  async restartAfter(ms: number): Promise<void> {
    this.crash();
    this.time.at += ms;
    this.backend.now += ms;
    await this.start();
  }

  crash(): void {
    this.disk.kill();
    this.time.forget();
    this.wire.drop();
  }

  async pass(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= second) {
      this.backend.now += Math.min(left, second);
      await this.time.pass(Math.min(left, second));
    }
  }

  /** All of its clocks but the one that keeps the time of day stand still. */
  async sleep(ms: number): Promise<void> {
    this.backend.now += ms;
    this.time.at += ms;
    await settle();
  }

  async offline(): Promise<void> {
    this.wire.cut();
    await settle();
  }

  async online(): Promise<void> {
    this.wire.online = true;
    this.replica.reconnect();
    await settle();
  }

  async mark(mark: string): Promise<void> {
    expect(await this.replica.mutate('mark', m(mark))).toEqual({ accepted: true });
  }

  /** What waits: its mark, and how far its date is from the true time. */
  waiting(): unknown[] {
    return [...this.disk.contents.outbox.values()].map((text) => {
      const row = JSON.parse(text);
      return [row.args.mark, row.timestamp - this.backend.now, ...(row.isProvisional ? ['provisional'] : [])];
    });
  }

  /** The dates that the backend was sent. @throws if an action was sent under two dates. */
  sent(): Map<string, number> {
    const dates = new Map<string, number>();
    for (const body of this.wire.bodies) {
      const push = pushed.safeParse(JSON.parse(body));
      for (const { timestamp, args } of push.data?.mutations ?? []) {
        expect(dates.get(args.mark) ?? timestamp, `${args.mark} was sent under two dates`).toBe(timestamp);
        dates.set(args.mark, timestamp);
      }
    }
    return dates;
  }
}

async function loaded(skewMs = 0): Promise<Computer> {
  const computer = new Computer(skewMs);
  await computer.start();
  return computer;
}

describe('an action', () => {
  test.each([day, -day, 366 * day])(
    'by a clock off by %d ms counts at the server’s time, also after a restart offline',
    async (skewMs) => {
      const computer = await loaded(skewMs);
      await computer.offline();
      await computer.pass(minute);
      await computer.mark('a');
      expect(computer.waiting()).toEqual([['a', 0]]);
      await computer.restartAfter(9 * hour);
      await computer.mark('b');
      expect(computer.waiting()).toEqual([
        ['a', -9 * hour],
        ['b', 0, 'provisional'],
      ]);
      const doneAt = computer.backend.now;
      await computer.pass(minute);
      await computer.online();
      expect(computer.sent().get('b')).toBe(doneAt);
      expect(marks(computer.backend.doc('products', 'p'))).toEqual(['a', 'b']);
    },
  );

  test('is dated evenly while the clock is set back and forth under the app', async () => {
    const computer = await loaded();
    await computer.offline();
    const dates: number[] = [];
    for (const jumpMs of [-day, 3 * hour, -2 * minute, 2 * day]) {
      computer.time.at += jumpMs;
      await computer.pass(minute);
      await computer.mark(`after-${jumpMs}`);
      dates.push(computer.backend.now);
    }
    await computer.online();
    expect([...computer.sent().values()]).toEqual(dates);
  });

  test('done after sleep counts when it was done', async () => {
    const computer = await loaded(day);
    await computer.offline();
    await computer.sleep(7 * hour);
    computer.replica.time.wake();
    await computer.mark('a');
    expect(computer.waiting()).toEqual([['a', 0, 'provisional']]);
    expect(computer.replica.time.now()).toBe(computer.backend.now);
  });

  test('done after sleep that nobody told of is put right as soon as the server says what time it is', async () => {
    const computer = await loaded();
    await computer.offline();
    await computer.sleep(7 * hour);
    await computer.mark('a');
    expect(computer.waiting()).toEqual([['a', -7 * hour, 'provisional']]);
    await computer.online();
    expect(computer.sent().get('a')).toBe(computer.backend.now);
  });

  test('right after the clock of computer and server alike was set back is not refused as in the future', async () => {
    const computer = await loaded();
    computer.time.at -= day;
    computer.backend.now -= day;
    await computer.mark('a');
    await settle();
    expect(computer.sent().get('a')).toBe(computer.backend.now);
  });
});

describe('a clock that was set while the app was closed', () => {
  test.each([day, -day])('by %d ms: what was done offline is put right before it is first sent', async (jumpMs) => {
    const computer = await loaded();
    await computer.offline();
    await computer.restartAfter(hour);
    await computer.mark('before');
    const before = computer.backend.now;
    computer.time.at += jumpMs;
    await computer.restartAfter(hour);
    await computer.mark('after');
    await computer.pass(minute);
    await computer.mark('later');
    const later = computer.backend.now;
    await computer.pass(minute);
    await computer.online();

    const sent = computer.sent();
    // Of the first one nobody can know; it stays in its order, and within what is known.
    expect(sent.get('before')).toBeGreaterThanOrEqual(before - hour);
    expect(sent.get('before')).toBeLessThanOrEqual(sent.get('after') ?? 0);
    expect(sent.get('after')).toBe(later - minute);
    expect(sent.get('later')).toBe(later);
    expect(computer.replica.status.getState()).toMatchObject({ waiting: 0, attention: [] });
    expect(computer.journal.waiting()).toEqual([]);
  });

  test('what comes after it is dated by the server again', async () => {
    const computer = await loaded();
    await computer.offline();
    computer.time.at += day;
    await computer.restartAfter(0);
    await computer.mark('ahead');
    await computer.online();
    await computer.pass(minute);
    await computer.offline();
    await computer.mark('right');
    expect(computer.waiting()).toEqual([['right', 0]]);
  });
});

describe('a time that was never measured', () => {
  /** A profile of an earlier version, which kept nothing of the server's time. */
  async function neverMeasured(skewMs: number): Promise<Computer> {
    const computer = await loaded();
    await computer.offline();
    computer.crash();
    const { contents } = computer.disk;
    const meta = new Map([...contents.meta].filter(([key]) => key !== 'deskTime'));
    computer.disk.write({ ...contents, meta }, 'strict');
    computer.time.at += skewMs;
    await computer.start();
    return computer;
  }

  test.each([day, -day, -400 * day])(
    'says so, and puts right what was done by a clock off by %d ms',
    async (skewMs) => {
      const computer = await neverMeasured(skewMs);
      expect(computer.replica.time.standing()).toMatchObject({ certainty: 'unknown', wasMeasured: false });
      await computer.mark('a');
      const first = computer.backend.now;
      expect(computer.waiting()).toEqual([['a', skewMs, 'provisional']]);
      // Set while the app runs: the time goes on evenly, also over a restart.
      computer.time.at += 3 * hour;
      await computer.pass(minute);
      await computer.mark('b');
      const second = computer.backend.now;
      await computer.restartAfter(hour);
      await computer.mark('c');
      const third = computer.backend.now;
      await computer.pass(minute);
      await computer.online();
      expect([...computer.sent().values()]).toEqual([first, second, third]);
      expect(computer.replica.status.getState()).toMatchObject({ waiting: 0, attention: [] });
      expect(computer.replica.time.standing()).toMatchObject({ certainty: 'measured', wasMeasured: true });
    },
  );
});

describe('an action whose date was put right', () => {
  async function waitingWithClockAhead(): Promise<Computer> {
    const computer = await loaded();
    await computer.offline();
    computer.time.at += day;
    await computer.restartAfter(hour);
    await computer.mark('a');
    await computer.mark('b');
    return computer;
  }

  test('is in the journal under the date it is sent under', async () => {
    const computer = await waitingWithClockAhead();
    const dated: unknown[] = [];
    computer.journal.afterWrite = () => {
      for (const { waiting } of computer.journal.contents().clients)
        dated.push(waiting.map(({ timestamp, isProvisional }) => [timestamp - computer.backend.now, isProvisional]));
    };
    await computer.online();
    expect(dated[0]).toEqual([
      [0, undefined],
      [0, undefined],
    ]);
    expect(computer.replica.status.getState()).toMatchObject({ waiting: 0, attention: [] });
  });

  test('is sent under one date only, if the app ends between the journal and the store', async () => {
    const computer = await waitingWithClockAhead();
    let died = false;
    computer.disk.beforeCommit = (change) => {
      if (died || !change.putOutbox?.length) return;
      died = true;
      computer.disk.kill();
    };
    await computer.online();
    computer.disk.beforeCommit = () => {};
    expect(died).toBe(true);
    await computer.restartAfter(minute);
    await computer.online();
    expect([...computer.sent().keys()]).toEqual(['a', 'b']);
    expect(marks(computer.backend.doc('products', 'p'))).toEqual(['a', 'b']);
    expect(computer.replica.status.getState()).toMatchObject({ waiting: 0, attention: [] });
  });

  test('is sent under one date only, if the store cannot take it and the app ends then', async () => {
    const computer = await waitingWithClockAhead();
    computer.disk.beforeCommit = () => {
      throw new Error('EIO');
    };
    computer.wire.fate = (path) => (path === '/sync/push' ? 'lost_response' : 'ok');
    await computer.online();
    expect([...computer.sent().keys()]).toEqual(['a', 'b']);
    computer.disk.beforeCommit = () => {};
    computer.wire.fate = () => 'ok';
    computer.time.at += 3 * hour;
    await computer.restartAfter(minute);
    await computer.online();
    expect([...computer.sent().keys()]).toEqual(['a', 'b']);
    expect(marks(computer.backend.doc('products', 'p'))).toEqual(['a', 'b']);
    expect(computer.replica.status.getState()).toMatchObject({ waiting: 0, attention: [] });
  });

  test('waits until the time is confirmed, also if its store was lost and only the journal has it', async () => {
    const computer = await waitingWithClockAhead();
    computer.crash();
    computer.disk = new MemoryDisk();
    await computer.start();
    await computer.online();
    const sent = [...computer.sent().values()];
    expect(sent).toHaveLength(2);
    for (const date of sent) expect(date).toBeLessThanOrEqual(computer.backend.now);
    expect(marks(computer.backend.doc('products', 'p'))).toEqual(['a', 'b']);
  });
});

describe('the server’s clock', () => {
  test('is asked anew from time to time, and followed when it was set back', async () => {
    const computer = await loaded();
    computer.backend.now -= hour;
    await computer.pass(11 * minute);
    computer.backend.poke();
    await settle();
    expect(computer.replica.time.now()).toBe(computer.backend.now);
    await computer.mark('a');
    await settle();
    expect(computer.sent().get('a')).toBe(computer.backend.now);
  });

  test('set back within that time refuses what seems to be in the future: then it is asked at once, and a retry passes', async () => {
    const computer = await loaded();
    computer.backend.registry = {
      ...registry,
      mark: {
        ...registry.mark,
        async run(tx, args, context) {
          const latest = (context.authority?.acceptedAt ?? context.occurredAt) + futureToleranceMs;
          if (context.occurredAt > latest) return refused('future_time', 'This is dated in the future.');
          return registry.mark.run(tx, args, context);
        },
      },
    };
    computer.backend.now -= hour;
    await computer.mark('a');
    await settle();
    const { attention } = computer.replica.status.getState();
    expect(attention).toMatchObject([{ name: 'mark', args: m('a'), refusal: { code: 'future_time' } }]);
    expect(computer.replica.time.now()).toBe(computer.backend.now);
    expect(await computer.replica.retryAttention(attention[0]?.id ?? '')).toEqual({ accepted: true });
    await settle();
    expect(computer.replica.status.getState()).toMatchObject({ waiting: 0, attention: [] });
    expect(marks(computer.backend.doc('products', 'p'))).toEqual(['a']);
  });

  test('a little ahead of where it was does not turn the order of actions around', async () => {
    const computer = await loaded();
    await computer.mark('a');
    await settle();
    const first = computer.backend.now;
    computer.backend.now -= minute;
    computer.crash();
    await computer.start();
    await computer.mark('b');
    await settle();
    expect(computer.sent().get('b')).toBe(first);
  });
});
