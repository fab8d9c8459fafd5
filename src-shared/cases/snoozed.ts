import type { EpochMs } from '../ids.ts';
import type { CompiledPolicy } from '../policy/compile-policy.ts';
import { atRiskAt } from '../sla/read-clock.ts';
import type { CaseState } from './case-state.ts';

/** Whether a snooze holds at that time. */
export function isSnoozed({ work: { snooze } }: Pick<CaseState, 'work'>, at: EpochMs): boolean {
  return snooze !== null && (snooze.untilAt === null || snooze.untilAt > at);
}

/**
 * When a snoozed case is back among the others if nothing happens to it: at its time, but no later than its most urgent
 * clock is at risk, so that a snooze hides no deadline. Infinity: not by itself. Null for a case that is not snoozed.
 */
export function backFromSnoozeAt(
  policy: CompiledPolicy,
  { work: { snooze }, mostUrgent, clocks, lastEventAt }: CaseState,
): EpochMs | null {
  if (snooze === null) return null;
  const clock = mostUrgent === null ? undefined : clocks[mostUrgent];
  if (clock === undefined) return snooze.untilAt ?? Infinity;
  // Overdue while it does not run.
  const riskAt = clock.runningSince === null ? lastEventAt : (atRiskAt(policy, clock) ?? Infinity);
  return Math.min(snooze.untilAt ?? Infinity, riskAt);
}
