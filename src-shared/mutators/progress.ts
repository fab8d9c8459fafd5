import { z } from 'zod';
import { type WaitingOn, waitingOnSchema } from '../cases/case-document.ts';
import type { CaseStatus } from '../cases/case-state.ts';
import { onCase, remark, textSchema } from './arguments.ts';
import { actOnCase } from './case-action.ts';
import { endedBy } from './ended-by.ts';
import { defineMutator, refused } from './mutator.ts';

/*
 * Moves of a case along its life. Each is judged by the state at the time it was done, so that a move made offline
 * takes its place in the order of events.
 */

const withRemark = z.strictObject({ ...onCase, text: textSchema.optional() });

const waitingWords: Readonly<Record<WaitingOn, string>> = {
  customer: 'waiting on the customer',
  development: 'waiting on development',
  internally: 'waiting internally',
};

/** The case waits on the customer, on development or on another team of the vendor. */
export const wait = defineMutator({
  args: z.strictObject({ ...onCase, on: waitingOnSchema, text: textSchema.optional() }),
  run: (tx, args, context) =>
    actOnCase(tx, args, context, { action: 'wait', timing: 'follows' }, async ({ doc, name, then }) => {
      if (isDone(then.status)) {
        return {
          refuse: refused(
            'not_open',
            `${name} ${await endedBy(tx, doc, then.status, context.user.id)}. Reopen it before it can wait on anybody.`,
          ),
        };
      }
      if (then.status === `waiting_${args.on}`) {
        return { refuse: refused('already_waiting', `${name} is already ${waitingWords[args.on]}.`) };
      }
      return { add: { type: 'waiting', on: args.on, ...remark(args.text) } };
    }),
});

/** Work goes on after waiting. */
export const resume = defineMutator({
  args: withRemark,
  run: (tx, args, context) =>
    actOnCase(tx, args, context, { action: 'resume', timing: 'follows' }, ({ name, then }) =>
      then.status.startsWith('waiting_')
        ? { add: { type: 'resumed', ...remark(args.text) } }
        : { refuse: refused('not_waiting', `${name} is not waiting on anybody.`) },
    ),
});

export const reopen = defineMutator({
  args: withRemark,
  run: (tx, args, context) =>
    actOnCase(tx, args, context, { action: 'reopen', timing: 'follows' }, ({ name, then }) =>
      isDone(then.status)
        ? { add: { type: 'reopened', ...remark(args.text) } }
        : { refuse: refused('not_done', `${name} is still open; there is nothing to reopen.`) },
    ),
});

function isDone(status: CaseStatus): status is 'resolved' | 'closed' {
  return status === 'resolved' || status === 'closed';
}
