import type { CaseState } from '../../src-shared/cases/case-state.ts';
import type { Role } from '../../src-shared/directory/documents.ts';
import { mayDo } from '../../src-shared/directory/permissions.ts';
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
  | 'agreement'
  | 'hand_off'
  | 'accept_hand_off'
  | 'return_hand_off'
  | 'merge';

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
  // What is done goes to the case it was merged into.
  if (state.mergedInto !== null) return new Set();
  if (state.status === 'closed') return new Set(['reopen']);
  const actions = new Set<CaseActionName>();
  const own = state.ownerId !== null && state.ownerId === actor.id;
  if (state.ownerId === null) actions.add('claim');
  if (own || (leads && state.ownerId !== null)) actions.add('release');
  if (own || leads) actions.add('assign');
  actions.add('severity');
  if (leads) actions.add('agreement');
  actions.add('merge');
  if (state.status === 'resolved') {
    actions.add('close');
    actions.add('reopen');
    return actions;
  }
  actions.add('wait');
  if (state.status.startsWith('waiting_')) actions.add('resume');
  actions.add('resolve');
  for (const action of handOffActions(state, actor)) actions.add(action);
  return actions;
}

/** What a key does where its own action does not fit. */
const otherwise: Partial<Record<CaseActionName, CaseActionName>> = { resolve: 'close', hand_off: 'accept_hand_off' };

/** What is meant by an action that shares its key with another one. */
export function actionMeant(action: CaseActionName, available: ReadonlySet<CaseActionName>): CaseActionName {
  const other = otherwise[action];
  return !available.has(action) && other !== undefined && available.has(other) ? other : action;
}

function handOffActions({ handOff, technicalOwnerId }: CaseState, { id, role }: Actor): readonly CaseActionName[] {
  const mayAnswer = mayDo(role, 'accept_hand_off');
  if (handOff?.state === 'open') return mayAnswer ? ['accept_hand_off', 'return_hand_off'] : [];
  if (handOff?.state === 'accepted') {
    const isOwn = technicalOwnerId !== null && technicalOwnerId === id;
    return mayAnswer && (isOwn || role === 'lead') ? ['return_hand_off'] : [];
  }
  return mayDo(role, 'hand_off') ? ['hand_off'] : [];
}
