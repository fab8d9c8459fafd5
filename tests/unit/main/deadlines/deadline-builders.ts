import type { CaseDeadlines, Crossing, DeadlineClock } from '../../../../src-shared/deadlines/deadline.ts';
import type { CaseId, EpochMs } from '../../../../src-shared/ids.ts';

export const minute = 60_000;
/** 2026-03-02 09:00 in Los Angeles. */
export const nine: EpochMs = Date.parse('2026-03-02T17:00:00Z');

export function crossing(threshold: string, at: EpochMs, leftMs = 0): Crossing {
  return { threshold, at, tellAt: at, leftMs };
}

/** A case whose clock is due at `dueAt`, with half an hour's warning. */
export function dueCase(
  caseId: string,
  dueAt: EpochMs,
  other: Partial<CaseDeadlines> & { readonly clock?: DeadlineClock } = {},
): CaseDeadlines {
  const { clock = 'first_response', ...rest } = other;
  return {
    caseId: caseId as CaseId,
    number: caseId,
    subject: `Subject of ${caseId}`,
    account: 'Harvest Valley',
    severity: 2,
    reason: 'mine',
    deadlines: [
      { clock, dueAt, crossings: [crossing('left:30', dueAt - 30 * minute, 30 * minute), crossing('due', dueAt)] },
    ],
    ...rest,
  };
}
