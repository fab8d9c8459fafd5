import { z } from 'zod';
import { type CaseDocument, type CaseEventBody, caseIdSchema } from '../cases/case-document.ts';
import { caseName, inSentence } from '../cases/case-name.ts';
import type { CaseState, Escalation } from '../cases/case-state.ts';
import { foldCase } from '../cases/fold-case.ts';
import { mergeOf } from '../cases/merged-case.ts';
import { mayDo, onlyWords } from '../directory/permissions.ts';
import type { CaseId, EventId } from '../ids.ts';
import { compilePolicy } from '../policy/compile-policy.ts';
import { isolated } from '../text/isolated.ts';
import { newEventIdSchema, onCase, remark, textSchema } from './arguments.ts';
import { changedMeanwhile, eventOf, followingId, timeOf } from './case-action.ts';
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
 * goes to the survivor, as do its tickets of other teams. Neither may have been merged away before, so merges never lead in a circle.
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
    const brought = broughtEscalations(doc.id, stateOf(doc, context), stateOf(survivor, context));
    await tx.set('cases', survivor.id, added(survivor, args.intoEventId, context, body, ...brought));
    await takePlaceOnTickets(tx, doc.id, survivor.id, stateOf(doc, context));
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
    const message = `${name} was not merged: ${inSentence(other)} belongs to ${isolated(account)}, and replies would reach the wrong customer.`;
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

function added(
  doc: CaseDocument,
  id: EventId,
  context: MutatorContext,
  ...bodies: readonly CaseEventBody[]
): CaseDocument {
  const at = timeOf(doc.events, context, 'follows');
  const events = bodies.map((body, index) =>
    eventOf(index === 0 ? id : followingId(id, index + 1), at, context, 'follows', body),
  );
  return { ...doc, events: [...doc.events, ...events] };
}

/** The tickets of the merged case are the survivor's from now on. */
async function takePlaceOnTickets(
  tx: MutatorTransaction,
  merged: CaseId,
  survivor: CaseId,
  { work }: CaseState,
): Promise<void> {
  for (const { ticketRef } of work.escalations) {
    const ticket = ticketRef === null ? undefined : await tx.get('tickets', ticketRef);
    if (ticket === undefined) continue;
    const caseIds = new Set(ticket.caseIds.map((id) => (id === merged ? survivor : id)));
    await tx.set('tickets', ticket.ref, { ...ticket, caseIds: [...caseIds] });
  }
}

/** What the merged case is on with other teams, and the survivor is not: their tickets go on there. */
function broughtEscalations(
  doneOn: CaseId,
  { work: merged }: CaseState,
  { work: survivor }: CaseState,
): readonly CaseEventBody[] {
  const isKnown = ({ team, ticketRef }: Escalation) =>
    survivor.escalations.some((known) =>
      ticketRef === null ? known.team === team : known.ticketRef === ticketRef && known.team === team,
    );
  return merged.escalations
    .filter((escalation) => !isKnown(escalation))
    .map(({ team, ticketRef, link, plannedReleaseOn, sowRef, status }) => ({
      type: 'escalated',
      team,
      doneOn,
      ...(ticketRef === null ? {} : { ticketRef }),
      ...(link === null ? {} : { link }),
      ...(plannedReleaseOn === null ? {} : { plannedReleaseOn }),
      ...(sowRef === null ? {} : { sowRef }),
      ...(status === null ? {} : { status }),
    }));
}

function stateOf(doc: CaseDocument, context: MutatorContext): CaseState {
  return foldCase(compilePolicy(context.policy), doc.events);
}
