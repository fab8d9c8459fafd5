import { z } from 'zod';

/** What the window knows of the backend and of what it still has to send, for the tray and for quitting. */
export const syncFactsSchema = z.strictObject({
  connection: z.enum(['connecting', 'online', 'offline', 'failing', 'unauthorized', 'update_required']),
  /** Actions saved here that the backend has not confirmed. */
  waiting: z.int().nonnegative(),
});
export type SyncFacts = z.infer<typeof syncFactsSchema>;
