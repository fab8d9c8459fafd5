import type { CaseId } from '../ids.ts';
import type { CaseDocument, CaseEvent } from './case-document.ts';

/** The event that merged the case into another one. */
export type MergeEvent = Extract<CaseEvent, { type: 'closed' }> & { readonly into: CaseId };

/** How the case was merged away; null if it was not. The last word, should there be several. */
export function mergeOf(doc: CaseDocument): MergeEvent | null {
  for (const event of doc.events.toReversed()) if (isMerge(event)) return event;
  return null;
}

function isMerge(event: CaseEvent): event is MergeEvent {
  return event.type === 'closed' && event.into !== undefined;
}
