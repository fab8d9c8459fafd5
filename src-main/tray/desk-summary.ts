import type { CaseDeadlines, DeadlineClock } from '../../src-shared/deadlines/deadline.ts';
import type { DurationMs, EpochMs } from '../../src-shared/ids.ts';

/** A deadline that the tray names. */
export interface NextDeadline {
  readonly caseId: string;
  readonly number: string | null;
  readonly account: string;
  readonly clock: DeadlineClock;
  readonly dueAt: EpochMs;
}

/** The agent's deadlines at a glance: of the cases they are told of. */
export interface DeskSummary {
  /** Cases with a clock that is overdue. */
  readonly overdue: number;
  /** Cases with a clock that is due within the hour, and none overdue. */
  readonly dueWithinHour: number;
  readonly next: NextDeadline | null;
  /** When time alone makes another summary of the same cases; null if it never does. */
  readonly changesAt: EpochMs | null;
}

const hourMs: DurationMs = 3_600_000;

/** Sums up the schedule's cases at `now`. A clock is overdue after its due instant, not at it, as in the queue. */
export function deskSummary(cases: Iterable<CaseDeadlines>, now: EpochMs): DeskSummary {
  let overdue = 0;
  let dueWithinHour = 0;
  let next: NextDeadline | null = null;
  let changesAt: EpochMs | null = null;
  const mayChangeAt = (at: EpochMs): void => {
    if (at > now && (changesAt === null || at < changesAt)) changesAt = at;
  };
  for (const { caseId, number, account, deadlines } of cases) {
    let earliest: EpochMs | null = null;
    for (const { clock, dueAt } of deadlines) {
      if (earliest === null || dueAt < earliest) earliest = dueAt;
      if (dueAt >= now && (next === null || dueAt < next.dueAt)) next = { caseId, number, account, clock, dueAt };
      mayChangeAt(dueAt + 1);
    }
    if (earliest === null) continue;
    if (earliest < now) overdue += 1;
    else if (earliest <= now + hourMs) dueWithinHour += 1;
    mayChangeAt(earliest - hourMs);
  }
  return { overdue, dueWithinHour, next, changesAt };
}

/** "1 case overdue", for the badge as it is read out and for the tray. */
export function overdueWords(overdue: number): string {
  return overdue === 1 ? '1 case overdue' : `${overdue} cases overdue`;
}
