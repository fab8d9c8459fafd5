import { z } from 'zod';
import { idSchema } from '../cases/case-document.ts';
import { isolated } from '../text/isolated.ts';
import { onCase, remark, textSchema } from './arguments.ts';
import { actOnCase } from './case-action.ts';
import { endedBy } from './ended-by.ts';
import { defineMutator, refused } from './mutator.ts';

/** Puts the case under another agreement of the policy; its clocks are retargeted from their start. Leads only. */
export const changeAgreement = defineMutator({
  args: z.strictObject({ ...onCase, agreement: idSchema, text: textSchema.optional() }),
  run: (tx, args, context) =>
    actOnCase(tx, args, context, { action: 'change_agreement', timing: 'follows' }, async ({ doc, name, then }) => {
      if (!Object.hasOwn(context.policy.agreements, args.agreement)) {
        return { refuse: refused('unknown_agreement', `The policy has no agreement "${isolated(args.agreement)}".`) };
      }
      if (then.status === 'closed') {
        return {
          refuse: refused(
            'case_closed',
            `${name} ${await endedBy(tx, doc, then.status, context.user.id)}. Reopen it to change its agreement.`,
          ),
        };
      }
      if (then.agreement === args.agreement) {
        const title = context.policy.agreements[args.agreement]?.name ?? args.agreement;
        return { refuse: refused('unchanged', `${name} is already under the agreement "${isolated(title)}".`) };
      }
      return { add: { type: 'agreement_changed', agreement: args.agreement, ...remark(args.text) } };
    }),
});
