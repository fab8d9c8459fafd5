import { z } from 'zod';
import { accountIdSchema, policyKeySchema, serviceRequestSchema } from '../cases/case-document.ts';
import { inSentence } from '../cases/case-name.ts';
import { requestOfOtherKind, requestProblem } from '../intake/request-problem.ts';
import { isolated } from '../text/isolated.ts';
import { onCase, remark, textSchema } from './arguments.ts';
import { actOnCase } from './case-action.ts';
import { defineMutator, refused } from './mutator.ts';

/** Fills in what a request for service asks for. Another type begins its checklist anew. */
export const setRequest = defineMutator({
  args: z.strictObject({ ...onCase, request: serviceRequestSchema }),
  run: (tx, args, context) =>
    actOnCase(tx, args, context, { action: 'set_request', timing: 'follows' }, ({ name, now }) => {
      const problem = requestOfOtherKind(now.kind, name) ?? requestProblem(context.policy, args.request);
      if (problem !== null) return { refuse: refused(problem.code, problem.message) };
      return { add: { type: 'request_set', request: args.request } };
    }),
});

/** Ticks an item of the request's checklist off, or takes that back. */
export const checkItem = defineMutator({
  args: z.strictObject({ ...onCase, item: policyKeySchema, done: z.boolean() }),
  run: (tx, args, context) =>
    actOnCase(tx, args, context, { action: 'check_item', timing: 'follows' }, ({ name, now }) => {
      const { request, checked } = now.work;
      if (request === null) {
        return { refuse: refused('no_request', `${name} does not say yet what is asked for. Fill in its request.`) };
      }
      const type = context.policy.service_requests?.[request.type];
      const item = type?.checklist.find(({ key }) => key === args.item);
      if (type === undefined || item === undefined) {
        const words = type === undefined ? request.type : type.name;
        return {
          refuse: refused('unknown_item', `The checklist of ${isolated(words)} has no item "${isolated(args.item)}".`),
        };
      }
      if (checked.includes(args.item) === args.done) {
        const words = args.done
          ? `has “${isolated(item.label)}” ticked off already`
          : `has “${isolated(item.label)}” not ticked off`;
        return { refuse: refused('already_so', `${name} ${words}.`) };
      }
      return { add: { type: 'checklist_checked', item: args.item, done: args.done } };
    }),
});

/** An account asks for an enhancement, or no more. It has one vote, however many of its people ask. */
export const vote = defineMutator({
  args: z.strictObject({
    ...onCase,
    accountId: accountIdSchema,
    withdrawn: z.boolean().optional(),
    text: textSchema.optional(),
  }),
  run: (tx, args, context) =>
    actOnCase(tx, args, context, { action: 'vote', timing: 'follows' }, async ({ name, now }) => {
      if (now.kind !== 'enhancement') {
        return { refuse: refused('no_enhancement', `${name} is no enhancement request. Set its kind first.`) };
      }
      const account = await tx.get('accounts', args.accountId);
      if (account === undefined) return { refuse: refused('unknown_account', 'This account does not exist.') };
      const isWithdrawn = args.withdrawn === true;
      if (now.work.votes.includes(account.id) !== isWithdrawn) {
        const words = isWithdrawn ? 'has no vote' : 'already has its vote';
        const code = isWithdrawn ? 'already_so' : 'already_voted';
        return { refuse: refused(code, `${isolated(account.name)} ${words} on ${inSentence(name)}.`) };
      }
      return {
        add: {
          type: 'voted',
          accountId: account.id,
          ...(isWithdrawn ? { withdrawn: true } : {}),
          ...remark(args.text),
        },
      };
    }),
});
