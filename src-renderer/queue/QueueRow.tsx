// biome-ignore-all lint/a11y/useSemanticElements: a table element cannot hold rows that are placed by transform.
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names the active row.
import { type Cell, FlexRender, type Row } from '@tanstack/react-table';
import { memo } from 'react';
import { ActiveRow } from './active-row.ts';
import type { queueFeatures } from './columns.tsx';
import styles from './queue.module.css';
import type { QueueEntry } from './queue-entry.ts';

interface QueueRowProps {
  readonly row: Row<typeof queueFeatures, QueueEntry>;
  readonly position: number;
  readonly height: number;
  readonly tracks: string;
  readonly active: boolean;
  readonly opened: boolean;
  /** Among those that the next action is for. */
  readonly selected: boolean;
}

/** Id of a row's element, for `aria-activedescendant`. */
export function rowElementId(caseId: string): string {
  return `case-row-${caseId}`;
}

/** One case. Drawn again only when the case, its place or its marks change. */
export const QueueRow = memo(
  function QueueRow({ row, position, height, tracks, active, opened, selected }: QueueRowProps) {
    const entry = row.original;
    return (
      <div
        role="row"
        id={rowElementId(entry.id)}
        className={styles.row}
        aria-rowindex={position + 2}
        aria-selected={selected || opened}
        aria-label={`${selected ? 'Selected, ' : ''}${entry.number} ${entry.doc.subject}, ${entry.accountName}`}
        data-case-id={entry.id}
        data-active={active || undefined}
        data-selected={selected || undefined}
        style={{ transform: `translateY(${position * height}px)`, height, gridTemplateColumns: tracks }}
      >
        <ActiveRow value={active}>
          {row.getAllCells().map((cell, index) => (
            <QueueCell key={cell.id} cell={cell} columnIndex={index + 1} active={active} />
          ))}
        </ActiveRow>
      </div>
    );
  },
  (before, after) =>
    before.row.original === after.row.original &&
    before.position === after.position &&
    before.height === after.height &&
    before.tracks === after.tracks &&
    before.active === after.active &&
    before.opened === after.opened &&
    before.selected === after.selected,
);

function QueueCell({
  cell,
  columnIndex,
  active,
}: {
  readonly cell: Cell<typeof queueFeatures, QueueEntry>;
  readonly columnIndex: number;
  readonly active: boolean;
}) {
  return (
    <div
      role="gridcell"
      className={styles.cell}
      aria-colindex={columnIndex}
      data-column={cell.column.id}
      // Tab from the queue leads to the active row's time, which then tells its due.
      tabIndex={active && cell.column.id === 'left' ? 0 : undefined}
    >
      <FlexRender cell={cell} />
    </div>
  );
}
