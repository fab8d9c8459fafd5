import { caseIdSchema, eventIdSchema } from '../../src-shared/cases/case-document.ts';
import type { CaseId } from '../../src-shared/ids.ts';
import type { Outcome } from '../../src-shared/mutators/mutator.ts';
import { argument } from '../attention/attention-text.ts';
import { type CaseActions, createCaseActions } from '../case/case-actions.ts';
import type { AnyAction, Replica } from '../replica/replica.ts';
import type { DoneAction } from '../undo/last-actions.ts';

/** A case on which one of many actions was not done, and why. */
export interface RefusedCase {
  readonly caseId: CaseId;
  /** Of the refusal; leads to the rule behind it. */
  readonly code: string;
  readonly message: string;
}

/** What became of one action on many cases. */
export interface BulkOutcome {
  readonly done: readonly DoneAction[];
  readonly refused: readonly RefusedCase[];
}

/**
 * Does one action on many cases, by the same actions as on one. They are stored as one change, so that two hundred cost
 * hardly more than one; each is judged, sent and refused by itself.
 */
export async function actOnAll(
  replica: Pick<Replica, 'get' | 'mutateAll'>,
  caseIds: readonly CaseId[],
  act: (actions: CaseActions, caseId: CaseId) => Promise<unknown>,
): Promise<BulkOutcome> {
  const asked: AnyAction[] = [];
  const collecting = createCaseActions({
    get: (collection, id) => replica.get(collection, id),
    mutate: async (name, args) => {
      asked.push({ name, args } as AnyAction);
      return { accepted: true };
    },
  });
  for (const caseId of caseIds) await act(collecting, caseId);
  const outcomes = await replica.mutateAll(asked);
  const done: DoneAction[] = [];
  const refused: RefusedCase[] = [];
  for (const [index, outcome] of outcomes.entries()) {
    const args: unknown = asked[index]?.args;
    const caseId = caseIdSchema.safeParse(argument(args, 'caseId')).data;
    const eventId = eventIdSchema.safeParse(argument(args, 'eventId')).data;
    if (caseId === undefined || eventId === undefined) continue;
    if (outcome.accepted) done.push({ caseId, eventId });
    else refused.push({ caseId, code: outcome.code, message: outcome.message });
  }
  return { done, refused };
}

/** Takes many actions back as one change; answers what became of each. */
export function takeBackAll(
  replica: Replica,
  newId: () => string,
  done: readonly DoneAction[],
): Promise<readonly Outcome[]> {
  return replica.mutateAll(
    done.map(({ caseId, eventId }) => ({ name: 'undo', args: { caseId, eventId: newId(), undoes: eventId } })),
  );
}
