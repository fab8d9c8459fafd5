import { z } from 'zod';
import { askedSpaceSchema, clientGroupIdSchema, protocolVersion } from './protocol.ts';

/*
 * The first load: everything that a space holds at one version, as lines of JSON. A head, then pages of documents in
 * the form in which the client keeps them, then an end, so that a load that was cut short shows as that.
 */

export const loadRequestSchema = z.object({
  pullVersion: z.literal(protocolVersion),
  clientGroupID: clientGroupIdSchema,
  space: askedSpaceSchema,
  schemaVersion: z.int(),
});
export type LoadRequest = z.infer<typeof loadRequestSchema>;

export const loadHeadSchema = z.object({
  /** Between two pages of a pull that began with nothing: the pull goes on from here after the load. */
  cookie: z.string().max(200),
  /** Documents that follow, for progress. */
  documents: z.int().nonnegative(),
  schemaVersion: z.int(),
});
export type LoadHead = z.infer<typeof loadHeadSchema>;

export const loadEndSchema = z.object({ end: z.literal(true), documents: z.int().nonnegative() });
export type LoadEnd = z.infer<typeof loadEndSchema>;

/** Documents on a page of a load, at most. */
export const loadPageDocuments = 500;
