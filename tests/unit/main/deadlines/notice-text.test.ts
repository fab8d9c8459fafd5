import { describe, expect, test } from 'vitest';
import type { Notice } from '../../../../src-main/deadlines/due-notices.ts';
import { noticeTexts } from '../../../../src-main/deadlines/notice-text.ts';

const notice = (number: string | null, kind: Notice['kind'] = 'at_risk'): Notice => ({
  kind,
  deadline: {
    caseId: `id-${number}`,
    number,
    subject: 'ASN rejected',
    clock: 'next_update',
    atRiskAt: null,
    dueAt: 7,
    overdueAt: 8,
  },
});
const texts = (notices: readonly Notice[]) => noticeTexts(notices, (at) => `<${at}>`);

describe('the words of a notification', () => {
  test('name the case, the clock and when it is or was due', () => {
    expect(texts([notice('00000001')])).toEqual([
      { title: 'At risk: 00000001', body: 'ASN rejected\nNext update due <7>', caseId: 'id-00000001' },
    ]);
    expect(texts([notice(null, 'overdue')])).toEqual([
      { title: 'Overdue: new case', body: 'ASN rejected\nNext update was due <7>', caseId: 'id-null' },
    ]);
  });

  test('more than three of a kind at once become one', () => {
    const many = ['1', '2', '3', '4', '5'].map((number) => notice(number, 'overdue'));
    expect(texts([notice('9'), ...many])).toEqual([
      { title: 'Overdue: 5 deadlines of your cases', body: '1, 2, 3 and 2 more', caseId: null },
      expect.objectContaining({ title: 'At risk: 9' }),
    ]);
  });
});
