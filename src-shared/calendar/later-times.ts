import { DateTime } from 'luxon';
import type { DurationMs, EpochMs } from '../ids.ts';
import type { WorkingCalendar } from './working-calendar.ts';

/** Times to come back to something at, on a calendar. Null where there is none within two months. */
export interface LaterTimes {
  readonly inAnHour: EpochMs;
  /** When it closes for today; null while it is closed. */
  readonly endOfDay: EpochMs | null;
  /** The opening of the next day on which it is open. */
  readonly nextDay: EpochMs | null;
  /** The first opening of the next week, or of a later one. */
  readonly nextWeek: EpochMs | null;
}

const hourMs: DurationMs = 3_600_000;
const horizonMs: DurationMs = 62 * 24 * hourMs;
/** Several openings a day, over a fortnight of holidays. */
const mostStretches = 100;

export function laterTimes(calendar: WorkingCalendar, now: EpochMs): LaterTimes {
  const zone = calendar.timeZone;
  const today = DateTime.fromMillis(now, { zone });
  const dayEnd = today.endOf('day').toMillis();
  const weekEnd = today.endOf('week').toMillis();
  const stretches = calendar.openBetween(now, now + horizonMs, mostStretches);
  const openFrom = (after: EpochMs): EpochMs | null => {
    const stretch = stretches.find(({ fromAt, toAt }) => fromAt > after || toAt > after + 1);
    // A calendar that never closes is open from the first moment of the day.
    return stretch === undefined ? null : Math.max(stretch.fromAt, after + 1);
  };
  const [first] = stretches;
  const last = stretches.findLast(({ fromAt }) => fromAt <= dayEnd);
  const isOpen = first !== undefined && first.fromAt <= now;
  return {
    inAnHour: now + hourMs,
    endOfDay: isOpen && last !== undefined && last.toAt <= dayEnd + 1 ? last.toAt : null,
    nextDay: openFrom(dayEnd),
    nextWeek: openFrom(weekEnd),
  };
}
