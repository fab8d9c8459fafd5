import { createStore, type StoreApi } from 'zustand/vanilla';
import { userIdSchema } from '../../src-shared/cases/case-document.ts';
import type { Role } from '../../src-shared/directory/documents.ts';
import type { UserId } from '../../src-shared/ids.ts';
import { type CompiledPolicy, compilePolicy } from '../../src-shared/policy/compile-policy.ts';
import type { Policy } from '../../src-shared/policy/policy.ts';
import { policyDocumentId } from '../../src-shared/sync/collections.ts';
import type { Changes, Replica } from '../replica/replica.ts';
import type { Clock } from '../time/clock.ts';
import type { Directory } from './queue-entry.ts';
import { type CaseChange, QueueIndex } from './queue-index.ts';
import { readSnapshot, snapshotDirectory } from './queue-snapshot.ts';
import { roleViews, usualRole } from './role-views.ts';
import { noCounts, type ViewCounts } from './views.ts';

export interface QueueState {
  /** Null until the policy has arrived: nothing can be sorted without it. */
  readonly index: QueueIndex | null;
  readonly policy: CompiledPolicy | null;
  /** Grows with every change of any view; the index itself changes in place. */
  readonly revision: number;
  readonly counts: ViewCounts;
  readonly me: UserId | null;
  /** Of who acts; a COA's until that is known. */
  readonly role: Role;
  /** False while only the first rows of the starting view are here, as the last window kept them. */
  readonly isComplete: boolean;
}

/** Keeps the queue's index in step with the replica and with time. */
export interface QueueStore {
  readonly state: StoreApi<QueueState>;
  close(): void;
}

export function createQueueStore(replica: Replica, clock: Clock): QueueStore {
  const state = createStore<QueueState>(() => kept(replica, clock) ?? nothing);
  const directory = directoryOf(replica);
  let source: Policy | undefined;

  const publish = (index: QueueIndex): void =>
    state.setState((before) => ({ revision: before.revision + 1, counts: index.counts() }));

  /** Builds the index if what everything depends on is new: the policy, or who acts. True if it did. */
  const rebuild = (): boolean => {
    const found = replica.get('policy', policyDocumentId);
    const me = actingUser(replica);
    const role = actingRole(replica);
    const before = state.getState();
    if (role !== before.role) state.setState({ role });
    if (!found || (found === source && me === before.me)) return false;
    const policy = found === source && before.policy ? before.policy : compilePolicy(found);
    source = found;
    const context = { policy, directory, me };
    const index = before.isComplete && before.index ? before.index : new QueueIndex(context, clock.now());
    index.fill(replica.all('cases').values(), context, clock.now());
    state.setState({ index, policy, me, revision: before.revision + 1, counts: index.counts(), isComplete: true });
    return true;
  };

  const onChanges = (changes: Changes): void => {
    if (rebuild()) return;
    const { index, isComplete } = state.getState();
    if (!index || !isComplete) return;
    if (changes.has('accounts') || changes.has('users') || changes.has('contacts') || changes.has('products')) {
      index.rename(directory);
    }
    index.advance(clock.now());
    const cases = changes.get('cases');
    if (cases) index.change([...cases].map((id): CaseChange => [id, replica.get('cases', id) ?? null]));
    publish(index);
  };

  const stops = [
    replica.subscribe(onChanges),
    // Who acts may become known without any document changing.
    replica.status.subscribe(() => void rebuild()),
    clock.subscribe(() => {
      const { index, isComplete } = state.getState();
      if (index?.advance(clock.now()) && isComplete) publish(index);
    }),
  ];
  rebuild();

  return {
    state,
    close() {
      for (const stop of stops) stop();
    },
  };
}

const nothing: QueueState = {
  index: null,
  policy: null,
  revision: 0,
  counts: noCounts,
  me: null,
  role: usualRole,
  isComplete: false,
};

/** The state that the last window kept, to be painted while the documents are read. */
function kept(replica: Replica, clock: Clock): QueueState | null {
  const snapshot = readSnapshot(replica.queueSnapshot());
  const me = actingUser(replica);
  const role = actingRole(replica);
  // Somebody else's cases are not shown, even for a blink.
  if (!snapshot || me === null || snapshot.userId !== me || snapshot.view !== roleViews[role].start) return null;
  const policy = compilePolicy(snapshot.policy);
  const context = { policy, directory: snapshotDirectory(snapshot), me };
  const index = new QueueIndex(context, clock.now());
  index.fill(snapshot.cases, context, clock.now());
  return { index, policy, revision: 0, counts: snapshot.counts, me, role, isComplete: false };
}

/** The desk's names, read from the replica when asked. */
export function directoryOf(replica: Replica): Directory {
  return {
    accountName: (id) => replica.get('accounts', id)?.name ?? id,
    contactName: (id) => replica.get('contacts', id)?.name ?? id,
    userName: (id) => replica.get('users', id)?.name ?? id,
    productName: (id) => replica.get('products', id)?.name ?? id,
  };
}

/** Who acts here, once the backend or the store has said so. */
export function actingUser(replica: Replica): UserId | null {
  const identity = replica.identity();
  return identity ? userIdSchema.parse(identity.user.id) : null;
}

function actingRole(replica: Replica): Role {
  return replica.identity()?.user.role ?? usualRole;
}
