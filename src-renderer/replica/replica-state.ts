import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Identity, PatchOperation } from '../../src-shared/sync/protocol.ts';
import {
  type Durability,
  newClient,
  type OutboxRow,
  type StoreChange,
  type StoredDocument,
  type StoreHead,
  StoreOpenError,
} from '../sync/client-store.ts';
import type { JournaledStore } from '../sync/journaled-store.ts';
import type { Surroundings } from '../sync/surroundings.ts';
import { clearPatch, DocumentView, noPatch, replacingPatch } from './document-view.ts';
import type { Documents } from './documents.ts';
import { afterChange, type Ledger } from './ledger.ts';
import { type Read, replay } from './replay.ts';
import type { Changes, MutatorRegistry, SyncStatus } from './replica.ts';

export interface ReplicaStateParts {
  /** Opened: `head` is what it answered. */
  readonly store: JournaledStore;
  readonly head: StoreHead;
  readonly surroundings: Pick<Surroundings, 'newId'>;
  readonly registry: MutatorRegistry;
}

/**
 * What a replica holds: the small part of the store, the documents with a replay of what waits over them, and what the
 * screen is told of both. Each change is computed, stored durably, then shown; the callers make one after the other.
 */
export class ReplicaState {
  readonly status: StoreApi<SyncStatus>;
  readonly #store: JournaledStore;
  readonly #newId: () => string;
  readonly #registry: MutatorRegistry;
  readonly #documents = new DocumentView();
  readonly #listeners = new Set<(changes: Changes) => void>();
  #ledger: Ledger;
  /** What another window of this profile has waiting: shown here, sent there. */
  #mirrored: readonly OutboxRow[] = [];

  constructor({ store, head, surroundings, registry }: ReplicaStateParts) {
    this.#store = store;
    this.#newId = surroundings.newId;
    this.#registry = registry;
    this.#ledger = this.#withClient(head);
    this.status = createStore<SyncStatus>(() => ({
      connection: { state: 'connecting' },
      waiting: head.outbox.length,
      lastSyncAt: head.meta.lastSyncAt ?? null,
      progress: null,
      attention: head.attention,
      storageProblem: store.problem,
    }));
    store.onProblem(() => this.#tellStatus());
  }

  get ledger(): Ledger {
    return this.#ledger;
  }

  get read(): Read {
    return this.#documents.read;
  }

  get view(): Documents {
    return this.#documents.view;
  }

  identity(): Identity | null {
    return this.#ledger.meta.identity ?? null;
  }

  subscribe(listener: (changes: Changes) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Reads the documents at the start. */
  async load(): Promise<void> {
    const documents = await this.#readStore();
    if (documents !== null) this.#documents.load(documents);
    const next = this.#documents.ahead(noPatch);
    this.#documents.advance(next, await this.#replayed(this.#ledger, next.read));
    this.#publish(this.#documents.everything());
  }

  /** Shows what another window has waiting in place of what it showed before. */
  async mirror(rows: readonly OutboxRow[]): Promise<void> {
    this.#mirrored = rows;
    const next = this.#documents.ahead(noPatch);
    this.#publish(this.#documents.advance(next, await this.#replayed(this.#ledger, next.read)));
  }

  /**
   * The store on the disk can be used at last, or was reset: what it holds now takes the place of what was here.
   * Answers the head of the store.
   */
  async takeOver(switchOver: (present: StoreHead) => Promise<StoreHead>): Promise<StoreHead> {
    this.#mirrored = [];
    const { client, ...present } = this.#ledger;
    const head = await switchOver({ ...present, meta: { ...present.meta, client } });
    this.#ledger = this.#withClient(head);
    const documents = await this.#readStore();
    const next = this.#documents.ahead(documents === null ? noPatch : replacingPatch(documents));
    this.#publish(this.#documents.advance(next, await this.#replayed(this.#ledger, next.read)));
    return head;
  }

  /** Stores a change of confirmed documents or of what waits, then shows the view that follows from it. */
  async change(change: StoreChange, durability: Durability, patch?: Iterable<PatchOperation>): Promise<void> {
    const next = this.#documents.ahead(patch ?? (change.clearDocuments ? clearPatch : noPatch));
    const overlay = await this.#replayed(afterChange(this.#ledger, change), next.read);
    await this.store(change, durability);
    this.#publish(this.#documents.advance(next, overlay));
  }

  /** Stores a new action; its effect is for `show` once that went well. */
  async store(change: StoreChange, durability: Durability): Promise<void> {
    await this.#store.commit(change, durability);
    this.#ledger = afterChange(this.#ledger, change);
  }

  /** Shows the effect of one more action. */
  show(effect: Documents): void {
    this.#publish(this.#documents.add(effect));
  }

  /** Stores a change that the view does not depend on. */
  async commit(change: StoreChange, durability: Durability): Promise<void> {
    await this.store(change, durability);
    this.#tellStatus();
  }

  /** What the store holds; null if it cannot be read: then it is left as it is, and the next pull brings all anew. */
  async #readStore(): Promise<readonly StoredDocument[] | null> {
    try {
      const { meta, client } = this.#ledger;
      if (meta.client === undefined) await this.commit({ meta: { client } }, 'relaxed');
      return await this.#store.readDocuments();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const problem = `The data on this computer cannot be read (${reason}). Nothing was deleted.`;
      const head = await this.#store.giveUpReading(new StoreOpenError(problem, 'broken', { cause: error }), {
        ...this.#ledger,
        meta: { ...this.#ledger.meta, client: this.#ledger.client },
      });
      this.#ledger = this.#withClient({ ...head, attention: this.#ledger.attention });
      return null;
    }
  }

  #withClient(head: StoreHead): Ledger {
    return { ...head, client: head.meta.client ?? newClient(this.#newId) };
  }

  #replayed({ outbox, meta }: Ledger, read: Read): Promise<Documents> {
    return replay(this.#registry, [...outbox, ...this.#mirrored], meta.identity ?? null, read);
  }

  #tellStatus(): void {
    const before = this.status.getState();
    const { attention, outbox } = this.#ledger;
    const storageProblem = this.#store.problem;
    const changed =
      before.waiting !== outbox.length || before.attention !== attention || before.storageProblem !== storageProblem;
    if (changed) this.status.setState({ waiting: outbox.length, attention, storageProblem });
  }

  /** The view has changed already: whoever hears of either sees both. */
  #publish(changes: Changes): void {
    this.#tellStatus();
    if (changes.size === 0) return;
    for (const listener of this.#listeners) listener(changes);
  }
}
