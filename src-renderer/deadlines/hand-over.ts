import type { StoreApi } from 'zustand/vanilla';
import { caseDeadlines } from '../../src-shared/deadlines/case-deadlines.ts';
import { type CaseDeadlines, type DeadlineChange, mostDeadlineCases } from '../../src-shared/deadlines/deadline.ts';
import type { DurationMs } from '../../src-shared/ids.ts';
import type { CompiledPolicy } from '../../src-shared/policy/compile-policy.ts';
import { deskCalendar } from '../../src-shared/policy/desk-calendar.ts';
import { onCallStretches } from '../../src-shared/roster/on-call.ts';
import type { QueueEntry } from '../queue/queue-entry.ts';
import type { QueueState } from '../queue/queue-store.ts';
import type { Replica } from '../replica/replica.ts';
import { hearsEverything, reasonOf, type Told } from './reason-of.ts';

/** So often the whole list is handed over, since the schedule looks only seven days ahead. */
const wholeEveryMs: DurationMs = 3_600_000;

export interface HandOverParts {
  readonly queue: StoreApi<QueueState>;
  readonly replica: Pick<Replica, 'subscribe' | 'status' | 'identity' | 'all'>;
  /** A lead asks to be told of every open case, or not any more. */
  readonly wishes: { everything(): boolean; subscribe(listener: () => void): () => void };
  readonly take: (change: DeadlineChange) => Promise<unknown>;
  /** Runs `work` once after `ms`; answers what cancels it. */
  readonly schedule: (ms: DurationMs, work: () => void) => () => void;
}

/** What everything that is handed over depends on. */
interface Basis extends Told {
  readonly policy: CompiledPolicy;
}

/**
 * Hands the deadlines that the agent is told of to the main process: the whole list once, then what changed, once a
 * turn of the event loop. So they are told with the window hidden or gone too. Answers what stops it.
 */
export function handOverDeadlines({ queue, replica, wishes, take, schedule }: HandOverParts): () => void {
  const changed = new Set<string>();
  /** Cases that the main process has deadlines of. */
  const handed = new Set<string>();
  let basis: Basis | null = null;
  let wasFresh = false;
  /** When the agent is on call, as it was last said. */
  let toldOnCall = '';
  let isScheduled = false;

  function hand(): void {
    isScheduled = false;
    const { index, policy, me, isComplete } = queue.getState();
    const identity = replica.identity();
    // Before the cases are read there is nothing to say, and what was said before the restart still holds.
    if (!isComplete || index === null || policy === null || me === null || identity === null) return;
    const now: Basis = { policy, id: me, role: identity.user.role, everything: wishes.everything() };
    const whole = basis === null || !isSame(basis, now);
    const onCall = onCallStretches(replica.all('shifts').values(), me, deskCalendar(policy), index.now);
    const onCallNow = JSON.stringify(onCall);
    const isFresh = replica.status.getState().connection.state !== 'connecting';
    // A reminder may be on a case that is done.
    const reminded = index.rows('reminders').filter(({ isOpen }) => !isOpen);
    const entries = whole ? [...index.rows('open'), ...reminded] : [...changed].flatMap((id) => index.entry(id) ?? []);
    const put = entries
      .flatMap((entry) => deadlinesOf(entry, now, index.now) ?? [])
      .slice(0, whole ? mostDeadlineCases : Math.max(0, mostDeadlineCases - handed.size));
    const putIds = new Set<string>(put.map(({ caseId }) => caseId));
    const remove = whole ? [] : [...changed].filter((id) => handed.has(id) && !putIds.has(id));
    changed.clear();
    basis = now;
    const onCallChanged = whole || onCallNow !== toldOnCall;
    toldOnCall = onCallNow;
    if (!whole && !onCallChanged && put.length === 0 && remove.length === 0 && isFresh === wasFresh) return;
    wasFresh = isFresh;
    if (whole) handed.clear();
    for (const id of remove) handed.delete(id);
    for (const id of putIds) handed.add(id);
    take({ whole, put, remove, isFresh, ...(onCallChanged ? { onCall } : {}) }).catch(() => {
      // Not taken: what is handed over next says everything again.
      basis = null;
    });
  }

  const soon = (): void => {
    if (isScheduled) return;
    isScheduled = true;
    queueMicrotask(hand);
  };
  let cancelTimer = (): void => {};
  const everyHour = (): void => {
    basis = null;
    soon();
    cancelTimer = schedule(wholeEveryMs, everyHour);
  };
  const stops = [
    replica.subscribe((changes) => {
      for (const id of changes.get('cases') ?? []) changed.add(id);
      soon();
    }),
    // The queue's index is complete, or has another policy.
    queue.subscribe(({ policy, isComplete }, before) => {
      if (policy !== before.policy || isComplete !== before.isComplete) soon();
    }),
    wishes.subscribe(() => {
      if (basis !== null && basis.everything !== wishes.everything()) soon();
    }),
    replica.status.subscribe(({ connection }, before) => {
      if (connection !== before.connection) soon();
    }),
  ];
  everyHour();
  return () => {
    cancelTimer();
    for (const stop of stops) stop();
  };
}

function deadlinesOf(entry: QueueEntry, basis: Basis, now: number): CaseDeadlines | null {
  const reason = (entry.isOpen ? reasonOf(entry.state, basis) : null) ?? (entry.reminder === null ? null : 'reminder');
  if (reason === null) return null;
  const listener = { id: basis.id, hearsEverything: hearsEverything(basis) };
  return caseDeadlines(basis.policy, entry.doc, entry.accountName, entry.state, reason, now, listener);
}

function isSame(a: Basis, b: Basis): boolean {
  return a.policy === b.policy && a.id === b.id && a.role === b.role && a.everything === b.everything;
}
