import { describe, expect, test } from 'vitest';
import { noticeText } from '../../../../src-main/deadlines/notice-text.ts';
import type { Notice } from '../../../../src-main/deadlines/schedule.ts';
import { crossing, dueCase, minute, nine } from './deadline-builders.ts';

function notice(caseId: string, leftMs: number, dueAt = nine + leftMs, changes: Partial<Notice['about']> = {}): Notice {
  const { deadlines: _, ...about } = dueCase(caseId, dueAt, changes);
  return { about, clock: 'next_update', dueAt, crossing: crossing('x', nine, leftMs), keys: [caseId] };
}
const words = (form: 'case' | 'several' | 'missed', notices: readonly Notice[], now = nine) =>
  noticeText({ form, notices }, now, (at) => `<${(at - nine) / minute}>`);

describe('the words of a notification', () => {
  test('name number, account, what is due and when, and the working time left', () => {
    expect(words('case', [notice('00000001', 30 * minute)])).toEqual({
      title: '00000001: Next update due in 30 min',
      body: 'Harvest Valley · severity 2\nSubject of 00000001\nNext update due <30>',
      cases: [{ caseId: '00000001', words: '00000001 Harvest Valley: next update due <30>' }],
    });
  });

  test.each([
    [185 * minute, nine + 185 * minute, 'Next update due in 3:05 h'],
    [0, nine, 'Next update due now'],
    [0, nine - 59_999, 'Next update due now'],
    [0, nine - minute, 'Next update overdue'],
    // Working time was left at the crossing, but the clock has run out since.
    [30 * minute, nine - 5 * minute, 'Next update overdue'],
  ])('with %d ms left and due at %d: %s', (leftMs, dueAt, title) => {
    expect(words('case', [notice('a', leftMs, dueAt)]).title).toBe(`a: ${title}`);
  });

  test('a case without a number is a new case', () => {
    expect(words('case', [notice('a', 0, nine, { number: null })]).title).toBe('New case: Next update due now');
  });

  test('whatever way an account and a subject are read, the figures beside them stay where they are', () => {
    const about = { account: 'שדות', subject: 'ABC \u202eDEF' };
    const { body, cases } = words('case', [notice('00000001', 30 * minute, nine + 30 * minute, about)]);
    expect(body).toBe('\u2068שדות\u2069 · severity 2\n\u2068ABC \u202eDEF\u2069\nNext update due <30>');
    expect(cases[0]?.words).toBe('00000001 \u2068שדות\u2069: next update due <30>');
  });

  test('several name three and count the rest; the window lists each', () => {
    const many = ['a', 'b', 'c', 'd', 'e'].map((id, index) => notice(id, 0, nine - (5 - index) * 10 * minute));
    const { title, body, cases } = words('missed', many);
    expect(title).toBe('While you were away: 5 deadlines');
    expect(body.split('\n')).toEqual([
      'a Harvest Valley: next update was due <-50>',
      'b Harvest Valley: next update was due <-40>',
      'c Harvest Valley: next update was due <-30>',
      'and 2 more',
    ]);
    expect(cases.map(({ caseId }) => caseId)).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(words('several', many.slice(0, 1)).title).toBe('1 deadline needs you');
  });

  test('a reminder says what it is about, on one line', () => {
    const { keys, ...told } = notice('00000001', 0, nine);
    const reminder: Notice = { ...told, keys, clock: 'reminder', reminder: 'Ask for\nthe  file. ' };
    expect(words('case', [reminder])).toEqual({
      title: '00000001: Reminder',
      body: 'Harvest Valley · severity 2\nSubject of 00000001\nAsk for the file.',
      cases: [{ caseId: '00000001', words: '00000001 Harvest Valley: reminder of <0>: Ask for the file.' }],
    });
    expect(words('several', [reminder, notice('a', 0)]).title).toBe('1 deadline and 1 reminder need you');
    expect(words('case', [{ ...reminder, reminder: ' ' }]).body).toContain('You wanted to come back to this case.');
  });

  test.each([
    ['follow_up', 'Next outreach due'],
    ['may_close', 'May be closed now'],
    ['came_back', 'Back with you'],
  ] as const)('rule-7 what the case asks for by itself says what is next, and since when: %s', (step, title) => {
    const asked: Notice = { ...notice('00000001', 0, nine), clock: 'reminder', reminder: 'Why.', step };
    expect(words('case', [asked])).toEqual({
      title: `00000001: ${title}`,
      body: `Harvest Valley · severity 2\nSubject of 00000001\n${title}: Why.`,
      cases: [{ caseId: '00000001', words: `00000001 Harvest Valley: ${title.toLowerCase()}, since <0>: Why.` }],
    });
    expect(words('missed', [asked]).title).toBe('While you were away: 1 reminder');
  });

  test('no more are listed than a window can show', () => {
    const many = Array.from({ length: 5_000 }, (_, index) => notice(String(index), 0));
    const { title, cases } = words('several', many);
    expect(title).toBe('5000 deadlines need you');
    expect(cases).toHaveLength(200);
  });
});
