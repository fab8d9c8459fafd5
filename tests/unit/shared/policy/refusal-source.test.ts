import { describe, expect, it } from 'vitest';
import itn from '../../../../assets/policy/itn.json' with { type: 'json' };
import { policySchema } from '../../../../src-shared/policy/policy.ts';
import { refusalCodes, refusalSource } from '../../../../src-shared/policy/refusal-source.ts';

const shipped = policySchema.parse(itn);
const { closure: _, teams: __, service_requests: ___, ...bare } = shipped;

/** What is refused because of how the case or the desk is just now, or because of an empty field. */
const facts: readonly string[] = [
  ...['already_accepted', 'already_claimed', 'already_closed', 'already_done', 'already_owned', 'already_removed'],
  ...['already_returned', 'already_snoozed', 'already_so', 'already_undone', 'already_waiting', 'changed_meanwhile'],
  ...['changed_since', 'contradictory_answers', 'duplicate_case', 'duplicate_event', 'duplicate_shift', 'empty_name'],
  ...['empty_subject', 'empty_text', 'first_request', 'first_triage', 'foreign_contact', 'future_call'],
  ...['not_handed_off', 'not_owned', 'not_snoozed', 'not_undoable', 'nothing_to_undo', 'same_case', 'time_is_past'],
  ...['too_late', 'unchanged', 'undo_of_undo', 'unknown_account', 'unknown_case', 'unknown_contact', 'unknown_macro'],
  ...['unknown_product', 'unknown_reminder', 'unknown_shift', 'unknown_ticket', 'unknown_user', 'unknown_view'],
  'wrong_time',
];

describe('the source of a refusal', () => {
  it('is there for every code behind which a rule stands, under any policy, and for no other', () => {
    for (const policy of [shipped, bare]) {
      const without = refusalCodes.filter((code) => refusalSource(policy, code) === null);
      expect(without.toSorted()).toEqual(facts.toSorted());
      for (const code of refusalCodes) {
        if (!facts.includes(code)) {
          expect(refusalSource(policy, code)).toMatch(/^(published policy|assumption of this desk’s policy), /);
        }
      }
    }
  });

  it('is none for what no rule refused, or a later version does', () => {
    for (const code of ['storage', 'not_saved', 'toString', 'constructor', '__proto__', '']) {
      expect(refusalSource(shipped, code)).toBeNull();
    }
  });

  it.each([
    [
      'rule-2 a request for service that lacks something',
      'missing_request_fields',
      /^assumption.*, requests for service$/,
    ],
    ['rule-6 who may do what', 'not_allowed', /^assumption of this desk’s policy, roles$/],
    ['rule-6 the state of the case', 'case_closed', /^assumption.*, states of a case$/],
    ['rule-6 reopening what is open', 'not_done', /^assumption.*, states of a case$/],
    ['rule-6 a hand-off that lacks something', 'incomplete_hand_off', /^published policy, roles: hand-off$/],
    ['rule-6 a return without its reason', 'no_return_reason', /^published policy, roles: hand-off$/],
    ['rule-6 a team that the policy does not have', 'unknown_team', /^published policy, teams$/],
    ['rule-6 a snooze of more than a year', 'time_too_far', /^assumption.*, snooze and reminders$/],
    ['a merge across accounts', 'foreign_account', /^assumption.*, merging$/],
    ['rule-9 non-standard work without its SOW', 'needs_sow', /^published policy, non-standard work$/],
    ['rule-11 a second vote of an account', 'already_voted', /^published policy, enhancement requests$/],
  ])('%s', (_, code, source) => {
    expect(refusalSource(shipped, code)).toMatch(source);
  });
});

describe('rule-7 the source of what closing asks for', () => {
  it('is the published policy for each of the four reasons', () => {
    expect(refusalSource(shipped, 'not_resolved')).toBe('published policy, closure (a)');
    expect(refusalSource(shipped, 'too_few_outreaches')).toMatch(/^published policy, closure \(b\)/);
    expect(refusalSource(shipped, 'no_ticket')).toBe('published policy, closure (c)');
    expect(refusalSource(shipped, 'no_agreement')).toBe('published policy, closure (d)');
  });

  it('says of what the desk adds that it is an assumption', () => {
    expect(refusalSource(shipped, 'too_few_outreaches')).toMatch(/assumption of this desk’s policy$/);
    expect(refusalSource(shipped, 'no_root_cause')).toBe('assumption of this desk’s policy, root cause');
    expect(refusalSource(shipped, 'request_not_done')).toMatch(/^assumption/);
  });

  it('goes by what the policy itself says of a part', () => {
    const closure = {
      ...shipped.closure,
      no_response: { outreaches: 2, separate: 'any' as const },
      root_cause: { severities: [1 as const], source: 'published' as const },
    };
    const own = { ...shipped, closure, teams: { night: { name: 'Night', waits_on: 'internally' as const } } };
    expect(refusalSource(own, 'no_root_cause')).toBe('published policy, root cause');
    expect(refusalSource(own, 'too_few_outreaches')).toBe('published policy, closure (b)');
    expect(refusalSource(own, 'unknown_team')).toBe('assumption of this desk’s policy, teams');
  });
});
