import { instantOfWallTime, isTimeZone, zoneOffsets } from '../../src-shared/calendar/zone-rules.ts';
import type { EpochMs } from '../../src-shared/ids.ts';

/** Reads the wall times of one zone. */
export interface WallClock {
  readonly timeZone: string;
  /** A wall time inside a DST gap takes the offset before it; an ambiguous one is its first occurrence. */
  instantOf(wallMs: number): EpochMs;
}

/** Null if the zone is not known. */
export function wallClock(timeZone: string): WallClock | null {
  if (!isTimeZone(timeZone)) return null;
  const offsets = zoneOffsets(timeZone, Date.UTC(1990, 0, 1), Date.UTC(2060, 0, 1));
  return { timeZone, instantOf: (wallMs) => instantOfWallTime(offsets, wallMs) };
}

/** `DD-MM-YYYY HH:MM`, as ServiceNow's log writes it, as if it were UTC; null if there is no such day or time. */
export function readLogStamp(text: string): number | null {
  const match = /^(\d{1,2})-(\d{1,2})-(\d{4}) (\d{1,2}):(\d{2})(?::(\d{2}))?$/.exec(text);
  if (match === null) return null;
  const [day, month, year, hour, minute, second] = match.slice(1).map((part) => Number(part ?? 0));
  return civil(year, month, day, hour, minute, second);
}

const isoForm =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3})\d*)?)?)?(Z|[+-]\d{2}:?\d{2})?$/i;

/**
 * An ISO instant: with an offset as it stands, without one in the zone of `clock`, or in UTC where that is null.
 * Null if it is none. A date alone is its midnight.
 */
export function readIsoInstant(text: string, clock: WallClock | null): EpochMs | null {
  const match = isoForm.exec(text.trim());
  if (match === null) return null;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((part) => Number(part ?? 0));
  const whole = civil(year, month, day, hour, minute, second);
  if (whole === null) return null;
  const wallMs = whole + Number((match[7] ?? '0').padEnd(3, '0'));
  const offset = match[8];
  if (offset === undefined) return clock === null ? wallMs : clock.instantOf(wallMs);
  if (offset.toUpperCase() === 'Z') return wallMs;
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(-2));
  return wallMs - (offset.startsWith('-') ? -minutes : minutes) * 60_000;
}

function civil(year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0): number | null {
  if (hour > 23 || minute > 59 || second > 59) return null;
  const at = Date.UTC(year, month - 1, day, hour, minute, second);
  const date = new Date(at);
  // Date.UTC carries a 31 February over into March; such a date is an error of the file.
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? at : null;
}
