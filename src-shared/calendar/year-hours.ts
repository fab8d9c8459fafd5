import type { DurationMs } from '../ids.ts';
import type { CalendarSpec } from '../policy/policy.ts';
import type { OpenInterval } from './working-calendar.ts';
import { instantOfWallTime, zoneOffsets } from './zone-rules.ts';

/** Open stretch of a day: wall time from midnight, in milliseconds. */
export interface DayInterval {
  readonly fromMs: DurationMs;
  readonly toMs: DurationMs;
}

/** A calendar's rules with its wall times read. */
export interface CalendarRules {
  readonly timeZone: string;
  /** Index 0 is unused, 1 is Monday. */
  readonly weekly: readonly (readonly DayInterval[])[];
  /** Days since 1970-01-01 → the hours of that date. */
  readonly holidays: ReadonlyMap<number, readonly DayInterval[]>;
}

/** A year's open time: sorted, not overlapping, clipped to the year as it is lived in the zone. */
export interface YearHours {
  readonly startsAt: number;
  readonly endsAt: number;
  readonly open: readonly OpenInterval[];
}

const dayMs = 86_400_000;
/** A zone may skip a whole day (Samoa, 30 December 2011), so a year is computed with its neighbours' edges. */
const edgeDays = 3;

/** Reads the wall times of a checked calendar. */
export function readRules(spec: CalendarSpec): CalendarRules {
  const weekly: DayInterval[][] = [[], [], [], [], [], [], [], []];
  for (const [day, intervals] of Object.entries(spec.weekly)) weekly[Number(day)] = (intervals ?? []).map(readInterval);
  const holidays = new Map<number, readonly DayInterval[]>();
  for (const { date, hours } of spec.holidays) holidays.set(dayNumber(date), (hours ?? []).map(readInterval));
  return { timeZone: spec.timeZone, weekly, holidays };
}

/** Days from 1970-01-01 to an ISO date. */
export function dayNumber(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / dayMs;
}

/** Milliseconds from midnight to a wall time "HH:MM". */
export function wallTimeMs(time: string): DurationMs {
  return (Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))) * 60_000;
}

/** The open time of one local year. */
export function yearHours(rules: CalendarRules, year: number): YearHours {
  const firstDay = utcYearStart(year) / dayMs;
  const endDay = utcYearStart(year + 1) / dayMs;
  const offsets = zoneOffsets(rules.timeZone, (firstDay - 2 * edgeDays) * dayMs, (endDay + 2 * edgeDays) * dayMs);
  const startsAt = instantOfWallTime(offsets, firstDay * dayMs);
  const endsAt = instantOfWallTime(offsets, endDay * dayMs);

  const found: OpenInterval[] = [];
  for (let day = firstDay - edgeDays; day < endDay + edgeDays; day += 1) {
    const hours = rules.holidays.get(day) ?? rules.weekly[isoWeekday(day)] ?? [];
    for (const interval of hours) {
      const fromAt = Math.max(startsAt, instantOfWallTime(offsets, day * dayMs + interval.fromMs));
      const toAt = Math.min(endsAt, instantOfWallTime(offsets, day * dayMs + interval.toMs));
      if (fromAt < toAt) found.push({ fromAt, toAt });
    }
  }
  return { startsAt, endsAt, open: joined(found) };
}

/** Sorted, with overlapping and touching stretches joined: what a gap makes overlap counts once. */
export function joined(intervals: readonly OpenInterval[]): OpenInterval[] {
  const result: OpenInterval[] = [];
  for (const interval of intervals.toSorted((a, b) => a.fromAt - b.fromAt)) {
    const last = result.at(-1);
    if (last === undefined || interval.fromAt > last.toAt) result.push(interval);
    else if (interval.toAt > last.toAt) result[result.length - 1] = { fromAt: last.fromAt, toAt: interval.toAt };
  }
  return result;
}

/** Midnight UTC on 1 January. `Date.UTC` alone reads the years 0 to 99 as 1900 to 1999. */
function utcYearStart(year: number): number {
  return new Date(0).setUTCFullYear(year, 0, 1);
}

/** 1970-01-01 was a Thursday. */
function isoWeekday(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}

function readInterval([from, to]: readonly [string, string]): DayInterval {
  return { fromMs: wallTimeMs(from), toMs: wallTimeMs(to) };
}
