import { z } from 'zod';
import { type CaseDocument, type CaseEventBody, caseIdSchema } from '../cases/case-document.ts';
import { caseName, inSentence } from '../cases/case-name.ts';
import type { CaseState } from '../cases/case-state.ts';
import { foldCase } from '../cases/fold-case.ts';
import { mergeOf } from '../cases/merged-case.ts';
import { mayDo, onlyWords } from '../directory/permissions.ts';
import type { EventId } from '../ids.ts';
import { compilePolicy } from '../policy/compile-policy.ts';
import { newEventIdSchema, onCase, remark, textSchema } from './arguments.ts';
import { changedMeanwhile, eventOf, timeOf } from './case-action.ts';
import { endedBy } from './ended-by.ts';
import { findUnmerged } from './find-case.ts';
import {
  accepted,
  defineMutator,
  type MutatorContext,
  type MutatorTransaction,
  type Outcome,
  refused,
} from './mutator.ts';
import { actorName } from './names.ts';

/**
 * Merges a case into another one of the same account: it is closed, its clocks end, and what is written on it later
 * goes to the survivor. Neither may have been merged away before, so merges never lead in a circle.
 */
export const mergeCases = defineMutator({
  args: z.strictObject({
    ...onCase,
    /** The case that survives, and the event that this adds to it. */
    into: caseIdSchema,
    intoEventId: newEventIdSchema,
    text: textSchema.optional(),
  }),
  async run(tx, args, context) {
    const looked = await findUnmerged(tx, args);
    if ('refuse' in looked) return looked.refuse;
    const { doc } = looked;
    const name = caseName(doc);
    if (!mayDo(context.user.role, 'merge_cases')) {
      return refused('not_allowed', onlyWords('merge_cases', inSentence(name)));
    }
    if (args.into === doc.id) return refused('same_case', `${name} cannot be merged into itself.`);
    const survivor = await tx.get('cases', args.into);
    if (survivor === undefined) {
      return refused('unknown_case', `${name} was not merged: the other case is not here any more.`);
    }
    const refusal = await refusalOf(tx, doc, survivor, context);
    if (refusal !== null) return refusal;
    if ([...doc.events, ...survivor.events].some(({ id }) => id === args.eventId || id === args.intoEventId)) {
      return refused('duplicate_event', `${name} was already merged.`);
    }

    const merged = added(doc, args.eventId, context, {
      type: 'closed',
      reason: 'merged',
      into: survivor.id,
      ...remark(args.text),
    });
    if (stateOf(merged, context).status !== 'closed') {
      return changedMeanwhile(tx, doc, merged.events.at(-1)?.at ?? context.occurredAt);
    }
    await tx.set('cases', doc.id, merged);
    const body: CaseEventBody = { type: 'merged_from', caseId: doc.id, ...remark(args.text) };
    await tx.set('cases', survivor.id, added(survivor, args.intoEventId, context, body));
    return accepted;
  },
});

async function refusalOf(
  tx: MutatorTransaction,
  doc: CaseDocument,
  survivor: CaseDocument,
  context: MutatorContext,
): Promise<Outcome | null> {
  const name = caseName(doc);
  const other = caseName(survivor);
  const merge = mergeOf(survivor);
  if (merge !== null) {
    const beyond = await tx.get('cases', merge.into);
    const into =
      merge.into === doc.id ? 'this one' : inSentence(beyond === undefined ? 'Another case' : caseName(beyond));
    const who = await actorName(tx, merge.by);
    return refused('merged', `${name} was not merged: ${inSentence(other)} itself was merged into ${into} by ${who}.`);
  }
  if (doc.accountId !== survivor.accountId) {
    const account = (await tx.get('accounts', survivor.accountId))?.name ?? 'another account';
    const message = `${name} was not merged: ${inSentence(other)} belongs to ${account}, and replies would reach the wrong customer.`;
    return refused('foreign_account', message);
  }
  if (stateOf(doc, context).status === 'closed') {
    const ended = await endedBy(tx, doc, 'closed', context.user.id);
    return refused('case_closed', `${name} ${ended}. Reopen it to merge it.`);
  }
  if (stateOf(survivor, context).status === 'closed') {
    const ended = await endedBy(tx, survivor, 'closed', context.user.id);
    return refused('case_closed', `${other} ${ended}. Reopen it before another case is merged into it.`);
  }
  return null;
}

function added(doc: CaseDocument, id: EventId, context: MutatorContext, body: CaseEventBody): CaseDocument {
  const at = timeOf(doc.events, context, 'follows');
  return { ...doc, events: [...doc.events, eventOf(id, at, context, 'follows', body)] };
}

function stateOf(doc: CaseDocument, context: MutatorContext): CaseState {
  return foldCase(compilePolicy(context.policy), doc.events);
}
