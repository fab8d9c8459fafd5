import { z } from 'zod';
import { eventIdSchema } from '../cases/case-document.ts';
import { undoOf } from '../cases/undo-rule.ts';
import { compilePolicy } from '../policy/compile-policy.ts';
import { onCase } from './arguments.ts';
import { actOnCase } from './case-action.ts';
import { defineMutator, refused } from './mutator.ts';
import { actorName } from './names.ts';

/** Takes one's own last change on a case back, unless somebody has built on it since. */
export const undo = defineMutator({
  args: z.strictObject({ ...onCase, undoes: eventIdSchema }),
  run: (tx, args, context) =>
    actOnCase(tx, args, context, { action: 'undo', timing: 'follows', onMerged: 'judged' }, async ({ doc }) => {
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
      const [first, ...rest] = found.events;
      return { add: first, also: rest, mustHold: found.mustHold, notBefore: found.notBefore };
    }),
});
