import type { WorkingCalendar } from '../calendar/working-calendar.ts';
import { mostOnCall, type OnCall } from '../deadlines/deadline.ts';
import type { DurationMs, EpochMs, UserId } from '../ids.ts';
import type { Shift } from './shift.ts';

/** So far ahead it is said when somebody is on call. */
const horizonMs: DurationMs = 14 * 24 * 3_600_000;

/** Shifts that are on the roster and not over yet, the next one first. */
export function comingShifts(shifts: Iterable<Shift>, now: EpochMs): readonly Shift[] {
  return [...shifts]
    .filter(({ removed, toAt }) => removed !== true && toAt > now)
    .sort((a, b) => a.fromAt - b.fromAt || (a.id < b.id ? -1 : 1));
}

/** Who is on call at that time. */
export function onCallAt(shifts: Iterable<Shift>, now: EpochMs): readonly Shift[] {
  return comingShifts(shifts, now).filter(({ fromAt }) => fromAt <= now);
}

/** When somebody is on call within the coming fortnight: their shifts, without the support hours in them. */
export function onCallStretches(
  shifts: Iterable<Shift>,
  userId: UserId,
  supportHours: WorkingCalendar | null,
  now: EpochMs,
): readonly OnCall[] {
  const own = comingShifts(shifts, now).filter((shift) => shift.userId === userId && shift.fromAt < now + horizonMs);
  return own.flatMap((shift) => withoutOpenTime(shift, supportHours)).slice(0, mostOnCall);
}

function withoutOpenTime({ fromAt, toAt }: OnCall, calendar: WorkingCalendar | null): readonly OnCall[] {
  const closed: OnCall[] = [];
  let from = fromAt;
  for (const open of calendar?.openBetween(fromAt, toAt, mostOnCall) ?? []) {
    if (open.fromAt > from) closed.push({ fromAt: from, toAt: open.fromAt });
    from = open.toAt;
  }
  if (toAt > from) closed.push({ fromAt: from, toAt });
  return closed;
}
