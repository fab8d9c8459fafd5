import type { EpochMs } from '../ids.ts';
import { dayAt, dayStartAt } from './local-days.ts';
import type { WorkingCalendar } from './working-calendar.ts';

/** The day of the calendar's zone, if the calendar has any open hours on it; null if it has none. */
export function supportDayAt(calendar: WorkingCalendar, at: EpochMs): number | null {
  const day = dayAt(calendar.timeZone, at);
  return isSupportDay(calendar, day) ? day : null;
}

/** The first opening on a later day than that of `at`; null if the calendar never opens again. */
export function nextSupportDayOpening(calendar: WorkingCalendar, at: EpochMs): EpochMs | null {
  return firstOpenAt(calendar, dayStartAt(calendar.timeZone, dayAt(calendar.timeZone, at) + 1));
}

/** `at` if the calendar is open then, otherwise its next opening; null if there is none. */
function firstOpenAt(calendar: WorkingCalendar, at: EpochMs): EpochMs | null {
  const firstWorkedAt = calendar.instantOfWork(calendar.workedUntil(at) + 1);
  return firstWorkedAt === null ? null : firstWorkedAt - 1;
}

function isSupportDay(calendar: WorkingCalendar, day: number): boolean {
  const { timeZone } = calendar;
  return calendar.workedUntil(dayStartAt(timeZone, day + 1)) > calendar.workedUntil(dayStartAt(timeZone, day));
}
