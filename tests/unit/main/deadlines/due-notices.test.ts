import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dueNotices, type Fired, nextNoticeAt } from '../../../../src-main/deadlines/due-notices.ts';
import type { Deadline } from '../../../../src-shared/desktop-contract.ts';

const deadline = (changes: Partial<Deadline> = {}): Deadline => ({
  caseId: 'c1',
  number: '00000001',
  subject: 'ASN rejected',
  clock: 'first_response',
  atRiskAt: 1_000,
  dueAt: 2_000,
  overdueAt: (changes.dueAt ?? 2_000) + 1,
  ...changes,
});
const kinds = (notices: readonly { kind: string }[]) => notices.map(({ kind }) => kind);

describe('what is told of a deadline', () => {
  test('nothing before its time', () => {
    expect(dueNotices([deadline()], [], 999)).toEqual({ notices: [], fired: [] });
  });

  test('at risk at the line, overdue after due (exactly zero left is no breach)', () => {
    expect(kinds(dueNotices([deadline()], [], 1_000).notices)).toEqual(['at_risk']);
    expect(kinds(dueNotices([deadline()], [], 2_000).notices)).toEqual(['at_risk']);
    expect(kinds(dueNotices([deadline()], [], 2_001).notices)).toEqual(['overdue']);
  });

  test('who is past the at-risk line already is only told of overdue', () => {
    const past = deadline({ atRiskAt: null });
    expect(dueNotices([past], [], 1_500).notices).toEqual([]);
    expect(kinds(dueNotices([past], [], 3_000).notices)).toEqual(['overdue']);
  });

  test('a due instant that moves is a new deadline', () => {
    const { fired } = dueNotices([deadline()], [], 2_001);
    expect(dueNotices([deadline()], fired, 9_000).notices).toEqual([]);
    expect(kinds(dueNotices([deadline({ dueAt: 5_000 })], fired, 5_001).notices)).toEqual(['overdue']);
  });

  test('at risk is not told late, after overdue was', () => {
    const { fired } = dueNotices([deadline()], [], 2_001);
    expect(dueNotices([deadline({ atRiskAt: 1_500 })], fired, 3_000).notices).toEqual([]);
  });

  test('what left the list and came back is not told again', () => {
    const { fired } = dueNotices([deadline()], [], 1_000);
    const without = dueNotices([], fired, 1_100);
    expect(dueNotices([deadline()], without.fired, 1_200).notices).toEqual([]);
  });

  test('no (case, clock, due, kind) is ever told twice, whatever the lists and the clock do', () => {
    const anyDeadline = fc.record({
      caseId: fc.constantFrom('a', 'b'),
      number: fc.constant(null),
      subject: fc.constant(''),
      clock: fc.constantFrom('first_response' as const, 'resolution' as const),
      atRiskAt: fc.option(fc.integer({ min: 0, max: 50 })),
      dueAt: fc.integer({ min: 0, max: 50 }),
      overdueAt: fc.integer({ min: 0, max: 60 }),
    });
    const steps = fc.array(fc.tuple(fc.array(anyDeadline, { maxLength: 5 }), fc.integer({ min: 0, max: 60 })));
    fc.assert(
      fc.property(steps, (runs) => {
        let fired: readonly Fired[] = [];
        const told: string[] = [];
        for (const [list, now] of runs) {
          const due = dueNotices(list, fired, now);
          fired = due.fired;
          for (const { kind, deadline: of } of due.notices) told.push(`${of.caseId} ${of.clock} ${of.dueAt} ${kind}`);
        }
        expect(new Set(told).size).toBe(told.length);
      }),
    );
  });

  test('the next time to look is the earliest instant ahead at which something is told', () => {
    expect(nextNoticeAt([deadline(), deadline({ atRiskAt: null, dueAt: 1_500 })], 0)).toBe(1_000);
    expect(nextNoticeAt([deadline(), deadline({ atRiskAt: null, dueAt: 1_500 })], 1_000)).toBe(1_501);
    expect(nextNoticeAt([deadline()], 2_001)).toBeNull();
  });
});
