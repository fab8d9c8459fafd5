import type { CaseStatus } from '../cases/case-state.ts';
import type { Role } from './documents.ts';

/*
 * Who may do what, and while a case is in which state (docs/policy.md, rule 6): the one table that app, backend,
 * tests and docs/policy.md read. An action's own rule may ask for more, such as that the case is one's own.
 */

const agents: readonly Role[] = ['coa', 'tae', 'lead'];
const everybody: readonly Role[] = [...agents, 'administrator'];
const leads: readonly Role[] = ['lead'];

const waiting: readonly CaseStatus[] = ['waiting_customer', 'waiting_development', 'waiting_internally'];
const open: readonly CaseStatus[] = ['new', 'triaged', 'in_progress', ...waiting];
const done: readonly CaseStatus[] = ['resolved', 'closed'];
const notClosed: readonly CaseStatus[] = [...open, 'resolved'];
const any: readonly CaseStatus[] = [...open, ...done];
/** Not about a case that is there already. */
const none: readonly CaseStatus[] = [];

interface Permission {
  readonly roles: readonly Role[];
  readonly states: readonly CaseStatus[];
  /** After "Only a lead can"; `{case}` stands for the name of the case. */
  readonly does: string;
}

export const permissions = {
  create_case: { roles: agents, states: none, does: 'open a case' },
  /** Opens a case for somebody else. */
  create_for_another: { roles: leads, states: none, does: 'give a new case to somebody else' },
  open_emergency: { roles: agents, states: none, does: 'log an emergency' },
  set_severity: { roles: agents, states: notClosed, does: 'set the severity of {case}' },
  claim: { roles: agents, states: notClosed, does: 'claim {case}' },
  assign: { roles: agents, states: notClosed, does: 'assign {case}' },
  release: { roles: agents, states: notClosed, does: 'release {case}' },
  /** Gives away or releases a case that belongs to somebody else, or to nobody. */
  reassign: { roles: leads, states: notClosed, does: 'reassign {case}' },
  change_agreement: { roles: leads, states: notClosed, does: 'change the agreement of {case}' },
  message_customer: { roles: agents, states: notClosed, does: 'write to the customer of {case}' },
  add_note: { roles: everybody, states: any, does: 'add a note to {case}' },
  log_call: { roles: agents, states: notClosed, does: 'log a call on {case}' },
  wait: { roles: agents, states: open, does: 'set {case} to waiting' },
  resume: { roles: agents, states: waiting, does: 'resume {case}' },
  resolve: { roles: agents, states: open, does: 'resolve {case}' },
  close: { roles: agents, states: notClosed, does: 'close {case}' },
  reopen: { roles: agents, states: done, does: 'reopen {case}' },
  set_root_cause: { roles: agents, states: any, does: 'write down the root cause of {case}' },
  set_breach_reason: { roles: agents, states: any, does: 'explain a missed clock of {case}' },
  hand_off: { roles: ['coa', 'lead'], states: open, does: 'hand {case} off to the TAEs' },
  accept_hand_off: { roles: ['tae', 'lead'], states: open, does: 'accept the hand-off of {case}' },
  return_hand_off: { roles: ['tae', 'lead'], states: open, does: 'return the hand-off of {case}' },
  /** Returns what another TAE has accepted. */
  return_for_another: { roles: leads, states: open, does: "return another TAE's hand-off of {case}" },
  escalate: { roles: ['tae', 'lead'], states: open, does: 'escalate {case} to another team' },
  /** To a team that works on a Statement of Work: non-standard work is no technical question. */
  route_to_services: { roles: agents, states: open, does: 'send {case} to Professional Services' },
  change_ticket: { roles: agents, states: any, does: 'change the ticket of {case}' },
  merge_cases: { roles: agents, states: notClosed, does: 'merge {case}' },
  undo: { roles: agents, states: any, does: 'undo something on {case}' },
  snooze: { roles: agents, states: open, does: 'snooze {case}' },
  unsnooze: { roles: agents, states: any, does: 'end the snooze of {case}' },
  set_reminder: { roles: agents, states: any, does: 'set a reminder on {case}' },
  finish_reminder: { roles: agents, states: any, does: 'tick off a reminder on {case}' },
  /** Sets a reminder for somebody else, or ticks off another's. */
  remind_another: { roles: leads, states: any, does: 'set a reminder on {case} for somebody else' },
  vote: { roles: agents, states: notClosed, does: 'change the votes of {case}' },
  set_request: { roles: agents, states: notClosed, does: 'fill in the request of {case}' },
  check_item: { roles: agents, states: notClosed, does: 'tick off the checklist of {case}' },
  save_view: { roles: everybody, states: none, does: 'save a view' },
  share_view: { roles: leads, states: none, does: 'share a view with the desk' },
  save_macro: { roles: agents, states: none, does: 'save a macro' },
  share_macro: { roles: leads, states: none, does: 'share a macro with the desk' },
  edit_roster: { roles: leads, states: none, does: 'change the on-call roster' },
} as const satisfies Record<string, Permission>;

export type Action = keyof typeof permissions;

export function mayDo(role: Role, action: Action): boolean {
  const { roles }: Permission = permissions[action];
  return roles.includes(role);
}

/** Whether an action fits a case in that state. */
export function fitsState(status: CaseStatus, action: Action): boolean {
  const { states }: Permission = permissions[action];
  return states.includes(status);
}

/** Why a role may not: "Only a COA or a lead can hand case 00012345 off to the TAEs." */
export function onlyWords(action: Action, caseInSentence = 'a case'): string {
  const { roles, does }: Permission = permissions[action];
  return `Only ${listOf(roles.map((role) => roleWords[role]))} can ${does.replace('{case}', caseInSentence)}.`;
}

const roleWords: Readonly<Record<Role, string>> = {
  coa: 'a COA',
  tae: 'a TAE',
  lead: 'a lead',
  administrator: 'an administrator',
};

function listOf(words: readonly string[]): string {
  const last = words.at(-1) ?? 'nobody';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} or ${last}`;
}
