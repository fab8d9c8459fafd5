import type { ClientGroupId, ClientId, EpochMs, SpaceId, UserId } from '../../src-shared/ids.ts';
import type { CollectionName, Collections } from '../../src-shared/sync/collections.ts';
import type { Refusal } from '../../src-shared/sync/protocol.ts';

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
  /** Of name, arguments and timestamp: tells a repeated push from another client with the same identity. */
  readonly hash: string;
  /** Null when accepted. */
  readonly refusal: Refusal | null;
}

/** A consistent snapshot of one space. Usable only until the work it was given to ends. */
export interface ReadTransaction {
  /** Version of the snapshot; 0 for a space that does not exist yet. In a write: the version that it makes. */
  readonly version: number;
  /** Random name of this copy of the data: a client's cookie from another copy means nothing here. */
  readonly epoch: string;
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
  /** Lets the bearer of the token with this SHA-256 hash act as the user. */
  addToken(hash: string, userId: UserId): Promise<void>;
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
  /** Calls back after each commit, by this process or another one on the same data. Returns what stops it. */
  watch(listener: (space: SpaceId, version: number) => void): () => void;
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
