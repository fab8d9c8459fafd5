import type { CaseState } from '../../src-shared/cases/case-state.ts';
import { type CommandWords, commandWords } from '../../src-shared/desktop/command-words.ts';
import { mayDo, onlyWords } from '../../src-shared/directory/permissions.ts';
import type { RefusalCode } from '../../src-shared/policy/refusal-source.ts';
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

/** Why an action does not fit: a sentence, and the code that its mutator refuses it with. */
interface WhyNot {
  readonly code: RefusalCode;
  readonly message: string;
}

/** Why an action does not fit a case as it stands; null if it does. */
export function whyNot(action: CaseActionName, state: CaseState, actor: Actor): WhyNot | null {
  if (availableActions(state, actor).has(action)) return null;
  if (state.mergedInto !== null) return no('merged', 'It was merged into another case; work on it goes on there.');
  const row = permissionOf[action];
  if (!mayDo(actor.role, row)) return no('not_allowed', onlyWords(row, 'this case'));
  if (action === 'breach_reason') return no('not_missed', 'None of its clocks was missed.');
  if (state.status === 'closed')
    return no('case_closed', `It is closed. Reopen it first (${commandWords.reopen.key}).`);
  switch (action) {
    case 'claim':
      return state.ownerId === actor.id
        ? no('already_owned', 'It is yours.')
        : no('already_claimed', 'Somebody owns it.');
    case 'release':
      return state.ownerId === null
        ? no('not_owned', 'It has no owner.')
        : no('not_allowed', 'Its owner or a lead can release it.');
    case 'assign':
      return no('not_allowed', 'Its owner or a lead can assign it.');
    case 'close':
      return no('not_resolved', 'Only a resolved case is closed.');
    case 'reopen':
      return no('not_done', 'It is open.');
    case 'request':
      return no('no_service_request', 'It is no request for service. Set its kind first.');
    case 'votes':
      return no('no_enhancement', 'It is no enhancement request. Set its kind first.');
    case 'change_ticket':
      return no('unknown_ticket', `It is on no ticket. Escalate it first (${commandWords.escalate.key}).`);
    case 'severity':
    case 'root_cause':
    case 'agreement':
    case 'merge':
    case 'remind':
      return doesNotFit;
  }
  if (state.status === 'resolved') {
    const { resolve, reopen } = commandWords;
    return no('not_open', `It is resolved. Close it (${resolve.key}) or reopen it (${reopen.key}).`);
  }
  switch (action) {
    case 'resume':
      return no('not_waiting', 'It does not wait.');
    case 'hand_off':
    case 'accept_hand_off':
    case 'return_hand_off':
      return whyNoHandOff(action, state);
    case 'wait':
    case 'resolve':
    case 'snooze':
    case 'escalate':
      return doesNotFit;
  }
}

function whyNoHandOff(action: 'hand_off' | 'accept_hand_off' | 'return_hand_off', { handOff }: CaseState): WhyNot {
  const isOpen = handOff?.state === 'open';
  const isAccepted = handOff?.state === 'accepted';
  if (action === 'hand_off') {
    if (isOpen) return no('already_handed_off', 'It is handed off and waits for a TAE.');
    return isAccepted ? no('already_handed_off', 'A TAE has accepted it.') : doesNotFit;
  }
  if (!isOpen && !isAccepted) return no('not_handed_off', 'It has no hand-off that could be answered.');
  return action === 'accept_hand_off'
    ? no('already_accepted', 'It is accepted already.')
    : no('not_allowed', 'Who accepted it, or a lead, can return it.');
}

function no(code: RefusalCode, message: string): WhyNot {
  return { code, message };
}

const doesNotFit = no('wrong_state', 'This does not fit the case as it stands.');
