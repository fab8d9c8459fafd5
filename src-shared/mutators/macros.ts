import { z } from 'zod';
import { caseKindSchema, idSchema, policyKeySchema } from '../cases/case-document.ts';
import { mayDo, onlyWords } from '../directory/permissions.ts';
import type { Macro } from '../macros/macro.ts';
import { isolated } from '../text/isolated.ts';
import { isBlank, textSchema } from './arguments.ts';
import {
  accepted,
  defineMutator,
  type MutatorContext,
  type MutatorTransaction,
  type Outcome,
  refused,
} from './mutator.ts';
import { userName } from './names.ts';

/** Writes a macro, a new one or one that is there: an agent's own, or by a lead one of the whole desk. */
export const saveMacro = defineMutator({
  args: z.strictObject({
    macroId: idSchema,
    name: z.string().max(200, 'The name is too long: at most 200 characters.'),
    text: textSchema,
    kinds: z.array(caseKindSchema).max(caseKindSchema.options.length),
    closureCode: policyKeySchema.nullable().optional(),
    /** The whole desk's. */
    shared: z.boolean(),
  }),
  async run(tx, args, context) {
    const { user, policy } = context;
    const known = await tx.get('macros', args.macroId);
    const forbidden = await mayNotSave(tx, known, args.shared, context);
    if (forbidden !== null) return forbidden;
    const name = args.name.replace(/\s+/g, ' ').trim();
    if (name === '') return refused('empty_name', 'Give the macro a name to find it by.');
    if (isBlank(args.text)) return refused('empty_text', 'Write the text of the macro: it is empty.');
    const { closureCode = null } = args;
    const codes = policy.closure?.closure_codes ?? {};
    if (closureCode !== null && closureCode !== known?.closureCode && !Object.hasOwn(codes, closureCode)) {
      return refused('unknown_closure_code', `The policy has no closure code "${isolated(closureCode)}".`);
    }
    await tx.set('macros', args.macroId, {
      id: args.macroId,
      name,
      text: args.text,
      ownerId: args.shared ? null : user.id,
      kinds: [...new Set(args.kinds)],
      ...(closureCode === null ? {} : { closureCode }),
    });
    return accepted;
  },
});

/** Takes a macro out of use, or brings it back. */
export const removeMacro = defineMutator({
  args: z.strictObject({ macroId: idSchema, restore: z.boolean().optional() }),
  async run(tx, args, context) {
    const known = await tx.get('macros', args.macroId);
    if (known === undefined) return refused('unknown_macro', 'This macro is not here any more.');
    const forbidden = await mayNotSave(tx, known, known.ownerId === null, context);
    if (forbidden !== null) return forbidden;
    const { removed: _, ...macro } = known;
    await tx.set('macros', known.id, args.restore === true ? macro : { ...macro, removed: true });
    return accepted;
  },
});

/** Own ones belong to their writer, shared ones to the leads. */
async function mayNotSave(
  tx: MutatorTransaction,
  known: Macro | undefined,
  shared: boolean,
  { user }: MutatorContext,
): Promise<Outcome | null> {
  if (!mayDo(user.role, 'save_macro')) return refused('not_allowed', onlyWords('save_macro'));
  if (known !== undefined && known.ownerId !== null && known.ownerId !== user.id) {
    return refused(
      'not_allowed',
      `“${isolated(known.name)}” is a macro of ${await userName(tx, known.ownerId)}. Copy it to change it.`,
    );
  }
  const concernsAll = shared || (known !== undefined && known.ownerId === null);
  return concernsAll && !mayDo(user.role, 'share_macro') ? refused('not_allowed', onlyWords('share_macro')) : null;
}
