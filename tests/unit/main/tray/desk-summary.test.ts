import { describe, expect, test } from 'vitest';
import { deskSummary, overdueWords } from '../../../../src-main/tray/desk-summary.ts';
import { crossing, dueCase, minute, nine } from '../deadlines/deadline-builders.ts';

describe('the agent’s deadlines at a glance', () => {
  test('there are none', () => {
    expect(deskSummary([], nine)).toEqual({ overdue: 0, dueWithinHour: 0, next: null, changesAt: null });
  });

  test('a case counts as overdue after its due instant, and until then as due within the hour', () => {
    const cases = [dueCase('a', nine)];
    expect(deskSummary(cases, nine - 60 * minute - 1)).toMatchObject({ overdue: 0, dueWithinHour: 0 });
    expect(deskSummary(cases, nine - 60 * minute)).toMatchObject({ overdue: 0, dueWithinHour: 1 });
    expect(deskSummary(cases, nine)).toMatchObject({ overdue: 0, dueWithinHour: 1 });
    expect(deskSummary(cases, nine + 1)).toMatchObject({ overdue: 1, dueWithinHour: 0 });
  });

  test('a case with two clocks counts once, by the one that is due first', () => {
    const two = {
      ...dueCase('a', nine),
      deadlines: [
        { clock: 'resolution' as const, dueAt: nine + 30 * minute, crossings: [crossing('due', nine + 30 * minute)] },
        { clock: 'next_update' as const, dueAt: nine - minute, crossings: [crossing('due', nine - minute)] },
      ],
    };
    expect(deskSummary([two], nine)).toMatchObject({
      overdue: 1,
      dueWithinHour: 0,
      next: { caseId: 'a', clock: 'resolution', dueAt: nine + 30 * minute },
    });
  });

  test('names the deadline that comes next, not one that has passed', () => {
    const cases = [
      dueCase('past', nine - minute),
      dueCase('later', nine + 90 * minute),
      dueCase('next', nine + minute),
    ];
    expect(deskSummary(cases, nine).next).toEqual({
      caseId: 'next',
      number: 'next',
      account: 'Harvest Valley',
      clock: 'first_response',
      dueAt: nine + minute,
    });
  });

  test('says when time alone changes it: each such instant makes another summary, and none in between does', () => {
    const cases = [dueCase('a', nine), dueCase('b', nine + 20 * minute), dueCase('c', nine + 300 * minute)];
    let now = nine - 200 * minute;
    const seen: string[] = [];
    for (;;) {
      const { changesAt, ...summary } = deskSummary(cases, now);
      seen.push(`${summary.overdue} ${summary.dueWithinHour} ${summary.next?.caseId ?? '-'}`);
      if (changesAt === null) break;
      expect(deskSummary(cases, changesAt - 1)).toMatchObject(summary);
      now = changesAt;
    }
    expect(seen).toEqual(['0 0 a', '0 1 a', '0 2 a', '1 1 b', '2 0 c', '2 1 c', '3 0 -']);
  });

  test('reads as a person says it', () => {
    expect([1, 2].map(overdueWords)).toEqual(['1 case overdue', '2 cases overdue']);
  });
});
