import { dateAt } from '../calendar/local-days.ts';
import type { Agreed, closeReasonSchema } from '../cases/case-document.ts';
import { type CaseState, type CustomerClockName, customerClocks, type Escalation } from '../cases/case-state.ts';
import type { EpochMs } from '../ids.ts';
import type { CompiledPolicy } from '../policy/compile-policy.ts';
import { deskCalendar } from '../policy/desk-calendar.ts';
import type { Policy } from '../policy/policy.ts';
import type { RefusalCode } from '../policy/refusal-source.ts';
import { readClock } from '../sla/read-clock.ts';
import { isolated } from '../text/isolated.ts';
import { dateWords, dayTimeWords, dayWords, listWords } from './closing-words.ts';
import { closureRules } from './closure-rules.ts';
import { closableFrom, countOutreaches, nextCountingAt } from './outreach.ts';

const minuteMs = 60_000;

export type CloseReason = (typeof closeReasonSchema.options)[number];

/** What whoever closes a case brings with it, besides what the case has already. */
export interface ClosingEvidence {
  readonly ticketRef?: string | undefined;
  readonly agreed?: (Omit<Agreed, 'at'> & { readonly at: EpochMs | null }) | undefined;
  readonly closureCode?: string | undefined;
}

/** One line of the checklist. */
export interface ClosingItem {
  /** The code of the refusal. */
  readonly code: RefusalCode;
  /** What is asked for: "Root cause, for severity 1". */
  readonly what: string;
  /** `advised`: should be there, but the case closes without it. */
  readonly state: 'met' | 'missing' | 'advised';
  /** What there is, or what is missing, as a sentence. */
  readonly detail: string;
  /** From when on it can be met at the earliest, where that is a matter of time. */
  readonly allowedAt: EpochMs | null;
}

export interface ClosingChecklist {
  readonly reason: CloseReason;
  readonly items: readonly ClosingItem[];
  /** Nothing is missing. */
  readonly isClosable: boolean;
}

/**
 * What closing a case for a reason asks for at an instant (published policy, closure (a) to (d)), what of it is there and
 * what is missing. The app shows it, and the `close` action is refused by it, here and on the backend.
 */
export function closingChecklist(
  policy: CompiledPolicy,
  state: CaseState,
  reason: CloseReason,
  evidence: ClosingEvidence,
  at: EpochMs,
): ClosingChecklist {
  const items = [
    ...itemsOf(policy, state, reason, evidence, at),
    ...closureCodeItems(policy.policy, evidence),
    ...breachItems(policy.policy, state, at),
  ];
  return { reason, items, isClosable: items.every(({ state: found }) => found !== 'missing') };
}

/** Whether the severity is one that is resolved with its root cause only (assumption, switchable). */
export function needsRootCause(policy: Policy, { severity }: CaseState): boolean {
  return closureRules(policy).rootCauseFor.includes(severity);
}

/** The case's tickets at teams that the vendor counts as development; a policy without teams knows no others. */
export function developmentTickets(policy: Policy, state: CaseState): readonly (Escalation & { ticketRef: string })[] {
  return state.work.escalations.flatMap((escalation) => {
    const { ticketRef, team } = escalation;
    const waitsOn = policy.teams === undefined ? 'development' : policy.teams[team]?.waits_on;
    return ticketRef !== null && waitsOn === 'development' ? [{ ...escalation, ticketRef }] : [];
  });
}

/** Overdue at that instant, or stopped when it was. */
export function isMissed(state: CaseState, name: keyof CaseState['clocks'], at: EpochMs): boolean {
  const clock = state.clocks[name];
  if (clock === undefined) return false;
  const reading = readClock(clock, Math.max(at, state.lastEventAt)).state;
  return reading === 'missed' || reading === 'breached';
}

function itemsOf(
  policy: CompiledPolicy,
  state: CaseState,
  reason: CloseReason,
  evidence: ClosingEvidence,
  at: EpochMs,
): readonly ClosingItem[] {
  switch (reason) {
    case 'resolved':
      return [resolvedItem(state), ...rootCauseItems(policy.policy, state), ...requestItems(policy.policy, state)];
    case 'no_response':
      return [outreachItem(policy, state, at)];
    case 'development':
      return developmentItems(policy, state, evidence, at);
    case 'agreement':
      return agreementItems(policy, state, evidence, at);
  }
}

function resolvedItem({ status }: CaseState): ClosingItem {
  return item('not_resolved', 'Resolved', status === 'resolved', 'It is resolved.', 'Resolve it first.');
}

function rootCauseItems(policy: Policy, state: CaseState): readonly ClosingItem[] {
  if (!needsRootCause(policy, state)) return [];
  const what = `Root cause, for severity ${state.severity}`;
  const { rootCause } = state.work;
  return [item('no_root_cause', what, rootCause !== null, rootCause ?? '', 'Write down the root cause.')];
}

/** A request for service is done when its checklist is (assumption). */
function requestItems(policy: Policy, { work }: CaseState): readonly ClosingItem[] {
  const type = work.request === null ? undefined : policy.service_requests?.[work.request.type];
  return (type?.checklist ?? []).map(({ key, label }) =>
    item(
      'request_not_done',
      label,
      work.checked.includes(key),
      'Ticked off.',
      `Tick off “${isolated(label)}” on the checklist of the request.`,
    ),
  );
}

function outreachItem(policy: CompiledPolicy, state: CaseState, at: EpochMs): ClosingItem {
  const count = countOutreaches(policy, state);
  const { counted, needed, calendar } = count;
  const what =
    calendar === null
      ? `${needed} outreaches without a response`
      : `Outreaches without a response on ${needed} support days`;
  const days = calendar === null ? '' : ` (${listWords(counted.map((day) => dayWords(day, calendar.timeZone)))})`;
  const soFar = `${counted.length} of ${needed} outreaches count${counted.length === 0 ? '' : days}.`;
  if (counted.length >= needed)
    return { code: 'too_few_outreaches', what, state: 'met', detail: soFar, allowedAt: null };
  const from = closableFrom(count, at);
  return {
    code: 'too_few_outreaches',
    what,
    state: 'missing',
    detail: `${soFar} ${nextWords(count, at)}`,
    allowedAt: from === at ? null : from,
  };
}

function nextWords(count: ReturnType<typeof countOutreaches>, at: EpochMs): string {
  const { calendar } = count;
  const more = count.needed - count.counted.length;
  if (calendar === null) return more === 1 ? 'One more is needed.' : `${more} more are needed.`;
  const next = nextCountingAt(count, at);
  const from = closableFrom(count, at);
  if (next === null || from === null) return 'The calendar has no support day any more on which another one counts.';
  const nextOne = `The next one counts ${next === at ? 'today' : `from ${dayTimeWords(next, calendar.timeZone)}`}.`;
  return more === 1 ? nextOne : `${nextOne} It can be closed on ${dayWords(from, calendar.timeZone)} at the earliest.`;
}

function developmentItems(
  policy: CompiledPolicy,
  state: CaseState,
  { ticketRef }: ClosingEvidence,
  at: EpochMs,
): readonly ClosingItem[] {
  const tickets = developmentTickets(policy.policy, state);
  const ticket = tickets.find((each) => each.ticketRef === ticketRef);
  const what = 'Development ticket';
  if (ticket === undefined) {
    const missing =
      tickets.length === 0
        ? 'Escalate it to development first, with the reference of a ticket.'
        : ticketRef === undefined
          ? 'Choose the ticket it is closed on.'
          : `It was not escalated to development on ticket ${isolated(ticketRef)}.`;
    return [item('no_ticket', what, false, '', missing)];
  }
  const date = ticket.plannedReleaseOn;
  const ref = isolated(ticket.ticketRef);
  const zone = deskCalendar(policy)?.timeZone ?? 'UTC';
  const isAhead = date !== null && date > dateAt(zone, at);
  const release = date === null ? '' : dateWords(date);
  return [
    item('no_ticket', what, true, `Ticket ${ref}.`, ''),
    item(
      'no_release_ahead',
      'Release date ahead',
      isAhead,
      `Planned on ${release}.`,
      date === null
        ? `Ticket ${ref} has no planned release date.`
        : `The release of ticket ${ref} was planned on ${release}, which is not ahead any more.`,
    ),
  ];
}

function agreementItems(
  policy: CompiledPolicy,
  { openedAt }: CaseState,
  { agreed }: ClosingEvidence,
  at: EpochMs,
): readonly ClosingItem[] {
  const who = agreed?.who.trim() ?? '';
  const how = agreed?.how.trim() ?? '';
  const zone = deskCalendar(policy)?.timeZone ?? 'UTC';
  const whenAgreed = agreed?.at ?? null;
  const isPast = whenAgreed !== null && whenAgreed <= at;
  // Who says when says it to the minute.
  const isBefore = whenAgreed !== null && whenAgreed < openedAt - (openedAt % minuteMs);
  return [
    item('no_agreement', 'Who agreed', who !== '', who, 'Say who of the customer agreed.'),
    {
      ...item(
        whenAgreed === null ? 'no_agreement' : isBefore ? 'agreed_earlier' : 'agreed_later',
        'When',
        isPast && !isBefore,
        whenAgreed === null ? '' : dayTimeWords(whenAgreed, zone),
        whenAgreed === null
          ? 'Say when they agreed.'
          : isBefore
            ? 'They cannot have agreed before the case was opened.'
            : 'They cannot have agreed in the future.',
      ),
      allowedAt: isPast ? null : whenAgreed,
    },
    item('no_agreement', 'How', how !== '', how, 'Say how they agreed: on a call, in a mail.'),
  ];
}

function closureCodeItems(policy: Policy, { closureCode }: ClosingEvidence): readonly ClosingItem[] {
  const { closureCodes } = closureRules(policy);
  if (closureCode === undefined || closureCodes === null) return [];
  const name = Object.hasOwn(closureCodes, closureCode) ? closureCodes[closureCode] : undefined;
  return [
    item(
      'unknown_closure_code',
      'Closure code',
      name !== undefined,
      `${isolated(name ?? '')}.`,
      `The policy has no closure code “${isolated(closureCode)}”.`,
    ),
  ];
}

const clockWords: Readonly<Record<CustomerClockName, string>> = {
  first_response: 'first response',
  next_update: 'next update',
  resolution: 'resolution',
};

function breachItems(policy: Policy, state: CaseState, at: EpochMs): readonly ClosingItem[] {
  const { breachReasonRequired, breachReasons } = closureRules(policy);
  if (Object.keys(breachReasons).length === 0) return [];
  return customerClocks
    .filter((name) => isMissed(state, name, at))
    .map((name): ClosingItem => {
      const code = state.work.breachReasons[name];
      const what = `Why the ${clockWords[name]} was missed`;
      const missing = `Give a reason for the missed ${clockWords[name]}.`;
      const found = item(
        'no_breach_reason',
        what,
        code !== undefined,
        `${isolated(breachReasons[code ?? ''] ?? code ?? '')}.`,
        missing,
      );
      return found.state === 'missing' && !breachReasonRequired ? { ...found, state: 'advised' } : found;
    });
}

function item(code: RefusalCode, what: string, isMet: boolean, met: string, missing: string): ClosingItem {
  return { code, what, state: isMet ? 'met' : 'missing', detail: isMet ? met : missing, allowedAt: null };
}
