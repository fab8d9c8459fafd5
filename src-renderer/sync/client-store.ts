import type { ClientGroupId, ClientId, EpochMs } from '../../src-shared/ids.ts';
import type { CollectionName } from '../../src-shared/sync/collections.ts';
import {
  type Cookie,
  clientGroupIdSchema,
  clientIdSchema,
  type Identity,
  type Refusal,
} from '../../src-shared/sync/protocol.ts';
import type { RememberedTime } from '../../src-shared/time/desk-time.ts';

/** Version of the tables. A store written by a later one is not opened (and never emptied). */
export const storeVersion = 1;

/** A confirmed document as it is packed: collection, id, version, and the document, null when it was deleted. */
export type StoredDocument = readonly [collection: CollectionName, id: string, version: number, doc: unknown];

/** One page of a first load: documents as the backend packed them, and what they say. */
export interface LoadedPage {
  /** Counts from 0. */
  readonly at: number;
  /** JSON text of `documents`. */
  readonly json: string;
  readonly documents: readonly StoredDocument[];
}

/** A first load, all of whose pages were staged. */
export interface StagedLoad {
  readonly name: string;
  readonly pages: number;
}

/** Who this client is to the backend. */
export interface ClientIdentity {
  readonly clientGroupID: ClientGroupId;
  readonly clientID: ClientId;
}

export function newClient(newId: () => string): ClientIdentity {
  return { clientGroupID: clientGroupIdSchema.parse(newId()), clientID: clientIdSchema.parse(newId()) };
}

/** Small facts, each kept under its own key. */
export interface StoreMeta {
  readonly client: ClientIdentity;
  /** Where the confirmed documents stand. */
  readonly cookie: Cookie;
  /** Highest mutation of this client that a pull confirmed. */
  readonly confirmedMutationID: number;
  /** Who acted here last; lets the app start offline. */
  readonly identity: Identity;
  /** What was last known of the server's time. */
  readonly deskTime: RememberedTime;
  /** Time of the last action, which no later action precedes. */
  readonly lastOccurredAt: EpochMs;
  readonly lastSyncAt: EpochMs;
  /** First rows of the queue as the screen last showed them: opaque, painted before the documents are read. */
  readonly queueSnapshot: unknown;
}

/** An action saved here that the backend has not confirmed. `id` counts 1, 2, 3 … per client. */
export interface OutboxRow {
  readonly id: number;
  readonly name: string;
  readonly args: unknown;
  /** When it was done: epoch ms. */
  readonly timestamp: EpochMs;
  /** The server had not confirmed the time: its date may still be put right, and it is not sent before that. */
  readonly isProvisional?: true | undefined;
  /** The refused action that this one takes the place of. */
  readonly resolves?: string | undefined;
}

/** An action the backend did not take, kept with what the agent wrote. */
export interface AttentionRow {
  readonly id: string;
  readonly name: string;
  readonly args: unknown;
  readonly refusal: Refusal;
  /** When it was refused, or found out here. */
  readonly at: EpochMs;
  /** When it was done, and by whom if that is known. */
  readonly done?: { readonly at: EpochMs; readonly by: Identity['user'] | null } | undefined;
}

export interface DraftRow {
  readonly caseId: string;
  readonly kind: string;
  readonly text: string;
  /** The refused action that this text is to be sent in place of. */
  readonly resolves?: string | undefined;
  /** The macro that it was begun with. */
  readonly macro?: string | undefined;
}

/** All but the documents: little, and read in one go. */
export interface StoreHead {
  readonly meta: Partial<StoreMeta>;
  /** By id, lowest first. */
  readonly outbox: readonly OutboxRow[];
  readonly attention: readonly AttentionRow[];
  readonly drafts: readonly DraftRow[];
}

/** One atomic change: all of it is stored, or nothing. Applied in the order of the fields. */
export interface StoreChange {
  /** Forgets every confirmed document first. */
  readonly clearDocuments?: boolean;
  /** The pages of this load take the place of every confirmed document. Rejected if they are not all there. */
  readonly takeLoad?: StagedLoad;
  readonly documents?: readonly StoredDocument[];
  readonly meta?: Partial<StoreMeta>;
  readonly removeOutbox?: readonly number[];
  readonly putOutbox?: readonly OutboxRow[];
  readonly removeAttention?: readonly string[];
  readonly putAttention?: readonly AttentionRow[];
  readonly removeDrafts?: readonly string[];
  readonly putDrafts?: readonly DraftRow[];
}

/**
 * strict: on the disk when the promise resolves, with everything committed before it; for what an agent did.
 * relaxed: survives the end of the app, but perhaps not a power cut; for what the backend can send again.
 */
export type Durability = 'strict' | 'relaxed';

/** What the sync engine and the replica need of a local store. Adapters: Dexie, and memory for simulation. */
export interface ClientStore {
  /**
   * Opens the store, anew where it was open and its connection broke. Answers what it holds.
   *
   * @throws {StoreOpenError} with nothing deleted or changed.
   */
  open(): Promise<StoreHead>;
  /** Every confirmed document once, without the deleted ones. */
  readDocuments(): Promise<readonly StoredDocument[]>;
  /** Stores the change as one, after every earlier change. Rejects with nothing of it stored. */
  commit(change: StoreChange, durability: Durability): Promise<void>;
  /**
   * Keeps the next page of a first load beside the confirmed documents: unseen until a commit takes the load, and
   * forgotten when another load begins or the store is opened anew. The first page of a load begins it.
   */
  stage(load: string, page: LoadedPage): Promise<void>;
  /** Does one bounded step of tidying up, for when the app is idle; true while more is left. */
  compact(): Promise<boolean>;
  /** Calls back when an open store can be used no longer: its connection was taken away. */
  onLost?(listener: () => void): void;
  close(): Promise<void>;
}

/**
 * held: another window works on it, or still has it open in another version. later_version: for the app to be
 * updated. broken: anything else; opening it again may help.
 */
export type StoreOpenReason = 'held' | 'later_version' | 'broken';

/** The local store cannot be opened; it is left as it is. */
export class StoreOpenError extends Error {
  override readonly name = 'StoreOpenError';
  readonly reason: StoreOpenReason;

  constructor(message: string, reason: StoreOpenReason, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}

/** A load cannot be taken: another one began since, or the store was opened anew. */
export function loadIsGone(load: StagedLoad): Error {
  return new Error(`The pages of load ${load.name} are not all here any more.`);
}

/** Actions in the order they were done. */
export function byId(rows: Iterable<OutboxRow>): OutboxRow[] {
  return [...rows].sort((a, b) => a.id - b.id);
}
