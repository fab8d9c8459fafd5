import { describe, expect, it } from 'vitest';
import type { CaseState } from '../../../../src-shared/cases/case-state.ts';
import type { FoldEvent } from '../../../../src-shared/cases/fold-event.ts';
import { type CloseReason, type ClosingEvidence, closingChecklist } from '../../../../src-shared/closure/checklist.ts';
import type { EpochMs } from '../../../../src-shared/ids.ts';
import { compilePolicy } from '../../../../src-shared/policy/compile-policy.ts';
import type { Policy } from '../../../../src-shared/policy/policy.ts';
import { caseOf, closingPolicy, la, message, on } from './closing-desk.ts';

const now = la('2026-11-30', '09:00');

function checked(
  state: CaseState,
  reason: CloseReason,
  evidence: ClosingEvidence = {},
  at: EpochMs = now,
  policy: Policy = closingPolicy(),
) {
  const { items, isClosable } = closingChecklist(compilePolicy(policy), state, reason, evidence, at);
  return {
    isClosable,
    missing: items.filter(({ state }) => state === 'missing').map(({ detail }) => detail),
    advised: items.filter(({ state }) => state === 'advised').map(({ detail }) => detail),
    met: items.filter(({ state }) => state === 'met').map(({ what }) => what),
    items,
  };
}

const resolved = (changes: object = {}) => on('2026-11-24', { type: 'resolved', ...changes } as never);
const severity = (level: 1 | 2 | 3 | 4) => on('2026-11-23', { type: 'severity_set', severity: level }, '11:00');

describe('rule-7 (a) closing what is resolved', () => {
  it('asks for the resolution', () => {
    expect(checked(caseOf([]), 'resolved')).toMatchObject({ isClosable: false, missing: ['Resolve it first.'] });
    expect(checked(caseOf([resolved()]), 'resolved')).toMatchObject({ isClosable: true, met: ['Resolved'] });
  });

  it.each([1, 2] as const)('asks for the root cause of severity %i, also if it was raised afterwards', (level) => {
    const missing = ['Write down the root cause.'];
    expect(checked(caseOf([severity(level), resolved()]), 'resolved').missing).toEqual(missing);
    expect(checked(caseOf([severity(level), resolved({ rootCause: 'A certificate.' })]), 'resolved').isClosable).toBe(
      true,
    );
    const raised = on('2026-11-25', { type: 'severity_set', severity: level });
    expect(checked(caseOf([severity(4), resolved(), raised]), 'resolved').missing).toEqual(missing);
    const found = on('2026-11-25', { type: 'root_cause_set', rootCause: 'A certificate.' });
    expect(checked(caseOf([severity(level), resolved(), found]), 'resolved').isClosable).toBe(true);
  });

  it('asks for it by the customer’s priority until the desk has set a severity', () => {
    expect(checked(caseOf([resolved()], { priority: 2 }), 'resolved').isClosable).toBe(false);
  });

  it('asks for no root cause of severity 3 and 4, nor of any where the policy switches it off', () => {
    expect(checked(caseOf([severity(3), resolved()]), 'resolved').isClosable).toBe(true);
    const off = closingPolicy({ closure: { root_cause: { severities: [] } } });
    expect(checked(caseOf([severity(1), resolved()]), 'resolved', {}, now, off).isClosable).toBe(true);
    const bare = closingPolicy({ closure: undefined });
    expect(checked(caseOf([severity(1), resolved()]), 'resolved', {}, now, bare).isClosable).toBe(false);
  });

  it('asks for every item on the checklist of a request for service', () => {
    const request = { type: 'report', fields: {} };
    const ticked = (item: string) => on('2026-11-25', { type: 'checklist_checked', item, done: true });
    const state = caseOf([resolved(), ticked('nda')], { kind: 'service_request', request });
    expect(checked(state, 'resolved').missing).toEqual(['Tick off “Report sent” on the checklist of the request.']);
    expect(checked(caseOf([resolved(), ticked('nda'), ticked('sent')], { request }), 'resolved').isClosable).toBe(true);
    const unknown = caseOf([resolved()], { request: { type: 'gone', fields: {} } });
    expect(checked(unknown, 'resolved').isClosable).toBe(true);
  });
});

describe('rule-7 (b) closing without a response', () => {
  const two = [on('2026-11-23', message, '11:00'), on('2026-11-25', message)];

  it('says how many outreaches count, on which days, and when the next one does', () => {
    const found = checked(caseOf(two), 'no_response', {}, la('2026-11-25', '12:00'));
    expect(found.missing).toEqual([
      '2 of 3 outreaches count (Mon 23 Nov and Wed 25 Nov). The next one counts from Fri 27 Nov 08:00 (America/Los_Angeles).',
    ]);
    expect(found.items[0]?.allowedAt).toBe(la('2026-11-27', '08:00'));
  });

  it('says from when on it can be closed where more than one is missing', () => {
    expect(checked(caseOf([]), 'no_response', {}, la('2026-11-25', '12:00')).missing).toEqual([
      '0 of 3 outreaches count. The next one counts today. It can be closed on Mon 30 Nov at the earliest.',
    ]);
  });

  it('closes with the last of them, open or resolved', () => {
    const three = [...two, on('2026-11-30', message, '08:00')];
    expect(checked(caseOf(three), 'no_response').isClosable).toBe(true);
    expect(checked(caseOf([...three, on('2026-11-30', { type: 'resolved' }, '08:01')]), 'no_response').isClosable).toBe(
      true,
    );
  });

  it('needs neither a resolution nor a root cause', () => {
    const three = [severity(1), ...two, on('2026-11-30', message, '08:00')];
    expect(checked(caseOf(three), 'no_response').missing).toEqual([]);
  });
});

describe('rule-7 (c) closing on a development ticket', () => {
  const escalated = (changes: object = {}): FoldEvent =>
    on('2026-11-24', { type: 'escalated', team: 'development', ticketRef: 'DEV-7', ...changes } as never);
  const evidence = { ticketRef: 'DEV-7' };

  it('asks for a ticket of development, which was escalated on', () => {
    expect(checked(caseOf([]), 'development', evidence).missing).toEqual([
      'Escalate it to development first, with the reference of a ticket.',
    ]);
    expect(
      checked(caseOf([escalated({ team: 'database', plannedReleaseOn: '2027-01-04' })]), 'development', evidence)
        .missing,
    ).toHaveLength(1);
    const state = caseOf([escalated({ plannedReleaseOn: '2027-01-04' })]);
    expect(checked(state, 'development').missing).toEqual(['Choose the ticket it is closed on.']);
    expect(checked(state, 'development', { ticketRef: 'DEV-8' }).missing).toEqual([
      'It was not escalated to development on ticket DEV-8.',
    ]);
    expect(checked(state, 'development', evidence).isClosable).toBe(true);
  });

  it('asks for a release date after today, by the desk’s own calendar', () => {
    expect(checked(caseOf([escalated()]), 'development', evidence).missing).toEqual([
      'Ticket DEV-7 has no planned release date.',
    ]);
    const planned = caseOf([escalated({ plannedReleaseOn: '2026-12-01' })]);
    // 23:59 on 30 November in Los Angeles is the next day in most of the world.
    expect(checked(planned, 'development', evidence, la('2026-11-30', '23:59')).isClosable).toBe(true);
    expect(checked(planned, 'development', evidence, la('2026-12-01', '00:00')).missing).toEqual([
      'The release of ticket DEV-7 was planned on Tue 1 Dec 2026, which is not ahead any more.',
    ]);
  });

  it('goes by the latest word of the ticket', () => {
    const moved = (plannedReleaseOn: string | null) =>
      on('2026-11-25', { type: 'ticket_changed', ticketRef: 'DEV-7', plannedReleaseOn });
    expect(checked(caseOf([escalated(), moved('2027-01-04')]), 'development', evidence).isClosable).toBe(true);
    expect(
      checked(caseOf([escalated({ plannedReleaseOn: '2027-01-04' }), moved(null)]), 'development', evidence).isClosable,
    ).toBe(false);
  });
});

describe('rule-7 (d) closing in agreement with the customer', () => {
  const agreed = { who: 'Irene Kapoor', at: la('2026-11-27'), how: 'On the phone.' };

  it('asks who agreed, when and how', () => {
    expect(checked(caseOf([]), 'agreement').missing).toEqual([
      'Say who of the customer agreed.',
      'Say when they agreed.',
      'Say how they agreed: on a call, in a mail.',
    ]);
    expect(checked(caseOf([]), 'agreement', { agreed: { ...agreed, who: ' ', how: '\n' } }).missing).toHaveLength(2);
    expect(checked(caseOf([]), 'agreement', { agreed })).toMatchObject({
      isClosable: true,
      met: ['Who agreed', 'When', 'How'],
    });
  });

  it('takes no agreement from the future', () => {
    const later = checked(caseOf([]), 'agreement', { agreed: { ...agreed, at: now + 1 } });
    expect(later.missing).toEqual(['They cannot have agreed in the future.']);
    expect(later.items.find(({ what }) => what === 'When')?.allowedAt).toBe(now + 1);
    expect(checked(caseOf([]), 'agreement', { agreed: { ...agreed, at: now } }).isClosable).toBe(true);
  });
});

describe('rule-7 (d) the time of the agreement', () => {
  const agreed = { who: 'Irene Kapoor', at: la('2026-11-23'), how: 'On the phone.' };

  it('is not before the case was opened, to the minute', () => {
    const before = checked(caseOf([]), 'agreement', { agreed: { ...agreed, at: agreed.at - 1 } });
    expect(before.missing).toEqual(['They cannot have agreed before the case was opened.']);
    expect(before.items.find(({ what }) => what === 'When')?.allowedAt).toBeNull();
    const opened = { at: agreed.at + 30_000 };
    expect(checked(caseOf([], opened), 'agreement', { agreed }).isClosable).toBe(true);
  });
});

describe('rule-7 what every closing is asked', () => {
  const agreed = { who: 'Irene Kapoor', at: la('2026-11-27'), how: 'On the phone.' };

  it('takes a closure code of the policy’s list only, and any where it has no list', () => {
    const unknown = { agreed, closureCode: 'constructor' };
    expect(checked(caseOf([]), 'agreement', unknown).missing).toEqual([
      'The policy has no closure code “constructor”.',
    ]);
    expect(checked(caseOf([]), 'agreement', { agreed, closureCode: 'answered' }).isClosable).toBe(true);
    const bare = closingPolicy({ closure: {} });
    expect(checked(caseOf([]), 'agreement', unknown, now, bare).isClosable).toBe(true);
  });

  it('asks for a reason of each customer clock that was missed or is overdue, as advice unless the policy insists', () => {
    const late = caseOf([severity(1), on('2026-11-24', { type: 'resolved', rootCause: 'A certificate.' })]);
    expect(checked(late, 'resolved')).toMatchObject({
      isClosable: true,
      advised: ['Give a reason for the missed resolution.'],
    });
    const overdue = caseOf([severity(1)]);
    expect(checked(overdue, 'agreement', { agreed }).advised).toHaveLength(1);
    const codes = { volume: 'More cases than hands' };
    const strict = closingPolicy({ closure: { breach_reasons: { required: true, codes } } });
    expect(checked(late, 'resolved', {}, now, strict)).toMatchObject({
      isClosable: false,
      missing: ['Give a reason for the missed resolution.'],
    });
    const explained = on('2026-11-25', { type: 'breach_reason_set', clock: 'resolution', code: 'volume' });
    const told = caseOf([severity(1), resolved({ rootCause: 'A certificate.' }), explained]);
    expect(checked(told, 'resolved', {}, now, strict).isClosable).toBe(true);
    const withdrawn = on('2026-11-26', {
      type: 'breach_reason_set',
      clock: 'resolution',
      code: 'volume',
      withdrawn: true,
    });
    const untold = caseOf([severity(1), resolved({ rootCause: 'A certificate.' }), explained, withdrawn]);
    expect(checked(untold, 'resolved', {}, now, strict).isClosable).toBe(false);
  });
});
