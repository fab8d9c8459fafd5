import { z } from 'zod';
import { openReplica } from '../../src-renderer/replica/open-replica.ts';
import type { MutatorRegistry, Replica } from '../../src-renderer/replica/replica.ts';
import type { ClientStore, StoreChange } from '../../src-renderer/sync/client-store.ts';
import { createFetchTransport } from '../../src-renderer/sync/fetch-transport.ts';
import { createMemoryStore, MemoryDisk } from '../../src-renderer/sync/memory-store.ts';
import type { Surroundings } from '../../src-renderer/sync/surroundings.ts';
import { accepted, defineMutator } from '../../src-shared/mutators/mutator.ts';
import { mutators } from '../../src-shared/mutators/registry.ts';
import { worldBeganAt } from './desk.ts';
import type { Scheduler } from './scheduler.ts';
import type { SimulatedLine } from './simulated-line.ts';

/** The app knows one action more than the server, as after an update of the app alone. */
export const appRegistry = {
  ...mutators,
  novelty: defineMutator({ args: z.strictObject({ eventId: z.string() }), run: async () => accepted }),
};

export type DiskContents = MemoryDisk['contents'];
export type AppReplica = Replica<typeof appRegistry & MutatorRegistry>;

/** How a test breaks the app on purpose. */
export interface DeviceSabotage {
  store?(store: ClientStore, scheduler: Scheduler): ClientStore;
  wire?(wire: ReturnType<SimulatedLine['wire']>): ReturnType<SimulatedLine['wire']>;
}

/** One run of the app. Once it is dead, nothing it waits for ever comes. */
interface Run {
  alive: boolean;
  replica: AppReplica | null;
  /** What the replica's view must show: the stored contents it knows of. */
  known: DiskContents;
  loaded: boolean;
  readonly wake: Set<() => void>;
}

/** One computer: its disk, its clock, its network, and the app on it. */
export class SimulatedDevice {
  readonly name: string;
  readonly line: SimulatedLine;
  disk = new MemoryDisk();
  /** How far its clock is off. */
  skewMs = 0;
  diskFull = false;
  /** The view or what it must show may have changed since this was last set to false. */
  touched = true;
  /** What was found wrong with something the app said as it said it. */
  complaint: unknown = null;
  /** Counts what invalidates what was seen of the disk before: a power cut, a wipe. */
  diskEpoch = 0;
  /** The app dies at its commit after so many others: before or after the data is on the disk. */
  death: { commitsLeft: number; readonly made: boolean } | null = null;
  readonly #scheduler: Scheduler;
  readonly #sabotage: DeviceSabotage;
  readonly #trace: (line: string) => void;
  #run: Run | null = null;
  #ids = 0;

  constructor(
    name: string,
    line: SimulatedLine,
    scheduler: Scheduler,
    sabotage: DeviceSabotage,
    trace: (line: string) => void,
  ) {
    this.name = name;
    this.line = line;
    this.#scheduler = scheduler;
    this.#sabotage = sabotage;
    this.#trace = trace;
  }

  get running(): boolean {
    return this.#run !== null;
  }

  /** The open replica with all documents loaded; null while there is none. */
  get replica(): AppReplica | null {
    return this.#run?.loaded ? this.#run.replica : null;
  }

  /** The contents that the view must show. */
  get known(): DiskContents {
    return this.#run?.known ?? this.disk.contents;
  }

  now(): number {
    return worldBeganAt + this.#scheduler.now + this.skewMs;
  }

  start(): void {
    if (this.#run !== null) return;
    const run: Run = { alive: true, replica: null, known: this.disk.contents, loaded: false, wake: new Set() };
    this.#run = run;
    const store = this.#storeOf(run);
    const wire = this.line.wire();
    const opening = openReplica({
      store: this.#sabotage.store?.(store, this.#scheduler) ?? store,
      transport: createFetchTransport('/api', this.#sabotage.wire?.(wire) ?? wire),
      surroundings: this.#surroundingsOf(run),
      registry: appRegistry,
    });
    void opening.then(async (replica) => {
      run.replica = replica;
      replica.subscribe(() => {
        this.touched = true;
      });
      await replica.loaded;
      run.loaded = true;
      this.touched = true;
    });
  }

  /** The app ends without a word. */
  crash(power: boolean): void {
    this.#trace(`${this.name} ${power ? 'loses power' : 'crashes'}`);
    this.death = null;
    if (this.#run !== null) this.#run.alive = false;
    this.#run = null;
    this.line.hangUp();
    if (power) {
      this.disk.cutPower();
      this.diskEpoch += 1;
    } else {
      this.disk.kill();
    }
  }

  /** The browser's store is gone. */
  wipe(): void {
    this.crash(false);
    this.#trace(`${this.name} is wiped`);
    this.disk = new MemoryDisk();
    this.diskEpoch += 1;
  }

  /** The agent looks at the window again. */
  wake(): void {
    for (const callback of [...(this.#run?.wake ?? [])]) callback();
  }

  #surroundingsOf(run: Run): Surroundings {
    const scheduler = this.#scheduler;
    return {
      now: () => this.now(),
      random: () => scheduler.random.next(),
      newId: () => {
        this.#ids += 1;
        return `${this.name}-${this.#ids}`;
      },
      schedule: (afterMs, callback) =>
        scheduler.after(afterMs, () => {
          if (run.alive) callback();
        }),
      whenIdle: () => () => {},
      onWake: (callback) => {
        run.wake.add(callback);
        return () => run.wake.delete(callback);
      },
      onHide: () => () => {},
    };
  }

  /** The disk as one run of the app sees it: each call takes a moment in which the app may die. */
  #storeOf(run: Run): ClientStore {
    const { disk } = this;
    const store = createMemoryStore(disk);
    let turn: Promise<void> = Promise.resolve();
    const pause = () => this.#pause(run);
    const write = async (change: StoreChange, durability: 'strict' | 'relaxed') => {
      await pause();
      this.#dieAtCommit(run, false);
      if (!run.alive) return new Promise<void>(() => {});
      if (this.diskFull && disk.contents.meta.has('client')) throw new Error('The disk is full.');
      await store.commit(change, durability);
      const { contents } = disk;
      this.#dieAtCommit(run, true);
      if (!run.alive) return new Promise<void>(() => {});
      await pause();
      run.known = contents;
      this.touched = true;
    };
    return {
      async open() {
        await pause();
        const head = await store.open();
        run.known = disk.contents;
        return head;
      },
      async readDocuments() {
        await pause();
        return store.readDocuments();
      },
      commit(change, durability) {
        const mine = turn.then(() => write(change, durability));
        turn = mine.catch(() => {});
        return mine;
      },
      compact: () => store.compact(),
      close: () => store.close(),
    };
  }

  #dieAtCommit(run: Run, made: boolean): void {
    if (this.death === null || this.death.made !== made || !run.alive) return;
    this.death.commitsLeft -= 1;
    if (this.death.commitsLeft < 0) this.crash(false);
  }

  #pause(run: Run): Promise<void> {
    const { random } = this.#scheduler;
    return new Promise((resolve) => {
      this.#scheduler.after(random.whole(0, 4), () => {
        if (run.alive) resolve();
      });
    });
  }
}
