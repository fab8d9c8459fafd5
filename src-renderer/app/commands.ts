import { v7 as newUuid } from 'uuid';
import { mayDo } from '../../src-shared/directory/permissions.ts';
import type { CaseId } from '../../src-shared/ids.ts';
import type { Outcome } from '../../src-shared/mutators/mutator.ts';
import type { MutatorArgs } from '../../src-shared/mutators/registry.ts';
import { isolated } from '../../src-shared/text/isolated.ts';
import type { SavedView } from '../../src-shared/views/saved-view.ts';
import { doToAll } from '../bulk/bulk-commands.ts';
import type { BulkActionName } from '../bulk/SelectionBar.tsx';
import { nothingSelected } from '../bulk/selection.ts';
import { whyNot } from '../case/action-words.ts';
import { actionMeant, availableActions, type CaseActionName } from '../case/available-actions.ts';
import { filledMacro } from '../macros/filled-macro.ts';
import { type Arrangement, usualArrangement } from '../queue/arrangement.ts';
import { type ViewId, viewIds } from '../queue/views.ts';
import type { Draft, DraftKind } from '../replica/replica.ts';
import type { Desk } from './desk.ts';
import { shownSavedView } from './saved-views.ts';
import { undoShortcut } from './shortcuts.ts';
import type { DialogName } from './workspace.ts';

/** What buttons and keys do. Everything shows in the same frame; only the durable write is waited for. */
export interface Commands {
  showView(view: ViewId): void;
  /** Shows Needs attention, with the mark on this item or the first one. */
  showAttention(id?: string): void;
  filter(filter: string): void;
  activate(id: CaseId | null): void;
  open(id: CaseId): void;
  closePane(): void;
  compose(kind: DraftKind): void;
  act(caseId: CaseId, action: CaseActionName): void;
  /** Puts what a macro says on the case into its composer. */
  insertMacro(caseId: CaseId, macroId: string): void;
  showSavedView(saved: SavedView): void;
  /** Shows the view in another order, in groups, with other columns. */
  arrange(arrangement: Arrangement): void;
  /** Keeps what is shown as a view, or as a change of one. */
  saveView(viewId: string | null, form: { readonly name: string; readonly shared: boolean }): Promise<Outcome>;
  /** Takes the saved view away that is shown. */
  removeView(): Promise<void>;
  mayChangeView(saved: SavedView): boolean;
  /** Tells what was done that is about no case, with its way back. */
  offerUndo(words: string, back: () => Promise<Outcome>): void;
  /** Does it to all of these cases, or asks what it needs first. */
  actOnAll(caseIds: readonly CaseId[], action: BulkActionName): void;
  /** Keeps what is typed. */
  keepDraft(caseId: CaseId, draft: Draft): void;
  /** Runs an action; its refusal is shown on the case. */
  run(caseId: CaseId, work: Promise<Outcome>): Promise<Outcome>;
}

export function createCommands(desk: Desk): Commands {
  const { workspace, actions, queue, replica, toaster } = desk;

  const run: Commands['run'] = async (caseId, work) => {
    const outcome = await work.catch(failed);
    workspace.setState({ refusal: outcome.accepted ? null : { caseId, code: outcome.code, message: outcome.message } });
    return outcome;
  };

  const offerUndo: Commands['offerUndo'] = (words, back) => {
    const act = (): void =>
      void back()
        .catch(failed)
        .then((outcome) => toaster.show(outcome.accepted ? `Undone: ${words}` : outcome.message));
    toaster.show(words, { words: 'Undo', shortcut: undoShortcut, act });
  };

  const openDialog = (caseId: CaseId, name: DialogName) => workspace.setState({ dialog: { name, caseId } });

  return {
    run,
    keepDraft(caseId, draft) {
      replica.saveDraft(caseId, draft).catch((error: unknown) => {
        workspace.setState({ refusal: { caseId, code: null, message: `The draft is not kept. ${reasonOf(error)}` } });
      });
    },
    showView(view) {
      workspace.setState((before) => ({
        page: 'queue',
        view,
        departure: null,
        activeId: null,
        ...nothingSelected,
        arrangement: usualArrangement,
        folded: new Set<string>(),
        savedViewId: null,
        // The filter of a saved view is a part of it.
        ...(before.savedViewId === null ? {} : { filter: '' }),
      }));
    },
    showAttention(id) {
      workspace.setState({ page: 'attention', attentionId: id ?? null, departure: null });
    },
    filter(filter) {
      workspace.setState({ filter, departure: null });
    },
    activate(id) {
      workspace.setState((before) => ({
        activeId: id,
        departure: null,
        // An open pane follows the mark; what was typed in it is kept with its case.
        openId: before.openId === null ? null : id,
        refusal: null,
      }));
    },
    open(id) {
      workspace.setState({ activeId: id, openId: id, departure: null, refusal: null });
    },
    closePane() {
      const { view, activeId } = workspace.getState();
      const { index } = queue.getState();
      const active = activeId === null ? undefined : index?.entry(activeId);
      workspace.setState({
        openId: null,
        composing: null,
        waitMenuOpen: false,
        refusal: null,
        // A case that left the view keeps the keys only while it is still in sight in the pane.
        activeId: active && index?.contains(view, active) ? active.id : null,
      });
    },
    compose(kind) {
      const { activeId, openId } = workspace.getState();
      const caseId = openId ?? activeId;
      if (caseId === null) return;
      workspace.setState({ openId: caseId, activeId: caseId, composing: { kind } });
    },
    insertMacro(caseId, macroId) {
      const macro = replica.get('macros', macroId);
      const text = macro === undefined ? null : filledMacro(desk, caseId, macro);
      if (text === null) return;
      const insert = { text, macro: macroId };
      workspace.setState({ openId: caseId, activeId: caseId, composing: { kind: 'reply', insert } });
    },
    showSavedView({ id, base, filter, columns, sort, group }) {
      workspace.setState({
        page: 'queue',
        // A view that this version does not know shows everything open.
        view: viewIds.find((known) => known === base) ?? 'open',
        filter,
        arrangement: { columns, sort, group },
        folded: new Set<string>(),
        savedViewId: id,
        departure: null,
        activeId: null,
        ...nothingSelected,
      });
    },
    arrange(arrangement) {
      workspace.setState({ arrangement });
    },
    async saveView(viewId, form) {
      const { view, filter, arrangement } = workspace.getState();
      const before = viewId === null ? null : shownSavedView(replica, viewId);
      const id = before?.id ?? newUuid();
      const outcome = await replica.mutate('save_view', { viewId: id, ...form, base: view, filter, ...arrangement });
      if (!outcome.accepted) return outcome;
      workspace.setState({ savedViewId: id });
      offerUndo(`Saved the view ${isolated(form.name.trim())}`, async () => {
        if (before !== null) return replica.mutate('save_view', argsOf(before));
        const taken = await replica.mutate('remove_view', { viewId: id });
        if (taken.accepted && workspace.getState().savedViewId === id) workspace.setState({ savedViewId: null });
        return taken;
      });
      return outcome;
    },
    async removeView() {
      const saved = shownSavedView(replica, workspace.getState().savedViewId);
      if (saved === null) {
        toaster.show('No saved view is shown.');
        return;
      }
      const outcome = await replica.mutate('remove_view', { viewId: saved.id });
      if (!outcome.accepted) {
        toaster.show(outcome.message);
        return;
      }
      workspace.setState({ savedViewId: null });
      offerUndo(`Removed the view ${isolated(saved.name)}`, () => replica.mutate('save_view', argsOf(saved)));
    },
    mayChangeView({ ownerId, shared }) {
      const { me, role } = queue.getState();
      return ownerId === me || (shared && mayDo(role, 'share_view'));
    },
    offerUndo,
    actOnAll(caseIds, action) {
      workspace.setState({ refusal: null, bulkResult: null });
      if (action === 'claim') void doToAll(desk, caseIds, { name: 'claim' }, (all, id) => all.claim(id));
      else if (action === 'release') void doToAll(desk, caseIds, { name: 'release' }, (all, id) => all.release(id));
      else workspace.setState({ dialog: { name: 'bulk', action } });
    },
    act(caseId, action) {
      const entry = queue.getState().index?.entry(caseId);
      const identity = replica.identity();
      if (!entry || !identity) return;
      const actor = { id: queue.getState().me, role: identity.user.role, at: desk.clock.now() };
      const meant = actionMeant(action, availableActions(entry.state, actor));
      // A claim is answered by its mutator, which names the owner.
      const reason = meant === 'claim' ? null : whyNot(meant, entry.state, actor);
      workspace.setState({ refusal: reason === null ? null : { caseId, ...reason } });
      if (reason !== null) return;
      switch (meant) {
        case 'claim':
          void run(caseId, actions.claim(caseId));
          return;
        case 'release':
          void run(caseId, actions.release(caseId));
          return;
        case 'resume':
          void run(caseId, actions.resume(caseId));
          return;
        case 'wait':
          workspace.setState({ openId: caseId, activeId: caseId, waitMenuOpen: true });
          return;
        case 'accept_hand_off':
          void run(caseId, actions.acceptHandOff(caseId));
          return;
        default:
          openDialog(caseId, meant);
      }
    },
  };
}

function argsOf({ id, ownerId: _, removed: __, ...view }: SavedView): MutatorArgs<'save_view'> {
  return { viewId: id, ...view };
}

function failed(error: unknown): Outcome {
  return {
    accepted: false,
    code: 'not_saved',
    message: `This was not saved: ${reasonOf(error)} What you wrote is still here.`,
  };
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
