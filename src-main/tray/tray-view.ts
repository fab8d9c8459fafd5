import type { DeadlineClock } from '../../src-shared/deadlines/deadline.ts';
import type { SyncFacts } from '../../src-shared/desktop/sync-facts.ts';
import type { EpochMs } from '../../src-shared/ids.ts';
import { isolated } from '../../src-shared/text/isolated.ts';
import { type DeskSummary, type NextDeadline, overdueWords } from './desk-summary.ts';

/** A line of the tray's menu. What is only told cannot be chosen. */
export type TrayLine =
  | { readonly kind: 'told'; readonly words: string }
  | { readonly kind: 'open_case'; readonly words: string; readonly caseId: string }
  | { readonly kind: 'open'; readonly words: string }
  | { readonly kind: 'quit'; readonly words: string }
  | { readonly kind: 'line' };

export type TrayPicture = 'calm' | 'overdue' | 'offline';

/** All that the tray shows. */
export interface TrayView {
  readonly picture: TrayPicture;
  readonly tooltip: string;
  readonly lines: readonly TrayLine[];
}

const clockWords: Readonly<Record<DeadlineClock, string>> = {
  first_response: 'first response',
  next_update: 'next update',
  resolution: 'resolution',
  hand_off: 'hand-off',
};

const connectionWords: Readonly<Record<SyncFacts['connection'], string | null>> = {
  connecting: null,
  online: null,
  offline: 'Offline',
  failing: 'The backend answers with errors',
  unauthorized: 'The backend does not know this token',
  update_required: 'This version is too old for the backend',
};

/** What the tray shows. `sync` is null until the window has said anything; `formatTime` gives an instant as the agent reads it. */
export function trayView(summary: DeskSummary, sync: SyncFacts | null, formatTime: (at: EpochMs) => string): TrayView {
  const { overdue, dueWithinHour, next } = summary;
  const connection = sync === null ? null : connectionWords[sync.connection];
  const waiting = sync === null || sync.waiting === 0 ? null : waitingWords(sync.waiting);
  const told = [
    overdue === 0 ? 'Nothing overdue' : overdueWords(overdue),
    `${dueWithinHour === 0 ? 'Nothing' : dueWithinHour} due within the hour`,
  ];
  const lines: TrayLine[] = told.map((words) => ({ kind: 'told', words }));
  if (next !== null) lines.push({ kind: 'open_case', words: nextWords(next, formatTime), caseId: next.caseId });
  const state = [connection, waiting].flatMap((words) => words ?? []);
  if (state.length > 0) lines.push({ kind: 'line' }, ...state.map((words): TrayLine => ({ kind: 'told', words })));
  lines.push({ kind: 'line' }, { kind: 'open', words: 'Open Dueline' }, { kind: 'quit', words: 'Quit Dueline' });
  return {
    picture: overdue > 0 ? 'overdue' : connection !== null ? 'offline' : 'calm',
    tooltip: shortened(['Dueline', ...told, ...state].join('\n')),
    lines,
  };
}

/** "3 changes waiting to be sent". */
function waitingWords(waiting: number): string {
  return waiting === 1 ? '1 change waiting to be sent' : `${waiting} changes waiting to be sent`;
}

/** "Next: 00012345 first response, Mon 14:30". */
function nextWords({ number, clock, dueAt }: NextDeadline, formatTime: (at: EpochMs) => string): string {
  return `Next: ${isolated(number ?? 'new case')} ${clockWords[clock]}, ${formatTime(dueAt)}`;
}

/** Windows shows 127 characters at most. */
function shortened(text: string): string {
  return text.length <= 127 ? text : `${text.slice(0, 126)}…`;
}

/** The title of the window: "Dueline — 3 overdue". */
export function windowTitle(overdue: number): string {
  return overdue === 0 ? 'Dueline' : `Dueline — ${overdue} overdue`;
}

/** What fits on a badge of 16 pixels: "9+" from ten on. */
export function badgeWords(overdue: number): string {
  return overdue > 9 ? '9+' : String(overdue);
}
