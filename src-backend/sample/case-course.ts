import type { WorkingCalendar } from '../../src-shared/calendar/working-calendar.ts';
import type { DurationMs, EpochMs } from '../../src-shared/ids.ts';
import type { Random } from './random.ts';

export const minuteMs: DurationMs = 60_000;
export const hourMs: DurationMs = 60 * minuteMs;

/** A pause needs so much work around it, or the case would seem to have been left alone. */
export const leastRoomForPauseMs: DurationMs = 15 * minuteMs;

/** When the main things of a case happen. Null or empty: they did not. */
export interface CaseCourse {
  readonly openedAt: EpochMs;
  /** When triage sets the severity. */
  readonly triagedAt: EpochMs | null;
  /** Messages to the customer, in order; the first is the first response unless the case came by phone. */
  readonly repliedAt: readonly EpochMs[];
  /** A time in between when the desk did not work on it. */
  readonly pause: Pause | null;
  /** A moment between triage and end, for a change of severity, of owner or a wait. */
  readonly turnAt: EpochMs;
  /** The instant up to which the case is told. */
  readonly endAt: EpochMs;
}

export interface Pause {
  /** It waited on the customer, or was resolved and came back. */
  readonly kind: 'customer' | 'resolved';
  readonly fromAt: EpochMs;
  readonly toAt: EpochMs;
}

/** The instant at which so much working time was still to pass until `at`. */
export function workingTimeBefore(calendar: WorkingCalendar, at: EpochMs, ms: DurationMs): EpochMs {
  if (ms <= 0) return at;
  return Math.min(at, calendar.instantOfWork(calendar.workedUntil(at) - ms) ?? at - ms);
}

/** The latest instant with at least so much working time until `at`: closed hours that follow it included. */
export function lastInstantBefore(calendar: WorkingCalendar, at: EpochMs, ms: DurationMs): EpochMs {
  if (ms <= 0) return at;
  return Math.min(at, (calendar.instantOfWork(calendar.workedUntil(at) - ms + 1) ?? at - ms) - 1);
}

/** A case that nobody has answered yet. */
export function unansweredCourse(
  random: Random,
  calendar: WorkingCalendar,
  openedAt: EpochMs,
  endAt: EpochMs,
  triaged: boolean,
): CaseCourse {
  const workedMs = calendar.workedUntil(endAt) - calendar.workedUntil(openedAt);
  const triagedAt = triaged
    ? instantAt(calendar, openedAt, endAt, Math.min(workedMs * random.between(0.1, 0.8), 2 * hourMs * random.next()))
    : null;
  const turnAt = instantAt(calendar, triagedAt ?? openedAt, endAt, workedMs * random.between(0, 0.2));
  return { openedAt, triagedAt, repliedAt: [], pause: null, turnAt, endAt };
}

export interface WorkedCourseOptions {
  readonly calendar: WorkingCalendar;
  readonly openedAt: EpochMs;
  readonly endAt: EpochMs;
  /** Working time between the last message to the customer and the end. */
  readonly sinceLastReplyMs: DurationMs;
  readonly pauseMs: DurationMs;
  readonly pauseKind: Pause['kind'];
  /** Working time until the first response, if there is enough before the last message. */
  readonly firstResponseMs: DurationMs;
  /** Messages come at least this often, where the course is long enough to show it. */
  readonly updateEveryMs: DurationMs;
}

/** A case that is being worked on, told in working time so that it looks the same at any hour of any day. */
export function workedCourse(random: Random, options: WorkedCourseOptions): CaseCourse {
  const { calendar, openedAt, endAt } = options;
  const at = (workedMs: DurationMs) => instantAt(calendar, openedAt, endAt, workedMs);
  const wholeMs = calendar.workedUntil(endAt) - calendar.workedUntil(openedAt);
  const lastMs = Math.max(0, wholeMs - options.sinceLastReplyMs);
  const firstMs = Math.min(lastMs, options.firstResponseMs);
  const roomMs = lastMs - firstMs - options.pauseMs;

  const pauses = options.pauseMs > 0 && roomMs >= leastRoomForPauseMs / 2;
  const pauseFromMs = firstMs + (pauses ? roomMs * random.between(0.15, 0.6) : 0);
  const pauseToMs = pauseFromMs + (pauses ? options.pauseMs : 0);
  const replies = pauses
    ? [
        ...spread(random, firstMs, pauseFromMs, options.updateEveryMs),
        pauseFromMs,
        ...spread(random, pauseToMs, lastMs, options.updateEveryMs),
      ]
    : spread(random, firstMs, lastMs, options.updateEveryMs);
  const triagedMs = firstMs * random.between(0.2, 0.9);
  return {
    openedAt,
    triagedAt: at(triagedMs),
    repliedAt: [...new Set([firstMs, ...replies, lastMs].map(at))],
    pause: pauses ? { kind: options.pauseKind, fromAt: at(pauseFromMs), toAt: at(pauseToMs) } : null,
    turnAt: at(random.between(pauseToMs, lastMs)),
    endAt,
  };
}

/** At most three messages between two others, so that no next update is missed on the way. */
function spread(random: Random, fromMs: DurationMs, toMs: DurationMs, everyMs: DurationMs): DurationMs[] {
  const count = Math.min(3, Math.floor((toMs - fromMs) / (everyMs * 0.85)));
  const step = (toMs - fromMs) / (count + 1);
  return Array.from({ length: count }, (_, index) => fromMs + step * (index + random.between(0.85, 1.1)));
}

/** The instant after so much working time from the opening; within the course whatever rounding does. */
function instantAt(calendar: WorkingCalendar, fromAt: EpochMs, endAt: EpochMs, workedMs: DurationMs): EpochMs {
  const at = calendar.instantOfWork(calendar.workedUntil(fromAt) + Math.round(workedMs)) ?? endAt;
  return Math.min(endAt, Math.max(fromAt, at));
}
