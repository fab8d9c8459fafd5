import { type Mutation, mutationSchema } from '../../src-shared/sync/protocol.ts';
import type { ClientIdentity, OutboxRow } from './client-store.ts';

/** Actions in one push, at most. */
const rowsPerPush = 1_000;
/** What the envelope of a push takes besides its mutations, with room to spare. */
export const envelopeBytes = 2_048;

const encoder = new TextEncoder();

/** Bytes of an action on the wire. */
export function wireBytes(row: OutboxRow, client: ClientIdentity): number {
  return encoder.encode(JSON.stringify({ ...row, clientID: client.clientID })).byteLength + 1;
}

/** The longest run of actions from the first one that fits in `maxBytes`; at least one. */
export function nextBatch(rows: readonly OutboxRow[], client: ClientIdentity, maxBytes: number): readonly OutboxRow[] {
  let bytes = envelopeBytes;
  let count = 0;
  for (const row of rows) {
    bytes += wireBytes(row, client);
    if (count > 0 && (bytes > maxBytes || count >= rowsPerPush)) break;
    count += 1;
  }
  return rows.slice(0, count);
}

/** What may be sent of what waits: not an action whose date may still be put right, nor any after it. */
export function datedRows(rows: readonly OutboxRow[]): readonly OutboxRow[] {
  const first = rows.findIndex(({ isProvisional }) => isProvisional);
  return first < 0 ? rows : rows.slice(0, first);
}

/** The action as it goes over the wire. */
export function toMutation(row: OutboxRow, client: ClientIdentity): Mutation {
  return mutationSchema.parse({ ...row, clientID: client.clientID });
}
