import { describe, expect, it } from 'vitest';
import type { CaseKind } from '../../../../src-shared/cases/case-document.ts';
import { inSentence } from '../../../../src-shared/cases/case-name.ts';
import type { CaseStatus } from '../../../../src-shared/cases/case-state.ts';
import { type Role, roleSchema } from '../../../../src-shared/directory/documents.ts';
import { type Action, fitsState, mayDo, onlyWords, permissions } from '../../../../src-shared/directory/permissions.ts';
import type { Outcome } from '../../../../src-shared/mutators/mutator.ts';
import { type MutatorName, mutators } from '../../../../src-shared/mutators/registry.ts';
import {
  type ActOptions,
  ada,
  brief,
  cedar,
  Desk,
  dana,
  harvest,
  maya,
  monday,
  otherCaseId,
  tess,
  uuid,
} from './desk.ts';

type Act = (desk: Desk, options: ActOptions) => Promise<Outcome>;

interface Trial {
  readonly action: Action;
  readonly act: Act;
  /** What must have happened for it to be accepted; done by a lead. */
  readonly before?: Act;
  /** The kind that the case has from the start. */
  readonly kind?: CaseKind;
}

const asLead: ActOptions = { by: dana, at: 20 };
const actor: Readonly<Record<Role, string>> = { coa: maya, tae: tess, lead: dana, administrator: ada };
const view = {
  name: 'Premier',
  shared: false,
  base: 'open',
  filter: '',
  columns: [],
  sort: null,
  group: null,
} as const;
const hour = 3_600_000;
const fromAt = monday + hour;
const handOff: Act = (desk, options) => desk.on('hand_off', brief, options);
const setReminder: Act = (desk, options) =>
  desk.on('set_reminder', { remindAt: fromAt, forId: options.by ?? maya, about: 'Call.' }, options);
const setRequest: Act = (desk, options) =>
  desk.on(
    'set_request',
    { request: { type: 'report', fields: { period: '2025', recipient: 'Lee Cho, auditor' } } },
    options,
  );
const escalate: Act = (desk, options) =>
  desk.on('escalate', { team: 'development', ticketRef: 'DEV-1', wait: false }, options);
const saveMacro: Act = (desk, options) =>
  desk.act('save_macro', { macroId: uuid(302), name: 'Thanks', text: 'Thank you.', kinds: [], shared: false }, options);
const emergency = {
  calledAt: monday,
  subject: 'Ordering is down',
  text: '',
  accountId: harvest,
  contactId: null,
  severity: 1,
  emergency: { whatIsDown: 'Order entry' },
} as const;

/** Every action on a case that is there; a new one is added here. */
const onCase: Readonly<Record<OnCase, Trial>> = {
  set_severity: { action: 'set_severity', act: (desk, options) => desk.on('set_severity', { severity: 1 }, options) },
  claim: { action: 'claim', act: (desk, options) => desk.on('claim', {}, options) },
  assign: {
    action: 'assign',
    act: (desk, options) => desk.on('assign', { ownerId: options.by ?? maya }, options),
  },
  release: {
    action: 'release',
    before: (desk) => desk.on('claim', {}, asLead),
    act: (desk, options) => desk.on('release', {}, options),
  },
  message_customer: {
    action: 'message_customer',
    act: (desk, options) => desk.on('message_customer', { text: 'We are on it.' }, options),
  },
  add_note: { action: 'add_note', act: (desk, options) => desk.on('add_note', { text: 'Seen.' }, options) },
  log_call: {
    action: 'log_call',
    act: (desk, options) => desk.on('log_call', { connected: true, text: 'They know.' }, options),
  },
  wait: { action: 'wait', act: (desk, options) => desk.on('wait', { on: 'development' }, options) },
  resume: { action: 'resume', act: (desk, options) => desk.on('resume', {}, options) },
  resolve: { action: 'resolve', act: (desk, options) => desk.on('resolve', {}, options) },
  close: { action: 'close', act: (desk, options) => desk.on('close', { reason: 'resolved' }, options) },
  reopen: { action: 'reopen', act: (desk, options) => desk.on('reopen', {}, options) },
  set_root_cause: {
    action: 'set_root_cause',
    act: (desk, options) => desk.on('set_root_cause', { rootCause: 'A full disk.' }, options),
  },
  set_breach_reason: {
    action: 'set_breach_reason',
    // Once the time for triage is over.
    act: (desk, options) =>
      desk.on('set_breach_reason', { clock: 'triage', code: 'volume' }, { ...options, at: (options.at ?? 0) + 240 }),
  },
  change_agreement: {
    action: 'change_agreement',
    act: (desk, options) => desk.on('change_agreement', { agreement: 'premier' }, options),
  },
  hand_off: { action: 'hand_off', act: handOff },
  accept_hand_off: {
    action: 'accept_hand_off',
    before: (desk) => handOff(desk, asLead),
    act: (desk, options) => desk.on('accept_hand_off', {}, options),
  },
  return_hand_off: {
    action: 'return_hand_off',
    before: (desk) => handOff(desk, asLead),
    act: (desk, options) => desk.on('return_hand_off', { reason: 'Which partner?' }, options),
  },
  escalate: { action: 'escalate', act: escalate },
  change_ticket: {
    action: 'change_ticket',
    before: (desk) => escalate(desk, asLead),
    act: (desk, options) => desk.on('change_ticket', { ticketRef: 'DEV-1', status: 'In review' }, options),
  },
  merge_cases: {
    action: 'merge_cases',
    before: (desk) => desk.create({ caseId: otherCaseId, eventId: desk.newEventId() }, asLead),
    act: (desk, options) => desk.on('merge_cases', { into: otherCaseId, intoEventId: desk.newEventId() }, options),
  },
  snooze: { action: 'snooze', act: (desk, options) => desk.on('snooze', { untilAt: null }, options) },
  unsnooze: {
    action: 'unsnooze',
    before: (desk) => desk.on('snooze', { untilAt: null }, asLead),
    act: (desk, options) => desk.on('unsnooze', {}, options),
  },
  set_reminder: { action: 'set_reminder', act: setReminder },
  finish_reminder: {
    action: 'finish_reminder',
    before: (desk) => setReminder(desk, asLead),
    act: (desk, options) => desk.on('finish_reminder', { reminderId: desk.lastEvent().id }, options),
  },
  set_request: { action: 'set_request', kind: 'service_request', act: setRequest },
  check_item: {
    action: 'check_item',
    kind: 'service_request',
    before: (desk) => setRequest(desk, asLead),
    act: (desk, options) => desk.on('check_item', { item: 'sent', done: true }, options),
  },
  vote: {
    action: 'vote',
    kind: 'enhancement',
    act: (desk, options) => desk.on('vote', { accountId: cedar }, options),
  },
  undo: {
    action: 'undo',
    before: (desk) => desk.on('claim', {}, asLead),
    act: (desk, options) => desk.on('undo', { undoes: desk.lastEvent().id }, options),
  },
};

/** Actions whose arguments decide by which row of the table they go. */
const byArguments: Readonly<Record<string, Trial>> = {
  route_to_services: {
    action: 'route_to_services',
    act: (desk, options) =>
      desk.on('escalate', { team: 'professional_services', sowRef: 'SOW-7', wait: false }, options),
  },
};

/** Every action that is not on a case that is there. */
const elsewhere: Readonly<Record<Elsewhere, Trial>> = {
  create_case: {
    action: 'create_case',
    act: (desk, options) => desk.create({ caseId: otherCaseId, eventId: desk.newEventId() }, options),
  },
  open_emergency: {
    action: 'open_emergency',
    act: (desk, options) =>
      desk.act('open_emergency', { ...emergency, caseId: otherCaseId, eventId: desk.newEventId() }, options),
  },
  save_macro: { action: 'save_macro', act: saveMacro },
  remove_macro: {
    action: 'save_macro',
    before: async (desk, { by }) => {
      desk.put('macros', uuid(302), { id: uuid(302), name: 'Thanks', text: 'Thank you.', ownerId: by, kinds: [] });
      return { accepted: true };
    },
    act: (desk, options) => desk.act('remove_macro', { macroId: uuid(302) }, options),
  },
  save_view: {
    action: 'save_view',
    act: (desk, options) => desk.act('save_view', { viewId: uuid(300), ...view }, options),
  },
  remove_view: {
    action: 'save_view',
    before: (desk, options) => desk.act('save_view', { viewId: uuid(300), ...view }, options),
    act: (desk, options) => desk.act('remove_view', { viewId: uuid(300) }, options),
  },
  add_shift: {
    action: 'edit_roster',
    act: (desk, options) =>
      desk.act('add_shift', { shiftId: uuid(301), userId: tess, fromAt, toAt: fromAt + hour }, options),
  },
  remove_shift: {
    action: 'edit_roster',
    before: (desk) => desk.act('add_shift', { shiftId: uuid(301), userId: tess, fromAt, toAt: fromAt + hour }, asLead),
    act: (desk, options) => desk.act('remove_shift', { shiftId: uuid(301) }, options),
  },
};

type Elsewhere =
  | 'create_case'
  | 'open_emergency'
  | 'save_macro'
  | 'remove_macro'
  | 'save_view'
  | 'remove_view'
  | 'add_shift'
  | 'remove_shift';
/** `withdraw` does nothing, for whoever sends it. */
type OnCase = Exclude<MutatorName, Elsewhere | 'withdraw'>;

const agreed = { who: 'Irene Kapoor', at: monday, how: 'On the phone.' };

/** What leads a new case into each state. */
const into: Readonly<Record<CaseStatus, readonly Act[]>> = {
  new: [],
  triaged: [(desk, options) => desk.on('set_severity', { severity: 2 }, options)],
  in_progress: [(desk, options) => desk.on('message_customer', { text: 'Hello.' }, options)],
  waiting_customer: [(desk, options) => desk.on('wait', { on: 'customer' }, options)],
  waiting_development: [(desk, options) => desk.on('wait', { on: 'development' }, options)],
  waiting_internally: [(desk, options) => desk.on('wait', { on: 'internally' }, options)],
  resolved: [(desk, options) => desk.on('resolve', {}, options)],
  closed: [
    (desk, options) => desk.on('resolve', {}, options),
    // Closed as resolved, a request whose checklist is not done would be refused.
    (desk, options) => desk.on('close', { reason: 'agreement', agreed }, options),
  ],
};
const states = Object.keys(into) as readonly CaseStatus[];

/** Refusals that say nothing but that the case is in another state. */
const stateCodes: ReadonlySet<string> = new Set(['wrong_state', 'case_closed', 'not_open', 'not_waiting', 'not_done']);

async function deskIn(status: CaseStatus, { before, kind = 'issue' }: Trial): Promise<Desk> {
  const desk = new Desk();
  await desk.create({ kind });
  const steps = into[status];
  // What an action needs is there before the case ends.
  if (before !== undefined && status !== 'new') await before(desk, asLead);
  for (const step of steps) await step(desk, { by: dana, at: 21 });
  if (before !== undefined) await before(desk, { by: dana, at: 22 });
  expect(desk.state().status).toBe(status);
  return desk;
}

function isRoleRefusal(outcome: Outcome, action: Action, name: string): boolean {
  return !outcome.accepted && outcome.code === 'not_allowed' && outcome.message === onlyWords(action, name);
}

describe('rule-6 the table of permissions', () => {
  it('is tried with every action there is', () => {
    expect([...Object.keys(onCase), ...Object.keys(elsewhere), 'withdraw'].sort()).toEqual(
      Object.keys(mutators).sort(),
    );
  });

  it.each(Object.entries({ ...onCase, ...byArguments }))(
    'decides who may %s in which state, and nothing else does',
    async (_name, trial) => {
      const { action, act } = trial;
      let accepted = 0;
      for (const status of states) {
        for (const role of roleSchema.options) {
          const desk = await deskIn(status, trial);
          const stood = desk.case();
          const outcome = await act(desk, { by: actor[role], at: 30 });
          const where = `${action} by ${role} while ${status}: ${JSON.stringify(outcome)}`;
          const name = inSentence(`Case ${stood.number}`);
          expect(isRoleRefusal(outcome, action, name), where).toBe(!mayDo(role, action));
          if (outcome.accepted) accepted += 1;
          else expect(desk.case(), where).toEqual(stood);
          if (!mayDo(role, action)) continue;
          if (!fitsState(status, action)) expect(outcome.accepted, where).toBe(false);
          else if (!outcome.accepted) expect(stateCodes.has(outcome.code), where).toBe(false);
        }
      }
      expect(accepted).toBeGreaterThan(0);
    },
  );

  it.each(Object.entries(elsewhere))('decides who may %s', async (_name, { action, act, before }) => {
    for (const role of roleSchema.options) {
      const desk = new Desk();
      const options = { by: actor[role], at: 30 };
      await before?.(desk, options);
      const outcome = await act(desk, options);
      expect(isRoleRefusal(outcome, action, 'a case'), role).toBe(!mayDo(role, action));
      if (mayDo(role, action)) expect(outcome, role).toEqual({ accepted: true });
    }
  });

  it('has no row for a role or state that is none', () => {
    for (const { roles, states: fitting } of Object.values(permissions)) {
      expect(roleSchema.options).toEqual(expect.arrayContaining([...roles]));
      expect(states).toEqual(expect.arrayContaining([...fitting]));
    }
  });
});
