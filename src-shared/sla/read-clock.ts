import { addWorkingTime } from '../calendar/working-time.ts';
import type { CaseClock, ClockReading } from '../cases/case-state.ts';
import type { EpochMs } from '../ids.ts';
import type { CompiledPolicy } from '../policy/compile-policy.ts';
import { usedUpAt } from './clock.ts';

/**
 * What a clock shows at an instant, which must not be before its last event.
 * Every running clock of a calendar needs the same one search for `now`, and the calendar keeps the last.
 */
export function readClock(clock: CaseClock, now: EpochMs): ClockReading {
  const elapsedMs =
    clock.runningSince === null
      ? clock.usedMs
      : clock.calendar.workedUntil(Math.max(now, clock.runningSince)) - clock.workedBase;
  const remainingMs = clock.targetMs - elapsedMs;
  const state =
    clock.phase === 'stopped'
      ? remainingMs < 0
        ? 'missed'
        : 'met'
      : remainingMs < 0
        ? 'breached'
        : clock.phase === 'running'
          ? 'running'
          : 'paused';
  return { state, elapsedMs, remainingMs, dueAt: clock.dueAt };
}

/** Says whether a clock runs past its at-risk line without being overdue. A paused clock is not at risk. */
export function isAtRisk(policy: CompiledPolicy, clock: CaseClock, now: EpochMs): boolean {
  const reading = readClock(clock, now);
  return reading.state === 'running' && reading.elapsedMs >= atRiskLineMs(policy, clock);
}

/**
 * The instant at which a running clock passes (or passed) its at-risk line. Null if it does not run, or never will
 * have used that much.
 */
export function atRiskAt(policy: CompiledPolicy, clock: CaseClock): EpochMs | null {
  return clock.runningSince === null ? null : usedUpAt(clock, atRiskLineMs(policy, clock));
}

/**
 * The first instant at which a running clock is overdue. Exactly nothing left is no breach, so a target that ends at
 * closing is overdue only when the next opening has begun. Null if it does not run, or never will be.
 */
export function overdueAt(clock: CaseClock): EpochMs | null {
  if (clock.runningSince === null || clock.dueAt === null) return null;
  if (clock.usedMs > clock.targetMs) return clock.dueAt;
  return addWorkingTime(clock.calendar, Math.max(clock.dueAt, clock.runningSince), 1);
}

/** Working time used at which a clock counts as at risk: a share of the target, or so much left, whichever is first. */
function atRiskLineMs({ atRisk }: CompiledPolicy, clock: CaseClock): number {
  return Math.max(0, Math.min(Math.ceil(clock.targetMs * atRisk.share), clock.targetMs - atRisk.leftMs));
}
