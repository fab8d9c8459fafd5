import { openOrNextAt } from '../calendar/working-time.ts';
import type { CaseDocument } from '../cases/case-document.ts';
import type { CaseClock, CaseState } from '../cases/case-state.ts';
import { dueSteps } from '../closure/next-steps.ts';
import { unsentAt } from '../closure/outreach.ts';
import type { DurationMs, EpochMs, UserId } from '../ids.ts';
import { type CompiledPolicy, minutesToMs } from '../policy/compile-policy.ts';
import type { ThresholdSpec } from '../policy/policy.ts';
import { usedUpAt } from '../sla/clock.ts';
import {
  type CaseDeadlines,
  type Crossing,
  type Deadline,
  type DeadlineClock,
  type DeadlineReason,
  type DueReminder,
  deadlineClocks,
  mostReminders,
  mostReminderWords,
  toldAt,
} from './deadline.ts';

/** So far ahead the schedule looks; later deadlines are handed over when they come near. */
export const deadlineHorizonMs: DurationMs = 7 * 24 * 3_600_000;

/** Where the policy says nothing of it: the at-risk line in its two parts, and the due instant itself. */
export const defaultThresholds: readonly ThresholdSpec[] = [{ share: 0.75 }, { minutes_left: 30 }, 'due'];

/** Whose reminders and next steps are told. */
export interface Listener {
  readonly id: UserId;
  /** A lead who asked to be told of every open case. */
  readonly hearsEverything: boolean;
}

/**
 * What has to be told of a case: the crossings of its running clocks up to seven days after `now`, those that are past
 * included, since whoever keeps the schedule knows which it has told, and the listener's reminders and next steps. Null
 * if there is nothing.
 */
export function caseDeadlines(
  policy: CompiledPolicy,
  doc: Pick<CaseDocument, 'id' | 'number' | 'subject' | 'events'>,
  account: string,
  state: CaseState,
  reason: DeadlineReason,
  now: EpochMs,
  listener: Listener | null = null,
): CaseDeadlines | null {
  const names = clocksOf(reason);
  const deadlines: Deadline[] = [];
  for (const name of names) {
    const clock = state.clocks[name];
    if (clock?.phase !== 'running' || clock.dueAt === null) continue;
    const crossings = crossingsOf(policy, name, clock).filter(({ at }) => at <= now + deadlineHorizonMs);
    if (crossings.length > 0) deadlines.push({ clock: name, dueAt: clock.dueAt, crossings });
  }
  const reminders = listener === null ? [] : remindersOf(policy, doc, state, listener, now);
  if (deadlines.length === 0 && reminders.length === 0) return null;
  const { id, number, subject } = doc;
  const about = { caseId: id, number, subject, account, severity: state.severity, reason, deadlines };
  return reminders.length === 0 ? about : { ...about, reminders };
}

/** A reminder of one's own says nothing of a case's clocks. */
function clocksOf(reason: DeadlineReason): readonly DeadlineClock[] {
  if (reason === 'reminder') return [];
  return reason === 'hand_off' ? ['hand_off'] : deadlineClocks.filter((name) => name !== 'hand_off');
}

/** Long past ones are no news: whoever looks at the case or at Reminders sees them. */
function remindersOf(
  policy: CompiledPolicy,
  doc: Pick<CaseDocument, 'events'>,
  state: CaseState,
  { id: listenerId, hearsEverything }: Listener,
  now: EpochMs,
): readonly DueReminder[] {
  const isContact = state.ownerId === listenerId;
  const steps = !isContact && !hearsEverything ? [] : dueSteps(policy, state, unsentAt(doc));
  const asked = steps
    // The contact goes on with the case; closing is proposed to a lead as well.
    .filter(({ step }) => isContact || step === 'may_close')
    .map(({ step, at, tellAt, about }): DueReminder => ({ id: step, remindAt: at, about, step, tellAt }));
  const own = state.work.reminders
    .filter(({ forId }) => forId === listenerId)
    .map(({ id, remindAt, about }) => ({ id, remindAt, about: about.slice(0, mostReminderWords).toWellFormed() }));
  return [...asked, ...own]
    .filter((one: DueReminder) => Math.abs(toldAt(one) - now) <= deadlineHorizonMs)
    .sort((a, b) => toldAt(a) - toldAt(b))
    .slice(0, mostReminders);
}

/** A running clock's crossings of the policy's thresholds, in the order of time; of several at one instant the last. */
function crossingsOf(policy: CompiledPolicy, name: DeadlineClock, clock: CaseClock): readonly Crossing[] {
  const spec = policy.policy.notify?.[name];
  const within = spec?.within === undefined ? undefined : policy.calendars.get(spec.within);
  const byInstant = new Map<EpochMs, Crossing>();
  for (const threshold of spec?.thresholds ?? defaultThresholds) {
    const leftMs = leftAt(threshold, clock.targetMs);
    // A target shorter than that is never so far from its end.
    if (leftMs === null) continue;
    const at = usedUpAt(clock, clock.targetMs - leftMs);
    if (at === null) continue;
    const tellAt = within === undefined ? at : openOrNextAt(within, at);
    // Outside its hours for good: there is no time to tell it.
    if (tellAt === null) continue;
    const known = byInstant.get(at);
    if (known !== undefined && known.leftMs <= leftMs) continue;
    byInstant.set(at, { threshold: thresholdKey(threshold), at, tellAt, leftMs });
  }
  return [...byInstant.values()].sort((a, b) => a.at - b.at);
}

/** Working time left when a threshold is crossed; null if the target has not that much. */
function leftAt(threshold: ThresholdSpec, targetMs: DurationMs): DurationMs | null {
  if (threshold === 'due') return 0;
  if ('share' in threshold) return targetMs - Math.ceil(targetMs * threshold.share);
  const leftMs = minutesToMs(threshold.minutes_left);
  return leftMs < targetMs ? leftMs : null;
}

/** How a threshold is named in the schedule and its ledger. */
export function thresholdKey(threshold: ThresholdSpec): string {
  if (threshold === 'due') return 'due';
  return 'share' in threshold ? `used:${threshold.share}` : `left:${threshold.minutes_left}`;
}
