import type { Severity } from '../cases/case-document.ts';
import type { CaseState } from '../cases/case-state.ts';
import type { EpochMs } from '../ids.ts';

/** Where an open case stands in the queue. It changes with events only, not as time passes. */
export interface QueueKey {
  /** 0: a customer clock runs or is overdue; 1: one is paused; 2: neither. */
  readonly group: 0 | 1 | 2;
  /** Due instant of the most urgent customer clock; null outside group 0. */
  readonly dueAt: EpochMs | null;
  readonly severity: Severity;
  /** Null until the backend has numbered the case. */
  readonly number: string | null;
  readonly id: string;
}

/** Says whether a case belongs in the queue. */
export function isOpen(state: CaseState): boolean {
  return state.status !== 'resolved' && state.status !== 'closed';
}

/** The place of an open case. */
export function queueKey(doc: { readonly id: string; readonly number: string | null }, state: CaseState): QueueKey {
  const group = state.dueAt !== null ? 0 : hasPausedClock(state) ? 1 : 2;
  return { group, dueAt: state.dueAt, severity: state.severity, number: doc.number, id: doc.id };
}

/**
 * Longest overdue first, then due next, then paused, then without a clock; ties by severity, then number.
 * Negative if `a` comes first. Different cases never compare equal, so the order never depends on the input's.
 */
export function compareQueueKeys(a: QueueKey, b: QueueKey): number {
  return (
    a.group - b.group ||
    (a.dueAt ?? 0) - (b.dueAt ?? 0) ||
    a.severity - b.severity ||
    compareNumbers(a.number, b.number) ||
    compareText(a.id, b.id)
  );
}

function hasPausedClock({ clocks }: CaseState): boolean {
  return (
    clocks.first_response?.phase === 'paused' ||
    clocks.next_update?.phase === 'paused' ||
    clocks.resolution?.phase === 'paused'
  );
}

/** Numbers of one width compare as text; a longer one is the later ("999" before "1000"). None yet: last. */
function compareNumbers(a: string | null, b: string | null): number {
  if (a === b) return 0;
  if (a === null) return 1;
  if (b === null) return -1;
  return a.length - b.length || compareText(a, b);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
