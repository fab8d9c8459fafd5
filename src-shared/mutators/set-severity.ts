import { z } from 'zod';
import {
  caseKindSchema,
  productIdSchema,
  severitySchema,
  type TriageAnswers,
  triageAnswersSchema,
} from '../cases/case-document.ts';
import { inSentence } from '../cases/case-name.ts';
import type { CaseState } from '../cases/case-state.ts';
import { ownVote } from '../cases/own-vote.ts';
import { proposeSeverity } from '../triage/propose-severity.ts';
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
  /** What was answered at triage; the severity that follows from it is kept beside the one that is set. */
  answers: triageAnswersSchema.optional(),
  text: textSchema.optional(),
});

/** Triage: the desk's severity, with kind, product and answers where they are known (published policy, severity levels). */
export const setSeverity = defineMutator({
  args,
  run: (tx, args, context) =>
    actOnCase(tx, args, context, { action: 'set_severity', timing: 'follows' }, async ({ doc, name, then, now }) => {
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
      const contradiction = args.answers === undefined ? null : contradictionIn(args.answers);
      if (contradiction !== null) return { refuse: refused('contradictory_answers', contradiction) };
      if (changesNothing(args, then)) {
        return { refuse: refused('unchanged', `${name} already has severity ${args.severity}.`) };
      }
      return {
        add: {
          type: 'severity_set',
          severity: args.severity,
          ...(args.kind === undefined ? {} : { kind: args.kind }),
          ...(args.productId === undefined ? {} : { productId: args.productId }),
          ...(args.answers === undefined
            ? {}
            : { answers: args.answers, proposed: proposeSeverity(args.answers).severity }),
          ...remark(args.text),
        },
        also: ownVote(args.kind, doc.accountId, { kind: then.kind, votes: now.work.votes }),
      };
    }),
});

function contradictionIn({ workaround, scales }: TriageAnswers): string | null {
  if (workaround === 'none') {
    return scales === null ? null : 'The answers contradict each other: where there is no workaround, none can scale.';
  }
  return scales === null ? 'Answer whether the workaround scales: for as many as need it, or not.' : null;
}

function changesNothing(wanted: z.output<typeof args>, state: CaseState): boolean {
  return (
    !state.provisional &&
    wanted.severity === state.severity &&
    (wanted.kind === undefined || wanted.kind === state.kind) &&
    (wanted.productId === undefined || wanted.productId === state.productId) &&
    (wanted.answers === undefined || sameAnswers(wanted.answers, state.work.triage?.answers ?? null))
  );
}

function sameAnswers(a: TriageAnswers, b: TriageAnswers | null): boolean {
  return (
    b !== null &&
    a.production === b.production &&
    a.impact === b.impact &&
    a.customers === b.customers &&
    a.workaround === b.workaround &&
    a.scales === b.scales
  );
}
