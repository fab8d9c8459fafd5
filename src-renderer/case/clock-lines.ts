import type { CaseClock, CaseState, ClockName } from '../../src-shared/cases/case-state.ts';
import { isMissed } from '../../src-shared/closure/checklist.ts';
import type { EpochMs } from '../../src-shared/ids.ts';
import type { CompiledPolicy } from '../../src-shared/policy/compile-policy.ts';
import { readClock } from '../../src-shared/sla/read-clock.ts';
import { clockTimeLeft, type TimeLeft } from '../queue/time-left.ts';
import { workingTimeWords } from '../time/duration-words.ts';

const order: readonly ClockName[] = ['first_response', 'next_update', 'resolution', 'triage', 'hand_off'];

/** The clocks a case has, the customer's first. */
export function clocksOf(state: CaseState): readonly CaseClock[] {
  return order.flatMap((name) => state.clocks[name] ?? []);
}

/** The clocks that were missed, or are by then. */
export function missedClocks(state: CaseState, at: EpochMs): readonly ClockName[] {
  return order.filter((name) => isMissed(state, name, at));
}

/** A clock's line in the case pane: `met in 1:12`, `0:24 left`, `paused, 3:05 left`, `12m overdue`, `missed by 2:10`. */
export function clockWords(clock: CaseClock, at: EpochMs): string {
  const reading = readClock(clock, at);
  const left = workingTimeWords(Math.abs(reading.remainingMs));
  switch (reading.state) {
    case 'running':
      return `${left} left`;
    case 'paused':
      return `paused, ${left} left`;
    case 'met':
      return reading.elapsedMs < 60_000 ? 'met at once' : `met in ${workingTimeWords(reading.elapsedMs)}`;
    case 'breached':
      return `${workingTimeWords(-reading.remainingMs + 59_999)} overdue`;
    case 'missed':
      return `missed by ${workingTimeWords(-reading.remainingMs + 59_999)}`;
  }
}

export interface ClockLine extends TimeLeft {
  readonly line: string;
  /** Overdue, or stopped when it was. */
  readonly isMissed: boolean;
}

export function clockLineOf(policy: CompiledPolicy, clock: CaseClock, at: EpochMs): ClockLine {
  const { remainingMs } = readClock(clock, at);
  return { ...clockTimeLeft(policy, clock, at), line: clockWords(clock, at), isMissed: remainingMs < 0 };
}
