import type { EpochMs } from '../ids.ts';

/** A calendar compiled for searching. Made by `compileCalendar`. */
export interface WorkingCalendar {
  readonly timeZone: string;
  /** Working milliseconds that passed from the calendar's origin to `at`. */
  workedUntil(at: EpochMs): number;
}
