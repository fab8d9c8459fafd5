import type { Role } from '../directory/documents.ts';
import { mayDo } from '../directory/permissions.ts';
import type { DurationMs, EpochMs, EventId, UserId } from '../ids.ts';
import type { CompiledPolicy } from '../policy/compile-policy.ts';
import type { RefusalCode } from '../policy/refusal-source.ts';
import { isolated } from '../text/isolated.ts';
import { proposeSeverity } from '../triage/propose-severity.ts';
import type { Actor, CaseDocument, CaseEvent, CaseEventBody } from './case-document.ts';
import { caseName, inSentence } from './case-name.ts';
import type { CaseState } from './case-state.ts';
import { foldCase } from './fold-case.ts';
import { inFoldOrder } from './fold-event.ts';
import { laterChange } from './later-change.ts';
import { isBroughtByMerge, mergeOf } from './merged-case.ts';

/** What takes an action back, or why it cannot be taken back. */
export type Undo =
  | {
      readonly possible: true;
      /** For a button or a menu: "Undo claim". */
      readonly words: string;
      /** What brings back what was before; at least one. */
      readonly events: readonly [CaseEventBody, ...CaseEventBody[]];
      /** What must be so once they are in order. */
      readonly mustHold: (state: CaseState) => boolean;
      /** They count after this instant, that of the action. */
      readonly notBefore: EpochMs;
    }
  | {
      readonly possible: false;
      readonly code: RefusalCode;
      /** Whose doing it is, for the sentence; null where nobody's. */
      readonly who: Actor | null;
      readonly message: (who: string) => string;
    };

/** Later than this it is a change of its own, to be made by whoever may make it. */
export const undoWithinMs: DurationMs = 24 * 60 * 60_000;

export interface UndoRequest {
  readonly policy: CompiledPolicy;
  readonly doc: CaseDocument;
  /** The event to take back. */
  readonly eventId: EventId;
  readonly user: { readonly id: UserId; readonly role: Role };
  readonly at: EpochMs;
}

/**
 * Whether an action on a case can be taken back as the case stands, and how: events stay, so it is done by further ones
 * that bring back the owner, severity, agreement or status of before. Pure, the same for the app and the backend.
 */
export function undoOf(request: UndoRequest): Undo {
  const { policy, doc, eventId, user, at } = request;
  const name = inSentence(caseName(doc));
  const ordered = inFoldOrder(doc.events);
  const place = ordered.findIndex(({ id }) => id === eventId);
  const event = ordered[place];
  if (event === undefined) {
    return refuse('nothing_to_undo', `There is nothing to take back on ${name}: the action itself was not accepted.`);
  }
  const forGood = neverUndone(event);
  if (forGood !== null) return refuse('not_undoable', forGood);
  if (event.by.kind !== 'user' || event.by.id !== user.id) {
    return refuse('not_allowed', (who) => `${who} did this on ${name}. Only who did something can undo it.`, event.by);
  }
  if (event.undoes !== undefined) {
    return refuse('undo_of_undo', `An undo cannot be undone itself. Do it again on ${name} instead.`);
  }
  const undone = ordered.find(({ undoes }) => undoes === event.id);
  if (undone !== undefined) return refuse('already_undone', `This was already undone on ${name}.`);
  if (mergeOf(doc) !== null) {
    return refuse('merged', `${caseName(doc)} was merged into another case meanwhile, and a merge is final.`);
  }
  if (at - event.at > undoWithinMs) {
    return refuse('too_late', `This was done on ${name} more than a day ago. Change it by hand.`);
  }
  if (event.type === 'agreement_changed' && !mayDo(user.role, 'change_agreement')) {
    return refuse('not_allowed', 'Only a lead can change the agreement of a case.');
  }
  const last = lastOfAction(ordered, place);
  const later = laterChange(policy, ordered, place) ?? (last === place ? null : laterChange(policy, ordered, last));
  if (later !== null) {
    return refuse('changed_since', (who) => `Too late to undo this on ${name}: ${who} ${later.words} since.`, later.by);
  }
  const before = foldCase(policy, ordered.slice(0, place));
  const after = foldCase(policy, ordered.slice(0, last + 1));
  const heard = heardWhileAway(before, after, ordered.slice(last + 1));
  if (heard !== undefined && event.type === 'resumed') {
    return refuse('changed_since', (who) => `Too late to undo this on ${name}: ${who} wrote since.`, heard.by);
  }
  if (event.type === 'reminder_set') return takeReminderBack(policy, ordered, event, name);
  const found = takeBack(
    event,
    heard === undefined ? before : { ...before, status: 'in_progress' },
    after,
    closedBefore(ordered.slice(0, place)),
    name,
  );
  if (found.possible && !fitsClosed(event) && foldCase(policy, ordered).status === 'closed') {
    return refuse('case_closed', `Too late to undo this: ${name} is closed.`);
  }
  return found;
}

/** What a customer who was waited for until the action has written since: going back to waiting would hide it. */
function heardWhileAway(before: CaseState, after: CaseState, later: readonly CaseEvent[]): CaseEvent | undefined {
  const endsWaiting = before.status === 'waiting_customer' && after.status !== before.status;
  return endsWaiting ? later.find(({ type }) => type === 'customer_message') : undefined;
}

/** Where the action ends that began at `place`: an escalation may bring the waiting, a kind of case the own vote. */
function lastOfAction(ordered: readonly CaseEvent[], place: number): number {
  const [event, next] = [ordered[place], ordered[place + 1]];
  const brings = event?.type === 'escalated' ? 'waiting' : event?.type === 'severity_set' ? 'voted' : null;
  const isBrought = brings !== null && next?.type === brings && next.id.startsWith(`${event?.id}-`);
  return isBrought ? place + 1 : place;
}

/** The sentence for what can never be taken back; null for the rest. */
function neverUndone(event: CaseEvent): string | null {
  switch (event.type) {
    case 'opened':
      return 'Opening a case cannot be undone. Close or merge it.';
    case 'agent_message':
      return 'A message to the customer cannot be undone. Write another one.';
    case 'customer_message':
      return 'What the customer wrote cannot be undone.';
    case 'call':
      return 'A call stays in the record. Add a note to correct it.';
    case 'note':
      return 'A note stays in the record. Add another one to correct it.';
    case 'hand_off_accepted':
      return 'Accepting a hand-off cannot be undone. Return it, and say why.';
    case 'hand_off_returned':
      return event.undoes === undefined ? 'Returning a hand-off cannot be undone. It can be handed off again.' : null;
    case 'ticket_changed':
      return 'What was heard of a ticket cannot be undone. Change the ticket again.';
    case 'escalated':
      if (isBroughtByMerge(event)) return 'This came with a merge, which cannot be undone. Change the ticket instead.';
      return event.broughtNews === true
        ? `This escalation changed what is known of ticket ${isolated(event.ticketRef ?? '')}, which cannot be undone. Change the ticket again.`
        : null;
    case 'merged_from':
      return 'A merge cannot be undone. Open a new case for what does not belong here.';
    case 'closed':
      return event.into === undefined
        ? null
        : 'A merge cannot be undone. Open a new case for what does not belong there.';
    default:
      return null;
  }
}

function takeBack(event: CaseEvent, before: CaseState, after: CaseState, closing: CaseEventBody, name: string): Undo {
  const undo = (words: string, mustHold: (state: CaseState) => boolean, ...bodies: readonly CaseEventBody[]): Undo => {
    const [first, ...rest] = bodies.map((body) => ({ ...body, undoes: event.id }));
    if (first === undefined) return refuse('nothing_to_undo', `This changed nothing on ${name}.`);
    return { possible: true, words, events: [first, ...rest], mustHold, notBefore: event.at };
  };
  switch (event.type) {
    case 'assigned': {
      const { ownerId } = before;
      return undo(assignedWords(event), (state) => state.ownerId === ownerId, { type: 'assigned', ownerId });
    }
    case 'severity_set': {
      const { severity, kind, productId } = before;
      if (before.provisional) {
        return refuse('first_triage', `The desk had not set a severity on ${name} before. Set the one that fits.`);
      }
      return undo(
        'Undo severity',
        (state) => state.severity === severity && state.kind === kind && state.productId === productId,
        {
          type: 'severity_set',
          severity,
          ...(after.kind === kind ? {} : { kind }),
          ...(after.productId === productId ? {} : { productId }),
          ...answersOf(before),
        },
        ...after.work.votes
          .filter((accountId) => !before.work.votes.includes(accountId))
          .map((accountId): CaseEventBody => ({ type: 'voted', accountId, withdrawn: true })),
      );
    }
    case 'agreement_changed': {
      const { agreement } = before;
      return undo('Undo change of agreement', (state) => state.agreement === agreement, {
        type: 'agreement_changed',
        agreement,
      });
    }
    case 'voted': {
      const { accountId } = event;
      const had = before.work.votes.includes(accountId);
      return undo('Undo vote', ({ work }) => work.votes.includes(accountId) === had, {
        type: 'voted',
        accountId,
        ...(had ? {} : { withdrawn: true }),
      });
    }
    case 'checklist_checked': {
      const { item } = event;
      const done = before.work.checked.includes(item);
      return undo(event.done ? 'Undo tick' : 'Undo untick', ({ work }) => work.checked.includes(item) === done, {
        type: 'checklist_checked',
        item,
        done,
      });
    }
    case 'request_set': {
      const { request, checked } = before.work;
      if (request === null)
        return refuse('first_request', `Nothing was filled in on ${name} before. Correct it by hand.`);
      const lost = checked.filter((item) => !after.work.checked.includes(item));
      const ticks = lost.map((item): CaseEventBody => ({ type: 'checklist_checked', item, done: true }));
      return undo(
        'Undo change of request',
        ({ work }) => work.request?.type === request.type,
        {
          type: 'request_set',
          request,
        },
        ...ticks,
      );
    }
    case 'escalated': {
      const { team, ticketRef } = event;
      const count = before.work.escalations.length;
      const status = after.status === before.status ? null : statusBefore(before);
      return undo(
        'Undo escalation',
        (state) => state.work.escalations.length === count && (status === null || state.status === status),
        { type: 'escalated', team, ...(ticketRef === undefined ? {} : { ticketRef }) },
        ...statusEvents(before, after, closing),
      );
    }
    case 'root_cause_set': {
      const { rootCause } = before.work;
      return undo('Undo root cause', ({ work }) => work.rootCause === rootCause, {
        type: 'root_cause_set',
        rootCause: rootCause ?? '',
      });
    }
    case 'breach_reason_set': {
      const { clock, code } = event;
      const earlier = before.work.breachReasons[clock];
      return undo('Undo reason', ({ work }) => work.breachReasons[clock] === earlier, {
        type: 'breach_reason_set',
        clock,
        ...(earlier === undefined ? { code, withdrawn: true } : { code: earlier }),
      });
    }
    case 'handed_off':
      return undo('Undo hand-off', (state) => state.handOff?.state !== 'open', { type: 'hand_off_returned' });
    case 'snoozed':
      return undo('Undo snooze', sameSnooze(before), snoozeEvent(before));
    case 'unsnoozed':
      return undo('Undo end of snooze', sameSnooze(before), snoozeEvent(before));
    case 'reminder_done': {
      // It comes back under a new id, as every event has its own.
      const done = before.work.reminders.find(({ id }) => id === event.reminderId);
      if (done === undefined) return refuse('nothing_to_undo', `This changed nothing on ${name}.`);
      const { remindAt, forId, about } = done;
      return undo('Undo tick', () => true, { type: 'reminder_set', remindAt, forId, about });
    }
    case 'waiting':
    case 'resumed':
    case 'resolved':
    case 'closed':
    case 'reopened':
      return undo(
        statusWords[event.type],
        (state) => state.status === statusBefore(before) && state.handOff?.state === before.handOff?.state,
        ...statusEvents(before, after, closing),
      );
    default:
      return refuse('not_undoable', `This cannot be undone on ${name}.`);
  }
}

/** As it stands now: one that was ticked off and brought back has another id. */
function takeReminderBack(
  policy: CompiledPolicy,
  ordered: readonly CaseEvent[],
  { id, at }: CaseEvent,
  name: string,
): Undo {
  let reminderId = id;
  for (const event of ordered) {
    const done = event.type === 'reminder_set' ? ordered.find((other) => other.id === event.undoes) : undefined;
    if (done?.type === 'reminder_done' && done.reminderId === reminderId) reminderId = event.id;
  }
  const isThere = foldCase(policy, ordered).work.reminders.some((reminder) => reminder.id === reminderId);
  if (!isThere) return refuse('already_done', `This reminder on ${name} was ticked off already.`);
  return {
    possible: true,
    words: 'Undo reminder',
    events: [{ type: 'reminder_done', reminderId, undoes: id }],
    mustHold: ({ work }) => work.reminders.every((reminder) => reminder.id !== reminderId),
    notBefore: at,
  };
}

function answersOf({
  work,
}: CaseState): Pick<Extract<CaseEventBody, { type: 'severity_set' }>, 'answers' | 'proposed'> {
  const answers = work.triage?.answers ?? null;
  return answers === null ? {} : { answers, proposed: proposeSeverity(answers).severity };
}

const statusWords = {
  waiting: 'Undo waiting',
  resumed: 'Undo resume',
  resolved: 'Undo resolve',
  closed: 'Undo close',
  reopened: 'Undo reopen',
} as const;

function assignedWords(event: Extract<CaseEvent, { type: 'assigned' }>): string {
  if (event.ownerId === null) return 'Undo release';
  return event.by.kind === 'user' && event.by.id === event.ownerId ? 'Undo claim' : 'Undo assignment';
}

function sameSnooze(before: CaseState): (state: CaseState) => boolean {
  return ({ work }) => work.snooze?.untilAt === before.work.snooze?.untilAt;
}

function snoozeEvent({ work: { snooze } }: CaseState): CaseEventBody {
  return snooze === null ? { type: 'unsnoozed' } : { type: 'snoozed', untilAt: snooze.untilAt };
}

/** No event leads back to `new` or `triaged`: work that was interrupted is in progress then. */
function statusBefore({ status }: CaseState): CaseState['status'] {
  return status === 'new' || status === 'triaged' ? 'in_progress' : status;
}

/** What leads from one status back to another, and an open hand-off that ended on the way with it. */
function statusEvents(before: CaseState, after: CaseState, closing: CaseEventBody): readonly CaseEventBody[] {
  if (before.status === after.status) return [];
  if (before.status === 'closed') return [closing];
  if (before.status === 'resolved') {
    return after.status === 'closed' ? [{ type: 'reopened' }, { type: 'resolved' }] : [{ type: 'resolved' }];
  }
  const isDone = after.status === 'resolved' || after.status === 'closed';
  const events: CaseEventBody[] = isDone ? [{ type: 'reopened' }] : [];
  const waitsOn = waitingOn(before.status);
  if (waitsOn !== null) events.push({ type: 'waiting', on: waitsOn });
  else if (!isDone && after.status !== 'in_progress') events.push({ type: 'resumed' });
  if (before.handOff?.state === 'open' && after.handOff?.state === 'ended') {
    events.push({ type: 'handed_off', ...briefOf(before.handOff.brief) });
  }
  return events;
}

/** Closes the case for the reason for which it is closed, with the evidence there was. */
function closedBefore(events: readonly CaseEvent[]): CaseEventBody {
  let closing: Extract<CaseEvent, { type: 'closed' }> | null = null;
  for (const event of events) {
    // One that came to a closed case changed nothing.
    if (event.type === 'closed') closing ??= event;
    else if (event.type === 'reopened') closing = null;
  }
  if (closing === null) return { type: 'closed', reason: 'resolved' };
  const {
    id: _,
    at: _at,
    by: _by,
    version: _version,
    recordedAt: _recordedAt,
    undoes: _undoes,
    doneOn: _doneOn,
    ...body
  } = closing;
  return body;
}

/** What is taken back on a closed case too: what opens it again by that, and what a closed case may have. */
function fitsClosed({ type }: CaseEvent): boolean {
  return Object.hasOwn(statusWords, type) || hadWhenClosed.has(type);
}

const hadWhenClosed: ReadonlySet<CaseEvent['type']> = new Set([
  'reminder_set',
  'reminder_done',
  'root_cause_set',
  'breach_reason_set',
]);

function waitingOn(status: CaseState['status']): Extract<CaseEventBody, { type: 'waiting' }>['on'] | null {
  switch (status) {
    case 'waiting_customer':
      return 'customer';
    case 'waiting_development':
      return 'development';
    case 'waiting_internally':
      return 'internally';
    default:
      return null;
  }
}

function briefOf({ summary, impact, stepsTried, evidence }: NonNullable<CaseState['handOff']>['brief']): object {
  return {
    ...(summary === null ? {} : { summary }),
    ...(impact === null ? {} : { impact }),
    ...(stepsTried === null ? {} : { stepsTried }),
    ...(evidence === null ? {} : { evidence }),
  };
}

function refuse(code: RefusalCode, message: string | ((who: string) => string), who: Actor | null = null): Undo {
  return { possible: false, code, who, message: typeof message === 'string' ? () => message : message };
}
