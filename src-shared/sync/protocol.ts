import { z } from 'zod';
import { idSchema } from '../cases/case-document.ts';
import type { ClientGroupId, ClientId, SpaceId } from '../ids.ts';
import { collectionNameSchema } from './collections.ts';

/** Version of the push and pull messages. */
export const protocolVersion = 1;
/** Version of the documents and mutator arguments. A client with another one is told to update. */
export const schemaVersion = 1;
/** Largest push body in bytes. */
export const maxPushBytes = 5 * 1024 * 1024;

export const clientIdSchema = idSchema.transform((id) => id as ClientId);
export const clientGroupIdSchema = idSchema.transform((id) => id as ClientGroupId);
export const spaceIdSchema = idSchema.transform((id) => id as SpaceId);

/** The space that the client takes its token for, as `GET /sync/me` told it. In another one the request is refused. */
export const askedSpaceSchema = idSchema.optional();

/** One action as the client sends it; `id` counts 1, 2, 3 … per client. */
export const mutationSchema = z.object({
  clientID: clientIdSchema,
  id: z.int().positive(),
  name: z.string().min(1).max(100),
  args: z.json(),
  /** When the agent did it: epoch ms. */
  timestamp: z.int(),
});
export type Mutation = z.infer<typeof mutationSchema>;

export const pushRequestSchema = z.object({
  pushVersion: z.literal(protocolVersion),
  clientGroupID: clientGroupIdSchema,
  space: askedSpaceSchema,
  schemaVersion: z.int(),
  mutations: z.array(mutationSchema).max(10_000),
});
export type PushRequest = z.infer<typeof pushRequestSchema>;

/** What a rule refused: a stable code, and a sentence for the person who acted. */
export const refusalSchema = z.object({ code: z.string(), message: z.string() });
export type Refusal = z.infer<typeof refusalSchema>;

export const rejectionSchema = z.object({
  clientID: clientIdSchema,
  id: z.int().positive(),
  name: z.string(),
  refusal: refusalSchema,
});
export type Rejection = z.infer<typeof rejectionSchema>;

export const pushResponseSchema = z.object({
  /** Highest processed mutation of each client named in the push. */
  lastMutationIDs: z.record(z.string(), z.int().nonnegative()),
  rejections: z.array(rejectionSchema),
});
export type PushResponse = z.infer<typeof pushResponseSchema>;

/** Where a client's copy stands: opaque to the client. */
export const cookieSchema = z.string().max(200).nullable();
export type Cookie = z.infer<typeof cookieSchema>;

export const pullRequestSchema = z.object({
  pullVersion: z.literal(protocolVersion),
  clientGroupID: clientGroupIdSchema,
  space: askedSpaceSchema,
  cookie: cookieSchema,
  schemaVersion: z.int(),
});
export type PullRequest = z.infer<typeof pullRequestSchema>;

export const patchOperationSchema = z.discriminatedUnion('op', [
  z.object({ op: z.literal('clear') }),
  z.object({
    op: z.literal('put'),
    collection: collectionNameSchema,
    id: idSchema,
    version: z.int().positive(),
    /** Not walked through: it comes out of a JSON parser, and a first load has tens of thousands of them. */
    doc: z.custom<z.infer<ReturnType<typeof z.json>>>((value) => value !== undefined),
  }),
  z.object({ op: z.literal('del'), collection: collectionNameSchema, id: idSchema, version: z.int().positive() }),
]);
export type PatchOperation = z.infer<typeof patchOperationSchema>;

export const pullResponseSchema = z.object({
  cookie: z.string().max(200),
  /** True while pages are left: pull again with the new cookie, and apply all pages as one. */
  more: z.boolean(),
  /** Documents the whole pull will bring, for progress; only on the first page. */
  total: z.int().nonnegative().optional(),
  lastMutationIDChanges: z.record(z.string(), z.int().nonnegative()),
  rejections: z.array(rejectionSchema),
  patch: z.array(patchOperationSchema),
  /** Of the space, in the snapshot of the last page; only on that page. Pokes name versions like it. */
  version: z.int().nonnegative().optional(),
});
export type PullResponse = z.infer<typeof pullResponseSchema>;

/** What a poke says: the version of the space since. */
export const pokeSchema = z.object({ version: z.int().nonnegative() });

/** Who the backend takes the bearer of the token for. `GET /sync/me`. */
export const identitySchema = z.object({
  space: idSchema,
  /** The desk, which stays the same when its data moves to another backend or space. */
  desk: idSchema.optional(),
  user: z.object({ id: idSchema, name: z.string(), role: z.enum(['coa', 'tae', 'lead', 'administrator']) }),
  /** The backend's clock, epoch ms. */
  serverAt: z.int(),
});
export type Identity = z.infer<typeof identitySchema>;

/** Every error the backend answers with, and the HTTP status that carries it. */
export const errorStatus = {
  invalid_body: 400,
  unknown_mutator: 400,
  invalid_args: 400,
  archive_refused: 400,
  unauthorized: 401,
  foreign_origin: 403,
  foreign_host: 403,
  foreign_client: 403,
  not_allowed: 403,
  not_found: 404,
  out_of_order: 409,
  other_space: 409,
  identity_conflict: 409,
  update_required: 409,
  space_not_empty: 409,
  key_reused: 409,
  case_closed: 409,
  body_too_large: 413,
  unsupported_media_type: 415,
  refused: 422,
  too_many_requests: 429,
  internal: 500,
  unavailable: 503,
} as const;
export type ErrorCode = keyof typeof errorStatus;

export const errorBodySchema = z.object({
  error: z.object({
    code: z.string(),
    /** What happened and what to do, for a person. */
    message: z.string(),
    /** Place in the request body, such as `mutations[2].args.caseId`. */
    path: z.string().optional(),
    /** The mutation at fault, where there is one. */
    clientID: z.string().optional(),
    mutationID: z.int().optional(),
  }),
});
export type ErrorBody = z.infer<typeof errorBodySchema>;
