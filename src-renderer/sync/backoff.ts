import type { DurationMs } from '../../src-shared/ids.ts';

const firstMs = 1_000;
const longestMs = 30_000;

/**
 * How long to wait after so many failures in a row: anywhere between nothing and a limit that doubles from 1 s to
 * 30 s ("full jitter"), so that the clients of a backend that comes back do not all call at once.
 */
export function backoffMs(failures: number, random: () => number): DurationMs {
  const limit = Math.min(longestMs, firstMs * 2 ** Math.min(failures - 1, 16));
  return Math.round(random() * limit);
}
