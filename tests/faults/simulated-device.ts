import { openReplica } from '../../src-renderer/replica/open-replica.ts';
import type { MutatorRegistry, Replica } from '../../src-renderer/replica/replica.ts';
import { type ClientStore, type StoreChange, StoreOpenError } from '../../src-renderer/sync/client-store.ts';
import { createFetchTransport } from '../../src-renderer/sync/fetch-transport.ts';
import { type Journal, noJournal } from '../../src-renderer/sync/journal.ts';
import { createMemoryStore, MemoryDisk } from '../../src-renderer/sync/memory-store.ts';
import type { Surroundings } from '../../src-renderer/sync/surroundings.ts';
import { identitySchema } from '../../src-shared/sync/protocol.ts';
import { appRegistry } from './app-registry.ts';
import { worldBeganAt } from './desk.ts';
import { keptForm, markOf } from './marks.ts';
import type { Scheduler } from './scheduler.ts';
import { SimulatedJournal } from './simulated-journal.ts';
import type { SimulatedLine } from './simulated-line.ts';

export type DiskContents = MemoryDisk['contents'];
export type AppReplica = Replica<typeof appRegistry & MutatorRegistry>;

/** How a test breaks the app on purpose. */
export interface DeviceSabotage {
  store?(store: ClientStore, scheduler: Scheduler): ClientStore;
  journal?(journal: Journal): Journal;
  wire?(wire: ReturnType<SimulatedLine['wire']>): ReturnType<SimulatedLine['wire']>;
  surroundings?(surroundings: Surroundings): Surroundings;
}

/** One run of the app. Once it is dead, nothing it waits for ever comes. */
interface Run {
  alive: boolean;
  replica: AppReplica | null;
  /** What the replica's view must show: the stored contents it knows of. */
  known: DiskContents;
  /** The disk fails, and the app goes on without it: the view is ahead of what is stored. */
  withoutDisk: boolean;
  /** It was opened again: what is stored next belongs to the change-over. */
  reopened: boolean;
  loaded: boolean;
  readonly wake: Set<() => void>;
  /** While the computer sleeps: what goes on once it is awake. */
  asleep: { readonly since: number; readonly held: (() => void)[] } | null;
}

/** As the browser says it. */
class DiskFullError extends Error {
  override readonly name = 'QuotaExceededError';
}

/** One computer: its disk, its clock, its network, and the app on it. */
export class SimulatedDevice {
  readonly name: string;
  readonly line: SimulatedLine;
  disk = new MemoryDisk();
  /** How far its clock is off. */
  skewMs = 0;
  diskFull = false;
  storeBroken = false;
  /** Null where the app runs without a desktop around it. */
  readonly journal: SimulatedJournal | null;
  /** Counts how often what this device knew was taken from it: a wiped store, a profile that was put back. */
  life = 0;
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
  /** By how much the clock that only counts is behind, since it stands still during sleep. */
  #sleptMs = 0;
  /** When the app asked what time it is, in the time of the world, for the last answer it got. */
  lastAskedTimeAt = Number.NEGATIVE_INFINITY;
  #backup: { readonly contents: DiskContents; readonly journal: ReturnType<SimulatedJournal['backUp']> } | null = null;

  constructor(
    name: string,
    line: SimulatedLine,
    scheduler: Scheduler,
    sabotage: DeviceSabotage,
    trace: (line: string) => void,
    journals: boolean,
  ) {
    this.name = name;
    this.journal = journals ? new SimulatedJournal() : null;
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
    return this.#run?.loaded && this.#run.asleep === null ? this.#run.replica : null;
  }

  /** The contents that the view must show; null while the app goes on without the disk. */
  get known(): DiskContents | null {
    return this.#run === null || this.#run.withoutDisk ? null : this.#run.known;
  }

  /** Whether an action waits on the disk, in the store or in the journal. */
  keeps(mark: string): boolean {
    const stored = [...this.disk.contents.outbox.values()].map((text) => keptForm.parse(JSON.parse(text)));
    const journaled = this.journal?.contents().clients.flatMap(({ waiting }) => waiting) ?? [];
    return [...stored, ...journaled].some(({ name, args }) => markOf(name, args, this.name) === mark);
  }

  now(): number {
    return worldBeganAt + this.#scheduler.now + this.skewMs;
  }

  start(): void {
    if (this.#run !== null) return;
    const run: Run = {
      alive: true,
      replica: null,
      known: this.disk.contents,
      withoutDisk: false,
      reopened: false,
      loaded: false,
      wake: new Set(),
      asleep: null,
    };
    this.journal?.compact();
    this.#run = run;
    const store = this.#storeOf(run);
    const journal = this.journal?.open(() => this.#pause(run)) ?? noJournal;
    const wire = this.#wireOf(run);
    const surroundings = this.#surroundingsOf(run);
    const opening = openReplica({
      store: this.#sabotage.store?.(store, this.#scheduler) ?? store,
      journal: this.#sabotage.journal?.(journal) ?? journal,
      transport: createFetchTransport('/api', this.#sabotage.wire?.(wire) ?? wire),
      surroundings: this.#sabotage.surroundings?.(surroundings) ?? surroundings,
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
    this.life += 1;
  }

  /** The agent closes the app, and opens it again once it has ended by itself. */
  reopen(): void {
    const run = this.#run;
    const { replica } = this;
    if (run === null || replica === null) return;
    void replica.close().then(() => {
      if (this.#run !== run) return;
      this.crash(false);
      this.start();
    });
  }

  backUp(): void {
    this.#backup = { contents: this.disk.contents, journal: this.journal?.backUp() ?? [] };
  }

  /** Puts back the profile as it was backed up, or only the browser's part of it. False if there is no backup. */
  putBack(whole: boolean): boolean {
    if (this.#backup === null) return false;
    this.crash(false);
    this.#trace(`${this.name} is put back`);
    this.disk.write(this.#backup.contents, 'strict');
    if (whole) this.journal?.putBack(this.#backup.journal);
    this.diskEpoch += 1;
    this.life += 1;
    return true;
  }

  /** The computer sleeps for so long. @param told whether the system tells the app of it. */
  sleep(ms: number, told: boolean): void {
    const run = this.#run;
    if (run === null || run.asleep !== null) return;
    run.asleep = { since: this.#scheduler.now, held: [] };
    this.#scheduler.after(ms, () => {
      if (run === this.#run) this.endSleep(told);
    });
  }

  /** Somebody opens the lid. */
  endSleep(told: boolean): void {
    const run = this.#run;
    if (run === null || run.asleep === null) return;
    const { since, held } = run.asleep;
    run.asleep = null;
    this.#sleptMs += this.#scheduler.now - since;
    if (told) run.replica?.time.wake();
    for (const goOn of held) this.#awake(run, goOn);
  }

  /** Lets something of the app go on: when the computer is awake, and never once the app is dead. */
  #awake(run: Run, goOn: () => void): void {
    if (!run.alive) return;
    if (run.asleep === null) goOn();
    else run.asleep.held.push(goOn);
  }

  /** The agent looks at the window again. */
  wake(): void {
    if (this.#run === null || this.#run.asleep !== null) return;
    for (const callback of [...this.#run.wake]) callback();
  }

  /** What was asked by a run that died since is answered to nobody. */
  #wireOf(run: Run): ReturnType<SimulatedLine['wire']> {
    const wire = this.line.wire();
    const awake = (goOn: () => void) => this.#awake(run, goOn);
    const now = () => this.#scheduler.now;
    return {
      ...wire,
      openStream(url) {
        const stream = wire.openStream(url);
        return {
          addEventListener: (type, listener) => stream.addEventListener(type, (event) => awake(() => listener(event))),
          close: () => stream.close(),
        };
      },
      fetch: async (url, init) => {
        try {
          const askedAt = now();
          const answer = await wire.fetch(url, init);
          await new Promise<void>(awake);
          if (url.endsWith('/sync/me') && saysTime(await answer.text())) this.lastAskedTimeAt = askedAt;
          return answer;
        } catch (error) {
          await new Promise<void>(awake);
          throw error;
        }
      },
    };
  }

  #surroundingsOf(run: Run): Surroundings {
    const scheduler = this.#scheduler;
    return {
      now: () => this.now(),
      monotonic: () => (run.asleep?.since ?? scheduler.now) - this.#sleptMs,
      random: () => scheduler.random.next(),
      newId: () => {
        this.#ids += 1;
        return `${this.name}-${this.#ids}`;
      },
      schedule: (afterMs, callback) => scheduler.after(afterMs, () => this.#awake(run, callback)),
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
    const assertTakes = () => {
      if (!this.storeBroken && !(this.diskFull && disk.contents.meta.has('client'))) return;
      run.withoutDisk = true;
      throw this.storeBroken ? new Error('The store is broken.') : new DiskFullError('The disk is full.');
    };
    const write = async (change: StoreChange, durability: 'strict' | 'relaxed') => {
      await pause();
      this.#dieAtCommit(run, false);
      if (!run.alive) return new Promise<void>(() => {});
      assertTakes();
      await store.commit(change, durability);
      const { contents } = disk;
      this.#dieAtCommit(run, true);
      if (!run.alive) return new Promise<void>(() => {});
      await pause();
      run.known = contents;
      if (run.reopened) run.reopened = false;
      else run.withoutDisk = false;
      this.touched = true;
    };
    const assertWhole = () => {
      if (!this.storeBroken) return;
      run.withoutDisk = true;
      throw new StoreOpenError('The store is broken.', 'broken');
    };
    return {
      async open() {
        await pause();
        assertWhole();
        const head = await store.open();
        run.known = disk.contents;
        run.reopened = run.withoutDisk;
        return head;
      },
      async readDocuments() {
        await pause();
        assertWhole();
        return store.readDocuments();
      },
      async stage(load, page) {
        await pause();
        assertTakes();
        await store.stage(load, page);
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
      this.#scheduler.after(random.whole(0, 4), () => this.#awake(run, resolve));
    });
  }
}

/** Whether an answer to who acts here came whole: what was cut on its way tells the app nothing. */
function saysTime(text: string): boolean {
  try {
    return identitySchema.safeParse(JSON.parse(text)).success;
  } catch {
    return false;
  }
}
