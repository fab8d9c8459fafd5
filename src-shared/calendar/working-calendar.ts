import type { DurationMs, EpochMs } from '../ids.ts';

/** A stretch of open time. */
export interface OpenInterval {
  readonly fromAt: EpochMs;
  readonly toAt: EpochMs;
}

/** A dated exception of a calendar: no hours means closed all day. */
export interface CalendarHoliday {
  /** Local date, `YYYY-MM-DD`. */
  readonly date: string;
  readonly name: string | null;
  /** The policy marks it as an assumption of whoever wrote it. */
  readonly isAssumed: boolean;
  readonly hours: readonly (readonly [string, string])[];
}

/** A calendar compiled for searching. Made by `compileCalendar`. */
export interface WorkingCalendar {
  readonly timeZone: string;
  /** Sorted by date. */
  readonly holidays: readonly CalendarHoliday[];
  /** Working milliseconds that passed from the calendar's origin to `at`; never falls as `at` grows. */
  workedUntil(at: EpochMs): DurationMs;
  /**
   * The earliest instant at which `workedUntil` equals `workedMs`; null if the calendar never gets there.
   * The inverse of `workedUntil`: at the end of a stretch of open time rather than at the start of the next.
   */
  instantOfWork(workedMs: DurationMs): EpochMs | null;
  /** Open time between two instants, in order and at most `limit` stretches of it; touching stretches are one. */
  openBetween(fromAt: EpochMs, toAt: EpochMs, limit: number): readonly OpenInterval[];
}
