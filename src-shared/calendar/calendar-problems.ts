import type { CalendarSpec } from '../policy/policy.ts';
import { firstHolidayYear, lastHolidayYear } from './compile-calendar.ts';
import { wallTimeMs } from './year-hours.ts';
import { isTimeZone } from './zone-rules.ts';

/** Something wrong at a place, and what was expected there. */
export interface CalendarProblem {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** What is wrong with a calendar of the right form: its zone, its intervals, its dates. Empty if nothing is. */
export function calendarProblems(spec: CalendarSpec): CalendarProblem[] {
  const problems: CalendarProblem[] = [];
  if (!isTimeZone(spec.timeZone)) {
    problems.push({
      path: ['timeZone'],
      message: `unknown time zone "${spec.timeZone}"; expected an IANA name such as "America/Los_Angeles"`,
    });
  }
  for (const [day, intervals] of Object.entries(spec.weekly)) {
    problems.push(...intervalProblems(intervals ?? [], ['weekly', day]));
  }
  const seen = new Map<string, number>();
  for (const [index, { date, hours }] of spec.holidays.entries()) {
    const year = Number(date.slice(0, 4));
    if (year < firstHolidayYear || year > lastHolidayYear) {
      problems.push({
        path: ['holidays', index, 'date'],
        message: `expected a date from ${firstHolidayYear} to ${lastHolidayYear}`,
      });
    }
    const earlier = seen.get(date);
    if (earlier !== undefined) {
      problems.push({
        path: ['holidays', index, 'date'],
        message: `${date} is listed already at holidays[${earlier}]; expected each date once`,
      });
    }
    seen.set(date, earlier ?? index);
    problems.push(...intervalProblems(hours ?? [], ['holidays', index, 'hours']));
  }
  return problems;
}

function intervalProblems(
  intervals: readonly (readonly [string, string])[],
  path: readonly (string | number)[],
): CalendarProblem[] {
  const problems: CalendarProblem[] = [];
  const sound: { readonly index: number; readonly from: string; readonly to: string }[] = [];
  for (const [index, [from, to]] of intervals.entries()) {
    if (wallTimeMs(from) < wallTimeMs(to)) sound.push({ index, from, to });
    else problems.push({ path: [...path, index], message: `expected an end after the start, got ${from} to ${to}` });
  }
  sound.sort((a, b) => wallTimeMs(a.from) - wallTimeMs(b.from));
  let last: (typeof sound)[number] | undefined;
  for (const interval of sound) {
    if (last !== undefined && wallTimeMs(interval.from) < wallTimeMs(last.to)) {
      problems.push({
        path: [...path, interval.index],
        message: `${interval.from} to ${interval.to} overlaps ${last.from} to ${last.to}; expected separate intervals`,
      });
    }
    if (last === undefined || wallTimeMs(interval.to) > wallTimeMs(last.to)) last = interval;
  }
  return problems;
}
