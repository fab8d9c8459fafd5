import type { EpochMs } from '../../src-shared/ids.ts';
import type { CompiledPolicy } from '../../src-shared/policy/compile-policy.ts';
import { isAtRisk } from '../../src-shared/sla/read-clock.ts';
import { foldText } from '../../src-shared/text/fold-text.ts';
import { isolated } from '../../src-shared/text/isolated.ts';
import type { SavedView } from '../../src-shared/views/saved-view.ts';
import { clockNames, severityNames, statusNames } from '../case/names.ts';
import type { QueueEntry } from './queue-entry.ts';

/** How an agent has a view's cases shown. */
export type Arrangement = Pick<SavedView, 'columns' | 'sort' | 'group'>;

/** The usual columns, in the queue's own order, in one piece. */
export const usualArrangement: Arrangement = { columns: [], sort: null, group: null };

export function isUsual({ columns, sort, group }: Arrangement): boolean {
  return columns.length === 0 && sort === null && group === null;
}

/** What a view can be ordered by, other than by the time left. */
export const sortNames = {
  clock: 'Clock',
  severity: 'Severity',
  priority: 'Priority',
  subject: 'Subject',
  account: 'Account',
  owner: 'Owner',
  technical: 'Technical owner',
  status: 'Status',
  number: 'Number',
  votes: 'Votes',
  opened: 'Opened',
} as const;
export type SortKey = keyof typeof sortNames;

export const groupNames = {
  severity: 'Severity',
  account: 'Account',
  owner: 'Owner',
  status: 'Status',
  time: 'Time left',
} as const;
export type GroupKey = keyof typeof groupNames;

/** The head of a group among the rows. */
export interface GroupLine {
  readonly id: string;
  readonly group: string;
  readonly words: string;
  readonly count: number;
  readonly isCollapsed: boolean;
}
/** A line of the list: a case, or the head of a group of them. */
export type QueueLine = QueueEntry | GroupLine;

export function isGroupLine(line: QueueLine): line is GroupLine {
  return 'group' in line;
}

export function isCaseLine(line: QueueLine): line is QueueEntry {
  return !isGroupLine(line);
}

/** The rows in another order than the queue's; the same list where it is the queue's own. */
export function sorted(rows: readonly QueueEntry[], sort: Arrangement['sort']): readonly QueueEntry[] {
  const key = sort === null ? null : sortKeyOf(sort.by);
  if (sort === null || key === null) return rows;
  const read = sortValues[key];
  // Each value is worked out once: comparing texts as people spell them would cost more than the sorting.
  const keyed = rows.map((entry, index) => ({ entry, value: read(entry), index }));
  const direction = sort.descending ? -1 : 1;
  keyed.sort((a, b) => {
    if (a.value === b.value) return a.index - b.index;
    // What has none comes last, whichever way round.
    if (a.value === null) return 1;
    if (b.value === null) return -1;
    return (a.value < b.value ? -1 : 1) * direction;
  });
  return keyed.map(({ entry }) => entry);
}

/** The rows with the heads of their groups between them; within a group they keep their order. */
export function grouped(
  rows: readonly QueueEntry[],
  group: string | null,
  collapsed: ReadonlySet<string>,
  policy: CompiledPolicy,
  now: EpochMs,
): readonly QueueLine[] {
  const key = group === null ? null : groupKeyOf(group);
  if (key === null) return rows;
  const members = Map.groupBy(rows, (entry) => groupValues[key](entry, policy, now));
  const heads = [...members.keys()].sort((a, b) => (a.order === b.order ? 0 : a.order < b.order ? -1 : 1));
  return heads.flatMap((head): QueueLine[] => {
    const cases = members.get(head) ?? [];
    const id = `group ${key} ${head.order} ${head.words}`;
    const isCollapsed = collapsed.has(id);
    const line: GroupLine = { id, group: head.words, words: head.words, count: cases.length, isCollapsed };
    return isCollapsed ? [line] : [line, ...cases];
  });
}

/** "Sorted by account, descending" */
export function sortWords({ by, descending }: NonNullable<Arrangement['sort']>): string {
  const key = sortKeyOf(by);
  const name = key === null ? isolated(by) : sortNames[key].toLowerCase();
  return `Sorted by ${name}, ${descending ? 'descending' : 'ascending'}`;
}

export function sortKeyOf(by: string): SortKey | null {
  return Object.hasOwn(sortNames, by) ? (by as SortKey) : null;
}

export function groupKeyOf(by: string): GroupKey | null {
  return Object.hasOwn(groupNames, by) ? (by as GroupKey) : null;
}

/** The next order when the head of a column is chosen: up, down, then the queue's own again. */
export function nextSort(before: Arrangement['sort'], by: SortKey): Arrangement['sort'] {
  if (before?.by !== by) return { by, descending: false };
  return before.descending ? null : { by, descending: true };
}

/** Texts as they are compared, kept: taking accents off costs ten times the sorting, and names and subjects hardly change. */
const folded = new Map<string, string>();
const mostFolded = 300_000;

function text(value: string): string;
function text(value: string | null): string | null;
function text(value: string | null): string | null {
  if (value === null) return null;
  let found = folded.get(value);
  if (found === undefined) {
    if (folded.size >= mostFolded) folded.clear();
    found = foldText(value);
    folded.set(value, found);
  }
  return found;
}

const statusOrder = Object.keys(statusNames);

const sortValues: Readonly<Record<SortKey, (entry: QueueEntry) => string | number | null>> = {
  clock: ({ clock }) => (clock === null ? null : clockNames[clock.name]),
  severity: ({ state }) => state.severity,
  priority: ({ state }) => state.priority,
  subject: ({ doc }) => text(doc.subject),
  account: ({ accountName }) => text(accountName),
  owner: ({ ownerName }) => text(ownerName),
  technical: ({ technicalOwnerName }) => text(technicalOwnerName),
  status: ({ state }) => statusOrder.indexOf(state.status),
  number: ({ doc }) => doc.number,
  votes: ({ state }) => (state.kind === 'enhancement' ? state.work.votes.length : null),
  opened: ({ state }) => state.openedAt,
};

/** What a group is called, and where it stands among the others. The same object for the same group. */
interface GroupHead {
  readonly words: string;
  readonly order: string;
}

const heads = new Map<string, GroupHead>();
function headOf(order: string, words: string): GroupHead {
  const key = `${order}\n${words}`;
  let head = heads.get(key);
  if (head === undefined) {
    head = { order, words };
    heads.set(key, head);
  }
  return head;
}

const timeHeads = {
  overdue: headOf('0', 'Overdue'),
  at_risk: headOf('1', 'At risk'),
  on_time: headOf('2', 'On time'),
  paused: headOf('3', 'Paused'),
  none: headOf('4', 'Nothing owed now'),
} as const;

const groupValues: Readonly<Record<GroupKey, (entry: QueueEntry, policy: CompiledPolicy, now: EpochMs) => GroupHead>> =
  {
    severity: ({ state }) =>
      headOf(String(state.severity), `Severity ${state.severity}, ${severityNames[state.severity]}`),
    account: ({ accountName }) => headOf(text(accountName), accountName),
    // Those that nobody has come first.
    owner: ({ ownerName }) =>
      ownerName === null ? headOf('', 'Unassigned') : headOf(`1${text(ownerName)}`, ownerName),
    status: ({ state }) => headOf(String(statusOrder.indexOf(state.status)), statusNames[state.status]),
    time: (entry, policy, now) => {
      const { clock, key, overdueAfterAt, isOpen } = entry;
      if (!isOpen || clock === null) return timeHeads.none;
      if (overdueAfterAt < now) return timeHeads.overdue;
      if (key.group !== 0) return key.group === 1 ? timeHeads.paused : timeHeads.none;
      return isAtRisk(policy, clock, Math.max(now, entry.state.lastEventAt)) ? timeHeads.at_risk : timeHeads.on_time;
    },
  };
