import type { DurationMs, SpaceId } from '../../src-shared/ids.ts';
import { type Clock, TestClock } from '../clock.ts';
import type { PolicySource } from '../space/policy-source.ts';
import { type Storage, StorageError } from '../storage/storage.ts';
import { bringBackReleased, type Looked, messageOf } from './release-watch.ts';

/** A case that comes back at midnight is not waited for by anybody before the morning. */
const everyMs: DurationMs = 60_000;

export interface ReleaseWatching {
  /** Resolves when nothing of it is under way. */
  idle(): Promise<void>;
  stop(): Promise<void>;
}

interface WatchOptions {
  readonly storage: Storage;
  readonly policy: PolicySource;
  readonly clock: Clock;
  readonly log: (line: string) => void;
}

/** Looks for releases that are out, now and then every minute by the backend's clock. */
export function startReleaseWatch(options: WatchOptions): ReleaseWatching {
  const { storage, clock, log } = options;
  const looked = new Map<SpaceId, Looked>();
  let running = Promise.resolve();
  let isStopped = false;

  const look = async (space: SpaceId) => {
    try {
      const found = await bringBackReleased(options, space, clock.now(), looked.get(space) ?? null);
      if (found !== null) looked.set(space, found);
    } catch (error) {
      if (isClosed(error)) throw error;
      log(`Releases in "${space}" were not looked at, and are again in a minute. ${messageOf(error)}`);
    }
  };
  const run = async () => {
    if (isStopped) return;
    try {
      for (const space of await storage.spaces()) await look(space);
    } catch (error) {
      if (isClosed(error)) return;
      log(`Releases were not looked at, and are again in a minute. ${messageOf(error)}`);
    }
  };
  const ask = () => {
    running = running.then(run);
  };
  ask();
  const timer = setInterval(ask, everyMs).unref();
  // In tests time passes by being set.
  const unwatch = clock instanceof TestClock ? clock.whenSet(ask) : () => undefined;
  return {
    idle: () => running,
    stop() {
      isStopped = true;
      clearInterval(timer);
      unwatch();
      return running;
    },
  };
}

function isClosed(error: unknown): boolean {
  return error instanceof StorageError && error.problem === 'closed';
}
