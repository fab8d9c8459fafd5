import type { JournalContents } from '../../src-shared/sync/journal.ts';
import type { ClientIdentity, OutboxRow } from './client-store.ts';
import { type GapFiller, gapFiller, withdrawMutator } from './withdrawn-action.ts';

/** The item of an action that needs attention. */
export function attentionId({ clientID }: Pick<ClientIdentity, 'clientID'>, mutationID: number): string {
  return `${clientID}:${mutationID}`;
}

/**
 * What of a client's actions was refused and told, where the store has fallen back behind the pull that told of it, or
 * never took either: each as what keeps its place. The backend will tell again, and nobody is to hear of it twice,
 * least of all who has put it away or done it anew by then.
 */
export function toldRefusals(
  client: Pick<ClientIdentity, 'clientID'>,
  rows: readonly OutboxRow[],
  { dismissed, attention }: JournalContents,
): GapFiller[] {
  const told = new Set([...dismissed, ...attention.map(({ id }) => id)]);
  return rows
    .filter(({ id, name }) => name !== withdrawMutator && told.has(attentionId(client, id)))
    .map(({ id, timestamp }) => gapFiller(id, timestamp));
}
