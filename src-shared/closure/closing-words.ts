import { DateTime } from 'luxon';
import type { EpochMs } from '../ids.ts';

/** `Mon 30 Nov`. Of one language, since a refusal must read the same wherever it is made. */
export function dayWords(at: EpochMs, timeZone: string): string {
  return wallTime(at, timeZone).toFormat('ccc d LLL');
}

/** `Mon 30 Nov 06:00 (America/Los_Angeles)`. */
export function dayTimeWords(at: EpochMs, timeZone: string): string {
  return `${wallTime(at, timeZone).toFormat('ccc d LLL HH:mm')} (${timeZone})`;
}

/** `Fri 4 Dec 2026`, for a date such as 2026-12-04. */
export function dateWords(date: string): string {
  return DateTime.fromISO(date, { zone: 'utc', locale: 'en-US' }).toFormat('ccc d LLL yyyy');
}

/** `a, b and c`. */
export function listWords(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}

function wallTime(at: EpochMs, zone: string): DateTime {
  return DateTime.fromMillis(at, { zone, locale: 'en-US' });
}
