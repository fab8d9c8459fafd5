import type { WaitingOn } from '../../src-shared/cases/case-document.ts';
import type { CaseState } from '../../src-shared/cases/case-state.ts';
import { attentionWords, type CommandWords, commandWords } from '../../src-shared/desktop/command-words.ts';
import type { MenuCommand } from '../../src-shared/desktop/menu-command.ts';
import { type Action, mayDo, onlyWords } from '../../src-shared/directory/permissions.ts';
import type { CaseId } from '../../src-shared/ids.ts';
import type { RefusalCode } from '../../src-shared/policy/refusal-source.ts';
import { type AttentionCommand, type Command, keyCap } from '../app/shortcuts.ts';
import { actionWords, whyNot } from '../case/action-words.ts';
import type { Actor, CaseActionName } from '../case/available-actions.ts';
import { waitingNames } from '../case/names.ts';
import { roleViews } from '../queue/role-views.ts';
import { viewNames } from '../queue/views.ts';

/** What choosing an entry does. */
export type Doing =
  | { readonly kind: 'command'; readonly command: Command }
  | { readonly kind: 'action'; readonly caseId: CaseId; readonly action: CaseActionName }
  | { readonly kind: 'wait'; readonly caseId: CaseId; readonly on: WaitingOn }
  | { readonly kind: 'reconnect' };

export type PaletteGroup = 'case' | 'attention' | 'go_to' | 'desk';

/** Something that can be asked of the window by its name. */
export interface PaletteEntry {
  /** The same in every situation, so that what was used is known again. */
  readonly id: string;
  readonly group: PaletteGroup;
  readonly label: string;
  /** What else people call it. */
  readonly alsoCalled: string;
  /** As the key cap shows it; null: it has no key of its own. */
  readonly key: string | null;
  /** Why it cannot be done now; null: it can. */
  readonly whyNot: string | null;
  /** Leads to the rule behind that; null where none is. */
  readonly whyNotCode: string | null;
  readonly doing: Doing;
}

/** Everything on which it depends what can be done. */
export interface Situation {
  readonly page: 'queue' | 'attention';
  /** The case that single keys act on. */
  readonly active: { readonly id: CaseId; readonly state: CaseState; readonly isOpened: boolean } | null;
  readonly actor: Actor;
  /** How many items need attention. */
  readonly attention: number;
  /** How many deadlines wait to be seen. */
  readonly alerts: number;
  readonly isOffline: boolean;
}

/** Everything that could be asked for, what fits now and what does not with its reason. */
export function paletteEntries(situation: Situation): readonly PaletteEntry[] {
  return [
    ...caseEntries(situation),
    ...attentionEntries(situation),
    ...goToEntries(situation),
    ...deskEntries(situation),
  ];
}

const actionsInOrder: readonly CaseActionName[] = [
  'claim',
  'severity',
  'resume',
  'resolve',
  'close',
  'root_cause',
  'breach_reason',
  'reopen',
  'accept_hand_off',
  'return_hand_off',
  'hand_off',
  'escalate',
  'change_ticket',
  'assign',
  'release',
  'agreement',
  'merge',
  'request',
  'votes',
  'snooze',
  'remind',
];
const waitingOrder: readonly WaitingOn[] = ['customer', 'development', 'internally'];

/** Other words for what the desk calls otherwise. */
const alsoCalled: Readonly<Record<string, string>> = {
  claim: 'take own mine',
  severity: 'triage priority',
  resolve: 'solve done finish',
  release: 'unassign give back',
  assign: 'owner give to',
  hand_off: 'tae transfer',
  escalate: 'forward development infrastructure database network professional services sow',
  change_ticket: 'release date status tracker jira',
  return_hand_off: 'reject',
  agreement: 'contract sla',
  root_cause: 'rca why analysis',
  breach_reason: 'breach missed deadline reason overdue explain sla',
  merge: 'duplicate',
  request: 'ssae soc questionnaire export fields checklist',
  votes: 'enhancement idea',
  macro: 'template snippet canned answer',
  manage_macros: 'templates snippets edit',
  guidance: 'article help knowledge browser unlock',
  snooze: 'later hide defer put off',
  remind: 'reminder follow up come back',
  show_snoozed: 'later',
  show_reminders: 'follow up',
  select_all: 'bulk many',
  arrange: 'sort group columns order',
  reassign: 'absent away holiday sick move',
  roster: 'night shift on call duty',
  reply: 'answer message email',
  note: 'comment internal',
  call: 'phone hotline',
  undo: 'take back revert',
  new_case: 'create log',
  emergency: 'hotline phone call severity 1 critical outage',
  filter: 'search find',
  row_height: 'density compact roomy',
  move_desk: 'migrate join',
  diagnostics: 'log support report problem',
  wipe: 'log out erase remove reset',
  restart_to_update: 'upgrade version install',
  show_news: 'release notes version changes',
  show_settings: 'preferences options notifications sound quiet hours',
  show_shortcuts: 'help keyboard keys',
  go_to_alerts: 'warnings notifications alerts',
};

function caseEntries({ active, actor, page }: Situation): readonly PaletteEntry[] {
  if (active === null) return [];
  const { id, state, isOpened } = active;
  const writes = (['reply', 'note', 'call'] as const).map((command) =>
    commandEntry('case', command, command === 'reply' ? whyNoReply(state) : null),
  );
  const helps = (['macro', 'guidance'] as const).map((command) =>
    commandEntry('case', command, command === 'macro' ? whyNoReply(state) : null),
  );
  const actions = actionsInOrder.map((action): PaletteEntry => {
    const { label, key } = actionWords[action];
    return {
      id: action,
      group: 'case',
      label,
      alsoCalled: alsoCalled[action] ?? '',
      key,
      ...reasonOf(whyNot(action, state, actor)),
      doing: { kind: 'action', caseId: id, action },
    };
  });
  const waits = waitingOrder.map((on): PaletteEntry => {
    const name = waitingNames[on];
    return {
      id: `wait_${on}`,
      group: 'case',
      label: `Wait for ${name.charAt(0).toLowerCase()}${name.slice(1)}`,
      alsoCalled: 'pause hold',
      key: actionWords.wait.key,
      ...reasonOf(whyNot('wait', state, actor) ?? (state.status === `waiting_${on}` ? waitsAlready : null)),
      doing: { kind: 'wait', caseId: id, on },
    };
  });
  const [claim, severity, ...others] = actions;
  const open = page === 'queue' && !isOpened ? [commandEntry('case', 'open_case', null)] : [];
  const link = commandEntry('case', 'copy_link', null);
  return [claim, ...open, ...writes, ...helps, severity, ...waits, ...others, link].flatMap((entry) => entry ?? []);
}

function whyNoReply({ status, mergedInto }: CaseState): Reason | null {
  if (status !== 'closed' || mergedInto !== null) return null;
  return { code: 'case_closed', message: 'It is closed: reopen it first.' };
}

function attentionEntries({ page, attention }: Situation): readonly PaletteEntry[] {
  if (page !== 'attention' || attention === 0) return [];
  const order: readonly AttentionCommand[] = ['retry', 'edit', 'copy', 'discard'];
  return order.map((command) => entryOf('attention', command, command, attentionWords[command], null));
}

function goToEntries({ actor }: Situation): readonly PaletteEntry[] {
  const views = roleViews[actor.role].views.map((view, place) =>
    entryOf('go_to', `view_${view}`, { view: place }, { label: viewNames[view], key: String(place + 1) }, null),
  );
  const others = (['show_snoozed', 'show_reminders', 'show_attention'] as const).map((command) =>
    commandEntry('go_to', command, null),
  );
  return [...views, ...others];
}

function deskEntries({ actor, page, active, alerts, isOffline }: Situation): readonly PaletteEntry[] {
  const notHere = page === 'attention' ? 'Go to a view of the queue first.' : null;
  const noAlerts = alerts === 0 ? 'No deadline waits to be seen.' : null;
  return [
    commandEntry('desk', 'new_case', null),
    commandEntry('desk', 'emergency', null),
    commandEntry('desk', 'manage_macros', null),
    commandEntry('desk', 'filter', notHere),
    commandEntry('desk', 'undo', null),
    commandEntry('desk', 'next_case', active === null ? notHere : null),
    commandEntry('desk', 'previous_case', active === null ? notHere : null),
    ...(['toggle_selected', 'select_next', 'select_previous', 'select_all'] as const).map((command) =>
      commandEntry('desk', command, notHere),
    ),
    commandEntry('desk', 'go_to_alerts', noAlerts),
    commandEntry('desk', 'dismiss_alert', noAlerts),
    {
      id: 'reconnect',
      group: 'desk',
      label: 'Connect now',
      alsoCalled: 'try now reconnect sync online',
      key: null,
      ...reasonOf(isOffline ? null : 'It is connected.'),
      doing: { kind: 'reconnect' },
    },
    commandEntry('desk', 'row_height', notHere),
    commandEntry('desk', 'arrange', notHere),
    commandEntry('desk', 'save_view', notHere),
    commandEntry('desk', 'remove_view', notHere),
    commandEntry('desk', 'reassign', mayDo(actor.role, 'reassign') ? null : notAllowed('reassign')),
    commandEntry('desk', 'roster', null),
    commandEntry('desk', 'show_settings', null),
    commandEntry('desk', 'move_desk', null),
    commandEntry('desk', 'diagnostics', null),
    commandEntry('desk', 'wipe', null),
    commandEntry('desk', 'restart_to_update', null),
    commandEntry('desk', 'show_news', null),
    commandEntry('desk', 'show_shortcuts', null),
  ];
}

/** Why something cannot be done: with the code of a rule, or how the window is just now. */
type Reason = string | { readonly code: RefusalCode; readonly message: string };

const waitsAlready: Reason = { code: 'already_waiting', message: 'It does so already.' };

function notAllowed(action: Action): Reason {
  return { code: 'not_allowed', message: onlyWords(action) };
}

function reasonOf(reason: Reason | null): Pick<PaletteEntry, 'whyNot' | 'whyNotCode'> {
  if (reason === null || typeof reason === 'string') return { whyNot: reason, whyNotCode: null };
  return { whyNot: reason.message, whyNotCode: reason.code };
}

function commandEntry(group: PaletteGroup, command: MenuCommand, whyNot: Reason | null): PaletteEntry {
  return entryOf(group, command, command, commandWords[command], whyNot);
}

function entryOf(
  group: PaletteGroup,
  id: string,
  command: Command,
  words: CommandWords,
  whyNot: Reason | null,
): PaletteEntry {
  return {
    id,
    group,
    label: words.label,
    alsoCalled: alsoCalled[id] ?? '',
    key: keyCap(words),
    ...reasonOf(whyNot),
    doing: { kind: 'command', command },
  };
}
