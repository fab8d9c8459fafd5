import { type RefObject, useLayoutEffect, useRef, useState } from 'react';
import { anchorOf, type PaintedRows, visualShifts } from './row-anchor.ts';

/** A line of the list, known by its id. */
interface ListRow {
  readonly id: string;
}

interface SteadyRows {
  readonly scroller: RefObject<HTMLElement | null>;
  /** Names the list: view and filter. Another list is shown from its top; only changes of the same one are smoothed. */
  readonly scope: string;
  readonly rows: readonly ListRow[];
  readonly first: number;
  readonly last: number;
  readonly rowHeight: number;
  readonly activeId: string | null;
}

/**
 * Holds the active row under the eye when the list around it changes, and slides the rows that moved. Answers how many
 * rows came in above a list that stood at its top: they are more urgent, and out of sight because the row was held.
 */
export function useSteadyRows(list: SteadyRows): number {
  const [cameAbove, setCameAbove] = useState(0);
  const { scroller, scope, rows, first, last, rowHeight, activeId } = list;
  const before = useRef<{
    readonly scope: string;
    readonly rows: readonly ListRow[];
    readonly painted: PaintedRows;
  } | null>(null);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const positions = new Map<string, number>();
    for (let position = first; position <= last; position++) {
      const entry = rows[position];
      if (entry) positions.set(entry.id, position);
    }
    const known = before.current;
    if (known !== null && known.scope !== scope) {
      element.scrollTop = 0;
      setCameAbove(0);
      revealRow(element, activeId === null ? -1 : rows.findIndex((entry) => entry.id === activeId), rowHeight);
    } else if (known !== null && known.rows !== rows) {
      // The browser may already have clamped the position because the list got shorter; what was painted counts.
      const anchor = anchorOf(known.painted, activeId);
      const was = anchor === null ? undefined : known.painted.positions.get(anchor);
      const is = anchor === null ? -1 : (positions.get(anchor) ?? rows.findIndex((entry) => entry.id === anchor));
      if (was !== undefined && is >= 0 && is !== was) {
        element.scrollTop = known.painted.scrollTop + (is - was) * rowHeight;
        const stoodAtTop = known.painted.scrollTop < 1;
        setCameAbove((before) => (stoodAtTop || before > 0 ? Math.max(0, before + is - was) : 0));
      }
    }
    const painted: PaintedRows = {
      positions,
      scrollTop: element.scrollTop,
      viewportHeight: visibleHeight(element),
      rowHeight,
    };
    if (known !== null && known.scope === scope && known.rows !== rows) slide(element, known.painted, painted);
    before.current = { scope, rows, painted };
  });

  // A scroll does not always draw anew, but it moves what stands under the eye.
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const onScroll = (): void => {
      if (element.scrollTop < 1) setCameAbove(0);
      const known = before.current;
      if (known) before.current = { ...known, painted: { ...known.painted, scrollTop: element.scrollTop } };
    };
    element.addEventListener('scroll', onScroll, { passive: true });
    return () => element.removeEventListener('scroll', onScroll);
  }, [scroller]);

  return cameAbove;
}

/** The header stays on top of the rows while they scroll. */
const headerHeight = 28;

/** Height of the part of the grid in which rows show. */
function visibleHeight(grid: HTMLElement): number {
  return grid.clientHeight - headerHeight;
}

/** How many whole rows of the grid can be seen at once; at least one. */
export function rowsInSight(grid: HTMLElement, rowHeight: number): number {
  return Math.max(1, Math.floor(visibleHeight(grid) / rowHeight));
}

/** Brings a row into view with as little movement as possible; none for a negative position. */
export function revealRow(grid: HTMLElement, position: number, rowHeight: number): void {
  if (position < 0) return;
  const top = position * rowHeight;
  if (top < grid.scrollTop) grid.scrollTop = top;
  else if (top + rowHeight > grid.scrollTop + visibleHeight(grid)) {
    grid.scrollTop = top + rowHeight - visibleHeight(grid);
  }
}

function slide(element: HTMLElement, before: PaintedRows, after: PaintedRows): void {
  if (matchMedia('(prefers-reduced-motion: reduce)').matches) return;
  for (const [id, shift] of visualShifts(before, after)) {
    const row = element.querySelector(`[data-case-id="${CSS.escape(id)}"]`);
    row?.animate([{ translate: `0 ${shift}px` }, { translate: '0 0' }], { duration: 150, easing: 'ease-out' });
  }
}
