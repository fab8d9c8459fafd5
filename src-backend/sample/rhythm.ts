import { DateTime } from 'luxon';
import type { WorkingCalendar } from '../../src-shared/calendar/working-calendar.ts';
import { workingTimeBetween } from '../../src-shared/calendar/working-time.ts';
import type { EpochMs } from '../../src-shared/ids.ts';
import type { Random } from './random.ts';

const hourMs = 3_600_000;

interface Day {
  readonly startAt: EpochMs;
  readonly working: boolean;
}

/** When customers write: orders peak 05:00–10:00 on working days, a little comes at night and on other days. */
export interface Rhythm {
  /** An arrival between two instants, more likely at busy hours. */
  arrival(random: Random, fromAt: EpochMs, toAt: EpochMs): EpochMs;
  /** Start of the day that lies so many working days before now's. */
  workingDaysAgo(days: number): EpochMs;
}

export function rhythmOf(calendar: WorkingCalendar, now: EpochMs, workingDays: number): Rhythm {
  const days = daysBefore(calendar, now, workingDays);
  const first = days[0]?.startAt ?? now;
  const weight = (at: EpochMs): number => {
    // A day is 23 to 25 hours long, so the guess is at most one day off.
    let index = Math.min(days.length - 1, Math.max(0, Math.floor((at - first) / (24 * hourMs))));
    if ((days[index]?.startAt ?? at) > at) index -= 1;
    else if ((days[index + 1]?.startAt ?? Number.POSITIVE_INFINITY) <= at) index += 1;
    const day = days[index];
    if (day === undefined) return 0.03;
    return arrivalWeight((at - day.startAt) / hourMs, day.working);
  };
  return {
    arrival(random, fromAt, toAt) {
      let at = toAt;
      for (let attempt = 0; attempt < 40; attempt += 1) {
        at = Math.floor(random.between(fromAt, toAt));
        if (random.chance(weight(at))) return at;
      }
      return at;
    },
    workingDaysAgo(count) {
      const working = days.filter((day) => day.working);
      return working[Math.max(0, working.length - 1 - count)]?.startAt ?? first;
    },
  };
}

function arrivalWeight(hour: number, working: boolean): number {
  if (!working) return 0.03;
  if (hour >= 5 && hour < 10) return 1;
  if (hour >= 10 && hour < 17) return 0.45;
  return 0.06;
}

function daysBefore(calendar: WorkingCalendar, now: EpochMs, workingDays: number): Day[] {
  const days: Day[] = [];
  let start = DateTime.fromMillis(now, { zone: calendar.timeZone }).startOf('day');
  let found = 0;
  // The bound ends a calendar that never opens.
  for (let count = 0; found <= workingDays && count < workingDays * 3 + 30; count += 1) {
    const working = workingTimeBetween(calendar, start.toMillis(), start.plus({ days: 1 }).toMillis()) > 0;
    days.unshift({ startAt: start.toMillis(), working });
    if (working) found += 1;
    start = start.minus({ days: 1 });
  }
  return days;
}
