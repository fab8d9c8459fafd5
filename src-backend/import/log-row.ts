import type { CaseEvent, Severity, WaitingOn } from '../../src-shared/cases/case-document.ts';
import type { EpochMs } from '../../src-shared/ids.ts';

/** One row of a source's history: what its record looked like after one update. */
export interface LogRow {
  /** The time of the update in the source's own words, kept in the text of the timeline. */
  readonly stamp: string;
  /** The instant that `stamp` names, before any move. */
  readonly at: EpochMs;
  /** Order among the updates of one instant. */
  readonly order: number;
  /** Who made the update, in the source's own words. */
  readonly by: string;
  /** Column → value; unknown ones are absent. */
  readonly columns: Readonly<Record<string, string>>;
}

type OmitFromEach<Union, Key extends PropertyKey> = Union extends unknown ? Omit<Union, Key> : never;
/** What an imported event says, before it has its id, time and version. */
export type EventBody = OmitFromEach<CaseEvent, 'id' | 'at' | 'by' | 'version' | 'recordedAt'>;

/** Where the source says a case stands, in Dueline's terms. */
export type Phase = 'active' | WaitingOn | 'resolved' | 'closed';

/** An event that changes where a case stands. */
export type PhaseEvent = Extract<EventBody, { type: 'waiting' | 'resumed' | 'resolved' | 'closed' | 'reopened' }>;

/** The events that lead from one phase to another. `reopened`: the source counts a reopening in between. */
export function phaseEvents(from: Phase, to: Phase, reopened = false): PhaseEvent[] {
  if (from === to && !reopened) return [];
  const bodies: PhaseEvent[] = [];
  const wasDone = from === 'resolved' || from === 'closed';
  if (wasDone && !(from === 'resolved' && to === 'closed' && !reopened)) bodies.push({ type: 'reopened' });
  if (to === 'resolved') bodies.push({ type: 'resolved' });
  else if (to === 'closed') bodies.push({ type: 'closed', reason: 'resolved' });
  else if (to !== 'active') bodies.push({ type: 'waiting', on: to });
  else if (!wasDone && from !== 'active') bodies.push({ type: 'resumed' });
  return bodies;
}

/** The severity that a source's level such as `2 - High` stands for; null if unknown. */
export function severityOfLevel(level: string | undefined): Severity | null {
  switch (level?.trim().charAt(0)) {
    case '1':
      return 1;
    case '2':
      return 2;
    case '3':
      return 3;
    case '4':
    case '5':
      return 4;
    default:
      return null;
  }
}

/** Order of history: by time, then the source's count of updates; the text decides what those leave open. */
export function inOrder(rows: readonly LogRow[]): LogRow[] {
  return rows.toSorted((a, b) => a.at - b.at || a.order - b.order || compareText(rowText(a), rowText(b)));
}

function rowText(row: LogRow): string {
  return JSON.stringify([row.stamp, row.by, Object.entries(row.columns).toSorted(([a], [b]) => compareText(a, b))]);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
