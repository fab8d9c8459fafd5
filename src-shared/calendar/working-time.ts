import type { DurationMs, EpochMs } from '../ids.ts';
import type { WorkingCalendar } from './working-calendar.ts';

/** Working time from one instant to another; negative if the second is the earlier. */
export function workingTimeBetween(calendar: WorkingCalendar, fromAt: EpochMs, toAt: EpochMs): DurationMs {
  return calendar.workedUntil(toAt) - calendar.workedUntil(fromAt);
}

/**
 * The earliest instant at which `workingMs` of working time have passed since `fromAt`: a span that ends exactly at
 * closing is due at closing, not at the next opening, and nothing at all is due at once.
 * Null if the calendar has not that much open time left.
 *
 * @throws {RangeError} if `workingMs` is negative.
 */
export function addWorkingTime(calendar: WorkingCalendar, fromAt: EpochMs, workingMs: DurationMs): EpochMs | null {
  if (workingMs === 0) return fromAt;
  if (!(workingMs > 0)) throw new RangeError(`Cannot add a working time of ${workingMs} ms.`);
  return calendar.instantOfWork(calendar.workedUntil(fromAt) + workingMs);
}

/** `at` itself if the calendar is open then or closes just then; otherwise its next opening, or null if there is none. */
export function openOrNextAt(calendar: WorkingCalendar, at: EpochMs): EpochMs | null {
  const workedMs = calendar.workedUntil(at);
  if (calendar.workedUntil(at + 1) > workedMs || workedMs > calendar.workedUntil(at - 1)) return at;
  const firstWorkedAt = calendar.instantOfWork(workedMs + 1);
  return firstWorkedAt === null ? null : firstWorkedAt - 1;
}
