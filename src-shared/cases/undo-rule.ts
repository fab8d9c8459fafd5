import type { Role } from '../directory/documents.ts';
import { mayDo } from '../directory/permissions.ts';
import type { DurationMs, EpochMs, EventId, UserId } from '../ids.ts';
import type { CompiledPolicy } from '../policy/compile-policy.ts';
import { isolated } from '../text/isolated.ts';
import type { CaseDocument, CaseEvent, CaseEventBody } from './case-document.ts';
import { caseName, inSentence } from './case-name.ts';
import type { CaseState } from './case-state.ts';
import { foldCase } from './fold-case.ts';
import { inFoldOrder } from './fold-event.ts';
import { laterChange } from './later-change.ts';
import { isBroughtByMerge, mergeOf } from './merged-case.ts';
import { refuse, statusWords, takeBack, type Undo } from './take-back.ts';

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
