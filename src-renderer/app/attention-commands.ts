import { type AttentionEntry, attentionEntries } from '../attention/attention-entry.ts';
import { argument, textOf, writtenText } from '../attention/attention-text.ts';
import { copyText } from '../attention/copy-text.ts';
import { directoryOf } from '../queue/queue-store.ts';
import type { DraftKind } from '../replica/replica.ts';
import type { Commands } from './commands.ts';
import type { Desk } from './desk.ts';
import { undoShortcut } from './shortcuts.ts';
import type { DialogName } from './workspace.ts';

/** What can be done with what was refused. */
export interface AttentionCommands {
  entries(): readonly AttentionEntry[];
  openCase(entry: AttentionEntry): void;
  /** Does it again, now; the item stays, with the reason, if that is refused. */
  retry(entry: AttentionEntry): Promise<void>;
  /** Opens the composer or the dialog of the action with what it was done with. */
  edit(entry: AttentionEntry): void;
  /** Takes it off the list; it can be brought back for a while. */
  discard(entry: AttentionEntry): Promise<void>;
  copy(entry: AttentionEntry): void;
}

const draftKinds: Readonly<Record<string, DraftKind>> = {
  message_customer: 'reply',
  add_note: 'note',
  log_call: 'call',
};

const dialogs: Readonly<Record<string, DialogName>> = {
  set_severity: 'severity',
  assign: 'assign',
  change_agreement: 'agreement',
  wait: 'wait',
  resolve: 'resolve',
  close: 'close',
  set_root_cause: 'root_cause',
  set_breach_reason: 'breach_reason',
  reopen: 'reopen',
  hand_off: 'hand_off',
  return_hand_off: 'return_hand_off',
  escalate: 'escalate',
  change_ticket: 'change_ticket',
  merge_cases: 'merge',
  set_request: 'request',
};

export function createAttentionCommands(desk: Desk, commands: Commands): AttentionCommands {
  const { workspace, queue, replica, toaster } = desk;

  const refuse = (entry: AttentionEntry, message: string, code: string | null = null): void =>
    workspace.setState({ attentionRefusal: { id: entry.id, code, message } });

  /** The text is open in the composer of its case, to be sent from there. */
  const isEdited = ({ id, caseId }: AttentionEntry): boolean =>
    caseId !== null && replica.draft(caseId)?.resolves === id;

  function editText(entry: AttentionEntry, kind: DraftKind): void {
    const { caseId, item } = entry;
    if (caseId === null) return;
    const draft = replica.draft(caseId);
    if (draft !== undefined && draft.resolves !== entry.id) {
      refuse(entry, 'The composer of this case holds a text you have not sent. Send or clear it, then edit this one.');
      return;
    }
    const text = draft?.text ?? textOf(item.args, 'text') ?? '';
    const fill = { text, connected: argument(item.args, 'connected') !== false, resolves: entry.id };
    commands.open(caseId);
    workspace.setState({ composing: { kind: draft?.kind ?? kind, fill } });
  }

  return {
    entries() {
      const { index, policy, me } = queue.getState();
      return attentionEntries(replica.status.getState().attention, {
        me,
        directory: directoryOf(replica),
        names: { agreementName: (key) => policy?.policy.agreements[key]?.name ?? key },
        entryOf: (id) => index?.entry(id),
      });
    },
    openCase({ caseId }) {
      if (caseId !== null) commands.open(caseId);
    },
    async retry(entry) {
      if (!entry.canRetry) {
        refuse(entry, entry.standing ?? 'There is nothing here that could be done again.');
        return;
      }
      if (isEdited(entry)) {
        refuse(entry, 'You are editing this in the composer of its case. Send it there, or clear it there first.');
        return;
      }
      const outcome = await replica.retryAttention(entry.id);
      if (!outcome.accepted) {
        refuse(entry, outcome.message, outcome.code);
        return;
      }
      workspace.setState({ attentionRefusal: null });
      toaster.show(`Done again: ${entry.action}${entry.caseName === null ? '' : ` on ${entry.caseName}`}`);
    },
    edit(entry) {
      const { item, caseId } = entry;
      if (!entry.canEdit) {
        refuse(entry, entry.standing ?? 'It has nothing that could be put differently. Retry it, or discard it.');
        return;
      }
      workspace.setState({ attentionRefusal: null });
      const kind = draftKinds[item.name];
      const dialog = dialogs[item.name];
      if (kind !== undefined) editText(entry, kind);
      else if (item.name === 'create_case') workspace.setState({ dialog: { name: 'new_case', instead: item } });
      else if (item.name === 'open_emergency') workspace.setState({ emergency: { instead: item } });
      else if (dialog !== undefined && caseId !== null) {
        workspace.setState({ dialog: { name: dialog, caseId, instead: item } });
      }
    },
    async discard(entry) {
      try {
        await replica.dismissAttention(entry.id);
      } catch (error) {
        refuse(entry, `Not discarded: ${error instanceof Error ? error.message : String(error)}`);
        return;
      }
      workspace.setState({ attentionRefusal: null });
      const restore = (): void => {
        replica.restoreAttention(entry.item).then(
          () => toaster.show(`Restored: ${entry.action}`),
          () =>
            toaster.show('It could not be restored: this computer stores nothing now. Try again.', {
              words: 'Restore',
              act: restore,
            }),
        );
      };
      toaster.show(`Discarded: ${entry.action}`, { words: 'Restore', shortcut: undoShortcut, act: restore });
    },
    copy(entry) {
      const text = writtenText(entry.item.name, entry.item.args);
      if (text === null) return;
      toaster.show(copyText(text) ? 'Copied what you wrote' : 'It could not be copied. Select the text and copy it.');
    },
  };
}
