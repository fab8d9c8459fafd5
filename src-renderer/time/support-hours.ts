import type { CalendarHoliday, WorkingCalendar } from '../../src-shared/calendar/working-calendar.ts';
import type { DurationMs, EpochMs } from '../../src-shared/ids.ts';
import { isolated } from '../../src-shared/text/isolated.ts';

/** Whether the desk is open, and when that changes next; null when it does not within the horizon. */
export type SupportHours =
  | { readonly open: true; readonly closesAt: EpochMs | null }
  | { readonly open: false; readonly opensAt: EpochMs | null };

/** Further ahead than any run of holidays; a calendar that never closes (24x7) has no change within it. */
const horizonMs: DurationMs = 30 * 24 * 3_600_000;

/** The support hours at `now`. */
export function supportHoursAt(calendar: WorkingCalendar, now: EpochMs): SupportHours {
  const horizonAt = now + horizonMs;
  const next = calendar.openBetween(now, horizonAt, 1)[0];
  if (!next) return { open: false, opensAt: null };
  if (next.fromAt > now) return { open: false, opensAt: next.fromAt };
  return { open: true, closesAt: next.toAt >= horizonAt ? null : next.toAt };
}

/** A holiday of the desk, and whether the policy only assumes it (published policy, support hours: the list is not public). */
export function holidayWords({ date, name, isAssumed }: CalendarHoliday): string {
  return `${isolated(name ?? date)}${isAssumed ? ' (assumption)' : ''}`;
}

/** The next holiday from a day on, such as "Thanksgiving Day (assumption) on 2026-11-26"; null if none is listed. */
export function nextHolidayWords({ holidays, timeZone }: WorkingCalendar, now: EpochMs): string | null {
  const today = new Intl.DateTimeFormat('en-CA', { timeZone }).format(now);
  const next = holidays.find(({ date }) => date >= today);
  return next === undefined ? null : `${holidayWords(next)} on ${next.date}`;
}
