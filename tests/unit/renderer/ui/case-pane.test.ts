import { describe, expect, it } from 'vitest';
import { caseIdOf, writtenText } from '../../../../src-renderer/attention/attention-text.ts';
import { availableActions } from '../../../../src-renderer/case/available-actions.ts';
import { timelineEntries } from '../../../../src-renderer/case/timeline-entries.ts';
import type { CaseDocument } from '../../../../src-shared/cases/case-document.ts';
import type { FoldEvent } from '../../../../src-shared/cases/fold-event.ts';
import { event } from '../../shared/cases/timeline.ts';
import { caseOf, directory, entryOf, me } from './cases.ts';

const names = { ...directory, agreementName: (key: string) => `agreement ${key}` };

describe('the timeline', () => {
  it('stands in the order in which things happened, whatever the order of their arrival', () => {
    const doc = caseOf('a', [event(20, { type: 'note' }), event(10, { type: 'agent_message' })]);
    expect(timelineEntries(doc, names).map(({ words }) => words)).toStrictEqual([
      'opened the case in the portal, priority Critical',
      'wrote to the customer',
      'noted',
    ]);
  });

  it('keeps a message that is not sent yet at the end, and says so', () => {
    const doc = caseOf('a', [event(10, { type: 'agent_message' }), event(20, { type: 'note' })]);
    const unsent: CaseDocument = {
      ...doc,
      events: doc.events.map((one) => (one.type === 'agent_message' ? { ...one, version: null } : one)),
    };
    const entries = timelineEntries(unsent, names);
    expect(entries.map(({ kind }) => kind)).toStrictEqual(['incoming', 'note', 'outgoing']);
    expect(entries.map(({ pending }) => pending)).toStrictEqual([null, null, 'not_sent']);
  });

  it('tells a claim from an assignment and a release', () => {
    const doc = caseOf('a', [
      event(1, { type: 'assigned', ownerId: me }),
      event(2, { type: 'assigned', ownerId: 'ana' as never }),
      event(3, { type: 'assigned', ownerId: null }),
    ]);
    expect(
      timelineEntries(doc, names)
        .slice(1)
        .map(({ words }) => words),
    ).toStrictEqual(['claimed the case', 'assigned the case to agent ana', 'released the case']);
  });

  it('says when something was recorded late', () => {
    const doc = caseOf('a', [event(1, { type: 'note' })]);
    const late: CaseDocument = { ...doc, events: doc.events.map((one) => ({ ...one, recordedAt: one.at + 600_000 })) };
    expect(timelineEntries(late, names)[1]?.recordedAt).toBe((doc.events[1]?.at ?? 0) + 600_000);
  });
});

describe('the actions offered', () => {
  const offered = (role: 'coa' | 'lead', ...events: readonly FoldEvent[]) =>
    [...availableActions(entryOf(caseOf('a', events)).state, { id: me, role })].sort();
  const claimed = event(1, { type: 'assigned', ownerId: me });

  it('fit a case without an owner', () => {
    expect(offered('coa')).toStrictEqual(['claim', 'resolve', 'severity', 'wait']);
  });

  it('fit one’s own case, waiting or not', () => {
    expect(offered('coa', claimed)).toStrictEqual(['assign', 'release', 'resolve', 'severity', 'wait']);
    expect(offered('coa', claimed, event(2, { type: 'waiting', on: 'customer' }))).toContain('resume');
  });

  it('give a lead what only a lead may do', () => {
    const theirs = event(1, { type: 'assigned', ownerId: 'ana' as never });
    expect(offered('lead', theirs)).toStrictEqual(['agreement', 'assign', 'release', 'resolve', 'severity', 'wait']);
    expect(offered('coa', theirs)).toStrictEqual(['resolve', 'severity', 'wait']);
  });

  it('end with a resolved and a closed case', () => {
    const resolved = event(2, { type: 'resolved' });
    expect(offered('coa', resolved)).toStrictEqual(['claim', 'close', 'reopen', 'severity']);
    expect(offered('coa', resolved, event(3, { type: 'closed' }))).toStrictEqual(['reopen']);
  });
});

describe('a refused action', () => {
  it('gives back everything the agent wrote', () => {
    expect(writtenText({ caseId: 'a', text: 'We are on it.' })).toBe('We are on it.');
    expect(writtenText({ subject: 'ASN rejected', text: 'Since 09:00.' })).toBe('ASN rejected\n\nSince 09:00.');
    expect(writtenText({ caseId: 'a', on: 'customer' })).toBeNull();
    expect(writtenText(null)).toBeNull();
  });

  it('knows its case', () => {
    expect(caseIdOf({ caseId: 'a' })).toBe('a');
    expect(caseIdOf({ name: 'claim' })).toBeNull();
  });
});
