import type { CaseState } from '../../src-shared/cases/case-state.ts';
import type { Role } from '../../src-shared/directory/documents.ts';
import { type Action, fitsState, mayDo } from '../../src-shared/directory/permissions.ts';
import type { EpochMs, UserId } from '../../src-shared/ids.ts';
import { missedClocks } from './clock-lines.ts';

export type CaseActionName =
  | 'claim'
  | 'release'
  | 'assign'
  | 'severity'
  | 'wait'
  | 'resume'
  | 'resolve'
  | 'close'
  | 'root_cause'
  | 'breach_reason'
  | 'reopen'
  | 'agreement'
  | 'hand_off'
  | 'accept_hand_off'
  | 'return_hand_off'
  | 'escalate'
  | 'change_ticket'
  | 'merge'
  | 'request'
  | 'votes'
  | 'snooze'
  | 'remind';

export interface Actor {
  readonly id: UserId | null;
  readonly role: Role;
  /** When: a clock that runs may be overdue by then. The case's last event unless told. */
  readonly at?: EpochMs;
}

/** The row of each in the table of permissions. */
export const permissionOf: Readonly<Record<CaseActionName, Action>> = {
  claim: 'claim',
  release: 'release',
  assign: 'assign',
  severity: 'set_severity',
  wait: 'wait',
  resume: 'resume',
  resolve: 'resolve',
  close: 'close',
  root_cause: 'set_root_cause',
  breach_reason: 'set_breach_reason',
  reopen: 'reopen',
  agreement: 'change_agreement',
  hand_off: 'hand_off',
  accept_hand_off: 'accept_hand_off',
  return_hand_off: 'return_hand_off',
  // By which of two rows depends on the team; this is the wider one, and the dialog offers what one may.
  escalate: 'route_to_services',
  change_ticket: 'change_ticket',
  merge: 'merge_cases',
  request: 'set_request',
  votes: 'vote',
  snooze: 'snooze',
  remind: 'set_reminder',
};
const actionNames = Object.keys(permissionOf) as readonly CaseActionName[];

/**
 * The actions that fit a case as it stands, for the toolbar: by the table of permissions, and by what an action asks for
 * beyond it. The mutators decide; this only keeps buttons away that could do nothing but refuse.
 */
export function availableActions(state: CaseState, actor: Actor): ReadonlySet<CaseActionName> {
  // What is done goes to the case it was merged into.
  if (state.mergedInto !== null) return new Set();
  return new Set(
    actionNames.filter((action) => {
      const row = permissionOf[action];
      return mayDo(actor.role, row) && fitsState(state.status, row) && fitsCase(action, state, actor);
    }),
  );
}

/** What a key does where its own action does not fit. */
const otherwise: Partial<Record<CaseActionName, CaseActionName>> = {
  resolve: 'close',
  hand_off: 'accept_hand_off',
  request: 'votes',
};

/** What is meant by an action that shares its key with another one. */
export function actionMeant(action: CaseActionName, available: ReadonlySet<CaseActionName>): CaseActionName {
  const other = otherwise[action];
  return !available.has(action) && other !== undefined && available.has(other) ? other : action;
}

/** What the table does not know: whose the case is, and how its hand-off stands. */
function fitsCase(action: CaseActionName, state: CaseState, { id, role, at = state.lastEventAt }: Actor): boolean {
  const { ownerId, technicalOwnerId, handOff } = state;
  const own = ownerId !== null && ownerId === id;
  switch (action) {
    case 'claim':
      return ownerId === null;
    case 'release':
      return own || (ownerId !== null && mayDo(role, 'reassign'));
    case 'assign':
      return own || mayDo(role, 'reassign');
    case 'close':
      return state.status === 'resolved';
    case 'breach_reason':
      return missedClocks(state, at).length > 0;
    case 'hand_off':
      return handOff?.state !== 'open' && handOff?.state !== 'accepted';
    case 'accept_hand_off':
      return handOff?.state === 'open';
    case 'change_ticket':
      return state.work.escalations.some(({ ticketRef }) => ticketRef !== null);
    case 'return_hand_off': {
      const accepted = technicalOwnerId !== null && technicalOwnerId === id;
      return (
        handOff?.state === 'open' || (handOff?.state === 'accepted' && (accepted || mayDo(role, 'return_for_another')))
      );
    }
    case 'request':
      return state.kind === 'service_request';
    case 'votes':
      return state.kind === 'enhancement';
    default:
      return true;
  }
}
