import { createStore } from 'zustand/vanilla';
import type { Changes, Replica, SyncStatus } from '../../../../src-renderer/replica/replica.ts';
import type { CaseDocument } from '../../../../src-shared/cases/case-document.ts';
import type { Role } from '../../../../src-shared/directory/documents.ts';
import type { Policy } from '../../../../src-shared/policy/policy.ts';
import type { CollectionName, Collections } from '../../../../src-shared/sync/collections.ts';
import type { Identity } from '../../../../src-shared/sync/protocol.ts';
import { createDeskClock } from '../../../../src-shared/time/desk-clock.ts';
import { compiled } from './cases.ts';

type Store = { [Name in CollectionName]: Map<string, Collections[Name]> };

/** A replica of which only the reading side is used. */
export function readableReplica(snapshot: unknown = null) {
  const store: Store = {
    cases: new Map(),
    accounts: new Map(),
    contacts: new Map(),
    products: new Map(),
    users: new Map(),
    policy: new Map(),
    macros: new Map(),
    views: new Map(),
    articles: new Map(),
    tickets: new Map(),
    shifts: new Map(),
  };
  const listeners = new Set<(changes: Changes) => void>();
  let identity: Identity | null = null;
  const status = createStore<SyncStatus>(() => ({
    connection: { state: 'connecting' },
    waiting: 0,
    lastSyncAt: null,
    progress: null,
    attention: [],
    storageProblem: null,
  }));
  const unused = async (): Promise<never> => {
    throw new Error('Not part of this test.');
  };
  const replica: Replica = {
    status,
    loaded: Promise.resolve(),
    identity: () => identity,
    get: (collection, id) => store[collection].get(id),
    all: (collection) => store[collection],
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    mutate: unused,
    mutateAll: unused,
    draftIds: () => [],
    draft: () => undefined,
    saveDraft: unused,
    flushDrafts: unused,
    dismissAttention: unused,
    retryAttention: unused,
    restoreAttention: unused,
    reconnect: () => {},
    backendChanged: () => {},
    time: createDeskClock({ now: () => 0, monotonic: () => 0 }, null),
    queueSnapshot: () => snapshot,
    saveQueueSnapshot: unused,
    close: unused,
  };
  const tell = (collection: CollectionName, ids: readonly string[]): void => {
    for (const listener of listeners) listener(new Map([[collection, new Set(ids)]]));
  };
  return {
    replica,
    put(...docs: readonly CaseDocument[]) {
      for (const doc of docs) store.cases.set(doc.id, doc);
      tell(
        'cases',
        docs.map(({ id }) => id),
      );
    },
    putPolicy(policy: Policy = compiled.policy) {
      store.policy.set('current', policy);
      tell('policy', ['current']);
    },
    actAs(id: string, role: Role = 'coa') {
      identity = { space: 'main', user: { id, name: 'Me', role }, serverAt: 0 };
      status.setState({ connection: { state: 'online' } });
    },
  };
}
