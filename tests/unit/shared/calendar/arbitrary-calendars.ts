import fc from 'fast-check';
import type { CalendarSpec } from '../../../../src-shared/policy/policy.ts';

/** Wall times on five minutes: enough to fall before, into and after every daylight saving change. */
const edge = fc.integer({ min: 0, max: 288 });

function wallTime(step: number): string {
  const minutes = step * 5;
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

/** Up to three separate intervals of a day; sometimes the whole day, sometimes none. */
export const dayHours: fc.Arbitrary<[string, string][]> = fc.oneof(
  { weight: 1, arbitrary: fc.constant<[string, string][]>([['00:00', '24:00']]) },
  { weight: 1, arbitrary: fc.constant<[string, string][]>([]) },
  {
    weight: 4,
    arbitrary: fc.uniqueArray(edge, { minLength: 2, maxLength: 6 }).map((edges) => {
      const sorted = edges.toSorted((a, b) => a - b);
      const hours: [string, string][] = [];
      for (let index = 0; index + 1 < sorted.length; index += 2) {
        hours.push([wallTime(sorted[index] ?? 0), wallTime(sorted[index + 1] ?? 0)]);
      }
      return hours;
    }),
  },
);

/** Calendars of a zone with any hours, and holidays on some of the given dates. */
export function calendarsIn(timeZone: string, holidayDates: readonly string[]): fc.Arbitrary<CalendarSpec> {
  return fc.record({
    timeZone: fc.constant(timeZone),
    weekly: fc.record({ 1: dayHours, 2: dayHours, 3: dayHours, 4: dayHours, 5: dayHours, 6: dayHours, 7: dayHours }),
    holidays: fc.subarray([...holidayDates]).chain((dates) =>
      fc.tuple(
        ...dates.map((date) =>
          fc.oneof(
            fc.constant({ date }),
            dayHours.map((hours) => ({ date, hours })),
          ),
        ),
      ),
    ),
  });
}
