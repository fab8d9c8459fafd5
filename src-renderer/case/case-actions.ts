import { v7 as newUuid } from 'uuid';
import { z } from 'zod';
import {
  type CaseKind,
  type Channel,
  caseIdSchema,
  type Priority,
  type ServiceRequest,
  type Severity,
  type TriageAnswers,
  type WaitingOn,
} from '../../src-shared/cases/case-document.ts';
import { caseName } from '../../src-shared/cases/case-name.ts';
import type { ClockName, CustomerClockName } from '../../src-shared/cases/case-state.ts';
import { lastCustomerMessage } from '../../src-shared/cases/last-message.ts';
import type { AccountId, CaseId, ContactId, EpochMs, EventId, ProductId, UserId } from '../../src-shared/ids.ts';
import { accepted, type Outcome } from '../../src-shared/mutators/mutator.ts';
import type { ClosingForm } from '../dialogs/closing-form.ts';
import type { ReminderForm } from '../dialogs/ReminderDialog.tsx';
import type { AttentionItem, DraftKind, Replica } from '../replica/replica.ts';

/** What the new case form holds when it is sent. */
export interface NewCase {
  readonly subject: string;
  readonly text: string;
  readonly accountId: AccountId;
  readonly contactId: ContactId | null;
  readonly channel: Channel;
  readonly priority: Priority;
  readonly severity: Severity | null;
  readonly kind: CaseKind | null;
  readonly productId: ProductId | null;
  readonly ownerId: UserId | null;
  /** What a request for service asks for, if it is known already. */
  readonly request?: ServiceRequest | undefined;
}

/** What a hand-off tells the TAEs. */
export interface HandOffForm {
  readonly summary: string;
  readonly impact: string;
  readonly stepsTried: string;
  readonly evidence: string;
}

/** What the form of an escalation holds; what is blank is left out. */
export interface EscalationForm {
  readonly team: string;
  readonly ticketRef: string;
  readonly link: string;
  readonly plannedReleaseOn: string;
  readonly sowRef: string;
  readonly text: string;
  readonly wait: boolean;
}

/** What the form of a ticket holds; a blank date: no release is planned. */
export interface TicketForm {
  readonly ticketRef: string;
  readonly status: string;
  readonly plannedReleaseOn: string;
  readonly link: string;
}

/** A missed clock, and why it was missed by the policy's codes. */
export type ExplainedClock = readonly [clock: ClockName, code: string];

/** What somebody who closes a case found out, and the case does not know yet. */
export interface FoundOut {
  readonly rootCause: string | null;
  readonly breachReasons: readonly (readonly [clock: CustomerClockName, code: string])[];
}

/** An action that was stored: its name on the wire, and what it was done with. */
export interface StoredAction {
  readonly name: string;
  readonly args: { readonly caseId: string; readonly eventId: string };
}

/** What an agent can do to cases. Every action resolves when it is durably stored here, or says why it is refused. */
export interface CaseActions {
  create(made: NewCase): Promise<{ readonly caseId: CaseId; readonly outcome: Outcome }>;
  claim(caseId: CaseId): Promise<Outcome>;
  release(caseId: CaseId): Promise<Outcome>;
  assign(caseId: CaseId, ownerId: UserId): Promise<Outcome>;
  setSeverity(
    caseId: CaseId,
    found: {
      readonly severity: Severity;
      readonly kind: CaseKind | null;
      readonly productId: ProductId | null;
      readonly answers: TriageAnswers | null;
      readonly text: string;
    },
  ): Promise<Outcome>;
  /** Leaves kind, product and what was answered at triage as they are. */
  setSeverityOnly(caseId: CaseId, severity: Severity): Promise<Outcome>;
  changeAgreement(caseId: CaseId, agreement: string): Promise<Outcome>;
  /** `macro`: the one that a message was begun with. */
  send(caseId: CaseId, kind: DraftKind, text: string, connected: boolean, macro?: string): Promise<Outcome>;
  wait(caseId: CaseId, on: WaitingOn): Promise<Outcome>;
  resume(caseId: CaseId): Promise<Outcome>;
  /** @param rootCause left out where it is blank. */
  resolve(caseId: CaseId, text: string, rootCause?: string): Promise<Outcome>;
  close(caseId: CaseId, form: ClosingForm, found: FoundOut): Promise<Outcome>;
  setRootCause(caseId: CaseId, rootCause: string): Promise<Outcome>;
  /** Why clocks were missed; the remark goes with each. */
  explainMissed(caseId: CaseId, given: readonly ExplainedClock[], text: string): Promise<Outcome>;
  reopen(caseId: CaseId, text: string): Promise<Outcome>;
  handOff(caseId: CaseId, form: HandOffForm): Promise<Outcome>;
  acceptHandOff(caseId: CaseId): Promise<Outcome>;
  returnHandOff(caseId: CaseId, reason: string): Promise<Outcome>;
  escalate(caseId: CaseId, form: EscalationForm): Promise<Outcome>;
  changeTicket(caseId: CaseId, form: TicketForm): Promise<Outcome>;
  merge(caseId: CaseId, into: CaseId, text: string): Promise<Outcome>;
  snooze(caseId: CaseId, untilAt: EpochMs | null): Promise<Outcome>;
  unsnooze(caseId: CaseId): Promise<Outcome>;
  setReminder(caseId: CaseId, reminder: ReminderForm): Promise<Outcome>;
  finishReminder(caseId: CaseId, reminderId: EventId): Promise<Outcome>;
  undo(caseId: CaseId, undoes: EventId): Promise<Outcome>;
  /** The same actions, each in the place of an item of Needs attention. */
  insteadOf(item: AttentionItem): CaseActions;
}

/** @param onStored called with each action that went well. */
export function createCaseActions(
  replica: Pick<Replica, 'get' | 'mutate'>,
  onStored: (stored: StoredAction) => void = () => {},
  instead: AttentionItem | null = null,
): CaseActions {
  const on = (caseId: CaseId) => {
    const doc = replica.get('cases', caseId);
    return { caseId, eventId: newUuid(), ...(doc === undefined ? {} : { knownAs: caseName(doc) }) };
  };
  const seenOn = (caseId: CaseId) => lastCustomerMessage(replica.get('cases', caseId)?.events ?? [])?.id ?? null;
  const mutate: Replica['mutate'] = async (name, args, resolves = instead?.id, writtenIn) => {
    const outcome = await replica.mutate(name, args, resolves, writtenIn);
    const ids = storedIds.safeParse(args).data;
    if (outcome.accepted && ids !== undefined) onStored({ name, args: ids });
    return outcome;
  };
  const remark = (text: string) => (text.trim() === '' ? {} : { text });
  return {
    async create(made) {
      const { severity, kind, productId, ...rest } = made;
      // Under the id it was to have: other actions may name it.
      const { data: before } = storedIds.safeParse(instead?.args);
      const caseId = caseIdSchema.parse(instead?.name === 'create_case' && before ? before.caseId : newUuid());
      const outcome = await mutate('create_case', {
        ...rest,
        ...on(caseId),
        ...(severity === null ? {} : { severity }),
        ...(kind === null ? {} : { kind }),
        ...(productId === null ? {} : { productId }),
      });
      return { caseId, outcome };
    },
    claim: (caseId) => mutate('claim', on(caseId)),
    release: (caseId) => mutate('release', on(caseId)),
    assign: (caseId, ownerId) => mutate('assign', { ...on(caseId), ownerId }),
    setSeverity: (caseId, { severity, kind, productId, answers, text }) =>
      mutate('set_severity', {
        ...on(caseId),
        severity,
        productId,
        ...(kind === null ? {} : { kind }),
        ...(answers === null ? {} : { answers }),
        ...remark(text),
      }),
    setSeverityOnly: (caseId, severity) => mutate('set_severity', { ...on(caseId), severity }),
    changeAgreement: (caseId, agreement) => mutate('change_agreement', { ...on(caseId), agreement }),
    send(caseId, kind, text, connected, macro) {
      const about = { ...on(caseId), text };
      if (kind === 'reply') {
        return mutate('message_customer', { ...about, ...(macro === undefined ? {} : { macro }) }, undefined, caseId);
      }
      if (kind === 'note') return mutate('add_note', about, undefined, caseId);
      return mutate('log_call', { ...about, connected }, undefined, caseId);
    },
    wait: (caseId, waitingOn) => mutate('wait', { ...on(caseId), on: waitingOn }),
    resume: (caseId) => mutate('resume', on(caseId)),
    resolve: (caseId, text, rootCause = '') =>
      mutate('resolve', {
        ...on(caseId),
        ...(rootCause.trim() === '' ? {} : { rootCause }),
        seenMessageId: seenOn(caseId),
        ...remark(text),
      }),
    async close(caseId, form, found) {
      // What was found out holds whatever becomes of the closing, so it goes first, as actions of their own.
      const first: (() => Promise<Outcome>)[] = found.breachReasons.map(
        ([clock, code]) =>
          () =>
            replica.mutate('set_breach_reason', { ...on(caseId), clock, code }),
      );
      const { rootCause } = found;
      if (rootCause !== null) first.push(() => replica.mutate('set_root_cause', { ...on(caseId), rootCause }));
      for (const act of first) {
        const outcome = await act();
        if (!outcome.accepted) return outcome;
      }
      const { reason, ticketRef, who, agreedAt: at, how, closureCode, text } = form;
      return mutate('close', {
        ...on(caseId),
        reason,
        ...(reason === 'development' && ticketRef !== '' ? { ticketRef } : {}),
        ...(reason === 'agreement' && at !== null ? { agreed: { who, at, how } } : {}),
        ...(closureCode === '' ? {} : { closureCode }),
        seenMessageId: seenOn(caseId),
        ...remark(text),
      });
    },
    setRootCause: (caseId, rootCause) => mutate('set_root_cause', { ...on(caseId), rootCause }),
    async explainMissed(caseId, given, text) {
      for (const [clock, code] of given) {
        const outcome = await mutate('set_breach_reason', { ...on(caseId), clock, code, ...remark(text) });
        if (!outcome.accepted) return outcome;
      }
      return accepted;
    },
    reopen: (caseId, text) => mutate('reopen', { ...on(caseId), ...remark(text) }),
    handOff: (caseId, form) => mutate('hand_off', { ...on(caseId), ...form }),
    acceptHandOff: (caseId) => mutate('accept_hand_off', on(caseId)),
    returnHandOff: (caseId, reason) => mutate('return_hand_off', { ...on(caseId), reason }),
    escalate: (caseId, { team, wait, ...rest }) => mutate('escalate', { ...on(caseId), team, wait, ...filled(rest) }),
    changeTicket: (caseId, { ticketRef, plannedReleaseOn, ...rest }) =>
      mutate('change_ticket', {
        ...on(caseId),
        ticketRef,
        plannedReleaseOn: plannedReleaseOn === '' ? null : plannedReleaseOn,
        ...filled(rest),
      }),
    merge: (caseId, into, text) =>
      mutate('merge_cases', { ...on(caseId), into, intoEventId: newUuid(), ...remark(text) }),
    snooze: (caseId, untilAt) => mutate('snooze', { ...on(caseId), untilAt }),
    unsnooze: (caseId) => mutate('unsnooze', on(caseId)),
    setReminder: (caseId, reminder) => mutate('set_reminder', { ...on(caseId), ...reminder }),
    finishReminder: (caseId, reminderId) => mutate('finish_reminder', { ...on(caseId), reminderId }),
    undo: (caseId, undoes) => mutate('undo', { ...on(caseId), undoes }),
    insteadOf: (item) => createCaseActions(replica, onStored, item),
  };
}

/** The fields of a form that say something. */
function filled<Form extends Readonly<Record<string, string>>>(form: Form): Partial<Form> {
  const said = Object.entries(form).filter(([, text]) => text.trim() !== '');
  return Object.fromEntries(said.map(([key, text]) => [key, key === 'text' ? text : text.trim()])) as Partial<Form>;
}

const storedIds = z.object({ caseId: z.string(), eventId: z.string() });
