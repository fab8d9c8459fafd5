import type { ClientGroupId, ClientId, EpochMs, SpaceId, UserId } from '../../src-shared/ids.ts';
import type { CollectionName, Collections } from '../../src-shared/sync/collections.ts';
import type { Refusal } from '../../src-shared/sync/protocol.ts';
import type { Signals } from './signals.ts';

/** A document as it is stored; its text is passed on as it is, without being parsed. */
export interface StoredDocument {
  readonly collection: CollectionName;
  readonly id: string;
  /** JSON text; null when deleted. */
  readonly json: string | null;
  readonly version: number;
  readonly deleted: boolean;
  /** Order among the documents of one version. Never changes while the document exists. */
  readonly sequence: number;
}

/** A place in the order of versions: everything up to and including this document. */
export interface Position {
  readonly version: number;
  readonly sequence: number;
}

export interface PageLimit {
  readonly documents: number;
  /** The page ends with the document that reaches this many characters of JSON text. */
  readonly characters: number;
}

export interface ClientRecord {
  readonly clientId: ClientId;
  readonly groupId: ClientGroupId;
  /** Highest mutation processed, accepted or refused. */
  readonly lastMutationId: number;
  /** Time of record of its last accepted mutation; null before the first. */
  readonly lastOccurredAt: EpochMs | null;
}

export interface MutationResult {
  readonly clientId: ClientId;
  readonly mutationId: number;
  readonly name: string;
  /** Of name and arguments: tells a repeated push from another client with the same identity. */
  readonly hash: string;
  /** Null when accepted. */
  readonly refusal: Refusal | null;
}

/** One row of what a space holds besides its tokens, with its versions: what an archive is made of. */
export type SpaceRow =
  | {
      readonly row: 'document';
      readonly collection: CollectionName;
      readonly id: string;
      readonly version: number;
      /** JSON text; null when deleted. */
      readonly json: string | null;
    }
  | { readonly row: 'group'; readonly id: ClientGroupId; readonly userId: UserId }
  | ({ readonly row: 'client'; readonly version: number } & ClientRecord)
  | ({ readonly row: 'result'; readonly version: number } & MutationResult);

/** Where the data of a space came from. */
export interface Origin {
  /** The desk, which stays the same wherever its data is moved. */
  readonly desk: string;
  /** The copy it was taken from, and that copy's version. */
  readonly epoch: string;
  readonly version: number;
  /** The space's version when it had been taken in. */
  readonly takenInAs: number;
}

/** Everything of another copy of a space. */
export interface SpaceCopy {
  readonly origin: Omit<Origin, 'takenInAs'>;
  readonly lastCaseNumber: number;
  readonly rows: AsyncIterable<SpaceRow>;
}

/** What `prune` may remove, in one transaction. */
export interface PruneLimits {
  /** Tombstones of this version and earlier ones. */
  readonly tombstonesThrough: number;
  /** Results of accepted mutations of this version and earlier ones; refusals stay, as somebody may not know of one. */
  readonly resultsThrough: number;
  /** So many newest results of each client stay, however old: they tell a client that slept from one that was copied. */
  readonly resultsKept: number;
  /** At most so many tombstones and so many results. */
  readonly rows: number;
}

/** A consistent snapshot of one space. Usable only until the work it was given to ends. */
export interface ReadTransaction {
  /** Version of the snapshot; 0 for a space that does not exist yet. In a write: the version that it makes. */
  readonly version: number;
  /** Random name of this copy of the data: a client's cookie from another copy means nothing here. */
  readonly epoch: string;
  /** Tombstones of this version and earlier ones may be gone: a copy that is older than that must begin anew. */
  readonly horizonVersion: number;
  get<Name extends CollectionName>(collection: Name, id: string): Promise<Collections[Name] | undefined>;
  /** Version of a document, which tells whether it exists and has changed; undefined if there is none. */
  versionOf(collection: CollectionName, id: string): Promise<number | undefined>;
  /** The documents of a collection by id. */
  list<Name extends CollectionName>(collection: Name): AsyncIterable<Collections[Name]>;
  /** Documents and tombstones that changed after `position`, in the order of versions. */
  changesAfter(position: Position, limit: PageLimit): Promise<readonly StoredDocument[]>;
  /** How many documents changed after `version` and are not deleted. */
  countChangesAfter(version: number): Promise<number>;
  /** The user whose client group this is; undefined for an unknown group. */
  groupOwner(groupId: ClientGroupId): Promise<UserId | undefined>;
  client(clientId: ClientId): Promise<ClientRecord | undefined>;
  mutationResult(clientId: ClientId, mutationId: number): Promise<MutationResult | undefined>;
  /** Clients of the group with a mutation processed after `version`. */
  clientsChangedAfter(groupId: ClientGroupId, version: number): Promise<readonly ClientRecord[]>;
  /** What was refused of the group's mutations after `version`, in the order of processing. */
  refusalsAfter(groupId: ClientGroupId, version: number): Promise<readonly MutationResult[]>;
  /** The highest version of which is known that the space had it at `at`; 0 if none is. */
  versionAt(at: EpochMs): Promise<number>;
  /** Everything but tokens: documents and tombstones in the order of versions, then who changed them. */
  rows(): AsyncIterable<SpaceRow>;
  /** The last number that a case got, or was imported with; 0 before the first. */
  lastCaseNumber(): Promise<number>;
  /** Whom the tokens of the space are for, each once, by id: users, and services that are no users. */
  tokenHolders(): Promise<readonly UserId[]>;
  /** Null for data that came to be here. */
  origin(): Promise<Origin | null>;
}

export interface WriteTransaction extends ReadTransaction {
  /** Stores a document. One that is equal to what is stored writes nothing. */
  put<Name extends CollectionName>(collection: Name, id: string, doc: Collections[Name]): Promise<void>;
  /** Leaves a tombstone, so that clients learn of it. */
  delete(collection: CollectionName, id: string): Promise<void>;
  /** The next number of this space, eight digits such as 00012345. */
  nextCaseNumber(): Promise<string>;
  /** Later numbers are above `number`: for imported cases that bring their own. */
  raiseCaseNumber(number: number): Promise<void>;
  /** Records that a mutation was processed: the client, its group (made if new) and the result. */
  recordMutation(client: ClientRecord, owner: UserId, result: MutationResult): Promise<void>;
  /** Remembers for `versionAt` that the version before this write's was there at `at`. Makes no version. */
  markTime(at: EpochMs): Promise<void>;
  /** Removes what is older than the limits say, the oldest first. Makes no version. True: there is more. */
  prune(limits: PruneLimits): Promise<boolean>;
  /** Lets the bearer of the token with this SHA-256 hash act as the user. */
  addToken(hash: string, userId: UserId): Promise<void>;
  /** The user's tokens of another space count for this one from now on. */
  takeTokens(userId: UserId, from: SpaceId): Promise<void>;
  /** Nobody acts as the user any longer. */
  removeTokens(userId: UserId): Promise<void>;
  /**
   * Puts the copy, with its versions, in the place of all that the space holds besides its tokens. The space gets a
   * new epoch, so that every client begins anew, and a version after its own and the copy's, which `version` tells.
   */
  takeIn(copy: SpaceCopy): Promise<void>;
  /** Runs `work` and keeps what it wrote if it answers true; undoes it otherwise, also when it throws. */
  attempt(work: () => Promise<boolean>): Promise<void>;
}

export interface TokenRecord {
  readonly hash: string;
  readonly space: SpaceId;
  readonly userId: UserId;
}

/** The storage port. Adapters: SQLite and PostgreSQL; one conformance suite runs on both. */
export interface Storage {
  read<Result>(space: SpaceId, work: (tx: ReadTransaction) => Promise<Result>): Promise<Result>;
  /**
   * Locks the space's version first, so that commit order is version order. The new version is stored only when
   * something was written. Rolls back when `work` throws.
   *
   * @throws {StorageError} if the data cannot be written; nothing of this transaction is stored then.
   */
  write<Result>(space: SpaceId, work: (tx: WriteTransaction) => Promise<Result>): Promise<Result>;
  findToken(hash: string): Promise<TokenRecord | undefined>;
  /** Every space that was written to. */
  spaces(): Promise<readonly SpaceId[]>;
  /** Calls back after each commit, by this process or another one on the same data. Returns what stops it. */
  watch(listener: (space: SpaceId, version: number) => void): () => void;
  /** The way to the other processes that serve this data; absent where one alone does. */
  readonly signals?: Signals;
  close(): Promise<void>;
}

/**
 * - `damaged`, `foreign`, `newer`: the file is not usable as it is.
 * - `full`, `read_only`, `busy`, `unreachable`, `closed`, `failed`: it cannot be read or written now.
 */
export type StorageProblem =
  | 'damaged'
  | 'foreign'
  | 'newer'
  | 'full'
  | 'read_only'
  | 'busy'
  | 'unreachable'
  | 'closed'
  | 'failed';

/** The data cannot be opened, read or written; the message says what happened and what to do. */
export class StorageError extends Error {
  readonly problem: StorageProblem;

  constructor(problem: StorageProblem, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StorageError';
    this.problem = problem;
  }
}
