import type { CaseId } from '../../src-shared/ids.ts';
import type { QueueEntry } from '../queue/queue-entry.ts';
import { type ViewId, viewNames } from '../queue/views.ts';

/** The row a step leads to; from a case that left the list, the rows around its last place. */
export function stepFrom(
  rows: readonly QueueEntry[],
  activeId: CaseId | null,
  lastPosition: number,
  step: number,
): number | null {
  if (rows.length === 0) return null;
  const position = activeId === null ? -1 : rows.findIndex((entry) => entry.id === activeId);
  const bounded = (wanted: number): number => Math.max(0, Math.min(rows.length - 1, wanted));
  if (position >= 0) return bounded(position + step);
  // The case is gone: what followed it now stands in its place.
  if (activeId !== null) return bounded(step > 0 ? lastPosition + step - 1 : lastPosition + step);
  return step > 0 ? 0 : rows.length - 1;
}

/** A refusal that is shown away from its case names the case, once. */
export function refusalWords(number: string | undefined, message: string): string {
  return number === undefined || message.includes(number) ? message : `${number}: ${message}`;
}

/** Where a case went, after its number: "is in Unassigned now". */
export function departureWords(view: ViewId | null, hiddenByFilter: boolean): string {
  if (hiddenByFilter) return 'no longer matches the filter.';
  return view === null ? 'is in no view now.' : `is in ${viewNames[view]} now.`;
}
