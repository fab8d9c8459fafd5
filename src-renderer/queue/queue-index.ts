import type { CaseDocument } from '../../src-shared/cases/case-document.ts';
import type { DurationMs, EpochMs, UserId } from '../../src-shared/ids.ts';
import type { CompiledPolicy } from '../../src-shared/policy/compile-policy.ts';
import { deskCalendar } from '../../src-shared/policy/desk-calendar.ts';
import { containsAll, filterWords } from './filter.ts';
import { type InflatedAccounts, InflationTally } from './inflation-tally.ts';
import {
  compareBack,
  compareCrossings,
  compareEnded,
  compareEntries,
  compareFollowUps,
  compareReady,
  compareReminders,
  compareTriage,
  type Directory,
  haystackOf,
  isAside,
  isSnoozedOf,
  leavesBySnooze,
  makeQueueEntry,
  type QueueEntry,
  renameQueueEntry,
  rowIn,
  type StandingView,
  standingViewIds,
  standingViews,
} from './queue-entry.ts';
import { firstIndexWhere, SortedList } from './sorted-list.ts';
import { type ViewCounts, type ViewId, viewIds } from './views.ts';

/** How long a resolved or closed case stays in Recently closed. */
export const recentlyClosedMs: DurationMs = 14 * 24 * 3_600_000;

/** From this share of all cases on, sorting everything once is cheaper than inserting one by one. */
const rebuildShare = 1 / 8;

export interface QueueContext {
  readonly policy: CompiledPolicy;
  readonly directory: Directory;
  /** Who acts; null until the backend or the store said so. */
  readonly me: UserId | null;
}

/** A case that changed, or null under the id of one that is gone. */
export type CaseChange = readonly [id: string, doc: CaseDocument | null];

/**
 * Every view of the queue, kept in order as cases change. A change costs a few binary searches; time passing costs
 * one comparison, because the instants at which cases become overdue are themselves kept in order.
 */
export class QueueIndex {
  #context: QueueContext;
  #now: EpochMs;
  readonly #entries = new Map<string, QueueEntry>();
  readonly #views: Readonly<Record<ViewId, SortedList<QueueEntry>>> = {
    mine: new SortedList(compareEntries),
    technical: new SortedList(compareEntries),
    unassigned: new SortedList(compareEntries),
    untriaged: new SortedList(compareTriage),
    open: new SortedList(compareEntries),
    waiting: new SortedList(compareEntries),
    follow_up: new SortedList(compareFollowUps),
    overdue: new SortedList(compareEntries),
    hand_offs: new SortedList(compareEntries),
    ready_to_close: new SortedList(compareReady),
    closed: new SortedList(compareEnded),
    snoozed: new SortedList(compareBack),
    reminders: new SortedList(compareReminders),
  };
  /** Open cases that are not overdue yet, in the order in which they will be. */
  readonly #crossings = new SortedList(compareCrossings);
  /** Snoozed cases, in the order in which they will be back. */
  readonly #returns = new SortedList(compareBack);

  readonly #inflation = new InflationTally();

  constructor(context: QueueContext, now: EpochMs) {
    this.#context = context;
    this.#now = now;
  }

  get size(): number {
    return this.#entries.size;
  }

  /** The instant the views stand at. */
  get now(): EpochMs {
    return this.#now;
  }

  /** Accounts whose customers ask for more than triage finds, with their figures. */
  get inflated(): InflatedAccounts {
    return this.#inflation.over;
  }

  entry(id: string): QueueEntry | undefined {
    return this.#entries.get(id);
  }

  /** The entries of a view in its order. The list changes in place with the next change of the index. */
  rows(view: ViewId): readonly QueueEntry[] {
    const { items } = this.#views[view];
    const count = this.#shownCount(view);
    return count === items.length ? items : items.slice(0, count);
  }

  counts(): ViewCounts {
    const count = (view: ViewId): number => this.#shownCount(view);
    return {
      mine: count('mine'),
      technical: count('technical'),
      unassigned: count('unassigned'),
      untriaged: count('untriaged'),
      open: count('open'),
      waiting: count('waiting'),
      follow_up: count('follow_up'),
      overdue: count('overdue'),
      hand_offs: count('hand_offs'),
      ready_to_close: count('ready_to_close'),
      closed: count('closed'),
      snoozed: count('snoozed'),
      reminders: count('reminders'),
    };
  }

  /** Reminders whose time has come. */
  dueReminders(): number {
    return firstIndexWhere(this.#views.reminders.items, ({ reminder }) => (reminder?.remindAt ?? 0) > this.#now);
  }

  /** Cases that a snooze keeps out of a view. */
  snoozedOutOf(view: ViewId): number {
    const { me } = this.#context;
    return this.#returns.items.filter((entry) => leavesBySnooze(view, entry, me)).length;
  }

  /** The rows of a view that contain every word of the filter, as a list of their own that no later change touches. */
  filtered(view: ViewId, filter: string): readonly QueueEntry[] {
    const rows = this.rows(view);
    const words = filterWords(filter);
    return words.length === 0 ? rows.slice() : rows.filter((entry) => containsAll(this.#searchText(entry), words));
  }

  /** Shows every case with the text that the filter looks at, in no order. */
  eachSearchText(visit: (entry: QueueEntry, text: string) => void): void {
    for (const entry of this.#entries.values()) visit(entry, this.#searchText(entry));
  }

  /** Makes ready for the first key in the filter by some cases; true while there are more. */
  prepareFilter(count: number): boolean {
    let left = count;
    for (const entry of this.#entries.values()) {
      if (entry.searchText !== null) continue;
      if (left-- === 0) return true;
      this.#searchText(entry);
    }
    return false;
  }

  contains(view: ViewId, entry: QueueEntry): boolean {
    if (view === 'closed') return entry.endedAt !== null && entry.endedAt >= this.#now - recentlyClosedMs;
    if (view === 'follow_up' && (entry.followUpAt ?? Infinity) > this.#now) return false;
    return this.#views[view].indexOf(entry) >= 0;
  }

  /** Starts over with these cases; after a change of policy or of who acts too. */
  fill(cases: Iterable<CaseDocument>, context: QueueContext, now: EpochMs): void {
    this.#context = context;
    this.#now = now;
    this.#entries.clear();
    for (const doc of cases)
      this.#entries.set(doc.id, makeQueueEntry(context.policy, doc, context.directory, context.me));
    this.#arrange();
  }

  change(changes: readonly CaseChange[]): void {
    const { policy, directory, me } = this.#context;
    const inBulk = changes.length > 64 && changes.length > this.#entries.size * rebuildShare;
    for (const [id, doc] of changes) {
      const before = this.#entries.get(id);
      if (before && !inBulk) this.#take(before);
      this.#entries.delete(id);
      if (!doc) continue;
      const entry = makeQueueEntry(policy, doc, directory, me);
      this.#entries.set(id, entry);
      if (!inBulk) this.#place(entry);
    }
    if (inBulk) this.#arrange();
  }

  /** Takes the present names of accounts and people; the order does not depend on them. */
  rename(directory: Directory): void {
    this.#context = { ...this.#context, directory };
    for (const [id, before] of this.#entries) {
      // Contacts and products are searched as well.
      before.searchText = null;
      const entry = renameQueueEntry(before, directory);
      if (
        entry.accountName === before.accountName &&
        entry.ownerName === before.ownerName &&
        entry.technicalOwnerName === before.technicalOwnerName
      ) {
        continue;
      }
      this.#entries.set(id, entry);
      for (const view of viewIds) this.#views[view].replace(rowIn(view, entry));
      this.#crossings.replace(entry);
      this.#returns.replace(entry);
    }
    for (const view of ['untriaged', 'reminders'] as const) {
      for (const row of this.#views[view].items) row.searchText = null;
    }
  }

  /** Time passed. True if a case crossed a line, so that a view changed. */
  advance(now: EpochMs): boolean {
    const closedBefore = this.#recentlyClosedCount();
    const followUpsBefore = this.#followUpCount();
    if (now < this.#now) {
      // Only a clock that was set back; nothing crosses backwards otherwise.
      this.#now = now;
      this.#arrange();
      return true;
    }
    this.#now = now;
    let crossed = this.#inflation.isOutdated(now);
    if (crossed) this.#inflation.roll(this.#entries.values(), now);
    for (let next = this.#crossings.items[0]; next && next.overdueAfterAt < now; next = this.#crossings.items[0]) {
      this.#crossings.remove(next);
      this.#views.overdue.add(next);
      crossed = true;
    }
    for (let next = this.#returns.items[0]; next && !isAside(next, now); next = this.#returns.items[0]) {
      this.#returns.remove(next);
      this.#views.snoozed.remove(next);
      for (const view of standingViews(next, this.#context.me, now)) {
        if (this.#views[view].indexOf(next) < 0) this.#views[view].add(rowIn(view, next));
      }
      crossed = true;
    }
    return crossed || this.#recentlyClosedCount() !== closedBefore || this.#followUpCount() !== followUpsBefore;
  }

  #place(entry: QueueEntry): void {
    this.#inflation.add(entry);
    const { me } = this.#context;
    for (const view of standingViews(entry, me, this.#now)) this.#views[view].add(rowIn(view, entry));
    if (entry.reminder !== null) this.#views.reminders.add(rowIn('reminders', entry));
    if (!entry.isOpen) return;
    if (entry.overdueAfterAt < this.#now) this.#views.overdue.add(entry);
    else this.#crossings.add(entry);
    if (!isAside(entry, this.#now)) return;
    this.#returns.add(entry);
    if (isSnoozedOf(entry, me)) this.#views.snoozed.add(entry);
  }

  #take(entry: QueueEntry): void {
    this.#inflation.remove(entry);
    for (const view of standingViews(entry, this.#context.me, this.#now)) this.#views[view].remove(entry);
    if (entry.reminder !== null) this.#views.reminders.remove(entry);
    if (!entry.isOpen) return;
    if (!this.#views.overdue.remove(entry)) this.#crossings.remove(entry);
    if (this.#returns.remove(entry)) this.#views.snoozed.remove(entry);
  }

  /** Sorts every view anew. */
  #arrange(): void {
    const { me } = this.#context;
    const parts: Record<StandingView, QueueEntry[]> = emptyParts();
    const deal = (entry: QueueEntry): void => {
      for (const view of standingViews(entry, me, this.#now)) parts[view].push(rowIn(view, entry));
    };
    const all = [...this.#entries.values()];
    // Sorted once for all views of open cases: a list that is nearly in its order is sorted in one pass.
    for (const entry of all.filter(({ isOpen }) => isOpen).sort(compareEntries)) deal(entry);
    for (const entry of all) if (!entry.isOpen) deal(entry);
    for (const view of standingViewIds) this.#views[view].fill(parts[view]);
    this.#returns.fill(parts.open.filter((entry) => isAside(entry, this.#now)));
    this.#views.snoozed.fill(this.#returns.items.filter((entry) => isSnoozedOf(entry, me)));
    this.#views.reminders.fill(
      all.filter(({ reminder }) => reminder !== null).map((entry) => rowIn('reminders', entry)),
    );
    this.#arrangeOverdue();
    const { policy } = this.#context;
    const zone = deskCalendar(policy)?.timeZone ?? 'UTC';
    this.#inflation.fill(all, policy.policy.inflation ?? null, zone, this.#now);
  }

  #arrangeOverdue(): void {
    const open = this.#views.open.items;
    this.#views.overdue.fill(open.filter((entry) => entry.overdueAfterAt < this.#now));
    this.#crossings.fill(open.filter((entry) => entry.overdueAfterAt >= this.#now));
  }

  /** How many of a view's rows are shown: some of what stands in it is too old by now, or for later. */
  #shownCount(view: ViewId): number {
    if (view === 'closed') return this.#recentlyClosedCount();
    return view === 'follow_up' ? this.#followUpCount() : this.#views[view].size;
  }

  #followUpCount(): number {
    return firstIndexWhere(this.#views.follow_up.items, ({ followUpAt }) => (followUpAt ?? 0) > this.#now);
  }

  #recentlyClosedCount(): number {
    const since = this.#now - recentlyClosedMs;
    return firstIndexWhere(this.#views.closed.items, (entry) => (entry.endedAt ?? 0) < since);
  }

  #searchText(entry: QueueEntry): string {
    entry.searchText ??= haystackOf(entry, this.#context.directory);
    return entry.searchText;
  }
}

function emptyParts(): Record<StandingView, QueueEntry[]> {
  return {
    mine: [],
    technical: [],
    unassigned: [],
    untriaged: [],
    open: [],
    waiting: [],
    follow_up: [],
    hand_offs: [],
    ready_to_close: [],
    closed: [],
  };
}
