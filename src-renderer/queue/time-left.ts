import type { CaseClock, ClockName } from '../../src-shared/cases/case-state.ts';
import type { DurationMs, EpochMs } from '../../src-shared/ids.ts';
import type { CompiledPolicy } from '../../src-shared/policy/compile-policy.ts';
import { isAtRisk, readClock } from '../../src-shared/sla/read-clock.ts';
import { timeLeftWords } from '../time/duration-words.ts';
import type { QueueEntry } from './queue-entry.ts';

/** The four states of time, paused, and `none` where no clock runs. Each has its colour and its shape. */
export type TimeState = 'on_time' | 'at_risk' | 'due_soon' | 'overdue' | 'paused' | 'none';

/** What the first column of a case shows at one instant. */
export interface TimeLeft {
  readonly state: TimeState;
  /** `3:05`, `24m`, `−12m`, `paused`, `met`, `missed`, or a dash where nothing is owed. */
  readonly words: string;
  readonly clock: ClockName | null;
  /** Working time left; null where nothing counts. */
  readonly remainingMs: DurationMs | null;
  readonly dueAt: EpochMs | null;
  /** Share of the target used, 0 to 1; null where there is no target to fill. */
  readonly used: number | null;
}

/** Red outline: this much working time or less is left. */
export const dueSoonMs: DurationMs = 10 * 60_000;

const nothing: TimeLeft = { state: 'none', words: '\u2013', clock: null, remainingMs: null, dueAt: null, used: null };

export function timeLeftOf(policy: CompiledPolicy, entry: QueueEntry, now: EpochMs): TimeLeft {
  const { clock, state, isOpen } = entry;
  if (!clock) return nothing;
  const left = clockTimeLeft(policy, clock, Math.max(now, state.lastEventAt));
  if (isOpen) return left;
  return { ...left, state: 'none', clock: clock.name };
}

/** How one clock stands; the case pane shows each of a case's clocks by it. */
export function clockTimeLeft(policy: CompiledPolicy, clock: CaseClock, at: EpochMs): TimeLeft {
  const reading = readClock(clock, at);
  const used =
    clock.targetMs > 0 ? Math.min(1, Math.max(0, reading.elapsedMs / clock.targetMs)) : reading.remainingMs < 0 ? 1 : 0;
  const common = { clock: clock.name, remainingMs: reading.remainingMs, dueAt: reading.dueAt, used };
  switch (reading.state) {
    case 'breached':
      return { ...common, state: 'overdue', words: timeLeftWords(reading.remainingMs) };
    case 'paused':
      return { ...common, state: 'paused', words: 'paused' };
    case 'met':
      return { ...common, state: 'none', words: 'met' };
    case 'missed':
      return { ...common, state: 'none', words: 'missed' };
    case 'running': {
      const state = reading.remainingMs <= dueSoonMs ? 'due_soon' : isAtRisk(policy, clock, at) ? 'at_risk' : 'on_time';
      return { ...common, state, words: timeLeftWords(reading.remainingMs) };
    }
  }
}

/** The state in words, for those who do not see colour or shape. */
export const timeStateNames: Readonly<Record<TimeState, string>> = {
  on_time: 'on time',
  at_risk: 'at risk',
  due_soon: 'due within 10 minutes',
  overdue: 'overdue',
  paused: 'paused',
  none: '',
};
