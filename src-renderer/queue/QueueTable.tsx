// biome-ignore-all lint/a11y/useKeyWithClickEvents: Enter opens the active row, by the window's key handler.
// biome-ignore-all lint/a11y/useSemanticElements: a table element cannot hold rows that are placed by transform.
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names the active row, so that focus survives rows that scroll away.
import { useTable } from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type MouseEvent, type Ref, useEffect, useImperativeHandle, useMemo, useRef, useState } from 'react';
import type { CaseId } from '../../src-shared/ids.ts';
import { markStartOncePainted } from '../time/start-marks.ts';
import { type CellSource, CellSourceContext } from './cell-context.ts';
import { columnDefinitions, columnsFor, columnTracks, queueFeatures } from './columns.tsx';
import { QueueRow, rowElementId } from './QueueRow.tsx';
import styles from './queue.module.css';
import type { QueueEntry } from './queue-entry.ts';
import { TimeTooltip } from './TimeTooltip.tsx';
import { revealRow, rowsInSight, useSteadyRows } from './use-steady-rows.ts';

export interface QueueTableHandle {
  focus(): void;
  /** Brings a row into view with as little movement as possible. */
  reveal(position: number): void;
  /** How many whole rows fit in the view; at least one. */
  rowsInSight(): number;
}

interface QueueTableProps {
  readonly ref?: Ref<QueueTableHandle>;
  readonly label: string;
  /** Changes with the view and the filter. */
  readonly scope: string;
  readonly rows: readonly QueueEntry[];
  readonly rowHeight: number;
  readonly activeId: CaseId | null;
  readonly openId: CaseId | null;
  readonly source: CellSource;
  readonly selected: ReadonlySet<CaseId>;
  readonly onSelect: (id: CaseId, isStretch: boolean) => void;
  readonly onOpen: (id: CaseId) => void;
}

/** The queue as a grid. Only the window of visible rows exists, in the DOM and for the table library alike. */
export function QueueTable(props: QueueTableProps) {
  const { rows, rowHeight, activeId, openId, source } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const columnIds = useColumnsThatFit(scroller);
  const columns = useMemo(() => columnDefinitions(columnIds), [columnIds]);
  const tracks = useMemo(() => columnTracks(columnIds), [columnIds]);

  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
  });
  const items = virtualizer.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? -1;
  const visible = useMemo(() => rows.slice(first, last + 1), [rows, first, last]);
  const table = useTable({ features: queueFeatures, columns, data: visible, getRowId: rowId });

  // biome-ignore lint/correctness/useExhaustiveDependencies: the height is what changed, not the virtualizer.
  useEffect(() => virtualizer.measure(), [rowHeight]);
  useEffect(() => markStartOncePainted('dueline:first-rows'), []);
  const cameAbove = useSteadyRows({ scroller, scope: props.scope, rows, first, last, rowHeight, activeId });
  useImperativeHandle(
    props.ref,
    () => ({
      focus: () => scroller.current?.focus({ preventScroll: true }),
      reveal: (position) => scroller.current && revealRow(scroller.current, position, rowHeight),
      rowsInSight: () => (scroller.current ? rowsInSight(scroller.current, rowHeight) : 1),
    }),
    [rowHeight],
  );

  const openClicked = (event: MouseEvent): void => {
    const id = caseIdAt(event.target);
    const entry = id === null ? undefined : visible.find((candidate) => candidate.id === id);
    if (!entry) return;
    if (event.shiftKey || event.ctrlKey || event.metaKey) props.onSelect(entry.id, event.shiftKey);
    else props.onOpen(entry.id);
  };
  const hasActiveRow = activeId !== null && visible.some((entry) => entry.id === activeId);

  return (
    <CellSourceContext value={source}>
      <div className={styles.cameAbove} role="status">
        {cameAbove > 0 && (
          <button type="button" onClick={() => scroller.current?.scrollTo({ top: 0 })}>
            ↑ {cameAbove === 1 ? '1 case came in above' : `${cameAbove} cases came in above`}
          </button>
        )}
      </div>
      <div
        role="grid"
        className={styles.grid}
        aria-label={props.label}
        aria-rowcount={rows.length + 1}
        aria-colcount={columnIds.length}
        aria-multiselectable
        tabIndex={0}
        ref={scroller}
        data-queue-body
        aria-activedescendant={hasActiveRow && activeId ? rowElementId(activeId) : undefined}
        onClick={openClicked}
      >
        <div role="rowgroup" className={styles.header}>
          {table.getHeaderGroups().map((group) => (
            <div
              key={group.id}
              role="row"
              className={styles.headerRow}
              aria-rowindex={1}
              style={{ gridTemplateColumns: tracks }}
            >
              {group.headers.map((header, index) => (
                <div
                  key={header.id}
                  role="columnheader"
                  className={styles.headerCell}
                  aria-colindex={index + 1}
                  data-column={header.column.id}
                >
                  <table.FlexRender header={header} />
                </div>
              ))}
            </div>
          ))}
        </div>
        <div role="rowgroup" className={styles.canvas} style={{ height: virtualizer.getTotalSize() }}>
          {table.getRowModel().rows.map((row, index) => (
            <QueueRow
              key={row.id}
              row={row}
              position={first + index}
              height={rowHeight}
              tracks={tracks}
              active={row.original.id === activeId}
              opened={row.original.id === openId}
              selected={props.selected.has(row.original.id)}
            />
          ))}
        </div>
      </div>
      <TimeTooltip grid={scroller} entryOf={(id) => visible.find((entry) => entry.id === id)} source={source} />
    </CellSourceContext>
  );
}

function rowId(entry: QueueEntry): string {
  return entry.id;
}

function caseIdAt(target: EventTarget | null): string | null {
  if (!(target instanceof Element)) return null;
  return target.closest('[data-case-id]')?.getAttribute('data-case-id') ?? null;
}

function useColumnsThatFit(scroller: { readonly current: HTMLElement | null }): readonly string[] {
  const [ids, setIds] = useState<readonly string[]>(() => columnsFor(0));
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const measure = (): void => {
      const next = columnsFor(element.clientWidth);
      setIds((before) => (before.join() === next.join() ? before : next));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [scroller]);
  return ids;
}
