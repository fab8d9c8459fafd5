import type { CaseState } from '../../src-shared/cases/case-state.ts';
import { type CommandWords, commandWords } from '../../src-shared/desktop/command-words.ts';
import { mayDo } from '../../src-shared/directory/permissions.ts';
import { type Actor, availableActions, type CaseActionName } from './available-actions.ts';

/** How an action is called by a button, how in the palette, and its key where it has one. */
export interface ActionWords {
  readonly button: string;
  readonly label: string;
  readonly key?: string;
  /** What a button says on pointing at it, where its word alone does not tell. */
  readonly hint?: string;
}

const keyed = ({ key, label }: CommandWords, button: string, other: Partial<ActionWords> = {}): ActionWords => ({
  button,
  label,
  key,
  ...other,
});

/** One place of names and keys for the toolbar, its menus and the palette. */
export const actionWords: Readonly<Record<CaseActionName, ActionWords>> = {
  claim: keyed(commandWords.claim, 'Claim'),
  severity: keyed(commandWords.severity, 'Severity'),
  wait: keyed(commandWords.wait, 'Wait', { label: 'Wait…' }),
  resume: keyed(commandWords.wait, 'Resume', { label: 'Resume work' }),
  resolve: keyed(commandWords.resolve, 'Resolve', { label: 'Resolve…' }),
  close: keyed(commandWords.resolve, 'Close case', { label: 'Close the case…' }),
  reopen: { button: 'Reopen', label: 'Reopen…' },
  hand_off: keyed(commandWords.hand_off, 'Hand off', {
    label: 'Hand off to the TAEs…',
    hint: 'Hand the case off to the TAEs',
  }),
  accept_hand_off: keyed(commandWords.hand_off, 'Accept', {
    label: 'Accept the hand-off',
    hint: 'Take the case as its technical owner',
  }),
  return_hand_off: keyed(commandWords.return_hand_off, 'Return', { hint: 'Return the hand-off, and say why' }),
  assign: keyed(commandWords.assign, 'Assign'),
  release: { button: 'Release', label: 'Release' },
  agreement: { button: 'Change agreement…', label: 'Change agreement…' },
  merge: keyed(commandWords.merge, 'Merge into…'),
};

/** Why an action does not fit a case as it stands; null if it does. */
export function whyNotNow(action: CaseActionName, state: CaseState, actor: Actor): string | null {
  if (availableActions(state, actor).has(action)) return null;
  if (state.mergedInto !== null) return 'It was merged into another case.';
  if (state.status === 'closed') return 'It is closed: reopen it first.';
  const own = state.ownerId !== null && state.ownerId === actor.id;
  switch (action) {
    case 'claim':
      return own ? 'It is yours.' : 'Somebody owns it.';
    case 'release':
      return state.ownerId === null ? 'Nobody owns it.' : 'Only its owner or a lead can.';
    case 'assign':
      return 'Only its owner or a lead can.';
    case 'agreement':
      return 'Only a lead can.';
    case 'close':
      return 'Only a resolved case is closed.';
    case 'reopen':
      return 'It is open.';
    case 'resume':
      return state.status === 'resolved' ? 'It is resolved: reopen it first.' : 'It does not wait.';
    case 'hand_off':
    case 'accept_hand_off':
    case 'return_hand_off':
      if (state.status === 'resolved') return 'It is resolved: reopen it first.';
      return whyNoHandOff(action, state, actor);
    case 'wait':
    case 'resolve':
      return 'It is resolved: reopen it first.';
    case 'severity':
    case 'merge':
      return 'It does not fit the case as it stands.';
  }
}

function whyNoHandOff(
  action: 'hand_off' | 'accept_hand_off' | 'return_hand_off',
  { handOff }: CaseState,
  { role }: Actor,
): string {
  const isOpen = handOff?.state === 'open';
  const isAccepted = handOff?.state === 'accepted';
  if (action === 'hand_off') {
    if (isOpen) return 'It waits for a TAE already.';
    return isAccepted ? 'A TAE has accepted it.' : 'Only a COA or a lead can.';
  }
  if (!isOpen && !isAccepted) return 'Nobody has handed it off.';
  if (!mayDo(role, action)) return 'Only a TAE or a lead can.';
  return action === 'accept_hand_off' ? 'It is accepted already.' : 'Only who accepted it, or a lead, can.';
}
