import { z } from 'zod';
import { idSchema } from '../cases/case-document.ts';
import { identitySchema } from './protocol.ts';

/** What an archive is sent as. */
export const archiveType = 'application/gzip';

/** Who moves a desk in names the user of it who is to act there: `POST /move/in?user=ID`. */
export const moveInQuerySchema = z.object({ user: idSchema });

/** The desk is in. */
export const movedInSchema = z.object({
  space: idSchema,
  user: identitySchema.shape.user,
  /** By which that user acts here from now on. */
  token: z.string().min(1).max(500),
  documents: z.int().nonnegative(),
  /** False: it was in already, as it was sent now. */
  isNew: z.boolean(),
});
export type MovedIn = z.infer<typeof movedInSchema>;
