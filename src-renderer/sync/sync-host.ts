import type { ClientId } from '../../src-shared/ids.ts';
import type { Cookie, Identity, PatchOperation, Refusal, Rejection } from '../../src-shared/sync/protocol.ts';
import type { Reading } from '../../src-shared/time/desk-time.ts';
import type { ClientIdentity, LoadedPage, OutboxRow, StagedLoad, StoredDocument } from './client-store.ts';

/** A whole pull, all its pages as one. */
export interface Pulled {
  /** Where it began, and for which client. */
  readonly from: Cookie;
  readonly clientID: ClientId;
  readonly cookie: Cookie;
  /** The first load that it began with; its documents come before `patch`. */
  readonly load: Loaded | null;
  readonly patch: readonly PatchOperation[];
  /** Actions of this client up to this one are settled: in `patch`, or in `rejections`. */
  readonly confirmedThrough: number;
  /** This client's refused actions among them. */
  readonly rejections: readonly Rejection[];
}

/** A whole first load: staged, and in memory. */
export interface Loaded extends StagedLoad {
  readonly documents: readonly (readonly StoredDocument[])[];
}

/** What the engine keeps in step with the backend. Its changes are durable when their promises resolve. */
export interface SyncHost {
  client(): ClientIdentity;
  cookie(): Cookie;
  /** Highest action of this client known to be settled. */
  confirmedMutationID(): number;
  /** What waits, in order. */
  outbox(): readonly OutboxRow[];
  /** This computer's clocks. */
  readClocks(): Reading;
  /** Everything that waits is dated by a time that the backend has confirmed. If not, it has to be met first. */
  isTimeConfirmed(): boolean;
  /** The backend, asked at `asked`, has just said who acts here and what time it is. */
  meet(identity: Identity, asked: Reading): Promise<void>;
  /** Keeps a page of a first load until `applyPull` takes the load. */
  stage(load: string, page: LoadedPage): Promise<void>;
  applyPull(pulled: Pulled): Promise<void>;
  /** Moves an action to "Needs attention" and leaves a `withdraw` under its id. */
  withdraw(mutationID: number, refusal: Refusal): Promise<void>;
  /** Goes on as a new client, with what waits numbered from 1. */
  renewClient(): Promise<void>;
  synced(): void;
  failed(error: unknown): void;
  progressed(progress: { readonly done: number; readonly total: number } | null): void;
}
