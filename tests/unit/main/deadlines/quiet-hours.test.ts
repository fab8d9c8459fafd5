import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { quietUntil } from '../../../../src-main/deadlines/quiet-hours.ts';

const zone = process.env.TZ;
beforeAll(() => {
  process.env.TZ = 'America/Los_Angeles';
});
afterAll(() => {
  if (zone === undefined) delete process.env.TZ;
  else process.env.TZ = zone;
});
const at = (local: string): number => new Date(local).getTime();
const night = { from: '22:00', to: '06:00' };

describe('quiet hours', () => {
  test.each([
    ['2026-03-02T21:59:59', null],
    ['2026-03-02T22:00:00', '2026-03-03T06:00:00'],
    ['2026-03-03T05:59:59', '2026-03-03T06:00:00'],
    ['2026-03-03T06:00:00', null],
    // The nights in which clocks are set: seven hours of quiet, and nine.
    ['2026-03-08T01:30:00', '2026-03-08T06:00:00'],
    ['2026-11-01T00:30:00', '2026-11-01T06:00:00'],
  ])('over midnight: %s', (now, end) => {
    expect(quietUntil(night, at(now))).toBe(end === null ? null : at(end));
  });

  test('of one day', () => {
    const noon = { from: '12:00', to: '13:00' };
    expect(quietUntil(noon, at('2026-03-02T12:30:00'))).toBe(at('2026-03-02T13:00:00'));
    expect(quietUntil(noon, at('2026-03-02T13:00:00'))).toBeNull();
  });

  test('are none where there are none, or from and to are the same', () => {
    expect(quietUntil(null, at('2026-03-02T23:00:00'))).toBeNull();
    expect(quietUntil({ from: '22:00', to: '22:00' }, at('2026-03-02T23:00:00'))).toBeNull();
  });

  test('end later than now, and not quiet', () => {
    const wall = fc.nat(1_439).map((minutes) => new Date(minutes * 60_000).toISOString().slice(11, 16));
    fc.assert(
      fc.property(
        wall,
        wall,
        fc.integer({ min: at('2026-01-01T00:00'), max: at('2027-01-01T00:00') }),
        (from, to, now) => {
          const end = quietUntil({ from, to }, now);
          if (end === null) return;
          expect(end).toBeGreaterThan(now);
          expect(end - now).toBeLessThanOrEqual(25 * 3_600_000);
          expect(quietUntil({ from, to }, end)).toBeNull();
        },
      ),
      { seed: 2 },
    );
  });
});
