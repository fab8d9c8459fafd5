import type { EventId } from '../ids.ts';
import type { CompiledPolicy } from '../policy/compile-policy.ts';
import type { Actor, CaseEvent } from './case-document.ts';
import { didWords } from './did-words.ts';
import { foldCase } from './fold-case.ts';

/** What an event is a change of; notes, calls and messages are of none. */
type Facet = 'owner' | 'severity' | 'agreement' | 'status' | 'hand_off' | 'snooze' | 'escalation' | 'root_cause';

const facets: Readonly<Partial<Record<CaseEvent['type'], readonly Facet[]>>> = {
  assigned: ['owner'],
  severity_set: ['severity'],
  agreement_changed: ['agreement'],
  waiting: ['status'],
  resumed: ['status'],
  closed: ['status', 'hand_off'],
  reopened: ['status'],
  handed_off: ['hand_off'],
  hand_off_accepted: ['hand_off'],
  hand_off_returned: ['hand_off'],
  snoozed: ['snooze'],
  unsnoozed: ['snooze'],
  escalated: ['escalation'],
  ticket_changed: ['escalation'],
  // The case may be on a ticket for the sake of the other one as well.
  merged_from: ['escalation'],
  root_cause_set: ['root_cause'],
};

/** What ends a snooze without being about it: taking back an earlier change of it would bring a wrong one back. */
const endsSnooze: ReadonlySet<CaseEvent['type']> = new Set(['customer_message', 'resolved', 'closed']);

/** What an event changes. Votes, items of a checklist and reasons of clocks are each a thing of their own. */
function facetsOf(event: CaseEvent): readonly string[] {
  switch (event.type) {
    case 'voted':
      return [`vote of ${event.accountId}`];
    case 'checklist_checked':
      return ['checklist', `item ${event.item}`];
    case 'request_set':
      return ['request'];
    case 'breach_reason_set':
      return [`reason of ${event.clock}`];
    case 'resolved':
      return event.rootCause === undefined ? ['status', 'hand_off'] : ['status', 'hand_off', 'root_cause'];
    default:
      return facets[event.type] ?? [];
  }
}

/** A change of the case, unlike what is only said or written on it. */
export function isChange(event: CaseEvent): boolean {
  return facetsOf(event).length > 0;
}

export interface LaterChange {
  readonly by: Actor;
  /** After a name: "changed the owner". */
  readonly words: string;
}

/**
 * What was done after the event at `place` that taking it back would overwrite; null if nothing. What was itself taken
 * back since does not count, nor what took it back.
 */
export function laterChange(policy: CompiledPolicy, ordered: readonly CaseEvent[], place: number): LaterChange | null {
  const event = ordered[place];
  if (event === undefined) return null;
  const later = standing(ordered.slice(place + 1));
  const own = new Set(facetsOf(event));
  if (event.type === 'resolved' || event.type === 'closed') own.delete('hand_off');
  // What was found out stays, also when the case goes on.
  if (event.type === 'resolved') own.delete('root_cause');
  // Another type of request would begin the checklist anew.
  if (event.type === 'request_set') own.add('checklist');
  if (event.type === 'checklist_checked') own.delete('checklist');
  const culprit = later.find((other) =>
    event.type === 'reopened'
      ? other.type !== 'note'
      : facetsOf(other).some((facet) => own.has(facet)) || (own.has('snooze') && endsSnooze.has(other.type)),
  );
  if (culprit !== undefined) return { by: culprit.by, words: didWords[culprit.type] };
  return own.has('status') ? movedBy(policy, ordered, place) : null;
}

/** A message or call can move a case too: on from new, triaged or waiting on the customer. */
function movedBy(policy: CompiledPolicy, ordered: readonly CaseEvent[], place: number): LaterChange | null {
  const { status } = foldCase(policy, ordered.slice(0, place + 1));
  if (foldCase(policy, ordered).status === status) return null;
  for (let end = place + 2; end <= ordered.length; end += 1) {
    const event = ordered[end - 1];
    if (event === undefined || foldCase(policy, ordered.slice(0, end)).status === status) continue;
    return { by: event.by, words: didWords[event.type] };
  }
  return null;
}

function standing(events: readonly CaseEvent[]): readonly CaseEvent[] {
  const undone = new Set<EventId>(events.flatMap(({ undoes }) => undoes ?? []));
  const inside = new Set<EventId>(events.map(({ id }) => id));
  // What an action brought with it went with it.
  const isUndone = ({ id }: CaseEvent) => undone.has(id) || [...undone].some((action) => id.startsWith(`${action}-`));
  return events.filter((event) => !isUndone(event) && (event.undoes === undefined || !inside.has(event.undoes)));
}
