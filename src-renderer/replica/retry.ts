import { z } from 'zod';
import type { EpochMs } from '../../src-shared/ids.ts';
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
export function argsAnew(item: Pick<AttentionItem, 'name' | 'args' | 'done'>, newId: () => string): unknown {
  const { args } = item;
  if (typeof args !== 'object' || args === null || !('eventId' in args)) return args;
  const anew = { ...args, eventId: newId(), ...('intoEventId' in args ? { intoEventId: newId() } : {}) };
  return item.name === 'open_emergency' ? callAsItWas(anew, item.done?.at) : anew;
}

const callForm = z.looseObject({
  calledAt: z.number(),
  enteredAt: z.number().optional(),
  emergency: z.looseObject({ downSinceAt: z.number().nullable().optional() }),
});

/** The times of a call stay those of the call: as the desk's clock had them when it was logged, not when it is again. */
function callAsItWas(args: object, doneAt: EpochMs | undefined): unknown {
  const { data } = callForm.safeParse(args);
  if (data?.enteredAt === undefined) return args;
  const { enteredAt, ...call } = data;
  const wrongBy = enteredAt - (doneAt ?? enteredAt);
  const { downSinceAt } = call.emergency;
  const emergency = downSinceAt == null ? call.emergency : { ...call.emergency, downSinceAt: downSinceAt - wrongBy };
  return { ...call, calledAt: call.calledAt - wrongBy, emergency };
}
