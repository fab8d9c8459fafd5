import { describe, expect, it } from 'vitest';
import { compileCalendar } from '../../../../src-shared/calendar/compile-calendar.ts';
import { type LaterTimes, laterTimes } from '../../../../src-shared/calendar/later-times.ts';

const timeZone = 'America/Los_Angeles';
const day: [string, string][] = [['06:00', '17:00']];
const split: [string, string][] = [
  ['06:00', '11:00'],
  ['12:00', '17:00'],
];
const support = compileCalendar({
  timeZone,
  weekly: { 1: day, 2: day, 3: split, 4: day, 5: day },
  holidays: [{ date: '2026-11-26' }, { date: '2026-11-27' }, { date: '2026-11-30' }],
});
const always = compileCalendar({
  timeZone,
  weekly: Object.fromEntries(['1', '2', '3', '4', '5', '6', '7'].map((key) => [key, [['00:00', '24:00']]])),
  holidays: [],
});
const local = (times: LaterTimes) =>
  Object.fromEntries(
    Object.entries(times).map(([name, at]) => [
      name,
      at === null ? null : new Date(at).toLocaleString('sv-SE', { timeZone }).slice(0, 16),
    ]),
  );

describe('times to come back at', () => {
  it('are on the calendar: the end of this day, the next opening day, the next week', () => {
    expect(local(laterTimes(support, Date.parse('2026-11-18T18:30:00Z')))).toEqual({
      inAnHour: '2026-11-18 11:30',
      // Wednesday closes twice; the day ends with the second.
      endOfDay: '2026-11-18 17:00',
      nextDay: '2026-11-19 06:00',
      nextWeek: '2026-11-23 06:00',
    });
  });

  it('go over holidays, and have no end of a day that is over', () => {
    expect(local(laterTimes(support, Date.parse('2026-11-26T03:00:00Z')))).toEqual({
      inAnHour: '2026-11-25 20:00',
      endOfDay: null,
      nextDay: '2026-12-01 06:00',
      nextWeek: '2026-12-01 06:00',
    });
  });

  it('count the hours that really pass when clocks are set', () => {
    expect(local(laterTimes(support, Date.parse('2026-03-06T22:00:00Z')))).toMatchObject({
      endOfDay: '2026-03-06 17:00',
      nextDay: '2026-03-09 06:00',
      nextWeek: '2026-03-09 06:00',
    });
  });

  it('begin with the day where it never closes, and are none where it never opens', () => {
    expect(local(laterTimes(always, Date.parse('2026-11-18T18:30:00Z')))).toMatchObject({
      endOfDay: null,
      nextDay: '2026-11-19 00:00',
      nextWeek: '2026-11-23 00:00',
    });
    const never = compileCalendar({ timeZone, weekly: {}, holidays: [] });
    expect(laterTimes(never, 0)).toEqual({ inAnHour: 3_600_000, endOfDay: null, nextDay: null, nextWeek: null });
  });
});
