import { z } from 'zod';
import { accepted, defineMutator } from '../../src-shared/mutators/mutator.ts';
import { mutators } from '../../src-shared/mutators/registry.ts';

/** The app knows one action more than the server, as after an update of the app alone. */
export const appRegistry = {
  ...mutators,
  novelty: defineMutator({ args: z.strictObject({ eventId: z.string() }), run: async () => accepted }),
};
