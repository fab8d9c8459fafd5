import { describe, expect, it } from 'vitest';
import { whyNot } from '../../../../src-renderer/case/action-words.ts';
import { actionMeant, availableActions, type CaseActionName } from '../../../../src-renderer/case/available-actions.ts';
import { mergedDocs } from '../../../../src-renderer/case/merged.ts';
import { timelineEntries } from '../../../../src-renderer/case/timeline-entries.ts';
import { type CaseDocument, type CaseEvent, caseEventSchema } from '../../../../src-shared/cases/case-document.ts';
import type { FoldEvent } from '../../../../src-shared/cases/fold-event.ts';
import type { Role } from '../../../../src-shared/directory/documents.ts';
import { event, minutesIn } from '../../shared/cases/timeline.ts';
import { caseOf, directory, entryOf, me } from './cases.ts';

const names = {
  ...directory,
  agreementName: (key: string) => `agreement ${key}`,
  teamName: (key: string) => `team ${key}`,
  breachReasonName: (key: string) => `reason ${key}`,
  closureCodeName: (key: string) => `code ${key}`,
  caseNumber: (id: string) => `number of ${id}`,
};

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

  it('rule-3 tells the answers given at triage, and another severity than they propose', () => {
    const answers = {
      production: true,
      impact: 'degraded',
      customers: 'many',
      workaround: 'none',
      scales: null,
    } as const;
    const doc = caseOf('a', [
      event(1, { type: 'severity_set', severity: 3, answers, proposed: 2 }),
      event(2, { type: 'severity_set', severity: 2, answers, proposed: 2 }),
    ]);
    // As the mutator stores it: no key at all where nothing was remarked.
    const stored = { ...doc, events: doc.events.map(withoutText) };
    const entries = timelineEntries(stored, names).slice(1);
    expect(entries.map(({ words }) => words)).toStrictEqual([
      'set severity 3, Medium; the answers propose 2, Urgent',
      'set severity 2, Urgent',
    ]);
    expect(entries[0]?.text).toBe(
      'In production? Yes. What is hit? Degraded, and it persists. Who is affected? Many, or major functionality. Workaround? None.',
    );
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

  it('tells the brief of a hand-off, why it came back, and what was taken back', () => {
    const doc = caseOf('a', [
      event(1, { type: 'handed_off', summary: 'No orders.', impact: 'All buyers.', stepsTried: '', evidence: 'E1' }),
      event(2, { type: 'hand_off_returned', reason: 'Which partner?' }),
      event(3, { type: 'assigned', ownerId: me }),
      event(4, { type: 'assigned', ownerId: null, undoes: 'a-3' as never }),
    ]);
    const entries = timelineEntries({ ...doc, events: doc.events.map(withoutText) }, names).slice(1);
    expect(entries.map(({ words }) => words)).toStrictEqual([
      'handed the case off to the TAEs',
      'returned the hand-off',
      'claimed the case',
      'released the case, taking back the claim',
    ]);
    expect(entries[0]?.text).toBe('Summary: No orders.\n\nImpact: All buyers.\n\nEvidence: E1');
    expect(entries[1]?.text).toBe('Which partner?');
  });

  it('rule-7 tells how a case ended: its root cause, and the reason with its evidence', () => {
    const agreed = { who: 'Irene Kapoor', at: 1, how: 'On a call.' };
    const doc = caseOf('a', [
      event(1, { type: 'resolved', rootCause: 'A full disk.' }),
      event(2, { type: 'closed', reason: 'resolved', closureCode: 'fixed' } as never),
      event(3, { type: 'closed', reason: 'no_response' } as never),
      event(4, { type: 'closed', reason: 'development', ticketRef: 'DEV-7', plannedReleaseOn: '2026-12-04' } as never),
      event(5, { type: 'closed', reason: 'agreement', agreed } as never),
      event(6, { type: 'breach_reason_set', clock: 'resolution', code: 'volume' }),
      event(7, { type: 'breach_reason_set', clock: 'resolution', code: 'volume', withdrawn: true }),
      event(8, { type: 'root_cause_set', rootCause: 'A leak.' }),
    ]);
    expect(
      timelineEntries(doc, names)
        .slice(1)
        .map(({ words, text }) => [words, text]),
    ).toStrictEqual([
      ['resolved the case', 'Root cause: A full disk.'],
      ['closed the case, code fixed', null],
      ['closed the case: no response', null],
      ['closed the case on ticket DEV-7, release planned on Fri 4 Dec 2026', null],
      ['closed the case in agreement with Irene Kapoor', 'How they agreed: On a call.'],
      ['gave a reason for the missed resolution: reason volume', null],
      ['took back the reason for the missed resolution', null],
      ['wrote down the root cause', 'A leak.'],
    ]);
  });

  it('shows those of the cases that were merged into it, each with its number', () => {
    const other = caseOf('b', [event(5, { type: 'note' }), event(9, { type: 'closed', into: 'a' as never })]);
    const doc = caseOf('a', [event(7, { type: 'note' }), event(9, { type: 'merged_from', caseId: other.id })]);
    const found = mergedDocs(doc, (id) => (id === other.id ? other : undefined));
    expect(timelineEntries(doc, names, found).map(({ words, onCase }) => [words, onCase])).toStrictEqual([
      ['opened the case in the portal, priority Critical', null],
      ['opened the case in the portal, priority Critical', 'b'],
      ['noted', 'b'],
      ['noted', null],
      ['merged number of b into this one', null],
    ]);
  });

  it('says when something was recorded late', () => {
    const doc = caseOf('a', [event(1, { type: 'note' })]);
    const late: CaseDocument = { ...doc, events: doc.events.map((one) => ({ ...one, recordedAt: one.at + 600_000 })) };
    expect(timelineEntries(late, names)[1]?.recordedAt).toBe((doc.events[1]?.at ?? 0) + 600_000);
  });
});

function withoutText(event: CaseEvent): CaseEvent {
  if (event.type === 'opened' || !('text' in event) || event.text !== '') return event;
  const { text: _, ...rest } = event;
  return caseEventSchema.parse(rest);
}

const offered = (role: Role, ...events: readonly FoldEvent[]) =>
  [...availableActions(entryOf(caseOf('a', events)).state, { id: me, role })].sort();

describe('the actions offered', () => {
  const claimed = event(1, { type: 'assigned', ownerId: me });

  it('fit a case without an owner', () => {
    expect(offered('coa')).toStrictEqual([
      'claim',
      'escalate',
      'hand_off',
      'merge',
      'remind',
      'resolve',
      'root_cause',
      'severity',
      'snooze',
      'wait',
    ]);
  });

  it('fit one’s own case, waiting or not', () => {
    expect(offered('coa', claimed)).toStrictEqual([
      'assign',
      'escalate',
      'hand_off',
      'merge',
      'release',
      'remind',
      'resolve',
      'root_cause',
      'severity',
      'snooze',
      'wait',
    ]);
    expect(offered('coa', claimed, event(2, { type: 'waiting', on: 'customer' }))).toContain('resume');
  });

  it('give a lead what only a lead may do', () => {
    const theirs = event(1, { type: 'assigned', ownerId: 'ana' as never });
    expect(offered('lead', theirs)).toStrictEqual([
      'agreement',
      'assign',
      'escalate',
      'hand_off',
      'merge',
      'release',
      'remind',
      'resolve',
      'root_cause',
      'severity',
      'snooze',
      'wait',
    ]);
    expect(offered('coa', theirs)).toStrictEqual([
      'escalate',
      'hand_off',
      'merge',
      'remind',
      'resolve',
      'root_cause',
      'severity',
      'snooze',
      'wait',
    ]);
  });

  it('rule-6 let a ticket be changed once there is one, also when the case is done', () => {
    const escalated = event(1, { type: 'escalated', team: 'development', ticketRef: 'DEV-1' });
    expect(offered('coa')).not.toContain('change_ticket');
    expect(offered('coa', escalated)).toContain('change_ticket');
    expect(offered('coa', escalated, event(2, { type: 'resolved' }))).toContain('change_ticket');
    expect(offered('administrator', escalated)).not.toContain('change_ticket');
  });

  it('rule-7 let a missed clock be explained, from when it is overdue on and also when the case is done', () => {
    // First response within an hour.
    const at = (minutes: number, ...events: readonly FoldEvent[]) =>
      availableActions(entryOf(caseOf('a', events)).state, { id: me, role: 'coa', at: minutesIn(minutes) });
    expect(at(59).has('breach_reason')).toBe(false);
    expect(at(61).has('breach_reason')).toBe(true);
    expect(at(50, event(30, { type: 'agent_message' })).has('breach_reason')).toBe(false);
    const late = event(90, { type: 'agent_message' });
    expect(at(90, late).has('breach_reason')).toBe(true);
    expect(offered('coa', late, event(91, { type: 'resolved' }), event(92, { type: 'closed' }))).toContain(
      'breach_reason',
    );
    expect(offered('administrator', late)).not.toContain('breach_reason');
  });

  it('end with a resolved and a closed case', () => {
    const resolved = event(2, { type: 'resolved' });
    expect(offered('coa', resolved)).toStrictEqual([
      'claim',
      'close',
      'merge',
      'remind',
      'reopen',
      'root_cause',
      'severity',
    ]);
    expect(offered('coa', resolved, event(3, { type: 'closed' }))).toStrictEqual(['remind', 'reopen', 'root_cause']);
  });

  it('offer a hand-off to who may answer it, and nothing on a merged case', () => {
    const handedOff = event(2, { type: 'handed_off' });
    const answers = (actions: readonly string[]) => actions.filter((action) => action.includes('hand_off'));
    expect(answers(offered('coa', handedOff))).toStrictEqual([]);
    expect(answers(offered('tae', handedOff))).toStrictEqual(['accept_hand_off', 'return_hand_off']);
    expect(answers(offered('tae'))).toStrictEqual([]);
    const accepted = event(3, { type: 'hand_off_accepted', technicalOwnerId: me });
    const byAnother = event(3, { type: 'hand_off_accepted', technicalOwnerId: 'ana' as never });
    expect(answers(offered('tae', handedOff, accepted))).toStrictEqual(['return_hand_off']);
    expect(answers(offered('tae', handedOff, byAnother))).toStrictEqual([]);
    expect(answers(offered('lead', handedOff, byAnother))).toStrictEqual(['return_hand_off']);
    expect(offered('lead', event(4, { type: 'closed', into: 'b' as never }))).toStrictEqual([]);
  });
});

describe('a key that does not fit the case', () => {
  const told = (role: Role, action: CaseActionName, ...events: readonly FoldEvent[]): string | null => {
    const { state } = entryOf(caseOf('a', events));
    const actor = { id: me, role };
    return whyNot(actionMeant(action, availableActions(state, actor)), state, actor)?.message ?? null;
  };
  const others = event(1, { type: 'assigned', ownerId: 'ana' as never });
  const closed = event(2, { type: 'closed' });
  const handedOff = event(3, { type: 'handed_off' });

  it('is answered, and one that fits is not', () => {
    expect(told('coa', 'resolve')).toBeNull();
    expect(told('tae', 'hand_off', handedOff)).toBeNull();
    expect(told('coa', 'hand_off', handedOff)).toContain('waits for a TAE');
    expect(told('coa', 'return_hand_off', handedOff)).toBe(
      'Only a TAE or a lead can return the hand-off of this case.',
    );
    expect(told('coa', 'assign', others)).toContain('owner or a lead');
    expect(told('coa', 'release')).toBe('It has no owner.');
    expect(told('coa', 'agreement')).toContain('lead');
  });

  it('is told how a closed case is worked on, and that an open one is open', () => {
    expect(told('lead', 'severity', closed)).toContain('Reopen it first');
    expect(told('lead', 'reopen', closed)).toBeNull();
    expect(told('lead', 'reopen')).toBe('It is open.');
    expect(told('coa', 'breach_reason', closed)).toBe('None of its clocks was missed.');
  });

  it('is refused by the table of permissions where the role is the reason', () => {
    expect(offered('administrator', closed)).toStrictEqual([]);
    expect(told('administrator', 'severity')).toBe('Only a COA, a TAE or a lead can set the severity of this case.');
    expect(told('tae', 'hand_off')).toBe('Only a COA or a lead can hand this case off to the TAEs.');
  });

  it('is refused with the code of the rule, which leads to its source', () => {
    const codeOf = (role: Role, action: CaseActionName, ...events: readonly FoldEvent[]) =>
      whyNot(action, entryOf(caseOf('a', events)).state, { id: me, role })?.code;
    expect(codeOf('tae', 'hand_off')).toBe('not_allowed');
    expect(codeOf('coa', 'assign', others)).toBe('not_allowed');
    expect(codeOf('coa', 'severity', closed)).toBe('case_closed');
    expect(codeOf('coa', 'close')).toBe('not_resolved');
    expect(codeOf('coa', 'hand_off', handedOff)).toBe('already_handed_off');
    expect(codeOf('coa', 'snooze', event(4, { type: 'resolved' }))).toBe('not_open');
  });

  it('is sent to the case into which this one was merged', () => {
    const merged = event(2, { type: 'closed', into: 'b' as never });
    expect(told('lead', 'reopen', merged)).toContain('merged');
  });
});
