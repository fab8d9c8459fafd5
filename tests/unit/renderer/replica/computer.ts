import { expect } from 'vitest';
import { z } from 'zod';
import { openReplica } from '../../../../src-renderer/replica/open-replica.ts';
import { createFetchTransport } from '../../../../src-renderer/sync/fetch-transport.ts';
import { createMemoryStore, MemoryDisk } from '../../../../src-renderer/sync/memory-store.ts';
import { FakeBackend } from '../sync/fake-backend.ts';
import { MemoryJournal } from '../sync/memory-journal.ts';
import { SimulatedTime, SimulatedWire, settle, type TestReplica } from '../sync/simulated-world.ts';
import { registry } from '../sync/tiny-registry.ts';

export const second = 1_000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;
/** The arguments of a mark. */
export const m = (mark: string) => ({ id: 'p', mark });
const pushed = z.object({
  mutations: z.array(
    z.object({ clientID: z.string(), id: z.number(), timestamp: z.number(), args: z.object({ mark: z.string() }) }),
  ),
});

/** A computer whose clock may be wrong, in a world whose true time is the backend's. */
export class Computer {
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

/** A computer whose app has loaded everything. */
export async function loaded(skewMs = 0): Promise<Computer> {
  const computer = new Computer(skewMs);
  await computer.start();
  return computer;
}
