import { notDone, type Outcome } from '../../src-shared/mutators/mutator.ts';
import type { AttentionItem, SyncStatus } from './replica.ts';

/** What doing an action anew takes of a replica. */
interface Retries {
  readonly status: { getState(): Pick<SyncStatus, 'attention'> };
  mutate(name: string, args: unknown, resolves: string): Promise<Outcome>;
}

/** Does a refused action anew, in its item's place. */
export async function retry(replica: Retries, id: string, newId: () => string): Promise<Outcome> {
  const item = replica.status.getState().attention.find((candidate) => candidate.id === id);
  if (item === undefined) return notDone('not_there', 'This was sent or discarded meanwhile.');
  return replica.mutate(item.name, argsAnew(item, newId), id);
}

/**
 * The arguments of an action that is done anew. Its entries are new ones: should the first have arrived after
 * all, they can be told apart. A case that was to be created keeps its id, which other actions may name.
 */
export function argsAnew({ args }: Pick<AttentionItem, 'args'>, newId: () => string): unknown {
  if (typeof args !== 'object' || args === null || !('eventId' in args)) return args;
  return { ...args, eventId: newId(), ...('intoEventId' in args ? { intoEventId: newId() } : {}) };
}
