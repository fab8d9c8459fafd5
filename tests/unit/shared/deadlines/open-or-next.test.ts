import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openOrNextAt, workingTimeBetween } from '../../../../src-shared/calendar/working-time.ts';
import { compilePolicy } from '../../../../src-shared/policy/compile-policy.ts';
import type { CalendarSpec } from '../../../../src-shared/policy/policy.ts';
import { calendarsIn } from '../calendar/arbitrary-calendars.ts';

function compiled(calendar: CalendarSpec) {
  const policy = compilePolicy({
    calendars: { desk: calendar },
    agreements: {},
    internal: {},
    resolution_pauses_on: [],
  });
  const desk = policy.calendars.get('desk');
  if (desk === undefined) throw new Error('The policy has the calendar.');
  return desk;
}
const timeZone = 'America/Los_Angeles';
const day: [string, string][] = [['06:00', '17:00']];
const support = compiled({
  timeZone,
  weekly: { 1: day, 2: day, 3: day, 4: day, 5: day },
  holidays: [{ date: '2026-05-25' }],
});

describe('the instant at which something may be told', () => {
  test.each([
    ['within hours', '2026-03-02T18:00:00Z', '2026-03-02T18:00:00Z'],
    ['at opening', '2026-03-02T14:00:00Z', '2026-03-02T14:00:00Z'],
    ['at closing, when targets end', '2026-03-03T01:00:00Z', '2026-03-03T01:00:00Z'],
    ['a moment after closing', '2026-03-03T01:00:00.001Z', '2026-03-03T14:00:00Z'],
    ['over a weekend in which clocks are set', '2026-03-07T12:00:00Z', '2026-03-09T13:00:00Z'],
    ['over a holiday', '2026-05-24T12:00:00Z', '2026-05-26T13:00:00Z'],
  ])('%s', (_name, at, expected) => {
    expect(openOrNextAt(support, Date.parse(at))).toBe(Date.parse(expected));
  });

  test('is none where the calendar never opens', () => {
    expect(openOrNextAt(compiled({ timeZone, weekly: {}, holidays: [] }), 0)).toBeNull();
  });

  test('is never earlier, skips no working time, and stays where it is', () => {
    fc.assert(
      fc.property(
        calendarsIn('Europe/Berlin', ['2026-03-29', '2026-04-03']),
        fc.integer({ min: Date.parse('2026-03-20T00:00Z'), max: Date.parse('2026-04-10T00:00Z') }),
        (calendar, at) => {
          const desk = compiled(calendar);
          const next = openOrNextAt(desk, at);
          if (next === null) return;
          expect(next).toBeGreaterThanOrEqual(at);
          expect(workingTimeBetween(desk, at, next)).toBe(0);
          expect(openOrNextAt(desk, next)).toBe(next);
        },
      ),
      { seed: 5, numRuns: 300 },
    );
  });
});
