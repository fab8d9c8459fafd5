import { type Mutators, mutators } from '../../src-shared/mutators/registry.ts';
import type { ClientStore, StoreHead } from '../sync/client-store.ts';
import { createDexieStore } from '../sync/dexie-store.ts';
import { createFetchTransport } from '../sync/fetch-transport.ts';
import { createMemoryStore } from '../sync/memory-store.ts';
import { browserSurroundings, type Surroundings } from '../sync/surroundings.ts';
import type { Transport } from '../sync/transport.ts';
import { LocalReplica } from './local-replica.ts';
import type { MutatorRegistry, Replica } from './replica.ts';

/** Where the replica lives; all of it is the browser's own unless told otherwise. */
export interface ReplicaOptions {
  readonly store?: ClientStore;
  readonly transport?: Transport;
  readonly surroundings?: Surroundings;
}

/**
 * Opens the case store of this client. Resolves as soon as the small part of it is read (who acts here, drafts, what
 * waits, the queue's snapshot); the documents follow, see `Replica.loaded`. Does not reject: a store that cannot be
 * opened shows in `status.storageProblem`, and what the backend has can then be read but not acted on.
 */
export function openReplica(options?: ReplicaOptions): Promise<Replica<Mutators>>;
export function openReplica<Registry extends MutatorRegistry>(
  options: ReplicaOptions & { readonly registry: Registry },
): Promise<Replica<Registry>>;
export async function openReplica(
  options: ReplicaOptions & { readonly registry?: MutatorRegistry } = {},
): Promise<LocalReplica> {
  const { store, head, problem } = await opened(options.store ?? createDexieStore());
  return new LocalReplica({
    store,
    head,
    problem,
    transport: options.transport ?? createFetchTransport(),
    surroundings: options.surroundings ?? browserSurroundings(),
    registry: options.registry ?? mutators,
  });
}

async function opened(
  store: ClientStore,
): Promise<{ readonly store: ClientStore; readonly head: StoreHead; readonly problem: string | null }> {
  try {
    return { store, head: await store.open(), problem: null };
  } catch (error) {
    const substitute = createMemoryStore();
    const problem = error instanceof Error ? error.message : String(error);
    return { store: substitute, head: await substitute.open(), problem };
  }
}
