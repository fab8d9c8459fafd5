import { z } from 'zod';
import { userIdSchema } from '../cases/case-document.ts';
import { mayDo } from '../directory/permissions.ts';
import type { UserId } from '../ids.ts';
import { isolated } from '../text/isolated.ts';
import { onCase } from './arguments.ts';
import { actOnCase, type Step } from './case-action.ts';
import { endedBy } from './ended-by.ts';
import { defineMutator, refused } from './mutator.ts';
import { userName } from './names.ts';

/*
 * Who owns a case is about now, not about when the action was done: a claim made offline does not take a case from
 * the colleague who has it by the time it arrives.
 */

/** Takes an unassigned case. */
export const claim = defineMutator({
  args: z.strictObject(onCase),
  run: (tx, args, context) =>
    actOnCase(tx, args, context, { action: 'claim', timing: 'follows' }, async ({ doc, name, now }) => {
      if (now.status === 'closed') {
        return {
          refuse: refused(
            'case_closed',
            `${name} ${await endedBy(tx, doc, now.status, context.user.id)}. Reopen it to work on it.`,
          ),
        };
      }
      if (now.ownerId === context.user.id) {
        return { refuse: refused('already_owned', `${name} is already yours.`) };
      }
      if (now.ownerId !== null) {
        return { refuse: refused('already_claimed', `Already claimed by ${await userName(tx, now.ownerId)}.`) };
      }
      return giveTo(context.user.id);
    }),
});

/** Gives a case to an agent: by its owner or a lead (docs/policy.md, rule 6). */
export const assign = defineMutator({
  args: z.strictObject({ ...onCase, ownerId: userIdSchema }),
  run: (tx, args, context) =>
    actOnCase(tx, args, context, { action: 'assign', timing: 'follows' }, async ({ doc, name, now }) => {
      if (now.status === 'closed') {
        return {
          refuse: refused(
            'case_closed',
            `${name} ${await endedBy(tx, doc, now.status, context.user.id)}. Reopen it to give it to somebody.`,
          ),
        };
      }
      const owner = await tx.get('users', args.ownerId);
      if (owner === undefined) {
        return { refuse: refused('unknown_user', `${name} cannot be assigned: this agent does not exist.`) };
      }
      if (now.ownerId === owner.id) {
        return { refuse: refused('already_owned', `${name} already belongs to ${isolated(owner.name)}.`) };
      }
      const takesUnassigned = now.ownerId === null && owner.id === context.user.id;
      if (!mayDo(context.user.role, 'reassign') && now.ownerId !== context.user.id && !takesUnassigned) {
        return {
          refuse:
            now.ownerId === null
              ? refused('not_allowed', `${name} has no owner. Claim it first, or ask a lead to assign it.`)
              : refused(
                  'not_allowed',
                  `${name} belongs to ${await userName(tx, now.ownerId)}. Only the owner or a lead can assign it.`,
                ),
        };
      }
      return giveTo(owner.id);
    }),
});

/** Puts a case back to Unassigned: by its owner or a lead. */
export const release = defineMutator({
  args: z.strictObject(onCase),
  run: (tx, args, context) =>
    actOnCase(tx, args, context, { action: 'release', timing: 'follows' }, async ({ doc, name, now }) => {
      if (now.status === 'closed') {
        return {
          refuse: refused(
            'case_closed',
            `${name} ${await endedBy(tx, doc, now.status, context.user.id)}; it needs no owner.`,
          ),
        };
      }
      if (now.ownerId === null) return { refuse: refused('not_owned', `${name} has no owner already.`) };
      if (now.ownerId !== context.user.id && !mayDo(context.user.role, 'reassign')) {
        const owner = await userName(tx, now.ownerId);
        return {
          refuse: refused('not_allowed', `${name} belongs to ${owner}. Only the owner or a lead can release it.`),
        };
      }
      return giveTo(null);
    }),
});

function giveTo(ownerId: UserId | null): Step {
  return { add: { type: 'assigned', ownerId }, mustHold: (state) => state.ownerId === ownerId };
}
