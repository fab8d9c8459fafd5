import { DateTime } from 'luxon';
import type { CalendarHoliday, OpenInterval } from '../calendar/working-calendar.ts';
import type { ClockName } from '../cases/case-state.ts';
import type { DurationMs, EpochMs } from '../ids.ts';
import type { ClockExplanation, ExplainedStep } from './explain-clock.ts';
import { owedFor, targetSourceWords } from './target-words.ts';

export const clockLabels: Readonly<Record<ClockName, string>> = {
  first_response: 'First response',
  next_update: 'Next update',
  resolution: 'Resolution',
  triage: 'Triage',
  hand_off: 'Hand-off',
};

const stepLabels: Readonly<Record<ExplainedStep['kind'], string>> = { ran: 'ran', paused: 'paused', ahead: 'ahead' };

/** An explanation as lines for a person, times in the calendar's zone. */
export function explanationLines(explanation: ClockExplanation, label = clockLabels[explanation.name]): string[] {
  const { reading, timeZone } = explanation;
  const overdue = reading.remainingMs < 0;
  const left = overdue ? `${durationText(-reading.remainingMs)} over` : `${durationText(reading.remainingMs)} left`;
  const due = reading.dueAt === null ? noDueText(explanation) : `due ${instantText(reading.dueAt, timeZone)}`;
  return [
    `${label}: ${reading.state}, ${left}, ${due}`,
    `  target ${durationText(explanation.targetMs)} on calendar "${explanation.calendarKey}" (${timeZone})`,
    ...originLines(explanation),
    `  started ${instantText(explanation.startedAt, timeZone)}`,
    ...explanation.steps.flatMap((step) => stepLines(step, timeZone)),
    ...(explanation.stoppedAt === null ? [] : [`  stopped ${instantText(explanation.stoppedAt, timeZone)}`]),
    `  used ${durationText(reading.elapsedMs)} of ${durationText(explanation.targetMs)}`,
    ...holidayLines(explanation.holidays),
  ];
}

/** For what the target is owed, and whether that is published. */
function originLines({ origin }: ClockExplanation): string[] {
  return origin === null ? [] : [`  for ${owedFor(origin)}; source: ${targetSourceWords(origin)}`];
}

/** A stretch with the open time it is made of. */
export function stepLines(step: ExplainedStep, timeZone: string): string[] {
  const from = instantText(step.fromAt, timeZone);
  const to = instantText(step.toAt, timeZone);
  const worked = step.kind === 'paused' ? '' : `: ${durationText(step.workedMs)}`;
  return [
    `  ${stepLabels[step.kind]} ${from} to ${to}${worked}`,
    ...step.open.map((interval) => `    open ${intervalText(interval, timeZone)}`),
    ...(step.openCut ? ['    and so on'] : []),
  ];
}

/** The dated exceptions that were passed over. */
export function holidayLines(holidays: readonly CalendarHoliday[]): string[] {
  return holidays.map(({ date, name, hours, isAssumed }) => {
    const open = hours.length === 0 ? 'closed' : hours.map(([from, to]) => `${from} to ${to}`).join(', ');
    return `  holiday ${date}${name === null ? '' : ` ${name}`}${isAssumed ? ' (assumption)' : ''}: ${open}`;
  });
}

/** An instant as weekday, date and wall time, with seconds only where there are any. */
export function instantText(at: EpochMs, timeZone: string): string {
  return DateTime.fromMillis(at, { zone: timeZone, locale: 'en-US' }).toFormat(`ccc yyyy-MM-dd ${timeFormat(at)} ZZZZ`);
}

/** A length of time as `2 h 05 min`. */
export function durationText(ms: DurationMs): string {
  if (ms < 0) return `−${durationText(-ms)}`;
  const hours = Math.floor(ms / 3_600_000);
  const minutes = Math.floor(ms / 60_000) % 60;
  const seconds = (ms % 60_000) / 1_000;
  const parts = [];
  if (hours > 0) parts.push(`${hours} h`);
  if (minutes > 0) parts.push(`${minutes} min`);
  if (seconds > 0) parts.push(`${seconds} s`);
  return parts.length === 0 ? '0 min' : parts.join(' ');
}

function noDueText({ reading }: ClockExplanation): string {
  return reading.state === 'running' ? 'no due: its calendar has not that much open time' : 'no due';
}

function intervalText({ fromAt, toAt }: OpenInterval, timeZone: string): string {
  const from = DateTime.fromMillis(fromAt, { zone: timeZone, locale: 'en-US' });
  const to = DateTime.fromMillis(toAt, { zone: timeZone, locale: 'en-US' });
  const sameDay = from.hasSame(to, 'day');
  const end = to.toFormat(sameDay ? timeFormat(toAt) : `ccc yyyy-MM-dd ${timeFormat(toAt)}`);
  return `${from.toFormat(`ccc yyyy-MM-dd ${timeFormat(fromAt)}`)} to ${end}: ${durationText(toAt - fromAt)}`;
}

function timeFormat(at: EpochMs): string {
  if (at % 1_000 !== 0) return 'HH:mm:ss.SSS';
  return at % 60_000 === 0 ? 'HH:mm' : 'HH:mm:ss';
}
