import { userIdSchema } from '../../src-shared/cases/case-document.ts';
import type { EpochMs } from '../../src-shared/ids.ts';
import type { MutatorContext } from '../../src-shared/mutators/mutator.ts';
import type { Policy } from '../../src-shared/policy/policy.ts';
import type { Identity, PatchOperation, Refusal } from '../../src-shared/sync/protocol.ts';
import {
  type AttentionRow,
  byId,
  type ClientIdentity,
  type DraftRow,
  type OutboxRow,
  type StoreChange,
  type StoredDocument,
  type StoreHead,
} from '../sync/client-store.ts';
import { isSameScope, leavingScope, otherScopeRefusal } from '../sync/scope.ts';
import type { Pulled } from '../sync/sync-host.ts';
import { withdrawMutator } from '../sync/withdrawn-action.ts';

/*
 * What happens to the small part of the store (who this client is, what waits, what needs attention), as changes to
 * be committed. Each function reads the head as it is and changes nothing itself.
 */

/** The head with a client identity: what every transition starts from. */
export interface Ledger extends StoreHead {
  readonly client: ClientIdentity;
}

/** The ledger once a change is committed. */
export function afterChange(ledger: Ledger, change: StoreChange): Ledger {
  const meta = { ...ledger.meta, ...change.meta };
  return {
    client: meta.client ?? ledger.client,
    meta,
    outbox: byId(replaced(ledger.outbox, (row) => row.id, change.removeOutbox, change.putOutbox)),
    attention: replaced(ledger.attention, (row) => row.id, change.removeAttention, change.putAttention),
    drafts: [],
  };
}

/** The next action's row. Ids count on from what the backend confirmed. */
export function nextRow(ledger: Ledger, name: string, args: unknown, timestamp: EpochMs): OutboxRow {
  const last = ledger.outbox.at(-1)?.id ?? ledger.meta.confirmedMutationID ?? 0;
  return { id: last + 1, name, args, timestamp };
}

/** What a mutator is told about an action, wherever it runs here. */
export function contextOf(identity: Identity, policy: Policy, occurredAt: EpochMs): MutatorContext {
  const { id, name, role } = identity.user;
  return { user: { id: userIdSchema.parse(id), name, role }, occurredAt, policy, authority: null };
}

/** A pull: the documents with the cookie they belong to, and what it settles of the outbox, as one change. */
export function pullChange(ledger: Ledger, pulled: Pulled, now: EpochMs): StoreChange {
  const { cookie, load, patch, confirmedThrough, rejections } = pulled;
  const settled = ledger.outbox.filter((row) => row.id <= confirmedThrough);
  const refusals = new Map(rejections.map((rejection) => [rejection.id, rejection.refusal]));
  const putAttention: AttentionRow[] = [];
  for (const row of settled) {
    const refusal = refusals.get(row.id);
    if (refusal !== undefined && row.name !== withdrawMutator) putAttention.push(attention(ledger, row, refusal, now));
  }
  const confirmedMutationID = Math.max(confirmedThrough, ledger.meta.confirmedMutationID ?? 0);
  return {
    ...confirmedDocuments(patch),
    ...(load === null ? {} : { takeLoad: { name: load.name, pages: load.pages } }),
    meta: { cookie, confirmedMutationID, lastSyncAt: now },
    removeOutbox: settled.map((row) => row.id),
    putAttention,
  };
}

/** An action the backend cannot take: its text is kept, and a `withdraw` keeps its place so that later ones pass. */
export function withdrawChange(ledger: Ledger, mutationID: number, refusal: Refusal, now: EpochMs): StoreChange {
  const row = ledger.outbox.find((candidate) => candidate.id === mutationID);
  if (row === undefined) return {};
  const args = { name: row.name.slice(0, 100), reason: refusal.message.slice(0, 500) };
  return {
    putOutbox: [{ ...row, name: withdrawMutator, args }],
    putAttention: [attention(ledger, row, refusal, now)],
  };
}

/** The same actions under a new identity, counted from 1. */
export function renewalChange(ledger: Ledger, client: ClientIdentity): StoreChange {
  return {
    meta: { client, confirmedMutationID: 0 },
    removeOutbox: ledger.outbox.map((row) => row.id),
    putOutbox: ledger.outbox.map((row, index) => ({ ...row, id: index + 1 })),
  };
}

/**
 * The backend said who acts here. Somebody else than before, or the same one in another space, is a new client that
 * loads anew, without what was to be seen before; what was not sent cannot go out in another's name or space, and is
 * kept for attention, as are the drafts of a space that was left.
 */
export function meetingChange(
  ledger: Ledger,
  identity: Identity,
  client: ClientIdentity,
  now: EpochMs,
  drafts: readonly DraftRow[] = [],
): StoreChange {
  const known = ledger.meta.identity;
  if (known === undefined || isSameScope(known, identity)) {
    const unchanged =
      known?.user.name === identity.user.name &&
      known.user.role === identity.user.role &&
      known.space === identity.space &&
      known.desk === identity.desk;
    return unchanged ? {} : { meta: { identity } };
  }
  const refusal = otherScopeRefusal(known, identity);
  const left = leavingScope(known, identity, drafts, now);
  const waiting = ledger.outbox.filter((row) => row.name !== withdrawMutator);
  return {
    clearDocuments: true,
    meta: { ...left.meta, identity, client, cookie: null, confirmedMutationID: 0 },
    removeOutbox: ledger.outbox.map((row) => row.id),
    removeDrafts: left.removeDrafts,
    putAttention: [...waiting.map((row) => attention(ledger, row, refusal, now)), ...left.putAttention],
  };
}

/** Whether a change holds anything to store. */
export function isEmpty(change: StoreChange): boolean {
  return Object.values(change).every((part) => part === undefined || part === false || Object.keys(part).length === 0);
}

/** Named after the action, so that the same refusal told twice is one row. */
function attention(ledger: Ledger, row: OutboxRow, refusal: Refusal, at: EpochMs): AttentionRow {
  const done = { at: row.timestamp, by: ledger.meta.identity?.user ?? null };
  return { id: `${ledger.client.clientID}:${row.id}`, name: row.name, args: row.args, refusal, at, done };
}

function confirmedDocuments(patch: readonly PatchOperation[]): StoreChange {
  let clearDocuments = false;
  let documents: StoredDocument[] = [];
  for (const operation of patch) {
    if (operation.op === 'clear') {
      clearDocuments = true;
      documents = [];
    } else {
      const doc = operation.op === 'put' ? operation.doc : null;
      documents.push([operation.collection, operation.id, operation.version, doc]);
    }
  }
  return { clearDocuments, documents };
}

function replaced<Key, Row>(
  rows: readonly Row[],
  keyOf: (row: Row) => Key,
  removed: readonly Key[] = [],
  put: readonly Row[] = [],
): readonly Row[] {
  if (removed.length === 0 && put.length === 0) return rows;
  const gone = new Set([...removed, ...put.map(keyOf)]);
  return [...rows.filter((row) => !gone.has(keyOf(row))), ...put];
}
