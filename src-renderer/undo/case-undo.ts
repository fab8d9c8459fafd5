import { type CaseEvent, caseIdSchema, eventIdSchema } from '../../src-shared/cases/case-document.ts';
import { undoOf } from '../../src-shared/cases/undo-rule.ts';
import type { EpochMs, EventId } from '../../src-shared/ids.ts';
import { isolated } from '../../src-shared/text/isolated.ts';
import type { StoredAction } from '../case/case-actions.ts';
import { caseNumberWords, clockNames, severityNames, waitingNames } from '../case/names.ts';
import { directoryOf, type QueueState } from '../queue/queue-store.ts';
import type { Replica } from '../replica/replica.ts';
import type { LastAction } from './last-actions.ts';

/** Why an action cannot be taken back as the case stands; null if it can. The backend judges by the same rule. */
export function cannotUndo(
  replica: Replica,
  { policy, me }: Pick<QueueState, 'policy' | 'me'>,
  at: EpochMs,
  caseId: string,
  eventId: EventId,
): string | null {
  const doc = replica.get('cases', caseId);
  const identity = replica.identity();
  if (doc === undefined || policy === null || me === null || identity === null) {
    return 'This cannot be undone: its case is not here any more.';
  }
  const user = { id: me, role: identity.user.role };
  const found = undoOf({ policy, doc, eventId, user, at });
  if (found.possible) return null;
  const { userName, contactName } = directoryOf(replica);
  const { who } = found;
  if (who === null) return found.message('');
  if (who.kind === 'user') return found.message(who.id === me ? 'you' : isolated(userName(who.id)));
  return found.message(isolated(who.kind === 'contact' ? contactName(who.id) : who.name));
}

/** What an action that was stored is called once it is done; null for what is no action of its own. */
export function lastActionOf({ name, args }: StoredAction, replica: Replica): LastAction | null {
  if (name === 'undo') return null;
  const doc = replica.get('cases', args.caseId);
  const eventId = eventIdSchema.parse(args.eventId);
  const event = doc?.events.find(({ id }) => id === eventId);
  const words = doneWords(event, directoryOf(replica));
  const number =
    doc === undefined ? 'the case' : doc.number === null ? 'the new case' : isolated(caseNumberWords(doc.number));
  return { words: words(number), actions: [{ caseId: caseIdSchema.parse(args.caseId), eventId }] };
}

/** "Claimed 00012345" */
function doneWords(event: CaseEvent | undefined, names: { userName(id: string): string }): (number: string) => string {
  switch (event?.type) {
    case 'assigned': {
      const { ownerId, by } = event;
      if (ownerId === null) return (number) => `Released ${number}`;
      if (by.kind === 'user' && by.id === ownerId) return (number) => `Claimed ${number}`;
      return (number) => `Assigned ${number} to ${isolated(names.userName(ownerId))}`;
    }
    case 'severity_set':
      return (number) => `Set severity ${event.severity}, ${severityNames[event.severity]}, on ${number}`;
    case 'agreement_changed':
      return (number) => `Changed the agreement of ${number}`;
    case 'waiting':
      return (number) => `Put ${number} to wait: ${waitingNames[event.on].toLowerCase()}`;
    case 'resumed':
      return (number) => `Resumed ${number}`;
    case 'resolved':
      return (number) => `Resolved ${number}`;
    case 'closed':
      return (number) => (event.into === undefined ? `Closed ${number}` : `Merged ${number}`);
    case 'reopened':
      return (number) => `Reopened ${number}`;
    case 'handed_off':
      return (number) => `Handed off ${number}`;
    case 'hand_off_accepted':
      return (number) => `Accepted the hand-off of ${number}`;
    case 'hand_off_returned':
      return (number) => `Returned ${number}`;
    case 'root_cause_set':
      return (number) => `Wrote down the root cause of ${number}`;
    case 'breach_reason_set':
      return (number) => `Said why ${number} missed its ${clockNames[event.clock].toLowerCase()}`;
    case 'snoozed':
      return (number) => `Snoozed ${number}`;
    case 'unsnoozed':
      return (number) => `Ended the snooze of ${number}`;
    case 'reminder_set':
      return (number) => `Set a reminder on ${number}`;
    case 'reminder_done':
      return (number) => `Ticked a reminder off on ${number}`;
    case 'escalated':
      return (number) => `Escalated ${number}`;
    case 'ticket_changed':
      return (number) => `Changed the ticket of ${number}`;
    default:
      return (number) => `Wrote on ${number}`;
  }
}
