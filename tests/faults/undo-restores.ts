import type { CaseDocument, CaseEvent } from '../../src-shared/cases/case-document.ts';
import type { CaseState } from '../../src-shared/cases/case-state.ts';
import { foldCase } from '../../src-shared/cases/fold-case.ts';
import { inFoldOrder } from '../../src-shared/cases/fold-event.ts';
import { compilePolicy } from '../../src-shared/policy/compile-policy.ts';
import type { Policy } from '../../src-shared/policy/policy.ts';
import { mustHold } from './violation.ts';

/** An undo leaves the case as if neither it nor what it takes back had been done. @throws {Violation} */
export function mustRestore(policy: Policy, doc: CaseDocument, undoId: string): void {
  const undo = doc.events.find(({ id }) => id === undoId);
  const undone = doc.events.find(({ id }) => id === undo?.undoes);
  mustHold(undone !== undefined, 'an undo takes something back', () => undoId);
  if (undone === undefined) return;
  const compiled = compilePolicy(policy);
  const found = concerned(foldCase(compiled, doc.events), undone);
  const wanted = concerned(foldCase(compiled, without(doc.events, undone)), undone);
  mustHold(
    JSON.stringify(found) === JSON.stringify(wanted),
    'an undo leaves a case as if nothing had been done',
    () => `${doc.id} after ${undoId} took ${undone.type} back: ${JSON.stringify(found)}, not ${JSON.stringify(wanted)}`,
  );
}

/** The events without what was taken back, nor what else was done and taken back since. */
function without(events: readonly CaseEvent[], undone: CaseEvent): readonly CaseEvent[] {
  const ordered = inFoldOrder(events);
  const later = ordered.slice(ordered.indexOf(undone));
  const there = new Set(later.map(({ id }) => id));
  const undos = later.filter(({ undoes }) => undoes !== undefined && there.has(undoes));
  const gone = undos.flatMap(({ id, undoes }) => [id, undoes ?? id]);
  // What an action made happen after its first event has an id made from that one's.
  return ordered.filter((event) => !gone.some((id) => event.id === id || event.id.startsWith(`${id}-`)));
}

/** What an action of that type changes of a case. */
function concerned(state: CaseState, { type }: CaseEvent): unknown {
  const { work } = state;
  switch (type) {
    case 'assigned':
      return state.ownerId;
    case 'severity_set':
      // A kind may have brought its account's own vote.
      return [state.severity, state.kind, state.productId, state.provisional, [...work.votes].sort()];
    case 'agreement_changed':
      return state.agreement;
    case 'handed_off':
      return state.handOff?.state === 'open';
    case 'escalated':
      return [work.escalations.map(({ team, ticketRef }) => `${team} ${ticketRef}`).sort(), begun(state)];
    case 'snoozed':
    case 'unsnoozed':
      return work.snooze?.untilAt;
    case 'reminder_set':
    case 'reminder_done':
      return work.reminders.map(({ remindAt, forId, about }) => `${remindAt} ${forId} ${about}`).sort();
    case 'voted':
      return [...work.votes].sort();
    case 'request_set':
      return work.request;
    case 'checklist_checked':
      return [...work.checked].sort();
    case 'root_cause_set':
      return work.rootCause;
    case 'breach_reason_set':
      return work.breachReasons;
    default:
      return begun(state);
  }
}

/** No event leads back to before the work began. */
function begun({ status }: CaseState): CaseState['status'] {
  return status === 'new' || status === 'triaged' ? 'in_progress' : status;
}
