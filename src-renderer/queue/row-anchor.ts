/** What the last painted frame showed of a list of rows. */
export interface PaintedRows {
  /** Rows drawn then: id → position in the list. */
  readonly positions: ReadonlyMap<string, number>;
  readonly scrollTop: number;
  readonly viewportHeight: number;
  readonly rowHeight: number;
}

/**
 * The row that must stay under the eye when the list changes: the active one if it was visible, else the first
 * visible one. At the very top with no active row in sight nothing is held, so that what is most urgent comes into view.
 */
export function anchorOf(painted: PaintedRows, activeId: string | null): string | null {
  const { positions, scrollTop, viewportHeight, rowHeight } = painted;
  const isVisible = (position: number): boolean =>
    (position + 1) * rowHeight > scrollTop && position * rowHeight < scrollTop + viewportHeight;
  const active = activeId === null ? undefined : positions.get(activeId);
  if (activeId !== null && active !== undefined && isVisible(active)) return activeId;
  if (scrollTop < 1) return null;
  let first: { readonly id: string; readonly position: number } | null = null;
  for (const [id, position] of positions) {
    if (isVisible(position) && (first === null || position < first.position)) first = { id, position };
  }
  return first?.id ?? null;
}

/** How far each row seems to have jumped, px: where it was on screen less where it is now. Unmoved rows are left out. */
export function visualShifts(before: PaintedRows, after: PaintedRows): ReadonlyMap<string, number> {
  const shifts = new Map<string, number>();
  for (const [id, position] of after.positions) {
    const was = before.positions.get(id);
    if (was === undefined) continue;
    const shift = was * before.rowHeight - before.scrollTop - (position * after.rowHeight - after.scrollTop);
    if (Math.abs(shift) >= 1 && Math.abs(shift) < after.viewportHeight) shifts.set(id, shift);
  }
  return shifts;
}
