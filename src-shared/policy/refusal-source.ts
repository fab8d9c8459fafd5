import type { Policy } from './policy.ts';
import { type RuleSource, sourceOfAll, sourceWords } from './source-words.ts';

type SourceOf = (policy: Policy) => string | null;

const published =
  (rule: string): SourceOf =>
  () =>
    sourceWords('published', rule);

const assumed =
  (rule: string): SourceOf =>
  () =>
    sourceWords('assumption', rule);

/** By the mark of a section of the policy; a policy without the section has the shipped rule, which is an assumption. */
const asMarked =
  (rule: string, mark: (policy: Policy) => RuleSource): SourceOf =>
  (policy) =>
    sourceWords(mark(policy), rule);

/** No rule stands behind it: how the case or the desk is, that somebody was first, or a text that was left empty. */
const fact: SourceOf = () => null;

const roles = assumed('roles');
const states = assumed('states of a case');
const snoozing = assumed('snooze and reminders');
const merging = assumed('merging');
const tickets = assumed('tickets');
const agreements = asMarked('agreements', ({ agreements }) => sourceOfAll(agreements));
const teams = asMarked('teams', (policy) => sourceOfAll(policy.teams));
const serviceRequests = asMarked('requests for service', (policy) => sourceOfAll(policy.service_requests));
const breachReasons = asMarked('reasons for missed clocks', ({ closure }) => closure?.breach_reasons?.source);

/** Every code by which an action is refused, and the rule of the policy behind it. */
const sources = {
  // Who may do what, while a case is in which state.
  not_allowed: roles,
  wrong_state: states,
  case_closed: states,
  not_open: states,
  not_done: states,
  not_waiting: states,

  // Closure.
  not_resolved: published('closure (a)'),
  no_root_cause: asMarked('root cause', ({ closure }) => closure?.root_cause?.source),
  request_not_done: assumed('checklists of requests'),
  too_few_outreaches: ({ closure }) => {
    const rule = sourceWords('published', 'closure (b)');
    if (closure?.no_response?.separate === 'any') return rule;
    return `${rule}; a support day for each: ${sourceWords(closure?.no_response?.source)}`;
  },
  customer_heard: assumed('closure (b)'),
  no_ticket: published('closure (c)'),
  no_release_ahead: published('closure (c)'),
  release_moved: assumed('closure (c)'),
  no_agreement: published('closure (d)'),
  agreed_earlier: published('closure (d)'),
  agreed_later: published('closure (d)'),
  unknown_closure_code: assumed('closure codes'),
  no_breach_reason: breachReasons,
  unknown_breach_reason: breachReasons,
  not_missed: breachReasons,
  customer_wrote: assumed('closure'),
  not_closable: published('closure'),
  already_closed: fact,

  // Hand-off, escalation, tickets.
  incomplete_hand_off: published('roles: hand-off'),
  no_return_reason: published('roles: hand-off'),
  already_handed_off: published('roles: hand-off'),
  already_accepted: fact,
  already_returned: fact,
  not_handed_off: fact,
  unknown_team: teams,
  needs_sow: published('non-standard work'),
  already_escalated: published('roles: escalation'),
  foreign_ticket: tickets,
  release_without_ticket: tickets,
  unknown_ticket: fact,

  // Intake and kinds.
  no_service_request: published('channels: requests for service'),
  unknown_request_type: serviceRequests,
  unknown_request_field: serviceRequests,
  missing_request_fields: serviceRequests,
  no_request: serviceRequests,
  unknown_item: serviceRequests,
  no_enhancement: published('enhancement requests'),
  already_voted: published('enhancement requests'),
  old_call: assumed('calls at most 14 days back'),
  open_placeholder: assumed('macros'),

  // Agreements, snooze, merging.
  unknown_agreement: agreements,
  time_too_far: snoozing,
  merged: merging,
  foreign_account: merging,

  already_claimed: fact,
  already_done: fact,
  already_owned: fact,
  already_removed: fact,
  already_snoozed: fact,
  already_so: fact,
  already_undone: fact,
  already_waiting: fact,
  changed_meanwhile: fact,
  changed_since: fact,
  contradictory_answers: fact,
  duplicate_case: fact,
  duplicate_event: fact,
  duplicate_shift: fact,
  empty_name: fact,
  empty_subject: fact,
  empty_text: fact,
  first_request: fact,
  first_triage: fact,
  foreign_contact: fact,
  future_call: fact,
  not_owned: fact,
  not_snoozed: fact,
  not_undoable: fact,
  nothing_to_undo: fact,
  same_case: fact,
  time_is_past: fact,
  too_late: fact,
  unchanged: fact,
  undo_of_undo: fact,
  unknown_account: fact,
  unknown_case: fact,
  unknown_contact: fact,
  unknown_macro: fact,
  unknown_product: fact,
  unknown_reminder: fact,
  unknown_shift: fact,
  unknown_user: fact,
  unknown_view: fact,
  wrong_time: fact,
} as const satisfies Record<string, SourceOf>;

/** The code of a rule that refuses. Each is in the table above, so that none can be without its source. */
export type RefusalCode = keyof typeof sources;
export const refusalCodes = Object.keys(sources) as readonly RefusalCode[];

/** Where the rule comes from that refused an action, by the refusal's code; null if none of the policy's did. */
export function refusalSource(policy: Policy, code: string): string | null {
  return isRefusalCode(code) ? sources[code](policy) : null;
}

function isRefusalCode(code: string): code is RefusalCode {
  return Object.hasOwn(sources, code);
}
