import { serviceRequestSchema } from '../../src-shared/cases/case-document.ts';
import type { User } from '../../src-shared/directory/documents.ts';
import { mayDo } from '../../src-shared/directory/permissions.ts';
import type { UserId } from '../../src-shared/ids.ts';
import { argument, textOf } from '../attention/attention-text.ts';
import { NewCaseDialog, type NewCaseField, type NewOwner } from '../dialogs/NewCaseDialog.tsx';
import { ShortcutSheet } from '../dialogs/ShortcutSheet.tsx';
import { ConnectedSettings } from '../settings/ConnectedSettings.tsx';
import { NewsDialog } from '../updates/NewsDialog.tsx';
import { RestartDialog } from '../updates/RestartDialog.tsx';
import { BulkDialog } from './BulkDialog.tsx';
import { CaseDialog } from './CaseDialog.tsx';
import { ConnectedEmergency } from './ConnectedEmergency.tsx';
import { ConnectedMacroPicker, ConnectedMacros } from './ConnectedMacros.tsx';
import { ConnectedPalette } from './ConnectedPalette.tsx';
import type { Commands } from './commands.ts';
import { DeskDialog } from './DeskDialog.tsx';
import { Diagnostics } from './Diagnostics.tsx';
import { useDesk, useQueue, useWorkspace } from './desk.ts';
import { MoveDesk } from './MoveDesk.tsx';
import type { Command } from './shortcuts.ts';

interface DialogsProps {
  readonly commands: Commands;
  /** Does what a key does. */
  readonly onCommand: (command: Command) => void;
}

/** What lies on top of the window, if anything: a dialog, and above it the emergency form. */
export function Dialogs(props: DialogsProps) {
  return (
    <>
      <OpenedDialog {...props} />
      <ConnectedEmergency commands={props.commands} />
    </>
  );
}

function OpenedDialog({ commands, onCommand }: DialogsProps) {
  const desk = useDesk();
  const dialog = useWorkspace((state) => state.dialog);
  const { me, index, policy, role } = useQueue((state) => state);
  const close = (): void => desk.workspace.setState({ dialog: null });
  if (dialog === null) return null;
  if (dialog.name === 'palette') return <ConnectedPalette commands={commands} onCommand={onCommand} onClose={close} />;
  if (dialog.name === 'shortcuts') return <ShortcutSheet onClose={close} />;
  if (dialog.name === 'settings')
    return <ConnectedSettings onNews={() => desk.workspace.setState({ dialog: { name: 'news' } })} onClose={close} />;
  if (dialog.name === 'restart_to_update') return <RestartDialog onClose={close} />;
  if (dialog.name === 'news') return <NewsDialog onClose={close} />;
  if (dialog.name === 'manage_macros') return <ConnectedMacros onClose={close} />;
  if (dialog.name === 'macros') {
    return <ConnectedMacroPicker caseId={dialog.caseId} commands={commands} onClose={close} />;
  }
  if (
    dialog.name === 'arrange' ||
    dialog.name === 'save_view' ||
    dialog.name === 'reassign' ||
    dialog.name === 'roster'
  ) {
    return <DeskDialog name={dialog.name} commands={commands} onClose={close} />;
  }
  if (dialog.name === 'bulk') return <BulkDialog action={dialog.action} onClose={close} />;
  if (dialog.name === 'move_desk') return <MoveDesk onClose={close} />;
  if (dialog.name === 'diagnostics') return <Diagnostics onClose={close} />;
  const instead = dialog.instead ?? null;
  if (dialog.name !== 'new_case') {
    return <CaseDialog name={dialog.name} caseId={dialog.caseId} instead={instead} onClose={close} />;
  }
  return (
    <NewCaseDialog
      accounts={[...desk.replica.all('accounts').values()]}
      contacts={[...desk.replica.all('contacts').values()]}
      products={[...desk.replica.all('products').values()]}
      colleagues={
        mayDo(role, 'create_for_another')
          ? [...desk.replica.all('users').values()].filter((user) => user.id !== me && mayOwnNewCase(user))
          : []
      }
      index={index}
      requestTypes={policy?.policy.service_requests ?? {}}
      kept={desk.kept}
      keptKey={instead === null ? 'new case' : `instead of ${instead.id}`}
      initial={instead === null ? {} : refusedCase(instead.args, me)}
      initialFields={serviceRequestSchema.safeParse(argument(instead?.args, 'request')).data?.fields ?? {}}
      onOpenCase={(id) => {
        close();
        commands.open(id);
      }}
      onCreate={async (made, owner) => {
        const actions = instead === null ? desk.actions : desk.actions.insteadOf(instead);
        const { caseId, outcome } = await actions.create({ ...made, ownerId: ownerIdOf(owner, me) });
        if (outcome.accepted) {
          commands.filter('');
          commands.showView(owner === 'me' ? 'mine' : owner === 'nobody' ? 'unassigned' : 'open');
          commands.open(caseId);
        }
        return outcome;
      }}
      onClose={close}
    />
  );
}

/** New cases are the COAs', and a lead stands in for one. */
function mayOwnNewCase({ role }: User): boolean {
  return role === 'coa' || role === 'lead';
}

function ownerIdOf(owner: NewOwner, me: UserId | null): UserId | null {
  if (owner === 'me') return me;
  return owner === 'nobody' ? null : owner.id;
}

/** The fields of a new case that was refused. */
function refusedCase(args: unknown, me: UserId | null): Partial<Record<NewCaseField, string>> {
  const owner = textOf(args, 'ownerId');
  const level = (key: string): string => String(argument(args, key) ?? '');
  return {
    subject: textOf(args, 'subject') ?? '',
    text: textOf(args, 'text') ?? '',
    account: textOf(args, 'accountId') ?? '',
    contact: textOf(args, 'contactId') ?? '',
    product: textOf(args, 'productId') ?? '',
    channel: textOf(args, 'channel') ?? '',
    priority: level('priority'),
    severity: level('severity'),
    kind: textOf(args, 'kind') ?? '',
    request: textOf(argument(args, 'request'), 'type') ?? '',
    owner: owner === null ? 'nobody' : owner === me ? 'me' : owner,
  };
}
