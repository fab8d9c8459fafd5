import type { ReactNode, Ref } from 'react';
import { commandWords } from '../../src-shared/desktop/command-words.ts';
import type { CaseId } from '../../src-shared/ids.ts';
import { isolated } from '../../src-shared/text/isolated.ts';
import { Button, IconButton, Key, LinkButton } from '../controls/Button.tsx';
import { CloseIcon, ColumnsIcon, PlusIcon, RowsIcon, SearchIcon } from '../controls/icons.tsx';
import { SourceHint } from '../controls/SourceHint.tsx';
import { type Arrangement, isUsual, nextSort, type QueueLine, sortWords } from './arrangement.ts';
import type { CellSource } from './cell-context.ts';
import { QueueTable, type QueueTableHandle } from './QueueTable.tsx';
import styles from './queue.module.css';
import type { QueueEntry } from './queue-entry.ts';
import { emptyViewWords, type ViewId, viewNames } from './views.ts';

const countWords = new Intl.NumberFormat();

interface QueuePanelProps {
  readonly tableRef: Ref<QueueTableHandle>;
  readonly filterRef: Ref<HTMLInputElement>;
  readonly view: ViewId;
  readonly filter: string;
  readonly title: string;
  /** Where the rule is from that brings cases here, as a sentence; null where none does. */
  readonly viewSource: string | null;
  readonly rows: readonly QueueEntry[];
  readonly lines: readonly QueueLine[];
  readonly arrangement: Arrangement;
  readonly onArrange: (arrangement: Arrangement) => void;
  readonly onAskArrangement: () => void;
  readonly onFold: (groupId: string) => void;
  /** Cases of the view without the filter. */
  readonly total: number;
  /** Cases that pass the filter in All open; shown when none do here. */
  readonly matchesInOpen: number;
  readonly rowHeight: number;
  readonly activeId: CaseId | null;
  readonly openId: CaseId | null;
  readonly source: CellSource;
  readonly selected: ReadonlySet<CaseId>;
  /** With Ctrl or ⌘ a click selects one; with Shift all up to it. */
  readonly onSelect: (id: CaseId, isStretch: boolean) => void;
  /** A line below the list, so that it moves no row: where the active case went, why an action was refused. */
  readonly notice: ReactNode;
  readonly onFilter: (filter: string) => void;
  readonly onShowView: (view: ViewId) => void;
  readonly onOpen: (id: CaseId) => void;
  readonly onNewCase: () => void;
  readonly onDensity: () => void;
}

/** The queue: its view's name and count, the filter, and the cases or what to do without any. */
export function QueuePanel(props: QueuePanelProps) {
  const { view, filter, rows, total } = props;
  const filtering = filter.trim() !== '';
  return (
    <section className={styles.panel} aria-labelledby="queue-title">
      <div className={styles.head}>
        <h1 className={styles.title} id="queue-title">
          <span className={styles.titleWords} dir="auto" title={props.title}>
            {props.title}
          </span>
          <span className={styles.titleCount}>
            {filtering ? `${countWords.format(rows.length)} of ${countWords.format(total)}` : countWords.format(total)}
          </span>
        </h1>
        {props.viewSource !== null && <SourceHint of={props.title} words={props.viewSource} />}
        <FilterBox inputRef={props.filterRef} filter={filter} onFilter={props.onFilter} />
        <IconButton
          label="Columns, order and groups"
          shortcut={`⇧${commandWords.arrange.key}`}
          aria-pressed={!isUsual(props.arrangement)}
          onClick={props.onAskArrangement}
        >
          <ColumnsIcon />
        </IconButton>
        <IconButton
          label="Row height"
          shortcut={commandWords.row_height.key}
          aria-pressed={props.rowHeight > 32}
          onClick={props.onDensity}
        >
          <RowsIcon />
        </IconButton>
        <IconButton label="New case" shortcut="+" onClick={props.onNewCase}>
          <PlusIcon />
        </IconButton>
      </div>
      {props.arrangement.sort !== null && rows.length > 0 && (
        <p className={styles.arranged}>
          <span>{sortWords(props.arrangement.sort)}, not by the time left.</span>
          <LinkButton onClick={() => props.onArrange({ ...props.arrangement, sort: null })}>
            Back to the queue’s order
          </LinkButton>
        </p>
      )}
      {rows.length > 0 ? (
        <QueueTable
          ref={props.tableRef}
          label={props.title}
          scope={`${view} ${filter} ${JSON.stringify(props.arrangement)}`}
          lines={props.lines}
          arrangement={props.arrangement}
          onSort={(by) => props.onArrange({ ...props.arrangement, sort: nextSort(props.arrangement.sort, by) })}
          onFold={props.onFold}
          rowHeight={props.rowHeight}
          activeId={props.activeId}
          openId={props.openId}
          source={props.source}
          selected={props.selected}
          onSelect={props.onSelect}
          onOpen={props.onOpen}
        />
      ) : filtering && total > 0 ? (
        <NoMatches {...props} />
      ) : (
        <EmptyView view={view} onShowView={props.onShowView} onNewCase={props.onNewCase} />
      )}
      {props.notice}
    </section>
  );
}

interface FilterBoxProps {
  readonly inputRef: Ref<HTMLInputElement>;
  readonly filter: string;
  readonly onFilter: (filter: string) => void;
}

function FilterBox({ inputRef, filter, onFilter }: FilterBoxProps) {
  return (
    <search className={styles.filterBox}>
      <SearchIcon />
      <input
        ref={inputRef}
        type="search"
        className={styles.filter}
        aria-label="Filter cases"
        aria-keyshortcuts="/"
        placeholder="Filter"
        spellCheck={false}
        autoComplete="off"
        dir="auto"
        value={filter}
        onChange={(event) => onFilter(event.currentTarget.value)}
      />
      {filter === '' ? (
        <span className={styles.filterEnd}>
          <Key>/</Key>
        </span>
      ) : (
        <span className={styles.filterClear}>
          <IconButton label="Clear the filter" onClick={() => onFilter('')}>
            <CloseIcon size={12} />
          </IconButton>
        </span>
      )}
    </search>
  );
}

function NoMatches({ view, filter, total, matchesInOpen, onFilter, onShowView }: QueuePanelProps) {
  return (
    <div className={styles.empty}>
      <h2>No case matches “{isolated(filter.trim())}”</h2>
      <p role="status">
        The filter hides {total === 1 ? 'the only case' : `all ${countWords.format(total)} cases`} of {viewNames[view]}.
        {view !== 'open' && matchesInOpen > 0 && ` All open has ${countWords.format(matchesInOpen)} that match.`}
      </p>
      <div className={styles.emptyActions}>
        <Button shortcut="Esc" onClick={() => onFilter('')}>
          Clear the filter
        </Button>
        {view !== 'open' && matchesInOpen > 0 && <Button onClick={() => onShowView('open')}>Look in All open</Button>}
      </div>
    </div>
  );
}

interface EmptyViewProps {
  readonly view: ViewId;
  readonly onShowView: (view: ViewId) => void;
  readonly onNewCase: () => void;
}

function EmptyView({ view, onShowView, onNewCase }: EmptyViewProps) {
  const words = emptyViewWords[view];
  return (
    <div className={styles.empty}>
      <h2>{words.title}</h2>
      <p>{words.hint}</p>
      <div className={styles.emptyActions}>
        {view === 'mine' && <Button onClick={() => onShowView('unassigned')}>Open Unassigned</Button>}
        {view === 'open' && (
          <Button shortcut="+" onClick={onNewCase}>
            New case
          </Button>
        )}
      </div>
    </div>
  );
}

/** What a snooze keeps out of the view: nothing leaves it unsaid. */
export function SnoozedLine({ count, onShow }: { readonly count: number; readonly onShow: () => void }) {
  return (
    <div className={styles.notice}>
      <p>{count === 1 ? '1 case of this view is snoozed.' : `${count} cases of this view are snoozed.`}</p>
      <LinkButton onClick={onShow}>Show {count === 1 ? 'it' : 'them'}</LinkButton>
    </div>
  );
}

interface DepartureLineProps {
  readonly number: string;
  readonly where: string;
  readonly onShow: (() => void) | null;
  readonly onDismiss: () => void;
}

/** Where the active case went when it left the view. */
export function DepartureLine({ number, where, onShow, onDismiss }: DepartureLineProps) {
  return (
    <div className={styles.notice} role="status">
      <p>
        {isolated(number)} {where}
      </p>
      {onShow && <LinkButton onClick={onShow}>Show it there</LinkButton>}
      <LinkButton onClick={onDismiss}>Dismiss</LinkButton>
    </div>
  );
}

/** Not announced at each step: whoever wants to know asks the bar. */
function LoadProgress({ done, total }: { readonly done: number; readonly total: number }) {
  const share = total > 0 ? done / total : 0;
  const words = `${countWords.format(done)} of ${countWords.format(total)}`;
  return (
    <>
      <p className={styles.skeletonWords}>
        Loading the desk for the first time <span className={styles.skeletonCount}>{words}</span>
      </p>
      <div
        className={styles.skeletonTrack}
        role="progressbar"
        aria-label="First load"
        aria-valuemin={0}
        aria-valuemax={total}
        aria-valuenow={done}
        aria-valuetext={words}
      >
        <div className={styles.skeletonFill} style={{ transform: `scaleX(${share})` }} />
      </div>
    </>
  );
}

interface QueueSkeletonProps {
  readonly progress: { readonly done: number; readonly total: number } | null;
  /** The app's own backend is on its way. */
  readonly starting: boolean;
  readonly offline: boolean;
}

/** The first load: how much is here of how much there is. */
export function QueueSkeleton({ progress, starting, offline }: QueueSkeletonProps) {
  return (
    <div className={styles.skeleton} aria-busy="true">
      {progress ? (
        <LoadProgress done={progress.done} total={progress.total} />
      ) : (
        <p className={styles.skeletonWords} role="status">
          {starting
            ? 'Starting. The first start prepares the desk’s data, which takes a moment.'
            : offline
              ? 'The backend cannot be reached, and nothing was loaded from it yet. It is tried again by itself.'
              : 'Opening the queue'}
        </p>
      )}
      {Array.from({ length: 12 }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have no identity.
        <div key={index} className={styles.skeletonRow} aria-hidden="true">
          <span />
          <span />
          <span />
          <span />
          <span />
        </div>
      ))}
    </div>
  );
}
