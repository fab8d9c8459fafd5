import { DateTime } from 'luxon';
import type { CalendarHoliday, OpenInterval, WorkingCalendar } from '../calendar/working-calendar.ts';
import { workingTimeBetween } from '../calendar/working-time.ts';
import type { CaseClock, ClockName, ClockReading } from '../cases/case-state.ts';
import type { DurationMs, EpochMs } from '../ids.ts';
import type { TargetOrigin } from '../policy/compile-policy.ts';
import { readClock } from './read-clock.ts';

/** One stretch of a clock's life, in order. */
export interface ExplainedStep {
  /** `ran`: it ran from `fromAt` to `toAt`; `paused`: it did not; `ahead`: it will run, from now to its due. */
  readonly kind: 'ran' | 'paused' | 'ahead';
  readonly fromAt: EpochMs;
  readonly toAt: EpochMs;
  /** Working time of the stretch; 0 while paused. */
  readonly workedMs: DurationMs;
  /** Working time used up to the end of the stretch. */
  readonly usedMs: DurationMs;
  /** The open time that `workedMs` is made of. */
  readonly open: readonly OpenInterval[];
  /** True if `open` leaves the later part out because it is long. */
  readonly openCut: boolean;
}

/** Why a clock reads what it reads: everything a person needs to check the figure by hand. */
export interface ClockExplanation {
  readonly name: ClockName;
  readonly reading: ClockReading;
  readonly targetMs: DurationMs;
  readonly calendarKey: string;
  /** Where target and calendar come from; null for a target that no policy gave. */
  readonly origin: TargetOrigin | null;
  readonly timeZone: string;
  readonly startedAt: EpochMs;
  /** When it stopped; null while it runs or is paused. */
  readonly stoppedAt: EpochMs | null;
  readonly steps: readonly ExplainedStep[];
  /** Dated exceptions of the calendar from the start to the due, or to now where that is later. */
  readonly holidays: readonly CalendarHoliday[];
}

/** Days that one step lists; beyond that a person reads the sum. */
const maxOpen = 60;

/** Explains what a clock reads at an instant, which must not be before its last event. */
export function explainClock(clock: CaseClock, now: EpochMs): ClockExplanation {
  const reading = readClock(clock, now);
  const steps: ExplainedStep[] = [];
  let usedMs = 0;
  let endedAt: EpochMs | null = null;
  const add = (kind: ExplainedStep['kind'], fromAt: EpochMs, toAt: EpochMs) => {
    const step = explainStretch(clock.calendar, kind, fromAt, toAt, usedMs);
    usedMs = step.usedMs;
    steps.push(step);
  };
  for (const span of clock.spans) {
    if (endedAt !== null && span.fromAt > endedAt) add('paused', endedAt, span.fromAt);
    endedAt = span.toAt ?? Math.max(now, span.fromAt);
    add('ran', span.fromAt, endedAt);
  }
  if (clock.phase === 'paused' && endedAt !== null && now > endedAt) add('paused', endedAt, now);
  if (clock.runningSince !== null && clock.dueAt !== null && endedAt !== null && clock.dueAt > endedAt) {
    add('ahead', endedAt, clock.dueAt);
  }
  const lastAt = Math.max(now, clock.dueAt ?? now);
  return {
    name: clock.name,
    reading,
    targetMs: clock.targetMs,
    calendarKey: clock.calendarKey,
    origin: clock.origin,
    timeZone: clock.calendar.timeZone,
    startedAt: clock.startedAt,
    stoppedAt: clock.phase === 'stopped' ? endedAt : null,
    steps,
    holidays: holidaysBetween(
      clock.calendar,
      clock.startedAt,
      clock.phase === 'stopped' ? (endedAt ?? lastAt) : lastAt,
    ),
  };
}

/** The open time of a stretch; `usedBeforeMs` is what was used when it began. */
export function explainStretch(
  calendar: WorkingCalendar,
  kind: ExplainedStep['kind'],
  fromAt: EpochMs,
  toAt: EpochMs,
  usedBeforeMs: DurationMs,
): ExplainedStep {
  if (kind === 'paused') return { kind, fromAt, toAt, workedMs: 0, usedMs: usedBeforeMs, open: [], openCut: false };
  const workedMs = workingTimeBetween(calendar, fromAt, toAt);
  const open = calendar.openBetween(fromAt, toAt, maxOpen);
  const listedMs = open.reduce((sum, interval) => sum + interval.toAt - interval.fromAt, 0);
  return { kind, fromAt, toAt, workedMs, usedMs: usedBeforeMs + workedMs, open, openCut: listedMs < workedMs };
}

/** The calendar's dated exceptions on the local days from one instant to another. */
export function holidaysBetween(calendar: WorkingCalendar, fromAt: EpochMs, toAt: EpochMs): CalendarHoliday[] {
  const first = localDate(calendar, Math.min(fromAt, toAt));
  const last = localDate(calendar, Math.max(fromAt, toAt));
  return calendar.holidays.filter(({ date }) => date >= first && date <= last);
}

function localDate(calendar: WorkingCalendar, at: EpochMs): string {
  return DateTime.fromMillis(at, { zone: calendar.timeZone }).toFormat('yyyy-MM-dd');
}
