import { mayDo } from '../../src-shared/directory/permissions.ts';
import type { Policy } from '../../src-shared/policy/policy.ts';
import { isolated } from '../../src-shared/text/isolated.ts';
import { argument, textOf } from '../attention/attention-text.ts';
import type { CaseActions } from '../case/case-actions.ts';
import { EscalateDialog } from '../dialogs/EscalateDialog.tsx';
import type { KeptValues } from '../dialogs/kept-values.ts';
import { TicketDialog } from '../dialogs/TicketDialog.tsx';
import type { QueueEntry } from '../queue/queue-entry.ts';
import { useQueue } from './desk.ts';

interface ConnectedProps {
  readonly entry: QueueEntry;
  /** What a refused action was to be done with, if this is done in its place. */
  readonly args: unknown;
  readonly actions: CaseActions;
  readonly kept: KeptValues;
  readonly keptKey: string;
  readonly onClose: () => void;
}

/** The dialog of an escalation, with the teams that whoever acts may ask. */
export function ConnectedEscalation({ policy, ...props }: ConnectedProps & { readonly policy: Policy }) {
  const { entry, args, actions, kept, keptKey, onClose } = props;
  const role = useQueue((state) => state.role);
  const teams = Object.entries(policy.teams ?? {})
    .map(([id, { name, needs_sow }]) => ({ id, name, needsSow: needs_sow === true }))
    .filter(({ needsSow }) => mayDo(role, needsSow ? 'route_to_services' : 'escalate'));
  const { kind, work } = entry.state;
  const isNonStandard = kind === 'professional_services';
  const usual = isNonStandard ? teams.find(({ needsSow }) => needsSow) : undefined;
  const team = textOf(args, 'team') ?? usual?.id;
  return (
    <EscalateDialog
      title={`Escalate ${isolated(entry.number)}`}
      teams={teams}
      isNonStandard={isNonStandard}
      kept={kept}
      keptKey={keptKey}
      initial={{
        ...(team === undefined ? {} : { team }),
        ticketRef: textOf(args, 'ticketRef') ?? '',
        link: textOf(args, 'link') ?? '',
        plannedReleaseOn: textOf(args, 'plannedReleaseOn') ?? '',
        sowRef: textOf(args, 'sowRef') ?? work.escalations.at(-1)?.sowRef ?? '',
        text: textOf(args, 'text') ?? '',
        wait: argument(args, 'wait') !== false,
      }}
      onEscalate={(form) => actions.escalate(entry.id, form)}
      onClose={onClose}
    />
  );
}

/** The dialog of a change of one of the case's tickets. */
export function ConnectedTicket({ entry, args, actions, kept, keptKey, onClose }: ConnectedProps) {
  const said = {
    status: textOf(args, 'status'),
    link: textOf(args, 'link'),
    // None is planned any more: the field is empty.
    plannedReleaseOn: argument(args, 'plannedReleaseOn') === null ? '' : textOf(args, 'plannedReleaseOn'),
  };
  return (
    <TicketDialog
      title={`Ticket of ${isolated(entry.number)}`}
      tickets={entry.state.work.escalations.flatMap((escalation) =>
        escalation.ticketRef === null ? [] : [{ ...escalation, ticketRef: escalation.ticketRef }],
      )}
      kept={kept}
      keptKey={keptKey}
      chosen={textOf(args, 'ticketRef')}
      said={said}
      onChange={(form) => actions.changeTicket(entry.id, form)}
      onClose={onClose}
    />
  );
}
