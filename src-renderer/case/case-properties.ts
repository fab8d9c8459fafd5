import type { CaseState } from '../../src-shared/cases/case-state.ts';
import type { Account } from '../../src-shared/directory/documents.ts';
import { isolated } from '../../src-shared/text/isolated.ts';
import type { Directory, QueueEntry } from '../queue/queue-entry.ts';
import { agentTimeZone, wallTimeWords } from '../time/wall-time.ts';
import type { Property } from './CasePane.tsx';
import { channelNames, kindNames } from './names.ts';
import type { AgreementNames } from './timeline-entries.ts';

const handOffStates = { open: 'Waits for a TAE', accepted: 'Accepted', returned: 'Returned', ended: 'Ended' } as const;

function handOffWords(
  { handOff, returnedCount }: CaseState,
  wall: (at: number | null) => string | null,
): string | null {
  if (handOff === null) return null;
  const since = `${handOffStates[handOff.state]}, ${wall(handOff.answeredAt ?? handOff.at)}`;
  return returnedCount > 1 ? `${since}; returned ${returnedCount} times` : since;
}

/** Everything about a case that its header does not show. */
export function caseProperties(entry: QueueEntry, names: Directory & AgreementNames): readonly Property[] {
  const { doc, state } = entry;
  const wall = (at: number | null): string | null => (at === null ? null : wallTimeWords(at, agentTimeZone));
  const all: readonly (readonly [string, string | null])[] = [
    [state.handOff === null ? 'Owner' : 'Contact owner', entry.ownerName ?? 'Nobody'],
    ['Technical owner', state.technicalOwnerId === null ? null : names.userName(state.technicalOwnerId)],
    ['Hand-off', handOffWords(state, wall)],
    ['Contact', doc.contactId === null ? null : names.contactName(doc.contactId)],
    ['Agreement', names.agreementName(state.agreement)],
    ['Kind', state.kind === null ? null : kindNames[state.kind]],
    ['Product', state.productId === null ? null : names.productName(state.productId)],
    ['Came by', channelNames[state.channel]],
    ['Opened', wall(state.openedAt)],
    ['Customer', wall(state.lastCustomerMessageAt)],
    ['Desk wrote', wall(state.lastAgentMessageAt)],
    ['Resolved', wall(state.resolvedAt)],
    ['Root cause', state.work.rootCause],
    ['Closed', wall(state.closedAt)],
    ['Source', doc.source ? `${isolated(doc.source.system)} ${isolated(doc.source.key)}` : null],
  ];
  return all.flatMap(([name, words]) => (words === null ? [] : [{ name, words }]));
}

/** What to say of the targets of a case that has another agreement than its account; null if it has not. */
export function ownAgreementWords(
  { state }: QueueEntry,
  account: Pick<Account, 'agreement'> | undefined,
  { agreementName }: Pick<AgreementNames, 'agreementName'>,
): string | null {
  if (account === undefined || account.agreement === state.agreement) return null;
  return `${agreementName(state.agreement)} is this case’s own agreement. The account has ${agreementName(account.agreement)}.`;
}
