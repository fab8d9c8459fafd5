import { z } from 'zod';
import type { ClientGroupId, ClientId } from '../ids.ts';
import {
  clientGroupIdSchema,
  clientIdSchema,
  type Identity,
  identitySchema,
  mutationSchema,
  refusalSchema,
} from './protocol.ts';

/*
 * The journal of what was not sent yet: kept by the main process outside of the browser's storage, so that the
 * outbox can be rebuilt when that storage was reset, lost or damaged.
 */

/** One action that the backend has not confirmed, with all that sending it takes. */
export const journalEntrySchema = mutationSchema.extend({
  clientGroupID: clientGroupIdSchema,
  /** Who did it; null if that was not known yet. Nobody else's token may send it. */
  by: identitySchema.nullable(),
  /** Never sent yet, and its date may still be put right. */
  isProvisional: z.literal(true).optional(),
  /** The refused action that this one takes the place of: it needs no attention from here on. */
  resolves: z.string().min(1).max(300).optional(),
});
export type JournalEntry = z.infer<typeof journalEntrySchema>;

/** An action that was refused, with what the agent wrote. */
export const journalAttentionSchema = z.object({
  id: z.string().min(1).max(300),
  name: z.string().max(100),
  args: z.json(),
  refusal: refusalSchema,
  at: z.int(),
  /** When it was done, and by whom if that is known. Absent in what earlier versions wrote. */
  done: z.object({ at: z.int(), by: identitySchema.shape.user.nullable() }).optional(),
});
export type JournalAttention = z.infer<typeof journalAttentionSchema>;

/** Whose a client is, if that is known. Earlier versions did not write it. */
const ownerSchema = identitySchema.nullable().optional();

const clientSchema = z.object({ clientGroupID: clientGroupIdSchema, clientID: clientIdSchema });

/** What is to be kept, all of it or nothing. An action with the id of an earlier one of its client takes that one's place. */
export const journalAppendSchema = z.object({
  entries: z.array(journalEntrySchema).max(10_000),
  /**
   * The client `clientID` goes on as `by`, which is `owner`'s: its entries are forgotten, and `entries` are the same
   * actions anew.
   */
  replaces: z.object({ clientID: clientIdSchema, by: clientSchema, owner: ownerSchema }).nullable(),
  attention: z.array(journalAttentionSchema).max(10_000),
  /** Ids of refused actions that the agent has put away. */
  dismissed: z.array(z.string().max(300)).max(10_000),
});
export type JournalAppend = z.infer<typeof journalAppendSchema>;

/** The actions of a client up to `through` are settled, and need not be kept any longer. */
export const journalAcknowledgeSchema = clientSchema.extend({ through: z.int().nonnegative(), owner: ownerSchema });
export type JournalAcknowledge = z.infer<typeof journalAcknowledgeSchema>;

/** What the journal knows of one client. */
export interface JournalClient {
  readonly clientGroupID: ClientGroupId;
  readonly clientID: ClientId;
  /** Who acts as this client, and in which space; null if the journal was never told. Nobody else goes on as it. */
  readonly owner: Identity | null;
  /** Actions up to this one are settled. */
  readonly acknowledgedThrough: number;
  /** The highest id that was ever given out, as far as the journal knows. */
  readonly lastID: number;
  /** Neither settled nor replaced, by id. An id may be missing if its line was damaged. */
  readonly waiting: readonly JournalEntry[];
}

/** A line of the journal that could not be read back. */
export interface JournalDamage {
  /** File and line, for a person. */
  readonly place: string;
  readonly reason: string;
  /** The app ended while writing it, so nobody was told that what it says is kept. */
  readonly isTorn: boolean;
}

export interface JournalContents {
  /** The one that was written for last stands last. */
  readonly clients: readonly JournalClient[];
  /** Clients that went on as others. */
  readonly replaced: readonly { readonly clientID: ClientId; readonly by: ClientId }[];
  /** What was refused and not put away yet. */
  readonly attention: readonly JournalAttention[];
  /** Ids of what was put away or done anew, the latest ones: the store may not have come to know. */
  readonly dismissed: readonly string[];
  readonly damage: readonly JournalDamage[];
}
