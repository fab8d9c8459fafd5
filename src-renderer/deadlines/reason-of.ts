import type { CaseState } from '../../src-shared/cases/case-state.ts';
import type { DeadlineReason } from '../../src-shared/deadlines/deadline.ts';
import type { Role } from '../../src-shared/directory/documents.ts';
import type { UserId } from '../../src-shared/ids.ts';

/** Whoever may be told. */
export interface Told {
  readonly id: UserId;
  readonly role: Role;
  /** A lead asks to be told of every open case. */
  readonly everything: boolean;
}

/** Whether somebody is told of cases that are not theirs. */
export function hearsEverything({ role, everything }: Told): boolean {
  return role === 'lead' && everything;
}

/** Why somebody is told of a case's deadlines; null if they are not. */
export function reasonOf(state: CaseState, told: Told): DeadlineReason | null {
  const { id, role } = told;
  if (state.ownerId === id || state.technicalOwnerId === id) return 'mine';
  // A hand-off waits for the technical engineers (docs/policy.md, rule 6).
  if (role === 'tae' && state.clocks.hand_off?.phase === 'running') return 'hand_off';
  if (state.ownerId === null && state.severity <= 2) return 'emergency';
  return hearsEverything(told) ? 'everything' : null;
}
