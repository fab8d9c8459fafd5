import type { CaseId } from '../../src-shared/ids.ts';
import { isolated } from '../../src-shared/text/isolated.ts';
import type { QueueEntry } from '../queue/queue-entry.ts';
import { type ViewId, viewNames } from '../queue/views.ts';

interface Row {
  readonly id: CaseId;
}

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

/** The place among the rows shown now of what followed a row that is not shown any more; behind the last if nothing did. */
export function placeAfter(before: readonly Row[], shown: readonly Row[], id: CaseId): number {
  const places = new Map(shown.map((row, place) => [row.id, place]));
  for (const row of before.slice(before.findIndex((row) => row.id === id) + 1)) {
    const place = places.get(row.id);
    if (place !== undefined) return place;
  }
  return shown.length;
}

/** A refusal that is shown away from its case names the case, once. */
export function refusalWords(number: string | undefined, message: string): string {
  return number === undefined || message.includes(number) ? message : `${isolated(number)}: ${message}`;
}

/** Where a case went, after its number: "is in Unassigned now". */
export function departureWords(view: ViewId | null, hiddenByFilter: boolean): string {
  if (hiddenByFilter) return 'no longer matches the filter.';
  return view === null ? 'is in no view now.' : `is in ${viewNames[view]} now.`;
}
