import { argument, textOf } from '../attention/attention-text.ts';
import { EmergencyDialog, type EmergencyField } from '../intake/EmergencyDialog.tsx';
import { typedWords } from '../intake/said-words.ts';
import { agentTimeZone } from '../time/wall-time.ts';
import type { Commands } from './commands.ts';
import { useDesk, useQueue, useWorkspace } from './desk.ts';

/** The emergency form, above whatever else is open, so that nothing typed there is lost for it. */
export function ConnectedEmergency({ commands }: { readonly commands: Commands }) {
  const { replica, workspace, kept, intake, clock } = useDesk();
  const emergency = useWorkspace((state) => state.emergency);
  const { me, policy } = useQueue((state) => state);
  if (emergency === null) return null;
  const { instead } = emergency;
  const close = (): void => workspace.setState({ emergency: null });
  return (
    <EmergencyDialog
      accounts={[...replica.all('accounts').values()]}
      contacts={[...replica.all('contacts').values()]}
      products={[...replica.all('products').values()]}
      phone={policy?.policy.hotline?.phone ?? null}
      kept={kept}
      keptKey={instead === null ? 'emergency' : `instead of ${instead.id}`}
      initial={instead === null ? {} : refusedEmergency(instead.args)}
      now={() => clock.now()}
      timeZone={agentTimeZone}
      onOpen={async (made) => {
        const { caseId, outcome } = await intake.openEmergency({ ...made, ownerId: me }, instead);
        if (outcome.accepted) {
          // What was open below is kept; the emergency goes first.
          workspace.setState({ dialog: null });
          commands.filter('');
          commands.showView('mine');
          commands.open(caseId);
        }
        return outcome;
      }}
      onClose={close}
    />
  );
}

/** The fields of an emergency that was refused. */
function refusedEmergency(args: unknown): Partial<Record<EmergencyField, string>> {
  const emergency = argument(args, 'emergency');
  const said = (key: string): string => textOf(emergency, key) ?? '';
  const called = argument(args, 'calledAt');
  const since = argument(emergency, 'downSinceAt');
  return {
    number: said('callerNumber'),
    account: textOf(args, 'accountId') ?? '',
    contact: textOf(args, 'contactId') ?? '',
    caller: said('callerName'),
    down: said('whatIsDown'),
    since: typeof since === 'number' ? typedWords(since, agentTimeZone) : '',
    affected: said('whoIsAffected'),
    workaround: said('workaround'),
    deadline: said('businessDeadline'),
    called: typeof called === 'number' ? typedWords(called, agentTimeZone) : '',
    subject: textOf(args, 'subject') ?? '',
    product: textOf(args, 'productId') ?? '',
    severity: String(argument(args, 'severity') ?? ''),
    text: textOf(args, 'text') ?? '',
  };
}
