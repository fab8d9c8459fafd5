import type { EpochMs } from '../ids.ts';
import { type CaseClock, type ClockName, type CustomerClockName, customerClocks } from './case-state.ts';

/** The customer clock that is due first among those running or breached; of equal dues the first by name order. */
export function mostUrgentOf(clocks: Readonly<Partial<Record<ClockName, CaseClock>>>): {
  readonly mostUrgent: CustomerClockName | null;
  readonly dueAt: EpochMs | null;
} {
  let mostUrgent: CustomerClockName | null = null;
  let dueAt: EpochMs | null = null;
  for (const name of customerClocks) {
    const clock = clocks[name];
    // A paused clock has a due only if it is overdue; that counts. A stopped one does not.
    if (clock === undefined || clock.phase === 'stopped' || clock.dueAt === null) continue;
    if (dueAt !== null && dueAt <= clock.dueAt) continue;
    mostUrgent = name;
    dueAt = clock.dueAt;
  }
  return { mostUrgent, dueAt };
}
