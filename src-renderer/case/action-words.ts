import type { CaseState } from '../../src-shared/cases/case-state.ts';
import { type CommandWords, commandWords } from '../../src-shared/desktop/command-words.ts';
import { mayDo, onlyWords } from '../../src-shared/directory/permissions.ts';
import { keyCap } from '../app/shortcuts.ts';
import { type Actor, availableActions, type CaseActionName, permissionOf } from './available-actions.ts';

/** How an action is called by a button, how in the palette, and its key. */
export interface ActionWords {
  readonly button: string;
  readonly label: string;
  readonly key: string;
  /** What a button says on pointing at it, where its word alone does not tell. */
  readonly hint?: string;
}

const keyed = (words: CommandWords, button: string, other: Partial<ActionWords> = {}): ActionWords => ({
  button,
  label: words.label,
  key: keyCap(words),
  ...other,
});

/** One place of names and keys for the toolbar, its menus and the palette. */
export const actionWords: Readonly<Record<CaseActionName, ActionWords>> = {
  claim: keyed(commandWords.claim, 'Claim'),
  severity: keyed(commandWords.severity, 'Severity'),
  wait: keyed(commandWords.wait, 'Wait', { label: 'Wait…' }),
  resume: keyed(commandWords.wait, 'Resume', {
    label: 'Resume work',
    hint: `Resume work: ${commandWords.wait.key}, then Enter`,
  }),
  resolve: keyed(commandWords.resolve, 'Resolve', { label: 'Resolve…' }),
  close: keyed(commandWords.resolve, 'Close case', { label: 'Close the case…' }),
  root_cause: keyed(commandWords.root_cause, 'Root cause…'),
  breach_reason: keyed(commandWords.breach_reason, 'Why a clock was missed…'),
  reopen: keyed(commandWords.reopen, 'Reopen'),
  hand_off: keyed(commandWords.hand_off, 'Hand off', {
    label: 'Hand off to the TAEs…',
    hint: 'Hand the case off to the TAEs',
  }),
  accept_hand_off: keyed(commandWords.hand_off, 'Accept', {
    label: 'Accept the hand-off',
    hint: 'Take the case as its technical owner',
  }),
  return_hand_off: keyed(commandWords.return_hand_off, 'Return', { hint: 'Return the hand-off, and say why' }),
  escalate: keyed(commandWords.escalate, 'Escalate…'),
  change_ticket: keyed(commandWords.change_ticket, 'Change ticket…'),
  assign: keyed(commandWords.assign, 'Assign'),
  release: keyed(commandWords.release, 'Release'),
  agreement: keyed(commandWords.agreement, 'Change agreement…'),
  merge: keyed(commandWords.merge, 'Merge into…'),
  request: keyed(commandWords.request, 'Fill in the request…', { label: 'Fill in the request…' }),
  votes: keyed(commandWords.request, 'Votes…', { label: 'Votes of accounts…' }),
  snooze: keyed(commandWords.snooze, 'Snooze…'),
  remind: keyed(commandWords.remind, 'Set a reminder…'),
};

/** Why an action does not fit a case as it stands; null if it does. */
export function whyNot(action: CaseActionName, state: CaseState, actor: Actor): string | null {
  if (availableActions(state, actor).has(action)) return null;
  if (state.mergedInto !== null) return 'It was merged into another case; work on it goes on there.';
  const row = permissionOf[action];
  if (!mayDo(actor.role, row)) return onlyWords(row, 'this case');
  if (action === 'breach_reason') return 'None of its clocks was missed.';
  if (state.status === 'closed') return `It is closed. Reopen it first (${commandWords.reopen.key}).`;
  switch (action) {
    case 'claim':
      return state.ownerId === actor.id ? 'It is yours.' : 'Somebody owns it.';
    case 'release':
      return state.ownerId === null ? 'It has no owner.' : 'Its owner or a lead can release it.';
    case 'assign':
      return 'Its owner or a lead can assign it.';
    case 'close':
      return 'Only a resolved case is closed.';
    case 'reopen':
      return 'It is open.';
    case 'request':
      return 'It is no request for service. Set its kind first.';
    case 'votes':
      return 'It is no enhancement request. Set its kind first.';
    case 'change_ticket':
      return `It is on no ticket. Escalate it first (${commandWords.escalate.key}).`;
    case 'severity':
    case 'root_cause':
    case 'agreement':
    case 'merge':
    case 'remind':
      return 'This does not fit the case as it stands.';
  }
  if (state.status === 'resolved') {
    return `It is resolved. Close it (${commandWords.resolve.key}) or reopen it (${commandWords.reopen.key}).`;
  }
  switch (action) {
    case 'resume':
      return 'It does not wait.';
    case 'hand_off':
    case 'accept_hand_off':
    case 'return_hand_off':
      return whyNoHandOff(action, state);
    case 'wait':
    case 'resolve':
    case 'snooze':
    case 'escalate':
      return 'This does not fit the case as it stands.';
  }
}

function whyNoHandOff(action: 'hand_off' | 'accept_hand_off' | 'return_hand_off', { handOff }: CaseState): string {
  const isOpen = handOff?.state === 'open';
  const isAccepted = handOff?.state === 'accepted';
  if (action === 'hand_off') {
    if (isOpen) return 'It is handed off and waits for a TAE.';
    return isAccepted ? 'A TAE has accepted it.' : 'This does not fit the case as it stands.';
  }
  if (!isOpen && !isAccepted) return 'It has no hand-off that could be answered.';
  return action === 'accept_hand_off' ? 'It is accepted already.' : 'Who accepted it, or a lead, can return it.';
}
