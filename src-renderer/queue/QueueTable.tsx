// biome-ignore-all lint/a11y/useKeyWithClickEvents: Enter opens the active row, by the window's key handler.
// biome-ignore-all lint/a11y/useSemanticElements: a table element cannot hold rows that are placed by transform.
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names the active row, so that focus survives rows that scroll away.
import { useTable } from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import {
  type MouseEvent,
  type ReactNode,
  type Ref,
  useEffect,
  useImperativeHandle,
  useMemo,
  useRef,
  useState,
} from 'react';
import type { CaseId } from '../../src-shared/ids.ts';
import { ChevronDownIcon } from '../controls/icons.tsx';
import { markStartOncePainted } from '../time/start-marks.ts';
import {
  type Arrangement,
  type GroupLine,
  isCaseLine,
  isGroupLine,
  type QueueLine,
  type SortKey,
  sortKeyOf,
} from './arrangement.ts';
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
  /** Cases, and the heads of their groups between them. */
  readonly lines: readonly QueueLine[];
  readonly arrangement: Arrangement;
  readonly onSort: (by: SortKey) => void;
  readonly onFold: (groupId: string) => void;
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
  const { lines: rows, rowHeight, activeId, openId, source } = props;
  const { columns: chosen, sort } = props.arrangement;
  const scroller = useRef<HTMLDivElement>(null);
  const columnIds = useColumnsThatFit(scroller, chosen);
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
  const shown = useMemo(() => rows.slice(first, last + 1), [rows, first, last]);
  const visible = useMemo(() => shown.filter(isCaseLine), [shown]);
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
                  aria-sort={sort?.by === header.column.id ? (sort.descending ? 'descending' : 'ascending') : undefined}
                >
                  {sortKeyOf(header.column.id) === null ? (
                    <table.FlexRender header={header} />
                  ) : (
                    <SortButton by={header.column.id} onSort={props.onSort}>
                      <table.FlexRender header={header} />
                      {sort?.by === header.column.id && <span aria-hidden="true">{sort.descending ? ' ↓' : ' ↑'}</span>}
                    </SortButton>
                  )}
                </div>
              ))}
            </div>
          ))}
        </div>
        <div role="rowgroup" className={styles.canvas} style={{ height: virtualizer.getTotalSize() }}>
          {shown.map((line, index) =>
            isGroupLine(line) ? (
              <GroupRow
                key={line.id}
                line={line}
                position={first + index}
                height={rowHeight}
                columns={columnIds.length}
                onFold={props.onFold}
              />
            ) : null,
          )}
          {table.getRowModel().rows.map((row) => (
            <QueueRow
              key={row.id}
              row={row}
              position={first + shown.indexOf(row.original)}
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

function useColumnsThatFit(
  scroller: { readonly current: HTMLElement | null },
  chosen: readonly string[],
): readonly string[] {
  const [ids, setIds] = useState<readonly string[]>(() => columnsFor(0, chosen));
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const measure = (): void => {
      const next = columnsFor(element.clientWidth, chosen);
      setIds((before) => (before.join() === next.join() ? before : next));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [scroller, chosen]);
  return ids;
}

interface SortButtonProps {
  readonly by: string;
  readonly onSort: (by: SortKey) => void;
  readonly children: ReactNode;
}

/** For the pointer: by keys the order is chosen in a dialog, so that Tab has no ten stops before the cases. */
function SortButton({ by, onSort, children }: SortButtonProps) {
  return (
    <button
      type="button"
      className={styles.sortButton}
      tabIndex={-1}
      onClick={() => {
        const key = sortKeyOf(by);
        if (key !== null) onSort(key);
      }}
    >
      {children}
    </button>
  );
}

interface GroupRowProps {
  readonly line: GroupLine;
  readonly position: number;
  readonly height: number;
  readonly columns: number;
  readonly onFold: (groupId: string) => void;
}

/** The head of a group: its name, how many cases it has, and the way to fold it up. */
function GroupRow({ line, position, height, columns, onFold }: GroupRowProps) {
  return (
    <div
      role="row"
      className={styles.groupRow}
      aria-rowindex={position + 2}
      style={{ transform: `translateY(${position * height}px)`, height }}
    >
      <div role="gridcell" className={styles.groupCell} aria-colspan={columns}>
        <button
          type="button"
          className={styles.groupButton}
          aria-expanded={!line.isCollapsed}
          onClick={() => onFold(line.id)}
        >
          <span className={styles.groupMark} data-collapsed={line.isCollapsed || undefined} aria-hidden="true">
            <ChevronDownIcon size={12} />
          </span>
          <span className={styles.groupWords} dir="auto" title={line.words}>
            {line.words}
          </span>
          <span className={styles.titleCount}>{line.count.toLocaleString()}</span>
        </button>
      </div>
    </div>
  );
}
