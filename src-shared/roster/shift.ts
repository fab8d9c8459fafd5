import { z } from 'zod';
import { idSchema, userIdSchema } from '../cases/case-document.ts';

/** Who is on call from when to when, epoch ms: outside support hours they are told of emergencies. */
export const shiftSchema = z
  .object({
    id: idSchema,
    userId: userIdSchema,
    fromAt: z.int(),
    toAt: z.int(),
    /** Taken off the roster. It stays, so that the removal can be undone. */
    removed: z.boolean().optional(),
  })
  .refine(({ fromAt, toAt }) => fromAt < toAt, { error: 'expected an end after the start', path: ['toAt'] });
export type Shift = z.infer<typeof shiftSchema>;
