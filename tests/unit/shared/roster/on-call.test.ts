import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileCalendar } from '../../../../src-shared/calendar/compile-calendar.ts';
import { userIdSchema } from '../../../../src-shared/cases/case-document.ts';
import { comingShifts, onCallAt, onCallStretches } from '../../../../src-shared/roster/on-call.ts';
import type { Shift } from '../../../../src-shared/roster/shift.ts';

const [ana, ben] = [userIdSchema.parse('ana'), userIdSchema.parse('ben')];
const hour = 3_600_000;
/** Friday 2026-11-20, 16:00 in Los Angeles: an hour before closing. */
const friday = Date.parse('2026-11-21T00:00:00Z');
const day: [string, string][] = [['06:00', '17:00']];
const support = compileCalendar({
  timeZone: 'America/Los_Angeles',
  weekly: { 1: day, 2: day, 3: day, 4: day, 5: day },
  holidays: [],
});
const shift = (id: string, userId: Shift['userId'], from: number, to: number, removed?: true): Shift => ({
  id,
  userId,
  fromAt: friday + from * hour,
  toAt: friday + to * hour,
  ...(removed === undefined ? {} : { removed }),
});

describe('rule-6 the on-call roster', () => {
  it('says who is on call, whoever else is beside, without what was taken off it', () => {
    const shifts = [shift('b', ben, 0, 20), shift('a', ana, 2, 10), shift('gone', ana, 0, 20, true)];
    expect(onCallAt(shifts, friday + hour).map(({ userId }) => userId)).toEqual([ben]);
    expect(onCallAt(shifts, friday + 3 * hour).map(({ userId }) => userId)).toEqual([ben, ana]);
    expect(onCallAt(shifts, friday + 20 * hour)).toEqual([]);
    expect(comingShifts(shifts, friday + 15 * hour).map(({ id }) => id)).toEqual(['b']);
  });

  it('leaves out the support hours, in which everybody is there', () => {
    // Friday 16:00 to Monday 10:00.
    const weekend = shift('w', ana, 0, 66);
    expect(onCallStretches([weekend], ana, support, friday)).toEqual([
      { fromAt: friday + hour, toAt: friday + 62 * hour },
    ]);
    expect(onCallStretches([weekend], ben, support, friday)).toEqual([]);
    expect(onCallStretches([weekend], ana, null, friday)).toEqual([{ fromAt: weekend.fromAt, toAt: weekend.toAt }]);
  });

  it('never has somebody on call while it is open, nor outside a shift of theirs', () => {
    const stretch = fc.record({
      who: fc.constantFrom(ana, ben),
      from: fc.nat(300),
      lasts: fc.integer({ min: 1, max: 100 }),
    });
    const shifts = fc
      .array(stretch, { maxLength: 6 })
      .map((made) => made.map(({ who, from, lasts }, index) => shift(String(index), who, from, from + lasts)));
    fc.assert(
      fc.property(shifts, fc.nat(336), (roster, after) => {
        const at = friday + after * hour;
        const isOpen = support.workedUntil(at + 1) > support.workedUntil(at);
        const said = onCallStretches(roster, ana, support, friday).some(
          ({ fromAt, toAt }) => fromAt <= at && at < toAt,
        );
        const expected = !isOpen && onCallAt(roster, at).some(({ userId }) => userId === ana);
        expect(said).toBe(expected);
      }),
    );
  });
});
