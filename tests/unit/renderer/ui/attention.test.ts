import { describe, expect, it } from 'vitest';
import {
  type AttentionSource,
  attentionEntries,
  attentionEntry,
} from '../../../../src-renderer/attention/attention-entry.ts';
import { keptTexts, writtenText } from '../../../../src-renderer/attention/attention-text.ts';
import type { AttentionItem } from '../../../../src-renderer/replica/replica.ts';
import type { CaseDocument } from '../../../../src-shared/cases/case-document.ts';
import { textFields, withText } from '../../../conformance/hostile-fields.ts';
import { hostileRecipes } from '../../../conformance/hostile-recipes.ts';
import { event } from '../../shared/cases/timeline.ts';
import { caseOf, directory, entryOf, me } from './cases.ts';

const ana = { id: me, name: 'Ana', role: 'coa' as const };
const ben = { id: 'ben', name: 'Ben', role: 'coa' as const };

function refused(name: string, args: Record<string, unknown>, changes: Partial<AttentionItem> = {}): AttentionItem {
  return {
    id: `client:${name}`,
    name,
    args: { caseId: 'a', eventId: 'e', ...args },
    refusal: { code: 'already_claimed', message: 'Already claimed by Ben.' },
    at: 2_000,
    done: { at: 1_000, by: ana },
    ...changes,
  };
}

function source(...docs: readonly CaseDocument[]): AttentionSource {
  const entries = new Map(docs.map((doc) => [doc.id as string, entryOf(doc)]));
  return {
    me,
    directory,
    names: { agreementName: (key) => `agreement ${key}` },
    entryOf: (id) => entries.get(id),
  };
}

describe('a refused action', () => {
  it('says what it was, in words', () => {
    const here = source(caseOf('a'), caseOf('b'));
    const words = (name: string, args: Record<string, unknown> = {}) =>
      attentionEntry(refused(name, args), here).action;
    expect([
      words('claim'),
      words('assign', { ownerId: 'ben' }),
      words('set_severity', { severity: 2 }),
      words('wait', { on: 'internally' }),
      words('log_call', { connected: false }),
      words('merge_cases', { into: 'b' }),
      words('something_of_a_later_version'),
    ]).toStrictEqual([
      'Claim',
      'Assignment to agent ben',
      'Severity 2, Urgent',
      'Waiting for somebody internal',
      'Call, nobody answered',
      'Merge into b',
      'something_of_a_later_version',
    ]);
  });

  it('names its case, the reason, when it was done, and who did it if it was somebody else', () => {
    const here = source(caseOf('a', [], { subject: 'Orders stop' }));
    expect(attentionEntry(refused('claim', {}), here)).toMatchObject({
      caseName: 'a',
      subject: 'Orders stop',
      accountName: 'name of account',
      refusal: 'Already claimed by Ben.',
      refusalCode: 'already_claimed',
      standing: null,
      doneAt: 1_000,
      doneBy: null,
    });
    expect(attentionEntry(refused('claim', {}, { done: { at: 1_000, by: ben } }), here).doneBy).toBe('Ben');
    const { done: _, ...old } = refused('claim', {});
    expect(attentionEntry(old, here).doneAt).toBe(2_000);
  });

  it('gives back everything the agent wrote', () => {
    expect(writtenText('add_note', { caseId: 'a', text: 'We are on it.' })).toBe('We are on it.');
    expect(writtenText('create_case', { subject: 'ASN rejected', text: 'Since 09:00.' })).toBe(
      'ASN rejected\n\nSince 09:00.',
    );
    expect(writtenText('hand_off', { summary: 'No orders', impact: 'All', stepsTried: ' ', evidence: 'E1' })).toBe(
      'Summary:\nNo orders\n\nImpact:\nAll\n\nEvidence:\nE1',
    );
    expect(writtenText('close', { reason: 'resolved' })).toBeNull();
    expect(writtenText('return_hand_off', { reason: 'Which partner?' })).toBe('Which partner?');
    expect(writtenText('claim', null)).toBeNull();
    expect(writtenText('close', { reason: 'agreement', agreed: { who: 'Irene', at: 0, how: 'By mail.' } })).toBe(
      'Agreed with:\nIrene\n\nHow they agreed:\nBy mail.',
    );
    expect(writtenText('set_request', { request: { type: 'a', fields: { report_period: '2026' } } })).toBe(
      'report period:\n2026',
    );
  });

  it('keeps every text that any action can hold, but for names and keys that were chosen', () => {
    const attempt = { caseId: 'a', otherId: 'b', now: 0, id: () => '019b8ee3-0000-7642-96d1-000000000000' };
    const lost = textFields().filter(({ action, path }) => {
      const args = withText(hostileRecipes[action].args(attempt), path, 'Their words');
      return !keptTexts(action, args).some(({ text }) => text === 'Their words');
    });
    const isChosen = /(^|\.)(knownAs|type|closureCode|code|team|item|base|columns\[\]|by|group)$/;
    expect(lost.filter(({ path }) => !isChosen.test(path))).toEqual([{ action: 'withdraw', path: 'name' }]);
  });

  it('can be edited if it holds anything to put differently', () => {
    const here = source(caseOf('a'));
    const can = (name: string) => {
      const { canRetry, canEdit } = attentionEntry(refused(name, {}), here);
      return [canRetry, canEdit];
    };
    expect(can('claim')).toStrictEqual([true, false]);
    expect(can('message_customer')).toStrictEqual([true, true]);
    expect(can('withdraw')).toStrictEqual([false, false]);
  });

  it('says when its case is gone, by the name it was known as, and offers no retry', () => {
    const gone = attentionEntry(refused('add_note', { knownAs: 'Case 00012345', text: 'x' }), source());
    expect(gone).toMatchObject({ caseId: null, caseName: '00012345', canRetry: false, canEdit: false });
    expect(gone.standing).toContain('not here any more');
  });

  it('that was to open a case needs none', () => {
    const entry = attentionEntry(refused('create_case', { accountId: 'account', subject: 'New' }), source());
    expect(entry).toMatchObject({ standing: null, accountName: 'name of account', canRetry: true, canEdit: true });
  });

  it('says when its case was merged; only what is written can be edited then', () => {
    const merged = caseOf('a', [event(5, { type: 'closed', into: 'b' as never })]);
    const here = source(merged, caseOf('b'));
    expect(attentionEntry(refused('wait', {}), here)).toMatchObject({
      standing: 'The case was merged into b.',
      canRetry: true,
      canEdit: false,
    });
    expect(attentionEntry(refused('add_note', { text: 'x' }), here).canEdit).toBe(true);
  });

  it('that did arrive after all says so, and cannot be done twice', () => {
    const here = source(caseOf('a', [event(1, { type: 'note' })]));
    const arrived = attentionEntry(refused('add_note', { eventId: 'a-1', text: 'x' }), here);
    expect(arrived).toMatchObject({ canRetry: false, canEdit: false });
    expect(arrived.standing).toContain('It did arrive');
  });

  it('stands after the one it builds on', () => {
    const note = refused('add_note', {}, { id: 'client:8', done: { at: 3_000, by: ana } });
    const opening = refused('create_case', {}, { id: 'client:7', done: { at: 2_000, by: ana } });
    expect(attentionEntries([note, opening], source()).map(({ id }) => id)).toStrictEqual(['client:7', 'client:8']);
  });
});
