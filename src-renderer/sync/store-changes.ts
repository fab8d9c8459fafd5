import { byId, type StoreChange, type StoreHead } from './client-store.ts';

/** The head of a store once a change is committed. */
export function headAfter(head: StoreHead, change: StoreChange): StoreHead {
  return {
    meta: { ...head.meta, ...change.meta },
    outbox: byId(rowsAfter(head.outbox, (row) => row.id, change.removeOutbox, change.putOutbox)),
    attention: rowsAfter(head.attention, (row) => row.id, change.removeAttention, change.putAttention),
    drafts: rowsAfter(head.drafts, (row) => row.caseId, change.removeDrafts, change.putDrafts),
  };
}

/** One change that does what two did, the one after the other. */
export function joined(first: StoreChange, then: StoreChange): StoreChange {
  const kept = then.clearDocuments || then.takeLoad ? [] : (first.documents ?? []);
  const takeLoad = then.takeLoad ?? first.takeLoad;
  return {
    clearDocuments: first.clearDocuments === true || then.clearDocuments === true,
    ...(takeLoad === undefined || then.clearDocuments ? {} : { takeLoad }),
    documents: [...kept, ...(then.documents ?? [])],
    meta: { ...first.meta, ...then.meta },
    removeOutbox: [...(first.removeOutbox ?? []), ...(then.removeOutbox ?? [])],
    putOutbox: rowsAfter(first.putOutbox ?? [], (row) => row.id, then.removeOutbox, then.putOutbox),
    removeAttention: [...(first.removeAttention ?? []), ...(then.removeAttention ?? [])],
    putAttention: rowsAfter(first.putAttention ?? [], (row) => row.id, then.removeAttention, then.putAttention),
    removeDrafts: [...(first.removeDrafts ?? []), ...(then.removeDrafts ?? [])],
    putDrafts: rowsAfter(first.putDrafts ?? [], (row) => row.caseId, then.removeDrafts, then.putDrafts),
  };
}

/** Something an agent did, and nothing that must not be left half done. */
export function isAction(change: StoreChange): boolean {
  return (
    (change.putOutbox?.length ?? 0) > 0 &&
    !change.removeOutbox?.length &&
    !change.putAttention?.length &&
    !change.documents?.length &&
    change.meta?.client === undefined
  );
}

/**
 * Goes on as another client. The journal heeds the one before no longer, so that from here on there is no way back,
 * whether the store takes it now or later.
 */
export function isNewClient(change: StoreChange): boolean {
  return change.meta?.client !== undefined && !change.documents?.length;
}

/** Whether a change changes anything. */
export function hasAnything(change: StoreChange): boolean {
  return Object.values(change).some((part) => part === true || (part && Object.keys(part).length > 0));
}

function rowsAfter<Key, Row>(
  rows: readonly Row[],
  keyOf: (row: Row) => Key,
  removed: readonly Key[] = [],
  put: readonly Row[] = [],
): readonly Row[] {
  const gone = new Set([...removed, ...put.map(keyOf)]);
  return [...rows.filter((row) => !gone.has(keyOf(row))), ...put];
}
