import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { saidTime } from '../../../../src-shared/intake/said-time.ts';

const zone = 'America/Los_Angeles';
/** Monday 2026-11-30, 09:15 in Los Angeles. */
const now = Date.parse('2026-11-30T09:15:00-08:00');
const said = (text: string, at = now) => {
  const found = saidTime(text, at, zone);
  return found === null ? null : new Date(found).toISOString();
};
const at = (wall: string) => new Date(`${wall}:00-08:00`).toISOString();

describe('rule-2 the time that a caller says', () => {
  it.each([
    ['now', '2026-11-30T09:15'],
    ['7', '2026-11-30T09:08'],
    ['7 min ago', '2026-11-30T09:08'],
    ['about 90 minutes', '2026-11-30T07:45'],
    ['2 h', '2026-11-30T07:15'],
    ['1:30 h ago', '2026-11-30T07:45'],
    ['1.5 hours', '2026-11-30T07:45'],
    ['2 days', '2026-11-28T09:15'],
    ['08:50', '2026-11-30T08:50'],
    ['8:50 am', '2026-11-30T08:50'],
    ['21:30', '2026-11-29T21:30'],
    ['9 pm', '2026-11-29T21:00'],
    ['12 am', '2026-11-30T00:00'],
    ['yesterday 17:05', '2026-11-29T17:05'],
    ['Fri 16:00', '2026-11-27T16:00'],
    ['monday 06:00', '2026-11-30T06:00'],
    ['2026-11-26 10:00', '2026-11-26T10:00'],
    ['11/26 10:00', '2026-11-26T10:00'],
    ['12/24, 10:00', '2025-12-24T10:00'],
    ['26 nov 10:00', '2026-11-26T10:00'],
    ['nov 26 10:00', '2026-11-26T10:00'],
  ])('%s', (text, expected) => {
    expect(said(text)).toBe(at(expected));
  });

  it.each(['', 'soon', '25:00', '13 pm', '09:60', 'today 10:00', '2026-12-01 08:00', 'tomorrow 9:00', '-5', '1e3'])(
    '“%s” is not understood',
    (text) => {
      expect(said(text)).toBeNull();
    },
  );

  it('is never in the future, whatever is typed', () => {
    const text = fc.oneof(
      fc.string(),
      fc.stringMatching(/^(yesterday |fri |11\/26 )?\d{1,2}(:\d{2})?( ?[ap]m)?( ago| h| min)?$/),
    );
    fc.assert(
      fc.property(text, fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2027, 0, 1) }), (typed, instant) => {
        expect(saidTime(typed, instant, zone) ?? instant).toBeLessThanOrEqual(instant);
      }),
    );
  });
});
