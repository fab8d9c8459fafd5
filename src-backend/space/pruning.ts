import { setImmediate as nextTurn } from 'node:timers/promises';
import type { DurationMs, EpochMs } from '../../src-shared/ids.ts';
import type { Clock } from '../clock.ts';
import { type Storage, StorageError } from '../storage/storage.ts';

const hourMs: DurationMs = 3_600_000;
const dayMs: DurationMs = 24 * hourMs;

/** How long the backend remembers what most clients have long heard of. */
export interface Retention {
  /** The horizon: a client that was away for longer loads anew, since deletions of that time may be forgotten. */
  readonly tombstonesMs: DurationMs;
  /** By results a repeated action is told from another one under the same number. */
  readonly resultsMs: DurationMs;
}

export const usualRetention: Retention = { tombstonesMs: 30 * dayMs, resultsMs: 90 * dayMs };

/** More than a client ever has waiting that slept for so long, nearly always. */
const resultsKept = 100;
/** Others write in between. */
const rowsAtOnce = 500;

/**
 * Removes what is older than the retention says, a few rows in each transaction. It may be stopped at any point and run
 * by several processes: each transaction is complete, and the space's lock lets one at a time work.
 */
export async function prune(storage: Storage, now: EpochMs, retention: Retention): Promise<void> {
  for (const space of await storage.spaces()) {
    const limits = await storage.write(space, async (tx) => {
      await tx.markTime(now);
      return {
        tombstonesThrough: await tx.versionAt(now - retention.tombstonesMs),
        resultsThrough: await tx.versionAt(now - retention.resultsMs),
        resultsKept,
        rows: rowsAtOnce,
      };
    });
    while (await storage.write(space, (tx) => tx.prune(limits))) await nextTurn();
  }
}

export interface PruningOptions {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly retention: Retention;
  readonly log: (line: string) => void;
  /** Calls again and again until the returned function is called. */
  readonly every?: (ms: DurationMs, run: () => void) => () => void;
}

export interface Pruning {
  /** Resolves when nothing of it is under way. */
  idle(): Promise<void>;
  stop(): Promise<void>;
}

/** Prunes now and then once a day by the backend's clock. */
export function startPruning(options: PruningOptions): Pruning {
  const { storage, clock, retention, log, every = repeat } = options;
  let prunedAt: EpochMs | null = null;
  let running = Promise.resolve();
  let isStopped = false;

  const run = async () => {
    const now = clock.now();
    // A clock that was set back would otherwise have to catch up first.
    if (isStopped || (prunedAt !== null && now >= prunedAt && now < prunedAt + dayMs)) return;
    try {
      await prune(storage, now, retention);
      prunedAt = now;
    } catch (error) {
      if (isStopped && error instanceof StorageError && error.problem === 'closed') return;
      log(`What is old was not removed, and is tried again in an hour. ${messageOf(error)}`);
    }
  };
  const ask = () => {
    running = running.then(run);
  };
  ask();
  const stop = every(hourMs, ask);
  return {
    idle: () => running,
    stop() {
      isStopped = true;
      stop();
      return running;
    },
  };
}

function repeat(ms: DurationMs, run: () => void): () => void {
  const timer = setInterval(run, ms).unref();
  return () => clearInterval(timer);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
