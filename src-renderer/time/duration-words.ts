import type { DurationMs } from '../../src-shared/ids.ts';

const minuteMs = 60_000;
const minus = '\u2212';

/**
 * Working time left, as the queue's first column shows it: `3:05` (h:mm), `24m` under an hour, `<1m`, `−12m` and
 * `−3:05` once overdue. Time left is rounded down and time overdue up, so that it never flatters.
 */
export function timeLeftWords(remainingMs: DurationMs): string {
  if (remainingMs < 0) return minus + lengthWords(Math.ceil(-remainingMs / minuteMs));
  if (remainingMs < minuteMs) return '<1m';
  return lengthWords(Math.floor(remainingMs / minuteMs));
}

/** A length of working time for sentences: `1:12`, `24m`, `0m`. Rounded down to the minute. */
export function workingTimeWords(ms: DurationMs): string {
  return lengthWords(Math.floor(ms / minuteMs));
}

function lengthWords(minutes: number): string {
  if (minutes < 60) return `${minutes}m`;
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
}
