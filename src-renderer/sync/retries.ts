import type { DurationMs } from '../../src-shared/ids.ts';
import { backoffMs } from './backoff.ts';
import type { Surroundings } from './surroundings.ts';

/** Tries something again and again, ever more rarely, until it is told that it went well. */
export interface Retries {
  /** Asks for another try; one that is due already is enough. */
  later(): void;
  /** It went well: the next failure is the first one. */
  succeeded(): void;
  close(): void;
}

/**
 * @param attempt rejects to be tried again.
 * @param fixedWaitMs how long to wait where waiting longer each time would be wrong; else null.
 */
export function createRetries(
  attempt: () => Promise<void>,
  fixedWaitMs: () => DurationMs | null,
  surroundings: Pick<Surroundings, 'schedule' | 'random'>,
): Retries {
  let failures = 0;
  let cancelDue: (() => void) | null = null;
  let isClosed = false;

  function later(): void {
    if (isClosed || cancelDue !== null) return;
    failures += 1;
    const waitMs = fixedWaitMs() ?? backoffMs(failures, surroundings.random);
    cancelDue = surroundings.schedule(waitMs, () => {
      cancelDue = null;
      attempt().catch(later);
    });
  }

  return {
    later,
    succeeded() {
      failures = 0;
    },
    close() {
      isClosed = true;
      cancelDue?.();
    },
  };
}
