import {
  caseKindSchema,
  productIdSchema,
  type Severity,
  serviceRequestSchema,
  severitySchema,
  triageAnswersSchema,
  type WaitingOn,
  waitingOnSchema,
} from '../../src-shared/cases/case-document.ts';
import { mayDo } from '../../src-shared/directory/permissions.ts';
import type { CaseId } from '../../src-shared/ids.ts';
import { deskCalendar } from '../../src-shared/policy/desk-calendar.ts';
import type { Policy } from '../../src-shared/policy/policy.ts';
import { isolated } from '../../src-shared/text/isolated.ts';
import { argument, textOf } from '../attention/attention-text.ts';
import { severityMeanings, statusNames, waitingNames } from '../case/names.ts';
import { ChoiceDialog } from '../dialogs/ChoiceDialog.tsx';
import { HandOffDialog } from '../dialogs/HandOffDialog.tsx';
import { MergeDialog, type MergeTarget } from '../dialogs/MergeDialog.tsx';
import { RemarkDialog } from '../dialogs/RemarkDialog.tsx';
import { ReminderDialog } from '../dialogs/ReminderDialog.tsx';
import { SeverityDialog, type SeverityLevel } from '../dialogs/SeverityDialog.tsx';
import { SnoozeDialog } from '../dialogs/SnoozeDialog.tsx';
import { RequestDialog } from '../intake/RequestDialog.tsx';
import { VotesDialog } from '../intake/VotesDialog.tsx';
import type { QueueEntry } from '../queue/queue-entry.ts';
import type { QueueIndex } from '../queue/queue-index.ts';
import type { AttentionItem } from '../replica/replica.ts';
import { ConnectedBreachReason } from './ConnectedBreachReason.tsx';
import { ConnectedClosing } from './ConnectedClosing.tsx';
import { ConnectedEscalation, ConnectedTicket } from './ConnectedEscalation.tsx';
import { useDesk, useQueue } from './desk.ts';
import type { DialogName } from './workspace.ts';

interface CaseDialogProps {
  readonly name: DialogName;
  readonly caseId: CaseId;
  /** The refused action that this one is to be done in place of: the dialog begins with what it held. */
  readonly instead: AttentionItem | null;
  readonly onClose: () => void;
}

/** A dialog about one case, connected to the replica. */
export function CaseDialog({ name, caseId, instead, onClose }: CaseDialogProps) {
  const { replica, kept, clock, intake, ...desk } = useDesk();
  const { index, policy, me, role } = useQueue((state) => state);
  const entry = index?.entry(caseId);
  const calendar = policy && deskCalendar(policy);
  if (!entry || !index || !policy || !calendar || me === null) return null;
  const actions = instead === null ? desk.actions : desk.actions.insteadOf(instead);
  const args = instead?.args;
  const keptKey = instead === null ? `${name} ${caseId}` : `instead of ${instead.id}`;
  const remark = { kept, keptKey, initial: textOf(args, 'text') ?? '', onClose };
  switch (name) {
    case 'severity':
      return (
        <SeverityDialog
          title={`Severity of ${isolated(entry.number)}`}
          severity={severitySchema.safeParse(argument(args, 'severity')).data ?? entry.state.severity}
          provisional={entry.state.provisional}
          kind={caseKindSchema.safeParse(argument(args, 'kind')).data ?? entry.state.kind}
          productId={productIdSchema.safeParse(argument(args, 'productId')).data ?? entry.state.productId}
          products={[...replica.all('products').values()]}
          levels={severityLevels(policy.policy)}
          answers={
            triageAnswersSchema.safeParse(argument(args, 'answers')).data ?? entry.state.work.triage?.answers ?? null
          }
          isAnew={instead !== null}
          text={remark.initial}
          kept={kept}
          keptKey={keptKey}
          onSet={(found) => actions.setSeverity(caseId, found)}
          onClose={onClose}
        />
      );
    case 'assign': {
      const users = [...replica.all('users').values()];
      return (
        <ChoiceDialog
          title={`Assign ${isolated(entry.number)}`}
          label="Owner"
          submitWords="Assign"
          things={users}
          chosen={users.find(({ id }) => id === textOf(args, 'ownerId'))?.id ?? entry.state.ownerId}
          onChoose={(ownerId) => actions.assign(caseId, ownerId)}
          onClose={onClose}
        />
      );
    }
    case 'agreement':
      return (
        <ChoiceDialog
          title={`Agreement of ${isolated(entry.number)}`}
          hint="The clocks keep their start and pauses, and take the new targets."
          label="Agreement"
          submitWords="Change agreement"
          things={Object.entries(policy.policy.agreements).map(([id, agreement]) => ({
            id,
            name: agreement.name ?? id,
          }))}
          chosen={textOf(args, 'agreement') ?? entry.state.agreement}
          onChoose={(agreement) => actions.changeAgreement(caseId, agreement)}
          onClose={onClose}
        />
      );
    case 'wait':
      return (
        <ChoiceDialog<WaitingOn>
          title={`Waiting of ${isolated(entry.number)}`}
          label="Wait for"
          submitWords="Wait"
          things={waitingOnSchema.options.map((id) => ({ id, name: waitingNames[id] }))}
          chosen={waitingOnSchema.safeParse(argument(args, 'on')).data ?? null}
          onChoose={(on) => actions.wait(caseId, on)}
          onClose={onClose}
        />
      );
    case 'resolve':
    case 'close':
      return (
        <ConnectedClosing
          entry={entry}
          policy={policy}
          keptKey={instead === null ? `closing ${caseId}` : keptKey}
          args={args}
          actions={actions}
          onLeave={onClose}
        />
      );
    case 'root_cause':
      return (
        <RemarkDialog
          {...remark}
          initial={textOf(args, 'rootCause') ?? entry.state.work.rootCause ?? ''}
          title={`Root cause of ${isolated(entry.number)}`}
          hint="What is known later takes the place of what was written before; both stay in the timeline."
          label="What was behind it, so that it does not come back"
          missing="Write down the root cause."
          submitWords="Write down"
          onSubmit={(rootCause) => actions.setRootCause(caseId, rootCause)}
        />
      );
    case 'breach_reason':
      return (
        <ConnectedBreachReason
          entry={entry}
          policy={policy.policy}
          keptKey={keptKey}
          args={args}
          actions={actions}
          onClose={onClose}
        />
      );
    case 'reopen':
      return (
        <RemarkDialog
          {...remark}
          title={`Reopen ${isolated(entry.number)}`}
          hint="Its resolution clock goes on with the time already used."
          label="Why (optional)"
          submitWords="Reopen"
          onSubmit={(text) => actions.reopen(caseId, text)}
        />
      );
    case 'hand_off':
      return (
        <HandOffDialog
          title={`Hand off ${isolated(entry.number)}`}
          kept={kept}
          keptKey={keptKey}
          initial={{
            summary: textOf(args, 'summary') ?? '',
            impact: textOf(args, 'impact') ?? '',
            stepsTried: textOf(args, 'stepsTried') ?? '',
            evidence: textOf(args, 'evidence') ?? '',
          }}
          onHandOff={(form) => actions.handOff(caseId, form)}
          onClose={onClose}
        />
      );
    case 'return_hand_off':
      return (
        <RemarkDialog
          {...remark}
          initial={textOf(args, 'reason') ?? ''}
          title={`Return ${isolated(entry.number)}`}
          hint="It goes back to its contact owner with your reason."
          label="What is missing, or who can do it"
          missing="Say why it goes back: what is missing, or who can do it."
          missingCode="no_return_reason"
          submitWords="Return"
          onSubmit={(reason) => actions.returnHandOff(caseId, reason)}
        />
      );
    case 'request': {
      const { data: refused } = serviceRequestSchema.safeParse(argument(args, 'request'));
      return (
        <RequestDialog
          title={`Request of ${isolated(entry.number)}`}
          types={policy.policy.service_requests ?? {}}
          request={refused ?? entry.state.work.request}
          kept={kept}
          keptKey={keptKey}
          onSet={(request) => intake.setRequest(caseId, request, instead)}
          onClose={onClose}
        />
      );
    }
    case 'votes':
      return (
        <VotesDialog
          title={`Votes for ${isolated(entry.number)}`}
          accounts={[...replica.all('accounts').values()]}
          votes={entry.state.work.votes}
          onVote={(accountId, withdrawn) => intake.vote(caseId, accountId, withdrawn)}
          onClose={onClose}
        />
      );
    case 'snooze':
      return (
        <SnoozeDialog
          title={`Snooze ${isolated(entry.number)}`}
          calendar={calendar}
          now={clock.now()}
          kept={kept}
          keptKey={keptKey}
          onSnooze={(untilAt) => actions.snooze(caseId, untilAt)}
          onClose={onClose}
        />
      );
    case 'remind':
      return (
        <ReminderDialog
          title={`Reminder on ${isolated(entry.number)}`}
          calendar={calendar}
          now={clock.now()}
          me={me}
          others={mayDo(role, 'remind_another') ? [...replica.all('users').values()].filter(({ id }) => id !== me) : []}
          initialAbout={textOf(args, 'about') ?? ''}
          kept={kept}
          keptKey={keptKey}
          onSet={(reminder) => actions.setReminder(caseId, reminder)}
          onClose={onClose}
        />
      );
    case 'escalate':
      return <ConnectedEscalation entry={entry} policy={policy.policy} args={args} actions={actions} {...remark} />;
    case 'change_ticket':
      return <ConnectedTicket entry={entry} args={args} actions={actions} {...remark} />;
    case 'merge':
      return (
        <MergeDialog
          title={`Merge ${isolated(entry.number)}`}
          kept={kept}
          keptKey={keptKey}
          initialText={remark.initial}
          initialInto={index.entry(textOf(args, 'into') ?? '')?.id ?? null}
          find={(words) => mergeTargets(index, entry, words)}
          onMerge={(into, text) => actions.merge(caseId, into, text)}
          onClose={onClose}
        />
      );
  }
}

/** What the policy says of each severity; a policy that leaves it out means the published one. */
function severityLevels({ severities = {} }: Policy): Readonly<Record<Severity, SeverityLevel>> {
  const levelOf = (severity: Severity): SeverityLevel => {
    const level = severities[severity];
    const isAssumed = level?.means !== undefined && level.source !== 'published';
    return { means: level?.means ?? severityMeanings[severity], isAssumed };
  };
  return { 1: levelOf(1), 2: levelOf(2), 3: levelOf(3), 4: levelOf(4) };
}

/** So many cases are offered at once. */
const targetsShown = 50;

/** Cases of the same account that one could be merged into: open ones, and resolved ones that were not closed. */
function mergeTargets(index: QueueIndex, { id, doc }: QueueEntry, words: string): readonly MergeTarget[] {
  return [...index.filtered('open', words), ...index.filtered('closed', words)]
    .filter((entry) => entry.doc.accountId === doc.accountId && entry.id !== id && entry.state.status !== 'closed')
    .slice(0, targetsShown)
    .map((entry) => ({
      id: entry.id,
      number: entry.number,
      subject: entry.doc.subject,
      status: statusNames[entry.state.status],
    }));
}
