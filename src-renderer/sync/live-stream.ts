import type { DurationMs } from '../../src-shared/ids.ts';
import { backoffMs } from './backoff.ts';
import type { Surroundings } from './surroundings.ts';
import type { Transport } from './transport.ts';

/** The backend beats every 15 s; a stream that is silent for longer than two beats is dead. */
export const silenceLimitMs: DurationMs = 40_000;

export interface LiveStream {
  /** Opens the stream, unless it is open or waits to be. */
  start(): void;
  stop(): void;
}

/**
 * The stream on which the backend says that something changed. `poked` is called for a poke that tells its version,
 * `wanted` for every other reason to pull: a stream that opened (a poke may have been missed before), and one that
 * broke (the backend may be gone).
 */
export function createLiveStream(
  transport: Transport,
  surroundings: Surroundings,
  wanted: () => void,
  poked: (version: number) => void,
): LiveStream {
  let close: (() => void) | null = null;
  let cancelTimer = () => {};
  let waiting = false;
  let failures = 0;
  /** Told apart so that a late word of a closed stream is not taken for the present one's. */
  let generation = 0;

  function stop(): void {
    generation += 1;
    cancelTimer();
    waiting = false;
    close?.();
    close = null;
  }

  function broke(): void {
    stop();
    failures += 1;
    if (failures === 1) {
      wanted();
      return;
    }
    // It breaks again and again (a proxy that allows no streams): keep asking, at a slower pace.
    waiting = true;
    cancelTimer = surroundings.schedule(backoffMs(failures, surroundings.random), () => {
      waiting = false;
      wanted();
    });
  }

  function alive(): void {
    cancelTimer();
    cancelTimer = surroundings.schedule(silenceLimitMs, broke);
  }

  return {
    start() {
      if (close !== null || waiting) return;
      generation += 1;
      const mine = generation;
      const onlyMine =
        <Told extends unknown[]>(then: (...told: Told) => void) =>
        (...told: Told) => {
          if (mine === generation) then(...told);
        };
      alive();
      const closeThis = transport.stream({
        opened: onlyMine(() => {
          alive();
          wanted();
        }),
        poked: onlyMine((version: number | null) => {
          failures = 0;
          alive();
          if (version === null) wanted();
          else poked(version);
        }),
        beat: onlyMine(() => {
          failures = 0;
          alive();
        }),
        failed: onlyMine(broke),
      });
      if (mine === generation) close = closeThis;
      else closeThis();
    },
    stop,
  };
}
