import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dateAt, dayAt, dayStartAt } from '../../../../src-shared/calendar/local-days.ts';

const zones = ['America/Los_Angeles', 'UTC', 'Asia/Kolkata', 'America/Havana', 'Asia/Beirut', 'Pacific/Apia'] as const;
const instants = fc.integer({ min: Date.UTC(2005, 0, 1), max: Date.UTC(2040, 0, 1) });

describe('rule-1 the day on a wall calendar', () => {
  it('is the one that the zone’s own clocks show, at any instant', () => {
    fc.assert(
      fc.property(fc.constantFrom(...zones), instants, (zone, at) => {
        const shown = new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' }).format(at);
        expect(dateAt(zone, at)).toBe(shown);
      }),
      { numRuns: 500 },
    );
  });

  it('begins at its first instant, and the day before ends there', () => {
    fc.assert(
      fc.property(fc.constantFrom(...zones), instants, (zone, at) => {
        const day = dayAt(zone, at);
        const startAt = dayStartAt(zone, day);
        expect(startAt).toBeLessThanOrEqual(at);
        expect(dayAt(zone, startAt)).toBe(day);
        expect(dayAt(zone, startAt - 1)).toBeLessThan(day);
      }),
      { numRuns: 500 },
    );
  });

  it('has 23 or 25 hours when the clocks change, and begins later where they skip midnight', () => {
    const length = (zone: string, date: string) => {
      const day = Date.parse(date) / 86_400_000;
      return (dayStartAt(zone, day + 1) - dayStartAt(zone, day)) / 3_600_000;
    };
    expect(length('America/Los_Angeles', '2026-03-08')).toBe(23);
    expect(length('America/Los_Angeles', '2026-11-01')).toBe(25);
    expect(length('Asia/Beirut', '2026-03-29')).toBe(23);
    expect(length('Pacific/Apia', '2011-12-30')).toBe(0);
  });
});
