import type { EpochMs } from '../../../../src-shared/ids.ts';
import type { CalendarSpec } from '../../../../src-shared/policy/policy.ts';

/*
 * Working time counted slowly and by other means: every minute of a window is shown on a wall clock by Intl, the edges
 * of the open intervals are looked for on that clock one minute after the other, and open minutes are counted.
 */

const minuteMs = 60_000;

/** What the wall clock of a zone shows at each minute of a window. */
export interface WallClock {
  readonly fromAt: EpochMs;
  readonly toAt: EpochMs;
  /** Wall time of each minute, as if it were UTC. */
  readonly shown: readonly number[];
}

/** Shows every minute of some days around an instant. */
export function wallClock(timeZone: string, around: string, days: number): WallClock {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  });
  const middle = Date.parse(around);
  const fromAt = middle - days * 24 * 60 * minuteMs;
  const toAt = middle + days * 24 * 60 * minuteMs;
  const shown: number[] = [];
  for (let at = fromAt; at <= toAt; at += minuteMs) {
    const part: Record<string, number> = {};
    for (const { type, value } of format.formatToParts(at)) part[type] = Number(value);
    const { year = 0, month = 0, day = 0, hour = 0, minute = 0 } = part;
    shown.push(Date.UTC(year, month - 1, day, hour, minute));
  }
  return { fromAt, toAt, shown };
}

/** For each minute of the window whether the calendar is open; the first and last two days are not to be used. */
export function openMinutes(clock: WallClock, calendar: CalendarSpec): boolean[] {
  const open = clock.shown.map(() => false);
  const dates = new Set(clock.shown.map((shown) => Math.floor(shown / 86_400_000)));
  // A date that the zone skipped has hours too; their wall times lie inside the gap.
  for (const date of [...dates]) dates.add(date + 1);
  for (const date of dates) {
    for (const [from, to] of hoursOf(calendar, date)) {
      const start = indexOfWallTime(clock, date * 86_400_000 + wallMinutes(from) * minuteMs);
      const end = indexOfWallTime(clock, date * 86_400_000 + wallMinutes(to) * minuteMs);
      for (let index = Math.max(0, start); index < Math.min(end, open.length); index += 1) open[index] = true;
    }
  }
  return open;
}

function hoursOf(calendar: CalendarSpec, date: number): readonly (readonly [string, string])[] {
  const day = new Date(date * 86_400_000);
  const holiday = calendar.holidays.find((each) => each.date === day.toISOString().slice(0, 10));
  if (holiday !== undefined) return holiday.hours ?? [];
  const weekdays = ['7', '1', '2', '3', '4', '5', '6'] as const;
  return calendar.weekly[weekdays[day.getUTCDay()] ?? '1'] ?? [];
}

/** The first minute that shows the wall time; inside a gap, so many minutes after the last one before the gap. */
function indexOfWallTime({ shown }: WallClock, wall: number): number {
  const exact = shown.indexOf(wall);
  if (exact >= 0) return exact;
  const after = shown.findIndex((each) => each > wall);
  if (after < 0) return shown.length;
  if (after === 0) return 0;
  return after - 1 + (wall - (shown[after - 1] ?? 0)) / minuteMs;
}

function wallMinutes(time: string): number {
  const [hours = '0', minutes = '0'] = time.split(':');
  return Number(hours) * 60 + Number(minutes);
}
