import type { RefObject } from 'react';
import { flushSync } from 'react-dom';
import { mayDo, onlyWords } from '../../src-shared/directory/permissions.ts';
import { isBulkAction } from '../bulk/SelectionBar.tsx';
import { nothingSelected } from '../bulk/selection.ts';
import { focusedAlert, focusFirstAlert } from '../deadlines/alert-focus.ts';
import { focusGuidance } from '../guidance/Guidance.tsx';
import { copyLink } from '../links/copy-link.ts';
import { viewAt } from '../queue/role-views.ts';
import { isNothingUnsent } from '../updates/unsent.ts';
import type { AttentionScreenHandle } from './AttentionScreen.tsx';
import type { Commands } from './commands.ts';
import type { Desk } from './desk.ts';
import type { QueueScreenHandle } from './QueueScreen.tsx';
import { savedViewsOf } from './saved-views.ts';
import type { Command, FocusPlace } from './shortcuts.ts';

/** What keys reach. */
export interface Obeying {
  readonly desk: Desk;
  readonly commands: Commands;
  /** Null while another page is shown. */
  readonly screen: RefObject<QueueScreenHandle | null>;
  readonly attention: RefObject<AttentionScreenHandle | null>;
  /** The key was pressed in the opened case: it is about that one, whatever else is marked or selected. */
  readonly isInCase?: boolean;
}

/** Carries out a key; false leaves it to the browser. */
export function obey(
  command: Command,
  focus: FocusPlace,
  { desk, commands, screen, attention, isInCase = false }: Obeying,
): boolean {
  const queue = screen.current;
  const workspace = desk.workspace.getState();
  const { activeId, openId } = workspace;
  const caseId = isInCase ? (openId ?? activeId) : (activeId ?? openId);
  if (typeof command === 'object') {
    if ('savedView' in command) {
      const { replica, queue: state } = desk;
      const saved = savedViewsOf(replica.all('views').values(), state.getState().me)[command.savedView];
      if (saved === undefined) return false;
      flushSync(() => commands.showSavedView(saved));
      screen.current?.focus();
      return true;
    }
    const view = viewAt(desk.queue.getState().role, command.view);
    if (view) {
      flushSync(() => commands.showView(view));
      // From another page the queue is there only now.
      screen.current?.focus();
    }
    return view !== null;
  }
  const list = queue ?? attention.current;
  switch (command) {
    case 'next_case':
      list?.step(1);
      return list !== null;
    case 'previous_case':
      list?.step(-1);
      return list !== null;
    case 'first_case':
      list?.step(-Infinity);
      return list !== null;
    case 'last_case':
      list?.step(Infinity);
      return list !== null;
    case 'next_page':
      queue?.stepPage(1);
      return queue !== null;
    case 'previous_page':
      queue?.stepPage(-1);
      return queue !== null;
    case 'retry':
    case 'edit':
    case 'discard':
    case 'copy':
      return attention.current?.act(command) ?? false;
    case 'open_case':
      if (attention.current !== null) return attention.current.act('open_case');
      if (focus === 'filter') queue?.openFound();
      else if (caseId !== null) commands.open(caseId);
      return focus === 'filter' || caseId !== null;
    case 'filter':
      queue?.focusFilter();
      return queue !== null;
    case 'step_back':
      stepBack(focus, { desk, commands, screen, attention });
      return true;
    case 'new_case':
      desk.workspace.setState({ dialog: { name: 'new_case' } });
      return true;
    case 'emergency':
      // A form that is open already stays as it is.
      desk.workspace.setState((before) => ({ emergency: before.emergency ?? { instead: null } }));
      return true;
    case 'move_desk':
      desk.workspace.setState({ dialog: { name: 'move_desk' } });
      return true;
    case 'wipe':
      void wipe(desk);
      return true;
    case 'diagnostics':
      desk.workspace.setState({ dialog: { name: 'diagnostics' } });
      return true;
    case 'restart_to_update':
      restartToUpdate(desk);
      return true;
    case 'show_news':
      desk.workspace.setState({ dialog: { name: 'news' } });
      return true;
    case 'show_shortcuts':
      desk.workspace.setState({ dialog: { name: 'shortcuts' } });
      return true;
    case 'show_palette':
      desk.workspace.setState({ dialog: { name: 'palette' } });
      return true;
    case 'show_attention':
      flushSync(() => commands.showAttention());
      attention.current?.focus();
      return true;
    case 'show_settings':
      desk.workspace.setState({ dialog: { name: 'settings' } });
      return true;
    case 'go_to_alerts':
      return focusFirstAlert();
    case 'dismiss_alert':
      return dismissAlert(desk, list);
    case 'row_height':
      desk.workspace.setState((before) => ({ density: before.density === 'roomy' ? 'compact' : 'roomy' }));
      return true;
    case 'show_snoozed':
    case 'show_reminders':
      flushSync(() => commands.showView(command === 'show_snoozed' ? 'snoozed' : 'reminders'));
      screen.current?.focus();
      return true;
    case 'arrange':
    case 'save_view':
      if (queue === null) return false;
      desk.workspace.setState({ dialog: { name: command } });
      return true;
    case 'reassign':
      if (!mayDo(desk.queue.getState().role, 'reassign')) {
        desk.toaster.show(onlyWords('reassign', 'an agent’s cases'));
        return true;
      }
      desk.workspace.setState({ dialog: { name: 'reassign' } });
      return true;
    case 'roster':
      desk.workspace.setState({ dialog: { name: 'roster' } });
      return true;
    case 'remove_view':
      void commands.removeView();
      return true;
    case 'toggle_selected':
      queue?.toggleSelected();
      return queue !== null;
    case 'select_next':
      queue?.stretchSelection(1);
      return queue !== null;
    case 'select_previous':
      queue?.stretchSelection(-1);
      return queue !== null;
    case 'select_all':
      queue?.selectAll();
      return queue !== null;
    case 'undo':
      undo(desk);
      return true;
    case 'copy_link':
      if (caseId !== null) copyLink(caseId, desk.replica, desk.toaster);
      return caseId !== null;
    case 'reply':
    case 'note':
    case 'call':
      commands.compose(command);
      return caseId !== null;
    case 'macro':
      if (caseId !== null) desk.workspace.setState({ dialog: { name: 'macros', caseId } });
      return caseId !== null;
    case 'manage_macros':
      desk.workspace.setState({ dialog: { name: 'manage_macros' } });
      return true;
    case 'guidance':
      if (caseId === null) return false;
      flushSync(() => commands.open(caseId));
      if (!focusGuidance()) desk.toaster.show('There is no guidance for a case like this one.');
      return true;
    case 'request':
    case 'claim':
    case 'severity':
    case 'wait':
    case 'assign':
    case 'resolve':
    case 'root_cause':
    case 'breach_reason':
    case 'reopen':
    case 'release':
    case 'agreement':
    case 'hand_off':
    case 'return_hand_off':
    case 'escalate':
    case 'change_ticket':
    case 'merge':
    case 'snooze':
    case 'remind':
      if (!isInCase && isBulkAction(command) && queue?.actOnSelected(command)) return true;
      if (caseId !== null) commands.act(caseId, command);
      return caseId !== null;
  }
}

/** At once where nothing would be cut short; otherwise it is asked. */
function restartToUpdate({ updates, workspace, toaster }: Desk): void {
  const { update } = updates.state.getState();
  if (!update?.isOn || update.now.step !== 'ready') {
    toaster.show('There is no update to install now. Settings say when Dueline looked last.');
  } else if (isNothingUnsent(updates.unsent())) {
    updates.restart(false).then(
      ({ ok }) => ok || toaster.show('The update could not be installed now. Settings say why; it is tried again.'),
      () => {},
    );
  } else workspace.setState({ dialog: { name: 'restart_to_update' } });
}

/** The one with the focus, else the first; the focus goes on to the next one, or back to the list. */
function dismissAlert({ alerts }: Desk, list: QueueScreenHandle | AttentionScreenHandle | null): boolean {
  const focused = focusedAlert();
  const notice = focused ?? alerts.list.getState()[0]?.notice;
  if (notice === undefined) return false;
  flushSync(() => alerts.see(notice));
  if (focused !== null && !focusFirstAlert()) list?.focus();
  return true;
}

/** The way back that is offered on the screen goes first: what was discarded is restored by the same keys. */
function undo({ toaster, lastActions, workspace }: Desk): void {
  workspace.setState({ refusal: null });
  const offered = toaster.state.getState().toast?.action;
  if (offered) offered.act();
  else void lastActions.undo();
}

/** The main process asks, so that no script in this page can answer; once it has agreed, this page is gone. */
async function wipe({ desktop, toaster }: Desk): Promise<void> {
  const result = await desktop.call('profile:wipe', undefined);
  if (result.outcome === 'refused') toaster.show(result.message);
}

/** One level back: out of a field, then out of the filter, then out of the case. No text is lost on the way. */
function stepBack(focus: FocusPlace, { desk, commands, screen, attention }: Obeying): void {
  const workspace = desk.workspace.getState();
  const toList = (): void => (screen.current ?? attention.current)?.focus();
  if (focus === 'filter' && workspace.filter !== '') {
    commands.filter('');
    return;
  }
  if (focus === 'text' || focus === 'filter') {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    toList();
    return;
  }
  if (workspace.awaitedLink !== null) desk.workspace.setState({ awaitedLink: null });
  else if (workspace.selected.size > 0) desk.workspace.setState(nothingSelected);
  else if (workspace.openId !== null) commands.closePane();
  else if (workspace.page === 'attention') flushSync(() => commands.showView(workspace.view));
  else if (workspace.filter !== '') commands.filter('');
  else if (workspace.refusal !== null) desk.workspace.setState({ refusal: null });
  else if (workspace.bulkResult !== null) desk.workspace.setState({ bulkResult: null });
  toList();
}
