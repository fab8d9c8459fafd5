import { z } from 'zod';
import { isSnoozed } from '../cases/snoozed.ts';
import { farTimeRefusal, onCase, remark, textSchema } from './arguments.ts';
import { actOnCase } from './case-action.ts';
import { endedBy } from './ended-by.ts';
import { defineMutator, refused } from './mutator.ts';

/** Puts an open case out of the way until a time, or until the customer writes; the customer's writing always ends it. */
export const snooze = defineMutator({
  args: z.strictObject({ ...onCase, untilAt: z.int().nullable(), text: textSchema.optional() }),
  run: (tx, args, context) =>
    actOnCase(tx, args, context, { action: 'snooze', timing: 'follows' }, async ({ doc, name, then }) => {
      if (then.status === 'resolved' || then.status === 'closed') {
        const ended = await endedBy(tx, doc, then.status, context.user.id);
        return { refuse: refused('not_open', `${name} ${ended}. It needs no snooze.`) };
      }
      const { untilAt } = args;
      const wrong = untilAt === null ? null : farTimeRefusal(untilAt, context.occurredAt, `${name} is not snoozed`);
      if (wrong !== null) return { refuse: wrong };
      if (then.work.snooze !== null && then.work.snooze.untilAt === untilAt) {
        return { refuse: refused('already_snoozed', `${name} is already snoozed until then.`) };
      }
      return { add: { type: 'snoozed', untilAt, ...remark(args.text) } };
    }),
});

/** Ends a snooze by hand. */
export const unsnooze = defineMutator({
  args: z.strictObject(onCase),
  run: (tx, args, context) =>
    actOnCase(tx, args, context, { action: 'unsnooze', timing: 'follows' }, ({ name, then }) =>
      isSnoozed(then, context.occurredAt)
        ? { add: { type: 'unsnoozed' } }
        : { refuse: refused('not_snoozed', `${name} is not snoozed.`) },
    ),
});
