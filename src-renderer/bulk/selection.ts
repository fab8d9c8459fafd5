import type { CaseId } from '../../src-shared/ids.ts';

/** Selected cases, and the row that a stretch of them began at. */
export interface Selection {
  readonly selected: ReadonlySet<CaseId>;
  readonly selectAnchor: CaseId | null;
}

export const nothingSelected: Selection = { selected: new Set(), selectAnchor: null };

interface Row {
  readonly id: CaseId;
}

/** The row, in or out. */
export function toggled({ selected }: Selection, id: CaseId): Selection {
  const next = new Set(selected);
  if (!next.delete(id)) next.add(id);
  return { selected: next, selectAnchor: id };
}

/** The stretch from where it began moves its end from one row to another; what was selected apart from it stays. */
export function stretched(before: Selection, rows: readonly Row[], from: CaseId, to: CaseId): Selection {
  const place = (id: CaseId): number => rows.findIndex((row) => row.id === id);
  // The mark may stand on a row that is not shown, in a folded group: the stretch begins where it arrives then.
  const start = place(from) >= 0 ? from : to;
  const anchor = before.selectAnchor !== null && place(before.selectAnchor) >= 0 ? before.selectAnchor : start;
  const selected = new Set(before.selected);
  for (const id of between(rows, place(anchor), place(from))) selected.delete(id);
  for (const id of between(rows, place(anchor), place(to))) selected.add(id);
  return { selected, selectAnchor: anchor };
}

/** The selected cases that a list shows, in its order: what left it is not acted on unseen. */
export function selectedOf({ selected }: Pick<Selection, 'selected'>, rows: readonly Row[]): readonly CaseId[] {
  return selected.size === 0 ? [] : rows.flatMap(({ id }) => (selected.has(id) ? id : []));
}

function between(rows: readonly Row[], a: number, b: number): readonly CaseId[] {
  if (a < 0 || b < 0) return [];
  return rows.slice(Math.min(a, b), Math.max(a, b) + 1).map(({ id }) => id);
}
