import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { compileCalendar } from '../../../../src-shared/calendar/compile-calendar.ts';
import { addWorkingTime, workingTimeBetween } from '../../../../src-shared/calendar/working-time.ts';
import { calendarsIn } from './arbitrary-calendars.ts';
import { openMinutes, wallClock } from './minute-oracle.ts';

const minuteMs = 60_000;
const dayMs = 86_400_000;

/** Both changes of zones in either hemisphere, changes at midnight and of half an hour, a skipped day, and no change. */
const windows = [
  { zone: 'America/Los_Angeles', around: '2026-03-08T10:00:00Z', what: 'spring forward' },
  { zone: 'America/Los_Angeles', around: '2026-11-01T09:00:00Z', what: 'fall back' },
  { zone: 'Europe/Berlin', around: '2026-03-29T01:00:00Z', what: 'spring forward' },
  { zone: 'Europe/Berlin', around: '2026-10-25T01:00:00Z', what: 'fall back' },
  { zone: 'Australia/Lord_Howe', around: '2026-04-04T15:00:00Z', what: 'fall back by half an hour' },
  { zone: 'Australia/Lord_Howe', around: '2026-10-03T15:30:00Z', what: 'spring forward by half an hour' },
  { zone: 'America/Sao_Paulo', around: '2018-11-04T03:00:00Z', what: 'spring forward at midnight' },
  { zone: 'America/Sao_Paulo', around: '2018-02-18T02:00:00Z', what: 'fall back at midnight' },
  { zone: 'America/Havana', around: '2026-11-01T05:00:00Z', what: 'fall back to midnight' },
  { zone: 'Pacific/Apia', around: '2011-12-30T10:00:00Z', what: 'a day skipped' },
  { zone: 'Pacific/Kiritimati', around: '1994-12-31T10:00:00Z', what: 'the last day of a year skipped' },
  { zone: 'Asia/Kolkata', around: '2027-01-01T00:00:00Z', what: 'no change, over a year’s end' },
] as const;

const oracleDays = 6;
const zones = [...new Set(windows.map(({ zone }) => zone))];

function datesAround(around: string): string[] {
  const middle = Date.parse(around);
  return [-2, -1, 0, 1, 2].map((days) => new Date(middle + days * dayMs).toISOString().slice(0, 10));
}

afterEach(() => {
  vi.useRealTimers();
});

describe.each(windows)('working time in $zone around $around ($what)', ({ zone, around }) => {
  const clock = wallClock(zone, around, oracleDays);
  const calendars = calendarsIn(zone, datesAround(around));
  const minute = fc.integer({ min: 2 * 24 * 60, max: (2 * oracleDays - 2) * 24 * 60 });

  it('is what counting open minutes gives', () => {
    fc.assert(
      fc.property(calendars, minute, minute, (spec, a, b) => {
        const [from, to] = a < b ? [a, b] : [b, a];
        const open = openMinutes(clock, spec);
        const counted = open.slice(from, to).filter(Boolean).length;
        const calendar = compileCalendar(spec);
        expect(workingTimeBetween(calendar, clock.fromAt + from * minuteMs, clock.fromAt + to * minuteMs)).toBe(
          counted * minuteMs,
        );
      }),
      { numRuns: 60 },
    );
  });

  it('does not depend on the date of the computation', () => {
    fc.assert(
      fc.property(calendars, minute, minute, fc.integer({ min: 0, max: 5_000 }), (spec, a, b, workMinutes) => {
        const [from, to] = [clock.fromAt + a * minuteMs, clock.fromAt + b * minuteMs];
        const results = ['2026-01-15T12:00:00Z', '2026-07-15T12:00:00Z'].map((now) => {
          vi.setSystemTime(now);
          const calendar = compileCalendar(spec);
          return [workingTimeBetween(calendar, from, to), addWorkingTime(calendar, from, workMinutes * minuteMs)];
        });
        expect(results[0]).toStrictEqual(results[1]);
      }),
      { numRuns: 20 },
    );
  });
});

describe('rule-1 working time on any calendar', () => {
  const calendars = fc
    .constantFrom(...zones)
    .chain((zone) => calendarsIn(zone, ['2025-12-25', '2026-03-08', '2026-10-25', '2026-11-01', '2027-01-01']));
  const instant = fc.integer({ min: Date.parse('2024-06-01T00:00:00Z'), max: Date.parse('2028-06-01T00:00:00Z') });
  const length = fc.integer({ min: 0, max: 30 * dayMs });

  it('adding and measuring are each other’s inverse, and the due is the earliest', () => {
    fc.assert(
      fc.property(calendars, instant, length, (spec, from, work) => {
        const calendar = compileCalendar(spec);
        const due = addWorkingTime(calendar, from, work);
        if (due === null) {
          expect(Object.values(spec.weekly).every((hours) => hours.length === 0)).toBe(true);
          return;
        }
        expect(workingTimeBetween(calendar, from, due)).toBe(work);
        if (work === 0) expect(due).toBe(from);
        else expect(workingTimeBetween(calendar, from, due - 1)).toBe(work - 1);
      }),
    );
  });

  it('adds up: a to b and b to c make a to c, and back is the negative', () => {
    fc.assert(
      fc.property(calendars, instant, instant, instant, (spec, a, b, c) => {
        const calendar = compileCalendar(spec);
        const between = (from: number, to: number) => workingTimeBetween(calendar, from, to);
        expect(between(a, b) + between(b, c)).toBe(between(a, c));
        expect(between(b, a) + between(a, b)).toBe(0);
      }),
    );
  });

  it('adding in two parts is adding at once', () => {
    fc.assert(
      fc.property(calendars, instant, length, length, (spec, from, first, second) => {
        const calendar = compileCalendar(spec);
        const middle = addWorkingTime(calendar, from, first);
        if (middle === null) return;
        expect(addWorkingTime(calendar, middle, second)).toBe(
          second === 0 ? middle : addWorkingTime(calendar, from, first + second),
        );
      }),
    );
  });

  it('never falls and never outruns the clock', () => {
    fc.assert(
      fc.property(calendars, instant, length, (spec, from, ms) => {
        const work = workingTimeBetween(compileCalendar(spec), from, from + ms);
        expect(work).toBeGreaterThanOrEqual(0);
        expect(work).toBeLessThanOrEqual(ms);
      }),
    );
  });

  it('is the same whatever was asked before', () => {
    fc.assert(
      fc.property(calendars, fc.array(instant, { maxLength: 4 }), instant, instant, (spec, before, a, b) => {
        const used = compileCalendar(spec);
        for (const at of before) used.workedUntil(at);
        expect(workingTimeBetween(used, a, b)).toBe(workingTimeBetween(compileCalendar(spec), a, b));
      }),
    );
  });

  it('is the sum of the open stretches, which are in order and apart', () => {
    fc.assert(
      fc.property(calendars, instant, length, (spec, from, ms) => {
        const calendar = compileCalendar(spec);
        const open = calendar.openBetween(from, from + ms, 1_000);
        let endedAt = Number.NEGATIVE_INFINITY;
        let sum = 0;
        for (const { fromAt, toAt } of open) {
          expect(fromAt).toBeGreaterThan(endedAt);
          expect(toAt).toBeGreaterThan(fromAt);
          expect(workingTimeBetween(calendar, fromAt, toAt)).toBe(toAt - fromAt);
          endedAt = toAt;
          sum += toAt - fromAt;
        }
        expect(sum).toBe(workingTimeBetween(calendar, from, from + ms));
      }),
    );
  });
});
