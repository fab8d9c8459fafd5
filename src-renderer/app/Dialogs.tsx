import type { CaseId } from '../../src-shared/ids.ts';
import { ChoiceDialog } from '../dialogs/ChoiceDialog.tsx';
import { NewCaseDialog } from '../dialogs/NewCaseDialog.tsx';
import { RemarkDialog } from '../dialogs/RemarkDialog.tsx';
import { SeverityDialog } from '../dialogs/SeverityDialog.tsx';
import { ShortcutSheet } from '../dialogs/ShortcutSheet.tsx';
import type { Commands } from './commands.ts';
import { useDesk, useQueue, useWorkspace } from './desk.ts';
import type { DialogName } from './workspace.ts';

/** The dialog on top of the window, if there is one. */
export function Dialogs({ commands }: { readonly commands: Commands }) {
  const desk = useDesk();
  const dialog = useWorkspace((state) => state.dialog);
  const me = useQueue((state) => state.me);
  const close = (): void => desk.workspace.setState({ dialog: null });
  if (dialog === null) return null;
  if (dialog.name === 'shortcuts') return <ShortcutSheet onClose={close} />;
  if (dialog.name === 'new_case') {
    return (
      <NewCaseDialog
        accounts={[...desk.replica.all('accounts').values()]}
        contacts={[...desk.replica.all('contacts').values()]}
        products={[...desk.replica.all('products').values()]}
        kept={desk.kept}
        onCreate={async (made, mine) => {
          const { caseId, outcome } = await desk.actions.create({ ...made, ownerId: mine ? me : null });
          if (outcome.accepted) {
            commands.filter('');
            commands.showView(mine ? 'mine' : 'unassigned');
            commands.open(caseId);
          }
          return outcome;
        }}
        onClose={close}
      />
    );
  }
  return <CaseDialog name={dialog.name} caseId={dialog.caseId} commands={commands} onClose={close} />;
}

interface CaseDialogProps {
  readonly name: DialogName;
  readonly caseId: CaseId;
  readonly commands: Commands;
  readonly onClose: () => void;
}

function CaseDialog({ name, caseId, onClose }: CaseDialogProps) {
  const { replica, actions, kept } = useDesk();
  const { index, policy } = useQueue((state) => state);
  const entry = index?.entry(caseId);
  if (!entry || !policy) return null;
  const remark = { kept, keptKey: `${name} ${caseId}`, onClose };
  switch (name) {
    case 'severity':
      return (
        <SeverityDialog
          title={`Severity of ${entry.number}`}
          severity={entry.state.severity}
          provisional={entry.state.provisional}
          kind={entry.state.kind}
          productId={entry.state.productId}
          products={[...replica.all('products').values()]}
          onSet={(triage) => actions.setSeverity(caseId, triage)}
          onClose={onClose}
        />
      );
    case 'assign':
      return (
        <ChoiceDialog
          title={`Assign ${entry.number}`}
          label="Owner"
          submitWords="Assign"
          things={[...replica.all('users').values()]}
          chosen={entry.state.ownerId}
          onChoose={(ownerId) => actions.assign(caseId, ownerId)}
          onClose={onClose}
        />
      );
    case 'agreement':
      return (
        <ChoiceDialog
          title={`Agreement of ${entry.number}`}
          hint="The clocks keep their start and pauses, and take the new targets."
          label="Agreement"
          submitWords="Change agreement"
          things={Object.entries(policy.policy.agreements).map(([id, agreement]) => ({
            id,
            name: agreement.name ?? id,
          }))}
          chosen={entry.state.agreement}
          onChoose={(agreement) => actions.changeAgreement(caseId, agreement)}
          onClose={onClose}
        />
      );
    case 'resolve':
      return (
        <RemarkDialog
          {...remark}
          title={`Resolve ${entry.number}`}
          hint="Its clocks end now. It can be reopened."
          label="What resolved it (optional)"
          submitWords="Resolve"
          onSubmit={(text) => actions.resolve(caseId, text)}
        />
      );
    case 'close':
      return (
        <RemarkDialog
          {...remark}
          title={`Close ${entry.number}`}
          hint="Reason: resolved. It can be reopened."
          label="Remark (optional)"
          submitWords="Close case"
          onSubmit={(text) => actions.close(caseId, text)}
        />
      );
    case 'reopen':
      return (
        <RemarkDialog
          {...remark}
          title={`Reopen ${entry.number}`}
          hint="Its resolution clock goes on with the time already used."
          label="Why (optional)"
          submitWords="Reopen"
          onSubmit={(text) => actions.reopen(caseId, text)}
        />
      );
  }
}
