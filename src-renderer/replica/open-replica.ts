import { type Mutators, mutators } from '../../src-shared/mutators/registry.ts';
import { createDeskClock } from '../../src-shared/time/desk-clock.ts';
import type { ClientStore } from '../sync/client-store.ts';
import { createDexieStore } from '../sync/dexie-store.ts';
import { createFetchTransport } from '../sync/fetch-transport.ts';
import { type Journal, noJournal } from '../sync/journal.ts';
import { createJournaledStore } from '../sync/journaled-store.ts';
import { type StorageSpace, unknownSpace } from '../sync/storage-space.ts';
import { browserSurroundings, type Surroundings } from '../sync/surroundings.ts';
import type { Transport } from '../sync/transport.ts';
import { LinkedReplica } from './linked-replica.ts';
import { LocalReplica } from './local-replica.ts';
import type { MutatorRegistry, Replica } from './replica.ts';
import type { WindowChannel } from './window-channel.ts';

/** Where the replica lives; all of it is the browser's own unless told otherwise. */
export interface ReplicaOptions {
  readonly store?: ClientStore;
  /** Where actions are kept a second time; nowhere unless told. */
  readonly journal?: Journal;
  /** The way to the other windows of the same profile; alone unless told. */
  readonly windows?: WindowChannel;
  /** How much room there is; unknown unless told. */
  readonly space?: StorageSpace;
  readonly transport?: Transport;
  readonly surroundings?: Surroundings;
}

/**
 * Opens the case store of this client. Resolves as soon as the small part of it is read (who acts here, drafts, what
 * waits, the queue's snapshot); the documents follow, see `Replica.loaded`. Does not reject: a store that cannot be
 * opened shows in `status.storageProblem` and is tried again. Until it opens, what the backend has can be worked on if
 * there is a journal, and only be looked at if there is none.
 */
export function openReplica(options?: ReplicaOptions): Promise<Replica<Mutators>>;
export function openReplica<Registry extends MutatorRegistry>(
  options: ReplicaOptions & { readonly registry: Registry },
): Promise<Replica<Registry>>;
export async function openReplica(
  options: ReplicaOptions & { readonly registry?: MutatorRegistry } = {},
): Promise<LocalReplica | LinkedReplica> {
  const computer = options.surroundings ?? browserSurroundings();
  const time = createDeskClock(computer);
  const surroundings: Surroundings = { ...computer, now: () => time.now() };
  const store = createJournaledStore({
    store: options.store ?? createDexieStore(),
    journal: options.journal ?? noJournal,
    space: options.space ?? unknownSpace,
    surroundings,
  });
  const head = await store.open();
  if (head.meta.deskTime !== undefined) time.restore(head.meta.deskTime);
  const replica = new LocalReplica({
    store,
    head,
    transport: options.transport ?? createFetchTransport(),
    surroundings,
    time,
    registry: options.registry ?? mutators,
  });
  return options.windows ? new LinkedReplica(replica, options.windows, surroundings.newId) : replica;
}
