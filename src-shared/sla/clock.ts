import { addWorkingTime, workingTimeBetween } from '../calendar/working-time.ts';
import type { CaseClock, ClockName, RunningSpan } from '../cases/case-state.ts';
import type { DurationMs, EpochMs } from '../ids.ts';
import type { ClockTerms } from '../policy/compile-policy.ts';

/**
 * A clock while its events are gone through, in list order. It keeps only when it ran; what that amounts to is worked
 * out at the end, which is what makes retargeting retroactive.
 */
export class ClockHistory {
  #phase: 'idle' | CaseClock['phase'] = 'idle';
  #startedAt: EpochMs = 0;
  #runningSince: EpochMs | null = null;
  #spans: RunningSpan[] = [];
  /** What the clock was stopped under: it keeps that until it is reopened. */
  #stoppedUnder: ClockTerms | null = null;

  get phase(): 'idle' | CaseClock['phase'] {
    return this.#phase;
  }

  /** Starts the clock if it never ran. */
  start(at: EpochMs): void {
    if (this.#phase === 'idle') this.begin(at);
  }

  /** Starts the clock from nothing, whatever it did before. */
  begin(at: EpochMs): void {
    this.#phase = 'running';
    this.#startedAt = at;
    this.#runningSince = at;
    this.#spans = [];
    this.#stoppedUnder = null;
  }

  pause(at: EpochMs): void {
    if (this.#phase !== 'running') return;
    this.#endSpan(at);
    this.#phase = 'paused';
  }

  resume(at: EpochMs): void {
    if (this.#phase !== 'paused') return;
    this.#phase = 'running';
    this.#runningSince = at;
  }

  /** Stops the clock under the terms of this moment; null if no such clock is owed. */
  stop(at: EpochMs, terms: ClockTerms | null): void {
    if (this.#phase !== 'running' && this.#phase !== 'paused') return;
    this.#endSpan(at);
    this.#phase = 'stopped';
    this.#stoppedUnder = terms;
  }

  /** Runs again with the time already used, also if it was stopped while paused. */
  reopen(at: EpochMs): void {
    if (this.#phase !== 'stopped') return;
    this.#phase = 'running';
    this.#runningSince = at;
    this.#stoppedUnder = null;
  }

  /** The clock as the events left it; null if it never started or is not owed. */
  outcome(name: ClockName, currentTerms: ClockTerms | null): CaseClock | null {
    if (this.#phase === 'idle') return null;
    const terms = this.#phase === 'stopped' ? this.#stoppedUnder : currentTerms;
    if (terms === null) return null;
    const { calendar, targetMs, calendarKey, origin } = terms;
    let usedMs = 0;
    for (const span of this.#spans) usedMs += workingTimeBetween(calendar, span.fromAt, span.toAt ?? span.fromAt);
    const runningSince = this.#runningSince;
    const spans = this.#spans.slice();
    if (runningSince !== null) spans.push({ fromAt: runningSince, toAt: null });
    // Not running and not overdue (exactly nothing left is no breach): there is no due.
    const dueAt = runningSince === null && usedMs <= targetMs ? null : usedUpAt({ spans, calendar }, targetMs);
    return {
      name,
      phase: this.#phase,
      startedAt: this.#startedAt,
      spans,
      targetMs,
      calendarKey,
      calendar,
      origin,
      usedMs,
      runningSince,
      workedBase: runningSince === null ? 0 : calendar.workedUntil(runningSince) - usedMs,
      dueAt,
    };
  }

  #endSpan(at: EpochMs): void {
    if (this.#runningSince === null) return;
    this.#spans.push({ fromAt: this.#runningSince, toAt: at });
    this.#runningSince = null;
  }
}

/** The earliest instant at which a clock has used (or will have used) a working time; null if it never does. */
export function usedUpAt(clock: Pick<CaseClock, 'spans' | 'calendar'>, workingMs: DurationMs): EpochMs | null {
  let usedMs = 0;
  for (const { fromAt, toAt } of clock.spans) {
    // Nothing is used at the start already, even if the times of the events then go back (the wire takes them so).
    if (workingMs <= 0) return fromAt;
    if (toAt === null) return addWorkingTime(clock.calendar, fromAt, workingMs - usedMs);
    const spanMs = workingTimeBetween(clock.calendar, fromAt, toAt);
    if (usedMs + spanMs >= workingMs) return addWorkingTime(clock.calendar, fromAt, workingMs - usedMs);
    usedMs += spanMs;
  }
  return null;
}
