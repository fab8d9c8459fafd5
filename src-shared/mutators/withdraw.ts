import { z } from 'zod';
import { accepted, defineMutator } from './mutator.ts';

/**
 * Takes the place of an action that the backend could not read (its name or arguments), so that the later actions of
 * the client keep their ids. Changes nothing.
 */
export const withdraw = defineMutator({
  args: z.strictObject({ name: z.string().max(100), reason: z.string().max(2_000) }),
  run: async () => accepted,
});
