import { describe, expect, test } from 'vitest';
import {
  compactLedger,
  type LedgerLine,
  ledgerLineSchema,
  noticesOf,
  readLedger,
  readList,
} from '../../../../src-main/deadlines/ledger.ts';
import type { NoticeForm, NoticeOutcome } from '../../../../src-shared/deadlines/deadline.ts';
import { dueCase, minute, nine } from './deadline-builders.ts';

function telling(notice: number, keys: readonly string[], form: NoticeForm = 'case', at = nine): LedgerLine {
  const told = keys.map((key) => ({ key, at: nine }));
  return { kind: 'telling', notice, at, form, title: `t${notice}`, body: 'b', cases: [], caseId: 'a', told };
}
const outcome = (notice: number, result: NoticeOutcome, at = nine): LedgerLine => ({
  kind: 'outcome',
  notice,
  at,
  result,
});
const shown = { outcome: 'shown' } as const;
const failed = { outcome: 'failed', reason: 'no' } as const;

describe('a ledger', () => {
  test('of nothing says nothing', () => {
    expect(readLedger([])).toEqual({ told: new Map(), unsure: [], snoozed: new Map(), lastNotice: 0, alerts: [] });
  });

  test('is unsure of what has no outcome, and of nothing that was told again since', () => {
    expect(readLedger([telling(1, ['k', 'l']), outcome(1, shown), telling(2, ['m'])]).unsure).toEqual(['m']);
    expect(readLedger([telling(1, ['k']), telling(2, ['k']), outcome(2, shown)]).unsure).toEqual([]);
    expect(readLedger([telling(1, ['k']), telling(2, ['k']), outcome(1, shown)]).unsure).toEqual(['k']);
  });

  test('shows in the window what the system did not show, and several at once, until they are seen', () => {
    const lines = [
      telling(1, ['k']),
      outcome(1, shown),
      telling(2, ['l']),
      outcome(2, failed),
      telling(3, ['m']),
      outcome(3, { outcome: 'timed out' }),
      telling(4, ['n'], 'missed'),
      outcome(4, shown),
      telling(5, ['o'], 'several'),
      outcome(5, { outcome: 'suppressed', reason: 'muted' }),
    ];
    expect(readLedger(lines).alerts.map(({ notice }) => notice)).toEqual([2, 3, 4]);
    const [first] = readLedger([...lines, { kind: 'seen', notice: 3 }, { kind: 'seen', notice: 4 }]).alerts;
    expect(first).toEqual({ notice: 2, at: nine, form: 'case', title: 't2', body: 'b', cases: [], caseId: 'a' });
  });

  test('written anew says the same, in fewer lines', () => {
    const lines: LedgerLine[] = [
      telling(1, ['old'], 'case', nine - 100 * minute),
      outcome(1, shown, nine - 99 * minute),
      telling(2, ['k']),
      outcome(2, failed),
      { kind: 'snoozed', caseId: 'a', until: nine + minute },
      { kind: 'snoozed', caseId: 'b', until: nine - 60 * minute },
    ];
    const before = readLedger(lines);
    const compact = compactLedger(lines, before.told, nine - minute);
    const { snoozed, ...after } = readLedger(compact);
    expect(after).toEqual({ told: before.told, unsure: [], lastNotice: 2, alerts: before.alerts });
    expect([...snoozed]).toEqual([['a', nine + minute]]);
    expect(compact).toHaveLength(4);
    expect(compactLedger(compact, before.told, nine - minute)).toEqual(compact);
  });

  test('is exported in the order in which it was told, with what became of each', () => {
    expect(noticesOf([telling(1, ['k']), telling(2, ['l'], 'missed'), outcome(1, failed)])).toEqual([
      {
        notice: 1,
        at: '2026-03-02T17:00:00.000Z',
        form: 'case',
        title: 't1',
        body: 'b',
        told: [{ key: 'k', at: '2026-03-02T17:00:00.000Z' }],
        outcome: failed,
      },
      expect.objectContaining({ notice: 2, form: 'missed', outcome: null }),
    ]);
  });

  test.each([telling(1, ['k']), outcome(1, failed), { kind: 'told', told: [] }, { kind: 'seen', notice: 1 }])(
    'its lines are read as they were written: %j',
    (line) => {
      expect(ledgerLineSchema.parse(JSON.parse(JSON.stringify(line)))).toEqual(line);
    },
  );
});

test('the list of deadlines is what its lines leave', () => {
  const [a, b, later] = [dueCase('a', nine), dueCase('b', nine), dueCase('a', nine + minute)];
  const lines = [
    { kind: 'put', cases: [a, b] },
    { kind: 'removed', caseIds: ['b', 'unknown'] },
    { kind: 'put', cases: [later] },
  ] as const;
  expect(readList(lines)).toEqual([later]);
});
