import {
  type JournalAcknowledge,
  type JournalAppend,
  type JournalAttention,
  type JournalEntry,
  journalAttentionSchema,
} from '../../src-shared/sync/journal.ts';
import type { Identity } from '../../src-shared/sync/protocol.ts';
import type { AttentionRow, ClientIdentity, OutboxRow, StoreChange } from './client-store.ts';
import { toMutation } from './push-batches.ts';

/** A request that asks for nothing. */
export const nothing: JournalAppend = { entries: [], replaces: null, attention: [], dismissed: [] };

/** What of a change the journal has to keep before the store does; null if there is nothing. */
export function journalRequest(
  change: StoreChange,
  before: ClientIdentity | null,
  by: Identity | null,
): JournalAppend | null {
  const client = change.meta?.client ?? before;
  const renewed = before !== null && client !== null && client.clientID !== before.clientID;
  const entries = client === null ? [] : (change.putOutbox ?? []).map((row) => journalEntry(row, client, by));
  const attention = (change.putAttention ?? []).map(attentionItem);
  const resolved = new Set(entries.map(({ resolves }) => resolves));
  const dismissed = (change.removeAttention ?? []).filter((id) => !resolved.has(id));
  if (entries.length + attention.length + dismissed.length === 0 && !renewed) return null;
  return {
    entries,
    replaces: renewed ? { clientID: before.clientID, by: client, owner: change.meta?.identity ?? by } : null,
    attention,
    dismissed,
  };
}

/**
 * What the journal need not keep any longer once a change is stored; null if there is nothing. A new client, and whose
 * it is, are made known by acknowledging nothing of it: should the store not open next time, the count goes on from the
 * journal, for the same person.
 */
export function acknowledgement(
  change: StoreChange,
  client: ClientIdentity | null,
  owner: Identity | null,
): JournalAcknowledge | null {
  const through = change.meta?.confirmedMutationID ?? 0;
  const isNews = change.meta?.client !== undefined || change.meta?.identity !== undefined;
  const settles = through > 0 && (change.removeOutbox?.length ?? 0) > 0;
  return client === null || !(isNews || settles) ? null : { ...client, through, owner };
}

export function journalEntry(row: OutboxRow, client: ClientIdentity, by: Identity | null): JournalEntry {
  const { resolves, isProvisional } = row;
  return {
    ...toMutation(row, client),
    clientGroupID: client.clientGroupID,
    by,
    ...(resolves === undefined ? {} : { resolves }),
    ...(isProvisional === undefined ? {} : { isProvisional }),
  };
}

export function attentionItem(row: AttentionRow): JournalAttention {
  return journalAttentionSchema.parse(row);
}
