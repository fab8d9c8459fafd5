import { z } from 'zod';
import { mayDo, onlyWords } from '../directory/permissions.ts';
import { isolated } from '../text/isolated.ts';
import { savedViewSchema } from '../views/saved-view.ts';
import { newIdSchema } from './arguments.ts';
import {
  accepted,
  defineMutator,
  type MutatorContext,
  type MutatorTransaction,
  type Outcome,
  refused,
} from './mutator.ts';
import { userName } from './names.ts';

/*
 * A view belongs to who made it. Shared, the desk has it, and every lead may change it or take it away. Of two changes
 * the later one at the backend stands; saving one that was taken away brings it back, which is how a removal is undone.
 */

const { name, base, filter, columns, sort, group } = savedViewSchema.shape;

/** Keeps a view under its name, or changes one that is there. */
export const saveView = defineMutator({
  args: z.strictObject({ viewId: newIdSchema, name, shared: z.boolean(), base, filter, columns, sort, group }),
  async run(tx, { viewId, ...view }, context) {
    const { role, id } = context.user;
    if (!mayDo(role, 'save_view')) return refused('not_allowed', onlyWords('save_view'));
    if (view.shared && !mayDo(role, 'share_view')) return refused('not_allowed', onlyWords('share_view'));
    const before = await tx.get('views', viewId);
    const wrong = before === undefined ? null : await notTheirs(tx, before, context);
    if (wrong !== null) return wrong;
    await tx.set('views', viewId, { id: viewId, ownerId: before?.ownerId ?? id, ...view });
    return accepted;
  },
});

export const removeView = defineMutator({
  args: z.strictObject({ viewId: newIdSchema }),
  async run(tx, { viewId }, context) {
    const before = await tx.get('views', viewId);
    if (before === undefined) return refused('unknown_view', 'This view is not here any more.');
    const wrong = await notTheirs(tx, before, context);
    if (wrong !== null) return wrong;
    if (before.removed === true)
      return refused('already_removed', `The view “${isolated(before.name)}” was removed already.`);
    await tx.set('views', viewId, { ...before, removed: true });
    return accepted;
  },
});

async function notTheirs(
  tx: MutatorTransaction,
  { name, ownerId, shared }: z.output<typeof savedViewSchema>,
  { user }: MutatorContext,
): Promise<Outcome | null> {
  if (ownerId === user.id || (shared && mayDo(user.role, 'share_view'))) return null;
  const whose = await userName(tx, ownerId);
  const who = shared ? `${whose} or a lead` : whose;
  return refused('not_allowed', `The view “${isolated(name)}” belongs to ${whose}. Only ${who} can change it.`);
}
