import type { DeadlineClock, NextStep } from '../../src-shared/deadlines/deadline.ts';
import type { DurationMs, EpochMs } from '../../src-shared/ids.ts';
import { isolated } from '../../src-shared/text/isolated.ts';
import type { NoticeText, Telling } from './keep-deadlines.ts';
import type { Notice } from './schedule.ts';

/** So many cases are named where several are told of as one. */
const mostNamed = 3;
/** So many the window lists. */
const mostListed = 200;

const clockNames: Readonly<Record<DeadlineClock, string>> = {
  first_response: 'First response',
  next_update: 'Next update',
  resolution: 'Resolution',
  hand_off: 'Hand-off',
};

const stepNames: Readonly<Record<NextStep, string>> = {
  follow_up: 'Next outreach due',
  may_close: 'May be closed now',
  came_back: 'Back with you',
};

/** What a notification says. `formatTime` gives an instant as the agent reads it. */
export function noticeText({ form, notices }: Telling, now: EpochMs, formatTime: (at: EpochMs) => string): NoticeText {
  const [first] = notices;
  if (first === undefined) return { title: 'Dueline', body: '', cases: [] };
  const lineOf = (notice: Notice): string =>
    `${numberOf(notice)} ${isolated(notice.about.account)}: ${lineWords(notice, now, formatTime)}`;
  const cases = notices.slice(0, mostListed).map((notice) => ({ caseId: notice.about.caseId, words: lineOf(notice) }));
  if (form === 'case') {
    return {
      cases,
      title: `${numberOf(first)}: ${dueWords(first, now)}`,
      body: [
        `${isolated(first.about.account)} · severity ${first.about.severity}`,
        isolated(first.about.subject),
        ...notices.map((notice) =>
          notice.clock === 'reminder'
            ? remindedWords(notice)
            : `${clockNames[notice.clock]} due ${formatTime(notice.dueAt)}`,
        ),
      ].join('\n'),
    };
  }
  const lines = notices.slice(0, mostNamed).map(lineOf);
  const others = notices.length - lines.length;
  if (others > 0) lines.push(`and ${others} more`);
  const count = countWords(notices);
  const title =
    form === 'missed' ? `While you were away: ${count}` : `${count} ${notices.length === 1 ? 'needs' : 'need'} you`;
  return { title, body: lines.join('\n'), cases };
}

function numberOf({ about }: Notice): string {
  return isolated(about.number ?? 'New case');
}

/** "First response due in 30 min", in working time; "overdue" once the instant has passed by a minute. */
function dueWords({ clock, dueAt, crossing, step }: Notice, now: EpochMs): string {
  if (clock === 'reminder') return step === undefined ? 'Reminder' : stepNames[step];
  const name = clockNames[clock];
  if (now - dueAt >= 60_000) return `${name} overdue`;
  return crossing.leftMs > 0 && dueAt > now ? `${name} due in ${leftWords(crossing.leftMs)}` : `${name} due now`;
}

function lineWords(notice: Notice, now: EpochMs, formatTime: (at: EpochMs) => string): string {
  if (notice.step !== undefined) {
    return `${stepNames[notice.step].toLowerCase()}, since ${formatTime(notice.dueAt)}: ${reminderWords(notice)}`;
  }
  if (notice.clock === 'reminder') return `reminder of ${formatTime(notice.dueAt)}: ${reminderWords(notice)}`;
  const isPast = now - notice.dueAt >= 60_000;
  return `${clockNames[notice.clock].toLowerCase()} ${isPast ? 'was due' : 'due'} ${formatTime(notice.dueAt)}`;
}

/** "3 deadlines and 1 reminder". */
function countWords(notices: readonly Notice[]): string {
  const reminders = notices.filter(({ clock }) => clock === 'reminder').length;
  const parts = [
    [notices.length - reminders, 'deadline'],
    [reminders, 'reminder'],
  ] as const;
  return parts
    .flatMap(([count, word]) => (count === 0 ? [] : [`${count} ${word}${count === 1 ? '' : 's'}`]))
    .join(' and ');
}

function remindedWords(notice: Notice): string {
  const words = reminderWords(notice);
  return notice.step === undefined ? words : `${stepNames[notice.step]}: ${words}`;
}

/** On one line, as a notification shows it. */
function reminderWords({ reminder = '' }: Notice): string {
  return isolated(reminder.replace(/\s+/gu, ' ').trim()) || 'You wanted to come back to this case.';
}

/** Working time left: "24 min" under an hour, else "3:05 h". */
function leftWords(ms: DurationMs): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 60) return `${minutes} min`;
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')} h`;
}
