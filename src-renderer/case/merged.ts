import type { CaseDocument } from '../../src-shared/cases/case-document.ts';
import type { CaseId } from '../../src-shared/ids.ts';
import type { QueueEntry } from '../queue/queue-entry.ts';

/** Where a merged case went on. */
export interface MergedWith {
  /** Null if it is not here. */
  readonly survivor: { readonly id: CaseId; readonly number: string; readonly subject: string } | null;
}

interface Entries {
  entry(id: string): QueueEntry | undefined;
}

/** The case that one was merged into, through all merges; null if it was not merged. */
export function mergedWith(entry: QueueEntry, entries: Entries | null): MergedWith | null {
  const passed = new Set<string>([entry.id]);
  let survivor: QueueEntry | undefined = entry;
  while (survivor !== undefined && survivor.state.mergedInto !== null) {
    const into: CaseId = survivor.state.mergedInto;
    // Damaged data could lead in a circle.
    survivor = passed.has(into) ? undefined : entries?.entry(into);
    passed.add(into);
  }
  if (survivor === entry) return null;
  return { survivor: survivor ? { id: survivor.id, number: survivor.number, subject: survivor.doc.subject } : null };
}

/** The cases that were merged into one, as far as they are here, and those merged into them. */
export function mergedDocs(
  doc: CaseDocument,
  caseOf: (id: CaseId) => CaseDocument | undefined,
): readonly CaseDocument[] {
  const found = new Map<string, CaseDocument>([[doc.id, doc]]);
  for (const { events } of found.values()) {
    for (const event of events) {
      const merged = event.type === 'merged_from' ? caseOf(event.caseId) : undefined;
      if (merged !== undefined && !found.has(merged.id)) found.set(merged.id, merged);
    }
  }
  return [...found.values()].slice(1);
}
