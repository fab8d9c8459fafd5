import { z } from 'zod';
import { idSchema, userIdSchema } from '../cases/case-document.ts';

const columnKey = z.string().min(1).max(40);

/** A view of the queue as somebody set it up. Shared by a lead, the whole desk has it. */
export const savedViewSchema = z.object({
  id: idSchema,
  name: z.string().trim().min(1).max(80),
  ownerId: userIdSchema,
  shared: z.boolean(),
  /** The view of the rail that it narrows. */
  base: columnKey,
  filter: z.string().max(500),
  /** In the order in which they stand; empty: the usual ones. */
  columns: z.array(columnKey).max(30).readonly(),
  /** Null: the queue's own order, by the time left. */
  sort: z.object({ by: columnKey, descending: z.boolean() }).nullable(),
  group: columnKey.nullable(),
  /** Taken away. It stays, so that the removal can be undone. */
  removed: z.boolean().optional(),
});
export type SavedView = z.infer<typeof savedViewSchema>;
