import type { CaseState } from '../../src-shared/cases/case-state.ts';
import type { Role } from '../../src-shared/directory/documents.ts';
import type { UserId } from '../../src-shared/ids.ts';

export type CaseActionName =
  | 'claim'
  | 'release'
  | 'assign'
  | 'severity'
  | 'wait'
  | 'resume'
  | 'resolve'
  | 'close'
  | 'reopen'
  | 'agreement';

export interface Actor {
  readonly id: UserId | null;
  readonly role: Role;
}

/**
 * The actions that fit a case as it stands, for the toolbar. The mutators decide; this only keeps buttons away that
 * could do nothing but refuse.
 */
export function availableActions(state: CaseState, actor: Actor): ReadonlySet<CaseActionName> {
  const leads = actor.role === 'lead';
  if (state.status === 'closed') return new Set(['reopen']);
  const actions = new Set<CaseActionName>();
  const own = state.ownerId !== null && state.ownerId === actor.id;
  if (state.ownerId === null) actions.add('claim');
  if (own || (leads && state.ownerId !== null)) actions.add('release');
  if (own || leads) actions.add('assign');
  actions.add('severity');
  if (leads) actions.add('agreement');
  if (state.status === 'resolved') {
    actions.add('close');
    actions.add('reopen');
    return actions;
  }
  actions.add('wait');
  if (state.status.startsWith('waiting_')) actions.add('resume');
  actions.add('resolve');
  return actions;
}
