import { z } from 'zod';
import { caseDocumentSchema } from '../../src-shared/cases/case-document.ts';
import type { Policy } from '../../src-shared/policy/policy.ts';
import { policySchema } from '../../src-shared/policy/policy.ts';
import type { Directory } from './queue-entry.ts';
import type { QueueIndex } from './queue-index.ts';
import { type ViewId, viewIds } from './views.ts';

/** More rows than any screen shows at once. */
const rowsKept = 60;

const names = z.record(z.string(), z.string());
const count = z.int().nonnegative();
const snapshotSchema = z.object({
  userId: z.string(),
  policy: policySchema,
  /** The view whose first rows these are: the one that the window of that role starts with. */
  view: z.enum(viewIds),
  counts: z.record(z.enum(viewIds), count),
  cases: z.array(caseDocumentSchema).max(rowsKept),
  accounts: names,
  users: names,
  contacts: names,
  products: names,
});

/**
 * What the queue showed last: enough to paint its first rows before the documents are read. A picture of the screen,
 * not a source: nothing is computed from it that outlives the reading of the documents.
 */
export type QueueSnapshot = z.infer<typeof snapshotSchema>;

/** A snapshot as it was kept, or null if there is none that this version understands. */
export function readSnapshot(kept: unknown): QueueSnapshot | null {
  const result = snapshotSchema.safeParse(kept);
  return result.success ? result.data : null;
}

/** The first rows of a view, with every name that they show. */
export function takeSnapshot(
  index: QueueIndex,
  view: ViewId,
  userId: string,
  policy: Policy,
  directory: Directory,
): QueueSnapshot {
  const entries = index.rows(view).slice(0, rowsKept);
  const named = (ids: readonly (string | null)[], nameOf: (id: string) => string) =>
    Object.fromEntries(ids.flatMap((id) => (id === null ? [] : [[id, nameOf(id)]])));
  return {
    userId,
    policy,
    view,
    counts: index.counts(),
    cases: entries.map(({ doc }) => doc),
    accounts: named(
      entries.map(({ doc }) => doc.accountId),
      directory.accountName,
    ),
    users: named(
      entries.flatMap(({ state }) => [state.ownerId, state.technicalOwnerId]),
      directory.userName,
    ),
    contacts: named(
      entries.map(({ doc }) => doc.contactId),
      directory.contactName,
    ),
    products: named(
      entries.map(({ state }) => state.productId),
      directory.productName,
    ),
  };
}

/** The names of a snapshot; what it does not hold reads as its id, as elsewhere. */
export function snapshotDirectory(snapshot: QueueSnapshot): Directory {
  return {
    accountName: (id) => snapshot.accounts[id] ?? id,
    contactName: (id) => snapshot.contacts[id] ?? id,
    userName: (id) => snapshot.users[id] ?? id,
    productName: (id) => snapshot.products[id] ?? id,
  };
}
