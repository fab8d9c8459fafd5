import { z } from 'zod';
import { idSchema, userIdSchema } from '../../src-shared/cases/case-document.ts';
import { collectionNameSchema } from '../../src-shared/sync/collections.ts';
import { clientGroupIdSchema, clientIdSchema, refusalSchema } from '../../src-shared/sync/protocol.ts';

/*
 * An archive: a space, complete, as gzipped lines of JSON. The first line is the head; one line a row follows; the
 * last one counts them and holds the SHA-256 of every byte before it.
 */

export const archiveForm = 'dueline archive';
/** Version of the lines. A reader refuses later ones. */
export const archiveVersion = 1;

/** What a file must say of itself before anything else in it is believed. */
export const archiveClaimSchema = z.object({ form: z.literal(archiveForm), archiveVersion: z.int() });

export const archiveHeadSchema = archiveClaimSchema.extend({
  archiveVersion: z.literal(archiveVersion),
  /** Of the documents. */
  schemaVersion: z.int(),
  space: idSchema,
  /** Stays the same wherever the data is moved. */
  desk: z.string().min(1).max(128),
  /** The copy that the archive was made of, and its version. */
  epoch: z.string().min(1).max(128),
  version: z.int().nonnegative(),
  lastCaseNumber: z.int().nonnegative(),
});
export type ArchiveHead = z.infer<typeof archiveHeadSchema>;

const versionSchema = z.int().positive();

export const archiveRowSchema = z.discriminatedUnion('row', [
  z.object({
    row: z.literal('document'),
    collection: collectionNameSchema,
    id: idSchema,
    version: versionSchema,
    /** Null when deleted. */
    doc: z.unknown().refine((doc) => doc !== undefined, 'is missing'),
  }),
  z.object({ row: z.literal('group'), id: clientGroupIdSchema, userId: userIdSchema }),
  z.object({
    row: z.literal('client'),
    clientId: clientIdSchema,
    groupId: clientGroupIdSchema,
    lastMutationId: z.int().nonnegative(),
    lastOccurredAt: z.int().nullable(),
    version: versionSchema,
  }),
  z.object({
    row: z.literal('result'),
    clientId: clientIdSchema,
    mutationId: z.int().positive(),
    name: z.string(),
    hash: z.string(),
    refusal: refusalSchema.nullable(),
    version: versionSchema,
  }),
]);

/** How many rows of each kind. */
export const archiveCountsSchema = z.object({
  documents: z.int().nonnegative(),
  groups: z.int().nonnegative(),
  clients: z.int().nonnegative(),
  results: z.int().nonnegative(),
});
export type ArchiveCounts = z.infer<typeof archiveCountsSchema>;

export const archiveEndSchema = archiveCountsSchema.extend({ row: z.literal('end'), sha256: z.string() });

export const countedAs = {
  document: 'documents',
  group: 'groups',
  client: 'clients',
  result: 'results',
} as const;
