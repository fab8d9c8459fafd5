import type { DurationMs } from '../ids.ts';

const minuteMs: DurationMs = 60_000;
/** Between two looks when all is well. */
const usualMs: DurationMs = 4 * 60 * minuteMs;
/** After the first failure; doubled with each further one. */
const retryMs: DurationMs = 5 * minuteMs;

/** The first look: once the window has had its start to itself, and not all computers of a desk at once. */
export function firstCheckMs(random: number): DurationMs {
  return Math.round(minuteMs / 2 + random * minuteMs);
}

/** Until the next look. @param failures so many looks in a row have failed. @param random from 0 up to 1. */
export function nextCheckMs(failures: number, random: number): DurationMs {
  const apart = failures === 0 ? usualMs : Math.min(retryMs * 2 ** (failures - 1), usualMs);
  return Math.round(apart * (0.75 + random / 2));
}
