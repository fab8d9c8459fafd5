import { z } from 'zod';
import { type CaseEvent, eventIdSchema } from '../cases/case-document.ts';
import { foldCase } from '../cases/fold-case.ts';
import { undoOf } from '../cases/undo-rule.ts';
import type { CaseId } from '../ids.ts';
import { compilePolicy } from '../policy/compile-policy.ts';
import { onCase } from './arguments.ts';
import { actOnCase } from './case-action.ts';
import { defineMutator, type MutatorContext, type MutatorTransaction, refused } from './mutator.ts';
import { actorName } from './names.ts';

/** Takes one's own last change on a case back, unless somebody has built on it since. */
export const undo = defineMutator({
  args: z.strictObject({ ...onCase, undoes: eventIdSchema }),
  async run(tx, args, context) {
    let left: CaseEvent | undefined;
    const outcome = await actOnCase(
      tx,
      args,
      context,
      { action: 'undo', timing: 'follows', onMerged: 'judged' },
      async ({ doc }) => {
        const policy = compilePolicy(context.policy);
        const { user, occurredAt: at } = context;
        const found = undoOf({ policy, doc, eventId: args.undoes, user, at });
        if (!found.possible) {
          const who =
            found.who === null
              ? ''
              : found.who.kind === 'user' && found.who.id === user.id
                ? 'you'
                : await actorName(tx, found.who);
          return { refuse: refused(found.code, found.message(who)) };
        }
        left = doc.events.find(({ id }) => id === args.undoes);
        const [first, ...rest] = found.events;
        return { add: first, also: rest, mustHold: found.mustHold, notBefore: found.notBefore };
      },
    );
    if (outcome.accepted && left?.type === 'escalated') await leaveTicket(tx, args.caseId, left.ticketRef, context);
    return outcome;
  },
});

/** The case is off the ticket again, unless it was escalated on it more than once. */
async function leaveTicket(
  tx: MutatorTransaction,
  caseId: CaseId,
  ref: string | undefined,
  context: MutatorContext,
): Promise<void> {
  const [doc, ticket] = [await tx.get('cases', caseId), ref === undefined ? undefined : await tx.get('tickets', ref)];
  if (doc === undefined || ticket === undefined) return;
  const { work } = foldCase(compilePolicy(context.policy), doc.events);
  if (work.escalations.some(({ ticketRef }) => ticketRef === ref)) return;
  await tx.set('tickets', ticket.ref, { ...ticket, caseIds: ticket.caseIds.filter((id) => id !== caseId) });
}
