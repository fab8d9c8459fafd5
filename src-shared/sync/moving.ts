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

/** The file in a data folder that says where its desk went: from then on the data is a copy of how it was. */
export const movedMarkName = 'moved.json';
export const movedMarkSchema = z.object({
  url: z.string(),
  space: idSchema,
  /** Who acted here, and goes on there. */
  userId: idSchema,
  at: z.int(),
});
export type MovedMark = z.infer<typeof movedMarkSchema>;
