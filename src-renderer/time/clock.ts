import type { EpochMs } from '../../src-shared/ids.ts';

/** The one clock of the window: every figure that changes with time is read at `now()` and redrawn on its beat. */
export interface Clock {
  now(): EpochMs;
  /** Called once a second, aligned to it, and whenever the clock is set. Returns the function that stops it. */
  subscribe(listener: () => void): () => void;
  /** The time is another one than would have come by itself: reads it anew at once. */
  refresh(): void;
  /** Whether the window is seen: while it is not, the clock beats once a minute, which is enough for counts. */
  seen(isSeen: boolean): void;
  /** Tests only: from now on the clock stands still at `at`. */
  standAt(at: EpochMs): void;
}

/** What the clock needs of the machine. */
export interface Machine {
  now(): EpochMs;
  setTimeout(work: () => void, ms: number): unknown;
  clearTimeout(handle: unknown): void;
}

const beatMs = 1_000;
const unseenBeatMs = 60_000;

/**
 * Beats only while somebody listens. `now()` stays the same between two beats, so that everything painted in one
 * frame shows one instant.
 */
export function createClock(machine: Machine, standsAt: EpochMs | null): Clock {
  const listeners = new Set<() => void>();
  let standing = standsAt;
  let shown = standsAt ?? machine.now();
  let handle: unknown = null;
  let isSeen = true;

  const beat = (): void => {
    handle = null;
    if (standing !== null) return;
    shown = machine.now();
    schedule();
    for (const listener of [...listeners]) listener();
  };
  const schedule = (): void => {
    if (standing !== null || handle !== null || listeners.size === 0) return;
    const every = isSeen ? beatMs : unseenBeatMs;
    handle = machine.setTimeout(beat, every - (machine.now() % every));
  };

  return {
    now() {
      // Without a beat running, or with a slow one, what was shown last may be long ago.
      if (standing === null && (handle === null || !isSeen)) shown = machine.now();
      return shown;
    },
    subscribe(listener) {
      listeners.add(listener);
      schedule();
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0 && handle !== null) {
          machine.clearTimeout(handle);
          handle = null;
        }
      };
    },
    refresh() {
      if (standing !== null) return;
      if (handle !== null) machine.clearTimeout(handle);
      // Aligned to the new second.
      beat();
    },
    seen(next) {
      if (next === isSeen) return;
      isSeen = next;
      if (standing !== null) return;
      if (handle !== null) machine.clearTimeout(handle);
      handle = null;
      if (isSeen) beat();
      else schedule();
    },
    standAt(at) {
      standing = at;
      shown = at;
      if (handle !== null) machine.clearTimeout(handle);
      handle = null;
      for (const listener of [...listeners]) listener();
    },
  };
}
