import { type Ref, useEffect, useImperativeHandle, useLayoutEffect, useMemo, useRef } from 'react';
import type { CaseId } from '../../src-shared/ids.ts';
import { BulkResult } from '../bulk/BulkResult.tsx';
import { type BulkActionName, SelectionBar } from '../bulk/SelectionBar.tsx';
import { nothingSelected, type Selection, selectedOf, stretched, toggled } from '../bulk/selection.ts';
import { Refusal } from '../controls/Refusal.tsx';
import { grouped, isCaseLine, sorted } from '../queue/arrangement.ts';
import { DepartureLine, QueuePanel, QueueSkeleton, SnoozedLine } from '../queue/QueuePanel.tsx';
import type { QueueTableHandle } from '../queue/QueueTable.tsx';
import type { QueueIndex } from '../queue/queue-index.ts';
import { roleViews, viewOf } from '../queue/role-views.ts';
import { viewSource } from '../queue/view-source.ts';
import { type ViewId, viewNames } from '../queue/views.ts';
import { minuteOf, useTimed } from '../time/use-timed.ts';
import type { Commands } from './commands.ts';
import { useDesk, useQueue, useWorkspace } from './desk.ts';
import { departureWords, placeAfter, refusalWords, stepFrom } from './navigation.ts';
import { shownSavedView } from './saved-views.ts';
import type { Departure } from './workspace.ts';

export interface QueueScreenHandle {
  focus(): void;
  focusFilter(): void;
  /** Moves the mark by rows; `Infinity` goes to the end. */
  step(rows: number): void;
  /** Moves the mark by a screen of rows, up or down. */
  stepPage(direction: 1 | -1): void;
  /** Selects the marked row, or not any more. */
  toggleSelected(): void;
  /** Moves the mark, and the end of what is selected with it. */
  stretchSelection(rows: 1 | -1): void;
  selectAll(): void;
  /** Does something to all selected cases; false where there are none. */
  actOnSelected(action: BulkActionName): boolean;
  /** Opens the marked row of what the filter found, or its first, and hands the keys to the queue. */
  openFound(): void;
}

interface QueueScreenProps {
  readonly ref: Ref<QueueScreenHandle>;
  readonly commands: Commands;
  readonly onShowView: (view: ViewId) => void;
  readonly progress: { readonly done: number; readonly total: number } | null;
  readonly starting: boolean;
  readonly offline: boolean;
}

/** The queue of the chosen view, connected to the index. */
export function QueueScreen({ ref, commands, onShowView, progress, starting, offline }: QueueScreenProps) {
  const desk = useDesk();
  const { index, policy, revision, counts, role, isComplete } = useQueue((state) => state);
  const view = useWorkspace((state) => state.view);
  const filter = useWorkspace((state) => state.filter);
  const arrangement = useWorkspace((state) => state.arrangement);
  const folded = useWorkspace((state) => state.folded);
  const savedViewId = useWorkspace((state) => state.savedViewId);
  const activeId = useWorkspace((state) => state.activeId);
  const openId = useWorkspace((state) => state.openId);
  const density = useWorkspace((state) => state.density);
  const departure = useWorkspace((state) => state.departure);
  const refusal = useWorkspace((state) => state.refusal);
  const selected = useWorkspace((state) => state.selected);
  const bulkResult = useWorkspace((state) => state.bulkResult);
  const table = useRef<QueueTableHandle>(null);
  const filterField = useRef<HTMLInputElement>(null);
  const lastPosition = useRef(0);
  /** What had the focus when the queue was asked to take it and had no rows yet. */
  const awaiting = useRef<Element | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the index changes in place; its revision says when.
  const rows = useMemo(
    () => sorted(index?.filtered(view, filter) ?? [], arrangement.sort),
    [index, view, filter, arrangement.sort, revision],
  );
  // What is at risk changes without a case changing: once a minute is enough for the heads of groups.
  const minute = useTimed(desk.clock, arrangement.group === 'time' ? minuteOf : never);
  const lines = useMemo(
    () => (policy ? grouped(rows, arrangement.group, folded, policy, minute === 0 ? desk.clock.now() : minute) : rows),
    [rows, arrangement.group, folded, policy, minute, desk],
  );
  // The cases in the order in which they are seen, without those of folded groups.
  const shown = useMemo(() => (lines === rows ? rows : lines.filter(isCaseLine)), [lines, rows]);
  const inflated = index?.inflated;
  const source = useMemo(
    () => (policy && inflated ? { clock: desk.clock, policy, inflated } : null),
    [desk, policy, inflated],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: as above.
  const matchesInOpen = useMemo(
    () => (rows.length === 0 && filter !== '' ? (index?.filtered('open', filter).length ?? 0) : 0),
    [index, filter, rows, revision],
  );

  const chosen = useMemo(() => selectedOf({ selected }, rows), [selected, rows]);
  const select = (selection: Selection): void => desk.workspace.setState(selection);

  // biome-ignore lint/correctness/useExhaustiveDependencies: as above.
  const snoozedOut = useMemo(() => index?.snoozedOutOf(view) ?? 0, [index, view, revision]);

  useDepartures(rows, shown, lastPosition);

  useEffect(() => {
    if (awaiting.current === null || !table.current) return;
    if (document.activeElement === awaiting.current) table.current.focus();
    awaiting.current = null;
  });

  useImperativeHandle(ref, () => {
    const step = (by: number): void => {
      // Read now: several keys may come before the next drawing.
      const next = stepFrom(shown, desk.workspace.getState().activeId, lastPosition.current, by);
      const entry = next === null ? undefined : shown[next];
      if (!entry || next === null) return;
      // A focused cell of the row that is left takes the focus with it.
      if (document.activeElement?.closest('[data-queue-body]')) table.current?.focus();
      table.current?.reveal(lines === rows ? next : lines.indexOf(entry));
      commands.activate(entry.id);
    };
    return {
      focus: () => {
        if (table.current) table.current.focus();
        else awaiting.current = document.activeElement;
      },
      focusFilter: () => {
        filterField.current?.focus();
        filterField.current?.select();
      },
      step,
      toggleSelected: () => {
        const { activeId } = desk.workspace.getState();
        if (activeId !== null && rows.some(({ id }) => id === activeId))
          desk.workspace.setState(toggled(desk.workspace.getState(), activeId));
      },
      stretchSelection: (by) => {
        const before = desk.workspace.getState();
        const from = before.activeId ?? shown[0]?.id;
        step(by);
        const to = desk.workspace.getState().activeId;
        if (from !== undefined && to !== null) desk.workspace.setState(stretched(before, shown, from, to));
      },
      selectAll: () => desk.workspace.setState({ selected: new Set(rows.map(({ id }) => id)), selectAnchor: null }),
      actOnSelected: (action) => {
        const chosen = selectedOf(desk.workspace.getState(), rows);
        if (chosen.length > 0) commands.actOnAll(chosen, action);
        return chosen.length > 0;
      },
      stepPage: (direction) => step(direction * (table.current?.rowsInSight() ?? 1)),
      openFound: () => {
        const { activeId } = desk.workspace.getState();
        const marked = shown.find((row) => row.id === activeId) ?? shown[0];
        if (!marked) return;
        commands.open(marked.id);
        table.current?.focus();
      },
    };
  }, [rows, lines, shown, desk, commands]);

  const isHere = isComplete || (view === roleViews[role].start && filter === '');
  if (!index || !source || !isHere || (progress !== null && index.size === 0)) {
    return <QueueSkeleton progress={progress} starting={starting} offline={offline} />;
  }
  return (
    <QueuePanel
      tableRef={table}
      filterRef={filterField}
      view={view}
      filter={filter}
      title={shownSavedView(desk.replica, savedViewId)?.name ?? viewNames[view]}
      viewSource={policy === null ? null : viewSource(view, policy.policy)}
      rows={rows}
      lines={lines}
      arrangement={arrangement}
      onArrange={commands.arrange}
      onAskArrangement={() => desk.workspace.setState({ dialog: { name: 'arrange' } })}
      onFold={(groupId) =>
        desk.workspace.setState((before) => {
          const next = new Set(before.folded);
          if (!next.delete(groupId)) next.add(groupId);
          return { folded: next };
        })
      }
      total={counts[view]}
      matchesInOpen={matchesInOpen}
      rowHeight={density === 'roomy' ? 40 : 32}
      activeId={activeId}
      openId={openId}
      source={source}
      selected={selected}
      onSelect={(id, isStretch) => {
        const before = desk.workspace.getState();
        const from = before.activeId;
        commands.activate(id);
        select(isStretch && from !== null ? stretched(before, shown, from, id) : toggled(before, id));
      }}
      notice={
        <>
          {chosen.length > 0 && (
            <SelectionBar
              count={chosen.length}
              total={rows.length}
              onAction={(action) => commands.actOnAll(chosen, action)}
              onAll={() => select({ selected: new Set(rows.map(({ id }) => id)), selectAnchor: null })}
              onClear={() => {
                select(nothingSelected);
                table.current?.focus();
              }}
            />
          )}
          {bulkResult !== null && (
            <BulkResult
              {...bulkResult}
              numberOf={(id) => index.entry(id)?.number ?? 'a case that is not here'}
              onOpen={commands.open}
              onDismiss={() => desk.workspace.setState({ bulkResult: null })}
            />
          )}
          {snoozedOut > 0 && <SnoozedLine count={snoozedOut} onShow={() => onShowView('snoozed')} />}
          {departure && !rows.some((row) => row.id === departure.caseId) && (
            <Departed departure={departure} index={index} commands={commands} />
          )}
          {refusal && refusal.caseId !== openId && (
            <Refusal
              code={refusal.code}
              message={refusalWords(index.entry(refusal.caseId)?.number, refusal.message)}
              onDismiss={() => desk.workspace.setState({ refusal: null })}
            />
          )}
        </>
      }
      onFilter={commands.filter}
      onShowView={onShowView}
      onOpen={commands.open}
      onNewCase={() => desk.workspace.setState({ dialog: { name: 'new_case' } })}
      onDensity={() =>
        desk.workspace.setState((before) => ({ density: before.density === 'roomy' ? 'compact' : 'roomy' }))
      }
    />
  );
}

interface DepartedProps {
  readonly departure: Departure;
  readonly index: QueueIndex;
  readonly commands: Commands;
}

/** Where the case is now, not where it went first: others may move it on while the line stands. */
function Departed({ departure, index, commands }: DepartedProps) {
  const desk = useDesk();
  const view = useWorkspace((state) => state.view);
  const role = useQueue((state) => state.role);
  const entry = index.entry(departure.caseId);
  const hiddenByFilter = entry !== undefined && index.contains(view, entry);
  const target =
    entry === undefined || hiddenByFilter ? null : viewOf(role, (candidate) => index.contains(candidate, entry));
  return (
    <DepartureLine
      number={departure.number}
      where={departureWords(target, hiddenByFilter)}
      onShow={
        target === null
          ? null
          : () => {
              commands.filter('');
              commands.showView(target);
              commands.open(departure.caseId);
            }
      }
      onDismiss={() => desk.workspace.setState({ departure: null })}
    />
  );
}

interface Row {
  readonly id: CaseId;
}

/**
 * Notes where the active row stands, and says where it went when it leaves the list by itself.
 * @param shown the rows as they are seen: in groups, without what is folded
 */
function useDepartures(rows: readonly Row[], shown: readonly Row[], lastPosition: { current: number }): void {
  const desk = useDesk();
  const index = useQueue((state) => state.index);
  const view = useWorkspace((state) => state.view);
  const filter = useWorkspace((state) => state.filter);
  const activeId = useWorkspace((state) => state.activeId);
  const openId = useWorkspace((state) => state.openId);
  const before = useRef<{ readonly scope: string; readonly id: CaseId; readonly shown: readonly Row[] } | null>(null);

  useLayoutEffect(() => {
    const scope = `${view} ${filter}`;
    const position = activeId === null ? -1 : shown.findIndex((row) => row.id === activeId);
    if (position >= 0 && activeId !== null) {
      lastPosition.current = position;
      before.current = { scope, id: activeId, shown };
      return;
    }
    const was = before.current;
    // Folded away with its group: it has not left the view.
    if (activeId !== null && rows.some((row) => row.id === activeId)) {
      if (was?.id === activeId) lastPosition.current = placeAfter(was.shown, shown, activeId);
      return;
    }
    before.current = null;
    const entry = activeId === null ? undefined : index?.entry(activeId);
    if (was && entry && index && was.id === activeId && was.scope === scope) {
      desk.workspace.setState({ departure: { caseId: entry.id, number: entry.number } });
    }
  }, [rows, shown, view, filter, activeId, index, desk, lastPosition]);

  // A row is marked as soon as there is one, so that keys act without a click: the first of a view or of what the
  // filter found, or the one that took the place of a case that left or was folded away. An opened case keeps the mark.
  const shownScope = useRef('');
  useEffect(() => {
    const scope = `${view} ${filter}`;
    const isNew = shownScope.current !== scope;
    shownScope.current = scope;
    if (isNew) lastPosition.current = 0;
    const isActive = (row: Row): boolean => row.id === activeId;
    const isLost = openId === null && !shown.some(isActive) && (isNew || rows.some(isActive));
    if (activeId !== null && !isLost) return;
    const next = shown[Math.min(lastPosition.current, shown.length - 1)];
    if (next || activeId !== null) desk.workspace.setState({ activeId: next?.id ?? null });
  }, [rows, shown, view, filter, activeId, openId, desk, lastPosition]);
}

/** For what does not depend on the time. */
function never(): number {
  return 0;
}
