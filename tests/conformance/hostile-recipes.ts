import type { MutatorName } from '../../src-shared/mutators/registry.ts';

/** Ids and times of one attempt. */
export interface Attempt {
  readonly caseId: string;
  readonly otherId: string;
  readonly now: number;
  /** A fresh UUID. */
  id(): string;
}

/** How to do an action so that it is accepted, and what has to be done before. */
interface Recipe {
  readonly args: (attempt: Attempt) => object;
  readonly before?: (attempt: Attempt) => readonly (readonly [MutatorName, object])[];
}

const about = { accountId: 'fresh', contactId: null, channel: 'portal', priority: 2 };
const report = { type: 'ssae18_report', fields: { period: '2026', recipient: 'Audit' } };
const brief = { summary: 'a', impact: 'b', stepsTried: 'c', evidence: 'd' };
const ticket = (attempt: Attempt): readonly [MutatorName, object] => [
  'escalate',
  { team: 'development', ticketRef: `DEV-${attempt.id().slice(-12)}`, wait: false },
];
const handedOff = (): readonly (readonly [MutatorName, object])[] => [['hand_off', brief]];

/** One for each action; a case is there already, opened by the acting lead, and it is a request for service. */
export const hostileRecipes: { readonly [Name in MutatorName]: Recipe } = {
  create_case: {
    args: ({ otherId }) => ({
      caseId: otherId,
      ...about,
      subject: 'a',
      text: 'b',
      kind: 'service_request',
      request: report,
    }),
  },
  open_emergency: {
    args: ({ otherId, now }) => ({
      caseId: otherId,
      calledAt: now,
      subject: 'a',
      text: '',
      accountId: 'fresh',
      contactId: null,
      severity: 1,
      emergency: { whatIsDown: 'a' },
    }),
  },
  set_severity: { args: () => ({ severity: 3 }) },
  claim: { args: () => ({}) },
  assign: { args: () => ({ ownerId: 'bob' }) },
  release: { args: () => ({}), before: () => [['claim', {}]] },
  message_customer: { args: () => ({ text: 'a' }) },
  add_note: { args: () => ({ text: 'a' }) },
  log_call: { args: () => ({ connected: true, text: 'a' }) },
  wait: { args: () => ({ on: 'development' }) },
  resume: { args: () => ({}), before: () => [['wait', { on: 'development' }]] },
  resolve: { args: () => ({ rootCause: 'a' }) },
  close: {
    args: ({ now }) => ({
      reason: 'agreement',
      agreed: { who: 'Irene', at: now, how: 'On the phone' },
      closureCode: 'fixed',
    }),
  },
  reopen: { args: () => ({}), before: () => [['resolve', { rootCause: 'a' }]] },
  set_root_cause: { args: () => ({ rootCause: 'a' }) },
  set_breach_reason: { args: () => ({ clock: 'first_response', code: 'volume' }) },
  change_agreement: { args: () => ({ agreement: 'premier' }) },
  hand_off: { args: () => brief },
  accept_hand_off: { args: () => ({}), before: handedOff },
  return_hand_off: { args: () => ({ reason: 'a' }), before: handedOff },
  escalate: { args: (attempt) => ({ ...ticket(attempt)[1], sowRef: 'SOW-1' }) },
  change_ticket: {
    args: () => ({ ticketRef: 'DEV-1', status: 'a' }),
    before: () => [['escalate', { team: 'development', ticketRef: 'DEV-1', wait: false }]],
  },
  merge_cases: {
    args: ({ otherId, id }) => ({ into: otherId, intoEventId: id() }),
    before: ({ otherId }) => [['create_case', { caseId: otherId, ...about, subject: 'a', text: 'b' }]],
  },
  snooze: { args: () => ({ untilAt: null }) },
  unsnooze: { args: () => ({}), before: () => [['snooze', { untilAt: null }]] },
  set_reminder: { args: ({ now }) => ({ remindAt: now + 3_600_000, forId: 'ann', about: 'a' }) },
  finish_reminder: { args: ({ id }) => ({ reminderId: id() }) },
  save_view: {
    args: ({ otherId }) => ({
      viewId: otherId,
      name: 'a',
      shared: false,
      base: 'open',
      filter: '',
      columns: [],
      sort: { by: 'left', descending: false },
      group: null,
    }),
  },
  remove_view: { args: ({ otherId }) => ({ viewId: otherId }) },
  add_shift: { args: ({ otherId, now }) => ({ shiftId: otherId, userId: 'bob', fromAt: now, toAt: now + 3_600_000 }) },
  remove_shift: { args: ({ otherId }) => ({ shiftId: otherId }) },
  set_request: { args: () => ({ request: report }) },
  check_item: { args: () => ({ item: 'nda', done: true }), before: () => [['set_request', { request: report }]] },
  vote: {
    // Its own vote came with the kind.
    args: () => ({ accountId: 'fresh', withdrawn: true }),
    before: () => [['set_severity', { severity: 4, kind: 'enhancement' }]],
  },
  save_macro: {
    args: ({ otherId }) => ({ macroId: otherId, name: 'a', text: 'b', kinds: [], shared: false, closureCode: 'fixed' }),
  },
  remove_macro: { args: ({ otherId }) => ({ macroId: otherId }) },
  undo: { args: ({ id }) => ({ undoes: id() }) },
  withdraw: { args: () => ({ name: 'a', reason: 'b' }) },
};

/** Not about a case, so without its id and that of an event. */
export const notOnCase: ReadonlySet<MutatorName> = new Set([
  'save_view',
  'remove_view',
  'add_shift',
  'remove_shift',
  'save_macro',
  'remove_macro',
  'withdraw',
]);
