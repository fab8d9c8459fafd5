import { useMemo } from 'react';
import { v7 as newUuid } from 'uuid';
import { mayDo, onlyWords } from '../../src-shared/directory/permissions.ts';
import { deskCalendar } from '../../src-shared/policy/desk-calendar.ts';
import { comingShifts } from '../../src-shared/roster/on-call.ts';
import type { Shift } from '../../src-shared/roster/shift.ts';
import { isolated } from '../../src-shared/text/isolated.ts';
import { doToAll } from '../bulk/bulk-commands.ts';
import { openCasesByAgent, openCasesOf, severityWords, sharesOf } from '../bulk/share-out.ts';
import { ArrangeDialog } from '../dialogs/ArrangeDialog.tsx';
import { ReassignDialog } from '../dialogs/ReassignDialog.tsx';
import { RosterDialog } from '../dialogs/RosterDialog.tsx';
import { SaveViewDialog } from '../dialogs/SaveViewDialog.tsx';
import { groupKeyOf, groupNames, sortKeyOf, sortNames } from '../queue/arrangement.ts';
import type { QueueIndex } from '../queue/queue-index.ts';
import { viewNames } from '../queue/views.ts';
import { agentTimeZone, wallTimeWords } from '../time/wall-time.ts';
import type { Commands } from './commands.ts';
import { useDesk, useQueue, useWorkspace } from './desk.ts';
import { shownSavedView } from './saved-views.ts';

interface DeskDialogProps {
  readonly name: 'arrange' | 'save_view' | 'reassign' | 'roster';
  readonly commands: Commands;
  readonly onClose: () => void;
}

/** A dialog about the queue or the desk, connected to the replica. */
export function DeskDialog({ name, commands, onClose }: DeskDialogProps) {
  const desk = useDesk();
  const index = useQueue((state) => state.index);
  const policy = useQueue((state) => state.policy);
  const role = useQueue((state) => state.role);
  const { view, filter, arrangement, savedViewId } = useWorkspace((state) => state);
  if (!index || !policy) return null;
  const saved = shownSavedView(desk.replica, savedViewId);
  const users = [...desk.replica.all('users').values()];
  switch (name) {
    case 'arrange':
      return (
        <ArrangeDialog
          view={saved?.name ?? viewNames[view]}
          arrangement={arrangement}
          onArrange={commands.arrange}
          onClose={onClose}
        />
      );
    case 'save_view': {
      const { sort, group } = arrangement;
      const sortKey = sort === null ? null : sortKeyOf(sort.by);
      const groupKey = group === null ? null : groupKeyOf(group);
      const words = [
        viewNames[view],
        filter.trim() === '' ? '' : `filtered by “${isolated(filter.trim())}”`,
        sortKey === null ? '' : `sorted by ${sortNames[sortKey].toLowerCase()}`,
        groupKey === null ? '' : `in groups by ${groupNames[groupKey].toLowerCase()}`,
      ];
      const mayShare = mayDo(role, 'share_view');
      const mayChange = saved !== null && commands.mayChangeView(saved);
      return (
        <SaveViewDialog
          hint={`${words.filter(Boolean).join(', ')}.`}
          kept={desk.kept}
          keptKey={`save view ${mayChange ? saved.id : 'new'}`}
          present={mayChange ? saved : null}
          mayShare={mayShare}
          onSave={({ asNew, ...form }) => commands.saveView(asNew ? null : savedViewId, form)}
          onClose={onClose}
        />
      );
    }
    case 'reassign':
      return <ConnectedReassign index={index} onClose={onClose} />;
    case 'roster': {
      const nameOf = (id: string) => desk.replica.get('users', id)?.name ?? id;
      const now = desk.clock.now();
      return (
        <RosterDialog
          shifts={comingShifts(desk.replica.all('shifts').values(), now).map(({ id, userId, fromAt, toAt }) => ({
            id,
            name: nameOf(userId),
            fromAt,
            toAt,
          }))}
          agents={users.filter((user) => user.role !== 'administrator')}
          night={nextNight(deskCalendar(policy), now)}
          whyNot={mayDo(role, 'edit_roster') ? null : onlyWords('edit_roster')}
          onAdd={async (shift) => {
            const shiftId = newUuid();
            const outcome = await desk.replica.mutate('add_shift', { shiftId, ...shift });
            const words = `${isolated(nameOf(shift.userId))} is on call from ${wallTimeWords(shift.fromAt, agentTimeZone)}`;
            if (outcome.accepted) {
              commands.offerUndo(words, () => desk.replica.mutate('remove_shift', { shiftId }));
            }
            return outcome;
          }}
          onRemove={({ id, name }) => {
            const shift: Shift | undefined = desk.replica.get('shifts', id);
            if (shift === undefined) return;
            const { userId, fromAt, toAt } = shift;
            void desk.replica.mutate('remove_shift', { shiftId: id }).then((outcome) => {
              if (!outcome.accepted) desk.toaster.show(outcome.message);
              else {
                const again = { shiftId: id, userId, fromAt, toAt };
                commands.offerUndo(`Took ${isolated(name)} off the roster`, () =>
                  desk.replica.mutate('add_shift', again),
                );
              }
            });
          }}
          onClose={onClose}
        />
      );
    }
  }
}

interface ConnectedReassignProps {
  readonly index: QueueIndex;
  readonly onClose: () => void;
}

function ConnectedReassign({ index, onClose }: ConnectedReassignProps) {
  const desk = useDesk();
  const revision = useQueue((state) => state.revision);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the index changes in place; its revision says when.
  const agents = useMemo(() => {
    const openCases = openCasesByAgent(index.rows('open'));
    return [...desk.replica.all('users').values()].map(({ id, name, role }) => {
      const { contact = [], technical = [] } = openCases.get(id) ?? {};
      return { id, name, role, cases: contact.length, severities: severityWords(contact), technical: technical.length };
    });
  }, [desk, index, revision]);
  return (
    <ReassignDialog
      agents={agents}
      onReassign={(from, among) => {
        const ids = openCasesOf(index.rows('open'), from.id).contact.map(({ id }) => id);
        const shares = sharesOf(ids, among);
        return doToAll(desk, ids, { name: 'reassign', owner: from.name }, (all, id) => {
          const to = shares.get(id) ?? null;
          return to === null ? all.release(id) : all.assign(id, to);
        });
      }}
      onClose={onClose}
    />
  );
}

/** From the next closing to the opening after it; where it never closes, from now for twelve hours. */
function nextNight(calendar: ReturnType<typeof deskCalendar>, now: number): { fromAt: number; toAt: number } {
  const month = 31 * 24 * 3_600_000;
  const [first, second] = calendar?.openBetween(now, now + month, 2) ?? [];
  if (first === undefined) return { fromAt: now, toAt: now + 12 * 3_600_000 };
  const isOpen = first.fromAt <= now;
  if (!isOpen) return { fromAt: now, toAt: first.fromAt };
  return { fromAt: first.toAt, toAt: second?.fromAt ?? first.toAt + 12 * 3_600_000 };
}
