import { describe, expect, it } from 'vitest';
import { compileCalendar } from '../../../../src-shared/calendar/compile-calendar.ts';
import { addWorkingTime, workingTimeBetween } from '../../../../src-shared/calendar/working-time.ts';
import type { CalendarSpec } from '../../../../src-shared/policy/policy.ts';

const hourMs = 3_600_000;
const cycleMs = 146_097 * 86_400_000;
const at = (iso: string) => Date.parse(iso);

function desk(changes: Partial<CalendarSpec> = {}): CalendarSpec {
  const hours: [string, string][] = [['06:00', '17:00']];
  return {
    timeZone: 'America/Los_Angeles',
    weekly: { 1: hours, 2: hours, 3: hours, 4: hours, 5: hours },
    holidays: [],
    ...changes,
  };
}

function sundays(timeZone: string, ...hours: [string, string][]): CalendarSpec {
  return { timeZone, weekly: { 7: hours }, holidays: [] };
}

describe('rule-1 a due', () => {
  it('that ends exactly at closing is due at closing, not at the next opening', () => {
    const calendar = compileCalendar(desk());
    expect(addWorkingTime(calendar, at('2026-03-02T22:00:00Z'), 3 * hourMs)).toBe(at('2026-03-03T01:00:00Z'));
    expect(addWorkingTime(calendar, at('2026-03-02T22:00:00Z'), 3 * hourMs + 1)).toBe(at('2026-03-03T14:00:00.001Z'));
  });

  it('of nothing is at once, also while closed', () => {
    const sunday = at('2026-03-01T12:00:00Z');
    expect(addWorkingTime(compileCalendar(desk()), sunday, 0)).toBe(sunday);
  });

  it('refuses a negative working time', () => {
    expect(() => addWorkingTime(compileCalendar(desk()), 0, -1)).toThrow(RangeError);
  });

  it('passes over holidays, and takes the hours of those that have some', () => {
    const calendar = compileCalendar(
      desk({ holidays: [{ date: '2026-11-26' }, { date: '2026-11-27', hours: [['08:00', '12:00']] }] }),
    );
    expect(addWorkingTime(calendar, at('2026-11-26T01:00:00Z'), 4 * hourMs)).toBe(at('2026-11-27T20:00:00Z'));
  });
});

describe('rule-1 daylight saving time', () => {
  it('takes the offset before the gap for a wall time inside it', () => {
    // 02:30 does not exist; by the offset before it is 03:30 daylight time. What overlaps counts once.
    const calendar = compileCalendar(sundays('America/New_York', ['01:00', '02:30'], ['03:00', '05:00']));
    const [from, to] = [at('2026-03-08T00:00:00Z'), at('2026-03-09T00:00:00Z')];
    expect(calendar.openBetween(from, to, 10)).toStrictEqual([
      { fromAt: at('2026-03-08T06:00:00Z'), toAt: at('2026-03-08T09:00:00Z') },
    ]);
  });

  it('takes the first occurrence of an ambiguous wall time', () => {
    const calendar = compileCalendar(sundays('America/Los_Angeles', ['01:30', '03:00']));
    const [from, to] = [at('2026-11-01T00:00:00Z'), at('2026-11-02T00:00:00Z')];
    expect(calendar.openBetween(from, to, 10)).toStrictEqual([
      { fromAt: at('2026-11-01T08:30:00Z'), toAt: at('2026-11-01T11:00:00Z') },
    ]);
  });

  it('gives a 24x7 calendar the hours that really pass', () => {
    const always: [string, string][] = [['00:00', '24:00']];
    const weekly = { 1: always, 2: always, 3: always, 4: always, 5: always, 6: always, 7: always };
    const calendar = compileCalendar(desk({ weekly }));
    const [from, to] = [at('2020-01-01T00:00:00Z'), at('2031-07-05T03:04:05.678Z')];
    expect(workingTimeBetween(calendar, from, to)).toBe(to - from);
  });
});

describe('rule-1 a calendar without open time', () => {
  it('gives no due', () => {
    expect(addWorkingTime(compileCalendar(desk({ weekly: {} })), at('2026-01-01T00:00:00Z'), hourMs)).toBeNull();
  });

  it('gives no due once its last opened holiday is over', () => {
    const calendar = compileCalendar(
      desk({ weekly: {}, holidays: [{ date: '2031-05-05', hours: [['10:00', '12:00']] }] }),
    );
    expect(addWorkingTime(calendar, at('2026-01-01T00:00:00Z'), 2 * hourMs)).toBe(at('2031-05-05T19:00:00Z'));
    expect(addWorkingTime(calendar, at('2026-01-01T00:00:00Z'), 2 * hourMs + 1)).toBeNull();
  });
});

describe('rule-1 the far past and future', () => {
  it('repeat every 400 years after the last dated holiday', () => {
    const calendar = compileCalendar(desk({ holidays: [{ date: '2099-12-25' }] }));
    const [from, to] = [at('2105-03-01T00:00:00Z'), at('2155-06-03T15:00:00Z')];
    const work = workingTimeBetween(calendar, from, to);
    expect(work).toBeGreaterThan(0);
    for (const cycles of [1, 2, 650]) {
      expect(workingTimeBetween(calendar, from + cycles * cycleMs, to + cycles * cycleMs)).toBe(work);
      expect(addWorkingTime(calendar, from + cycles * cycleMs, work)).toBe(
        (addWorkingTime(calendar, from, work) ?? 0) + cycles * cycleMs,
      );
    }
    for (const cycles of [2, 3, 600]) {
      const [early, late] = [
        at('1505-03-01T00:00:00Z') - cycles * cycleMs,
        at('1555-06-03T00:00:00Z') - cycles * cycleMs,
      ];
      expect(workingTimeBetween(calendar, early, late)).toBe(
        workingTimeBetween(calendar, at('1505-03-01T00:00:00Z'), at('1555-06-03T00:00:00Z')),
      );
      const due = addWorkingTime(calendar, early, 1_000 * hourMs) ?? 0;
      expect(workingTimeBetween(calendar, early, due)).toBe(1_000 * hourMs);
    }
  });

  it('answers a calendar that opens a minute a week with a due centuries away', () => {
    const calendar = compileCalendar(sundays('Europe/Berlin', ['10:00', '10:01']));
    const start = at('2026-01-01T00:00:00Z');
    const due = addWorkingTime(calendar, start, 100_000 * 60_000) ?? 0;
    expect(new Date(due).getUTCFullYear()).toBe(3942);
    expect(workingTimeBetween(calendar, start, due)).toBe(100_000 * 60_000);
    expect(workingTimeBetween(calendar, start, due - 1)).toBe(100_000 * 60_000 - 1);
  });

  it('gives no due beyond what a date can tell, and refuses such an instant', () => {
    const calendar = compileCalendar(desk());
    expect(addWorkingTime(calendar, 8_640_000_000_000_000 - hourMs, 5_000 * hourMs)).toBeNull();
    expect(() => calendar.workedUntil(Number.NaN)).toThrow(RangeError);
    expect(() => calendar.workedUntil(9e15)).toThrow(RangeError);
  });

  it('gives open stretches there as well', () => {
    const calendar = compileCalendar(desk());
    const from = at('2105-03-02T00:00:00Z');
    const shift = (cycles: number) =>
      calendar
        .openBetween(from + cycles * cycleMs, from + cycles * cycleMs + 7 * 24 * hourMs, 100)
        .map(({ fromAt, toAt }) => [fromAt - cycles * cycleMs, toAt - cycles * cycleMs]);
    expect(shift(0)).toHaveLength(5);
    expect(shift(20)).toStrictEqual(shift(0));
    expect(shift(-30).length).toBeGreaterThanOrEqual(5);
  });
});
