import { useState } from 'react';
import { type WaitingOn, waitingOnSchema } from '../../src-shared/cases/case-document.ts';
import { mayDo } from '../../src-shared/directory/permissions.ts';
import { deskCalendar } from '../../src-shared/policy/desk-calendar.ts';
import { doToAll } from '../bulk/bulk-commands.ts';
import { casesWords } from '../bulk/bulk-words.ts';
import { selectedOf } from '../bulk/selection.ts';
import { severityNames, waitingNames } from '../case/names.ts';
import { ChoiceDialog } from '../dialogs/ChoiceDialog.tsx';
import { RemarkDialog } from '../dialogs/RemarkDialog.tsx';
import { ReminderDialog } from '../dialogs/ReminderDialog.tsx';
import { severities } from '../dialogs/SeverityDialog.tsx';
import { SnoozeDialog } from '../dialogs/SnoozeDialog.tsx';
import { useDesk, useQueue, useWorkspace } from './desk.ts';
import type { BulkDialogName } from './workspace.ts';

interface BulkDialogProps {
  readonly action: BulkDialogName;
  readonly onClose: () => void;
}

/** Asks once what all selected cases are given. */
export function BulkDialog({ action, onClose }: BulkDialogProps) {
  const desk = useDesk();
  const { index, policy, me, role } = useQueue((state) => state);
  const view = useWorkspace((state) => state.view);
  const filter = useWorkspace((state) => state.filter);
  // As they were when it was asked: others may move rows meanwhile.
  const [caseIds] = useState(() => selectedOf(desk.workspace.getState(), index?.filtered(view, filter) ?? []));
  const calendar = policy && deskCalendar(policy);
  if (!calendar || me === null) return null;
  const users = [...desk.replica.all('users').values()];
  const count = casesWords(caseIds.length);
  switch (action) {
    case 'assign':
      return (
        <ChoiceDialog
          title={`Assign ${count}`}
          label="Owner"
          submitWords="Assign"
          things={users}
          chosen={null}
          onChoose={(ownerId) => {
            const owner = users.find(({ id }) => id === ownerId)?.name ?? ownerId;
            return doToAll(desk, caseIds, { name: 'assign', owner }, (all, id) => all.assign(id, ownerId));
          }}
          onClose={onClose}
        />
      );
    case 'severity':
      return (
        <ChoiceDialog
          title={`Severity of ${count}`}
          hint="Kind, product and what was answered at triage stay as they are."
          label="Severity"
          submitWords="Set severity"
          things={severities.map((severity) => ({
            id: String(severity),
            name: `${severity} ${severityNames[severity]}`,
          }))}
          chosen={null}
          onChoose={async (chosen) => {
            const severity = severities.find((candidate) => String(candidate) === chosen) ?? 4;
            return doToAll(desk, caseIds, { name: 'severity', severity }, (all, id) =>
              all.setSeverityOnly(id, severity),
            );
          }}
          onClose={onClose}
        />
      );
    case 'wait':
      return (
        <ChoiceDialog<WaitingOn>
          title={`Let ${count} wait`}
          label="Wait for"
          submitWords="Wait"
          things={waitingOnSchema.options.map((id) => ({ id, name: waitingNames[id] }))}
          chosen={null}
          onChoose={(on) => doToAll(desk, caseIds, { name: 'wait', on }, (all, id) => all.wait(id, on))}
          onClose={onClose}
        />
      );
    case 'snooze':
      return (
        <SnoozeDialog
          title={`Snooze ${count}`}
          calendar={calendar}
          now={desk.clock.now()}
          kept={desk.kept}
          keptKey="snooze many"
          onSnooze={(untilAt) => doToAll(desk, caseIds, { name: 'snooze' }, (all, id) => all.snooze(id, untilAt))}
          onClose={onClose}
        />
      );
    case 'remind':
      return (
        <ReminderDialog
          title={`Reminder on ${count}`}
          calendar={calendar}
          now={desk.clock.now()}
          me={me}
          others={mayDo(role, 'remind_another') ? users.filter(({ id }) => id !== me) : []}
          initialAbout=""
          kept={desk.kept}
          keptKey="remind many"
          onSet={(reminder) => doToAll(desk, caseIds, { name: 'remind' }, (all, id) => all.setReminder(id, reminder))}
          onClose={onClose}
        />
      );
    case 'resolve':
      return (
        <RemarkDialog
          kept={desk.kept}
          keptKey="resolve many"
          initial=""
          title={`Resolve ${count}`}
          hint="Their clocks end now. They can be reopened."
          label="What resolved them (optional)"
          submitWords="Resolve"
          onSubmit={(text) => doToAll(desk, caseIds, { name: 'resolve' }, (all, id) => all.resolve(id, text))}
          onClose={onClose}
        />
      );
  }
}
