import type { CaseDocument } from '../../src-shared/cases/case-document.ts';
import { type CaseClock, type CaseState, customerClocks, type Reminder } from '../../src-shared/cases/case-state.ts';
import { foldCase } from '../../src-shared/cases/fold-case.ts';
import { backFromSnoozeAt } from '../../src-shared/cases/snoozed.ts';
import { nextOutreachAt, unansweredSince, unsentAt } from '../../src-shared/closure/outreach.ts';
import type { CaseId, EpochMs, UserId } from '../../src-shared/ids.ts';
import type { CompiledPolicy } from '../../src-shared/policy/compile-policy.ts';
import { compareQueueKeys, isOpen as isOpenCase, type QueueKey, queueKey } from '../../src-shared/queue/queue-order.ts';
import { overdueAt } from '../../src-shared/sla/read-clock.ts';
import { foldText } from '../../src-shared/text/fold-text.ts';
import { caseNumberWords, kindNames, statusNames } from '../case/names.ts';
import type { ViewId } from './views.ts';

/** What the desk's directory calls things; missing documents read as their id. */
export interface Directory {
  accountName(id: string): string;
  contactName(id: string): string;
  userName(id: string): string;
  productName(id: string): string;
}

/** A case as the queue holds it: folded once per change of the case, never per tick. */
export interface QueueEntry {
  readonly id: CaseId;
  readonly doc: CaseDocument;
  readonly state: CaseState;
  readonly key: QueueKey;
  readonly number: string;
  readonly accountName: string;
  readonly ownerName: string | null;
  readonly technicalOwnerName: string | null;
  /** The clock that the first column shows: the most urgent one, else a paused one, else none. */
  readonly clock: CaseClock | null;
  readonly isOpen: boolean;
  /** After this instant the most urgent clock is overdue; Infinity: never as things stand. */
  readonly overdueAfterAt: EpochMs;
  /** From when on the next outreach to a customer who does not answer counts; null where none is due. */
  readonly followUpAt: EpochMs | null;
  /** Since when it can be closed: it is resolved, or the customer has left enough outreaches unanswered. */
  readonly readyAt: EpochMs | null;
  /** When a snoozed case is back among the others, if nothing happens to it; null for one that is not snoozed. */
  readonly backAt: EpochMs | null;
  /** The earliest reminder of who acts here. */
  readonly reminder: Reminder | null;
  /** What stands before the subject; null but in Reminders. */
  readonly note: string | null;
  /** When it was resolved or closed last; null while open. */
  readonly endedAt: EpochMs | null;
  /** What the filter looks at; null until it is first asked for. On the entry, since a look-up elsewhere for each case costs more than the search in it. */
  searchText: string | null;
}

export function makeQueueEntry(
  policy: CompiledPolicy,
  doc: CaseDocument,
  directory: Directory,
  me: UserId | null = null,
): QueueEntry {
  const state = foldCase(policy, doc.events);
  const isOpen = isOpenCase(state);
  const clock = shownClock(state, isOpen);
  return {
    id: doc.id,
    doc,
    state,
    key: queueKey(doc, state),
    number: caseNumberWords(doc.number),
    ...namesOf(doc, state, directory),
    clock,
    isOpen,
    overdueAfterAt: isOpen && state.mostUrgent !== null && clock ? overdueAfter(clock, state.lastEventAt) : Infinity,
    followUpAt: nextOutreachAt(policy, state, unsentAt(doc)),
    readyAt: state.status === 'resolved' ? state.resolvedAt : unansweredSince(policy, state),
    backAt: isOpen ? backFromSnoozeAt(policy, state) : null,
    reminder: reminderOf(state, me),
    note: null,
    endedAt: isOpen ? null : (state.closedAt ?? state.resolvedAt ?? state.lastEventAt),
    searchText: null,
  };
}

/** The same case under the directory's present names. */
export function renameQueueEntry(entry: QueueEntry, directory: Directory): QueueEntry {
  return { ...entry, ...namesOf(entry.doc, entry.state, directory), searchText: null };
}

/** The order of every view of open cases. */
export function compareEntries(a: QueueEntry, b: QueueEntry): number {
  return compareQueueKeys(a.key, b.key);
}

/** The order of Recently closed: the latest first. */
export function compareEnded(a: QueueEntry, b: QueueEntry): number {
  return (b.endedAt ?? 0) - (a.endedAt ?? 0) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/** The order of Untriaged: by when triage is due; without such a clock, last and as in the queue. */
export function compareTriage(a: QueueEntry, b: QueueEntry): number {
  const dueA = a.state.clocks.triage?.dueAt ?? Number.MAX_SAFE_INTEGER;
  const dueB = b.state.clocks.triage?.dueAt ?? Number.MAX_SAFE_INTEGER;
  return dueA - dueB || compareEntries(a, b);
}

/** The order of Ready to close: what has been ready longest comes first. */
export function compareReady(a: QueueEntry, b: QueueEntry): number {
  return (a.readyAt ?? 0) - (b.readyAt ?? 0) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/** The order of Follow up today: what could have been followed up first comes first; what is for later, behind. */
export function compareFollowUps(a: QueueEntry, b: QueueEntry): number {
  return (a.followUpAt ?? 0) - (b.followUpAt ?? 0) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/** The order in which open cases become overdue. */
export function compareCrossings(a: QueueEntry, b: QueueEntry): number {
  // Two that never cross must not subtract Infinity from Infinity.
  if (a.overdueAfterAt !== b.overdueAfterAt) return a.overdueAfterAt < b.overdueAfterAt ? -1 : 1;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

/** The order of Snoozed: the next to come back first. */
export function compareBack(a: QueueEntry, b: QueueEntry): number {
  const [backA, backB] = [a.backAt ?? Infinity, b.backAt ?? Infinity];
  if (backA !== backB) return backA < backB ? -1 : 1;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

/** The order of Reminders: by when they remind. */
export function compareReminders(a: QueueEntry, b: QueueEntry): number {
  return (a.reminder?.remindAt ?? 0) - (b.reminder?.remindAt ?? 0) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

type Belongs = (entry: QueueEntry, me: UserId | null) => boolean;

/** Which open cases belong to a view, whatever the time. A case is its contact owner's and, once a TAE accepted it, that one's as well. */
const openIn = {
  open: () => true,
  unassigned: ({ state }) => state.ownerId === null,
  untriaged: ({ state }) => state.provisional,
  mine: ({ state }, me) => me !== null && (state.ownerId === me || state.technicalOwnerId === me),
  technical: ({ state }, me) => me !== null && state.technicalOwnerId === me,
  waiting: ({ state }) => state.status.startsWith('waiting_'),
  // Whoever owns it follows up; what nobody owns is everybody's.
  follow_up: ({ state, followUpAt }, me) =>
    followUpAt !== null && (state.ownerId === null || state.ownerId === me || state.technicalOwnerId === me),
  ready_to_close: ({ readyAt }) => readyAt !== null,
  hand_offs: ({ state }) => state.handOff?.state === 'open',
} as const satisfies Partial<Record<ViewId, Belongs>>;

/** Which ended cases belong to a view; of `closed` the latest are shown. */
const endedIn = {
  ready_to_close: ({ state }) => state.status === 'resolved',
  closed: () => true,
} as const satisfies Partial<Record<ViewId, Belongs>>;

/**
 * The views to which cases belong by what happened; to `overdue` they come by time, as they come back from `snoozed`,
 * and `follow_up` shows them from their time on.
 */
export type StandingView = keyof typeof openIn | keyof typeof endedIn;

/**
 * What a snooze takes a case out of: the views of what is to be done. All open and Overdue stay whole, others wait for a
 * hand-off, and triage has a clock that a snooze does not look at.
 */
const leftBySnooze: ReadonlySet<StandingView> = new Set([
  'mine',
  'technical',
  'unassigned',
  'waiting',
  'follow_up',
] as const);

/** Whether a case would stand in a view if it were not snoozed. */
export function leavesBySnooze(view: ViewId, entry: QueueEntry, me: UserId | null): boolean {
  const standing = openViews.find((candidate) => candidate === view);
  return standing !== undefined && leftBySnooze.has(standing) && openIn[standing](entry, me);
}

/** Whether a snooze keeps the case out of the way at that time. */
export function isAside({ backAt }: Pick<QueueEntry, 'backAt'>, at: EpochMs): boolean {
  return backAt !== null && backAt > at;
}

/** Snoozed shows one's own cases, those that nobody has, and what one snoozed oneself. */
export function isSnoozedOf(entry: QueueEntry, me: UserId | null): boolean {
  const { state } = entry;
  const by = state.work.snooze?.by;
  return state.ownerId === null || openIn.mine(entry, me) || (by?.kind === 'user' && by.id === me);
}

const openViews = Object.keys(openIn) as readonly (keyof typeof openIn)[];
const endedViews = Object.keys(endedIn) as readonly (keyof typeof endedIn)[];
export const standingViewIds: readonly StandingView[] = [...new Set([...openViews, ...endedViews])];

export function standingViews(entry: QueueEntry, me: UserId | null, at: EpochMs): readonly StandingView[] {
  const aside = isAside(entry, at);
  return entry.isOpen
    ? openViews.filter((view) => openIn[view](entry, me) && !(aside && leftBySnooze.has(view)))
    : endedViews.filter((view) => endedIn[view](entry));
}

/**
 * The case as a view shows it: Untriaged shows the clock of triage, which decides nothing elsewhere, and Reminders what
 * one wanted to come back to.
 */
export function rowIn(view: ViewId, entry: QueueEntry): QueueEntry {
  if (view === 'reminders') return { ...entry, note: entry.reminder?.about ?? null };
  return view === 'untriaged' ? { ...entry, clock: entry.state.clocks.triage ?? null } : entry;
}

/** Everything the filter looks at, folded, one field a line so that no word matches across two fields. */
export function haystackOf(entry: QueueEntry, directory: Directory): string {
  const { doc, state } = entry;
  return foldText(
    [
      entry.number,
      doc.subject,
      entry.accountName,
      entry.ownerName ?? 'unassigned',
      entry.technicalOwnerName ?? '',
      doc.contactId === null ? '' : directory.contactName(doc.contactId),
      state.productId === null ? '' : directory.productName(state.productId),
      state.kind === null ? '' : kindNames[state.kind],
      statusNames[state.status],
      `s${state.severity}`,
      doc.source?.key ?? '',
      state.notPhonedIn ? 'not phoned in' : '',
      state.work.belongsInPortal ? 'belongs in the portal' : '',
    ].join('\n'),
  );
}

function reminderOf({ work: { reminders } }: CaseState, me: UserId | null): Reminder | null {
  let first: Reminder | null = null;
  for (const one of reminders) {
    if (one.forId === me && (first === null || one.remindAt < first.remindAt)) first = one;
  }
  return first;
}

function shownClock(state: CaseState, isOpen: boolean): CaseClock | null {
  if (!isOpen) return state.clocks.resolution ?? state.clocks.first_response ?? null;
  if (state.mostUrgent !== null) return state.clocks[state.mostUrgent] ?? null;
  for (const name of customerClocks) {
    const clock = state.clocks[name];
    if (clock?.phase === 'paused') return clock;
  }
  return null;
}

/** Clocks are read at the case's last event at the earliest. */
function overdueAfter(clock: CaseClock, lastEventAt: EpochMs): EpochMs {
  if (clock.dueAt === null) return Infinity;
  if (clock.runningSince === null || clock.usedMs > clock.targetMs) return -Infinity;
  const next = overdueAt(clock);
  if (next === null) return Infinity;
  return next <= lastEventAt ? -Infinity : next - 1;
}

function namesOf(
  doc: CaseDocument,
  state: CaseState,
  directory: Directory,
): Pick<QueueEntry, 'accountName' | 'ownerName' | 'technicalOwnerName'> {
  return {
    accountName: directory.accountName(doc.accountId),
    ownerName: state.ownerId === null ? null : directory.userName(state.ownerId),
    technicalOwnerName: state.technicalOwnerId === null ? null : directory.userName(state.technicalOwnerId),
  };
}
