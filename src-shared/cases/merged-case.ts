import type { CaseId } from '../ids.ts';
import type { CaseDocument, CaseEvent } from './case-document.ts';

/** The event that merged the case into another one. */
export type MergeEvent = Extract<CaseEvent, { type: 'closed' }> & { readonly into: CaseId };

/** How the case was merged away; null if it was not. The last word, should there be several. */
export function mergeOf(doc: CaseDocument): MergeEvent | null {
  for (const event of doc.events.toReversed()) if (isMerge(event)) return event;
  return null;
}

/** Whether a merge brought the case here on a ticket, that one of the case it was made on (`doneOn`). */
export function isBroughtByMerge(event: CaseEvent): boolean {
  return event.type === 'escalated' && event.doneOn !== undefined;
}

function isMerge(event: CaseEvent): event is MergeEvent {
  return event.type === 'closed' && event.into !== undefined;
}
