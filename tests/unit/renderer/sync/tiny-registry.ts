import { z } from 'zod';
import { productIdSchema } from '../../../../src-shared/cases/case-document.ts';
import { accepted, defineMutator, notDone } from '../../../../src-shared/mutators/mutator.ts';
import { withdraw } from '../../../../src-shared/mutators/withdraw.ts';
import type { Policy } from '../../../../src-shared/policy/policy.ts';

export const policy: Policy = {
  calendars: { always: { timeZone: 'UTC', weekly: {}, holidays: [] } },
  agreements: {},
  internal: {},
  resolution_pauses_on: [],
};

/** Adds a mark to a product's name: the marks of a product are the actions on it, in order. */
const mark = defineMutator({
  args: z.object({ id: z.string(), mark: z.string(), padding: z.string().optional() }),
  async run(tx, args, context) {
    if (args.mark === 'never') return notDone('never', 'This mark is never allowed.');
    if (args.mark.startsWith('no') && context.authority !== null) {
      return notDone('not_here', `The backend does not take ${args.mark}.`);
    }
    const before = await tx.get('products', args.id);
    // A mutator with a defect that only shows over certain documents.
    if (context.authority === null && before?.name.includes('poison')) throw new Error('defect');
    await tx.set('products', args.id, {
      id: productIdSchema.parse(args.id),
      name: before === undefined ? args.mark : `${before.name} ${args.mark}`,
    });
    return accepted;
  },
});

/** An action that a backend may not know. */
const novelty = defineMutator({ args: z.object({ text: z.string() }), run: async () => accepted });

export const registry = { mark, novelty, withdraw };
export const oldRegistry = { mark, withdraw };
