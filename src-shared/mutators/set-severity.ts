import { z } from 'zod';
import { caseKindSchema, productIdSchema, severitySchema } from '../cases/case-document.ts';
import { inSentence } from '../cases/case-name.ts';
import type { CaseState } from '../cases/case-state.ts';
import { onCase, remark, textSchema } from './arguments.ts';
import { actOnCase } from './case-action.ts';
import { endedBy } from './ended-by.ts';
import { defineMutator, refused } from './mutator.ts';

const args = z.strictObject({
  ...onCase,
  severity: severitySchema,
  kind: caseKindSchema.optional(),
  /** Null takes the product off the case; absent leaves it as it is. */
  productId: productIdSchema.nullable().optional(),
  text: textSchema.optional(),
});

/** Triage: the desk's severity, with kind and product where they are known. */
export const setSeverity = defineMutator({
  args,
  run: (tx, args, context) =>
    actOnCase(tx, args, context, { action: 'set_severity', timing: 'follows' }, async ({ doc, name, then }) => {
      if (then.status === 'closed') {
        return {
          refuse: refused(
            'case_closed',
            `${name} ${await endedBy(tx, doc, then.status, context.user.id)}. Reopen it to change its severity.`,
          ),
        };
      }
      if (args.productId != null && (await tx.get('products', args.productId)) === undefined) {
        return { refuse: refused('unknown_product', `The product chosen for ${inSentence(name)} does not exist.`) };
      }
      if (changesNothing(args, then)) {
        return { refuse: refused('unchanged', `${name} already has severity ${args.severity}.`) };
      }
      return {
        add: {
          type: 'severity_set',
          severity: args.severity,
          ...(args.kind === undefined ? {} : { kind: args.kind }),
          ...(args.productId === undefined ? {} : { productId: args.productId }),
          ...remark(args.text),
        },
      };
    }),
});

function changesNothing(wanted: z.output<typeof args>, state: CaseState): boolean {
  return (
    !state.provisional &&
    wanted.severity === state.severity &&
    (wanted.kind === undefined || wanted.kind === state.kind) &&
    (wanted.productId === undefined || wanted.productId === state.productId)
  );
}
