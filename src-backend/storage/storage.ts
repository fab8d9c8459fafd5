import type { ClientGroupId, ClientId, SpaceId, UserId } from '../../src-shared/ids.ts';
import type { Outcome } from '../../src-shared/mutators/mutator.ts';
import type { CollectionName, Collections } from '../../src-shared/sync/collections.ts';

export interface StoredDocument {
  readonly collection: CollectionName;
  readonly id: string;
  /** Null when deleted. */
  readonly doc: unknown;
  readonly version: number;
  readonly deleted: boolean;
}

/** A consistent snapshot of one space. */
export interface ReadTransaction {
  /** Version of the snapshot. In a write transaction: the version that this transaction makes. */
  readonly version: number;
  get<Name extends CollectionName>(collection: Name, id: string): Promise<Collections[Name] | undefined>;
}

export interface WriteTransaction extends ReadTransaction {
  put<Name extends CollectionName>(collection: Name, id: string, doc: Collections[Name]): Promise<void>;
  delete(collection: CollectionName, id: string): Promise<void>;
  nextCaseNumber(): Promise<string>;
}

/** The storage port. Adapters: SQLite here; one conformance suite runs on every adapter. */
export interface Storage {
  read<Result>(space: SpaceId, work: (tx: ReadTransaction) => Promise<Result>): Promise<Result>;
  /** Locks the space's version first, so that commit order is version order; rolls back when `work` throws. */
  write<Result>(space: SpaceId, work: (tx: WriteTransaction) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

export interface ClientRecord {
  readonly clientId: ClientId;
  readonly groupId: ClientGroupId;
  readonly userId: UserId;
  readonly lastMutationId: number;
}

export interface MutationResult {
  readonly clientId: ClientId;
  readonly mutationId: number;
  readonly hash: string;
  readonly outcome: Outcome;
}
