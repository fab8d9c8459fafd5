import { createStore, type StoreApi } from 'zustand/vanilla';
import { type Outcome, refused } from '../../src-shared/mutators/mutator.ts';
import { type CollectionName, type Collections, policyDocumentId } from '../../src-shared/sync/collections.ts';
import { type Cookie, type Identity, maxPushBytes, type Refusal } from '../../src-shared/sync/protocol.ts';
import type { ClientStore, Durability, OutboxRow, StoreChange, StoreHead } from '../sync/client-store.ts';
import { createMemoryStore } from '../sync/memory-store.ts';
import { envelopeBytes, wireBytes } from '../sync/push-batches.ts';
import type { Surroundings } from '../sync/surroundings.ts';
import { type Pulled, type SyncEngine, type SyncHost, startSyncEngine } from '../sync/sync-engine.ts';
import type { Transport } from '../sync/transport.ts';
import { connectionAfter } from './connection.ts';
import { clearPatch, DocumentView, noPatch } from './document-view.ts';
import { createDrafts, type Drafts } from './drafts.ts';
import {
  afterChange,
  contextOf,
  isEmpty,
  type Ledger,
  meetingChange,
  newClient,
  nextRow,
  pullChange,
  renewalChange,
  timeOfRecord,
  withdrawChange,
} from './ledger.ts';
import { checkArgs, replay, tryMutator } from './replay.ts';
import type { Changes, Draft, MutatorRegistry, SyncStatus } from './replica.ts';
import { createTaskQueue } from './task-queue.ts';

export interface LocalReplicaParts {
  readonly store: ClientStore;
  readonly head: StoreHead;
  /** Why the store could not be opened; then `store` is one in memory, and nothing can be done here. */
  readonly problem: string | null;
  readonly transport: Transport;
  readonly surroundings: Surroundings;
  readonly registry: MutatorRegistry;
}

/**
 * The replica over its parts. Everything that changes it is a task of one queue: compute, store durably, then show.
 * So what is on the screen is never ahead of what is stored, and a crash at any point leaves one of the two states.
 */
export class LocalReplica implements SyncHost {
  readonly status: StoreApi<SyncStatus>;
  readonly loaded: Promise<void>;
  #store: ClientStore;
  #ledger: Ledger;
  #readOnly: boolean;
  #engine: SyncEngine | null = null;
  #closed = false;
  #cancelCompaction: (() => void) | null = null;
  readonly #surroundings: Surroundings;
  readonly #registry: MutatorRegistry;
  readonly #documents = new DocumentView();
  readonly #drafts: Drafts;
  readonly #listeners = new Set<(changes: Changes) => void>();
  readonly #inTurn = createTaskQueue();
  readonly #stopListening: () => void;

  constructor({ store, head, problem, transport, surroundings, registry }: LocalReplicaParts) {
    this.#store = store;
    this.#surroundings = surroundings;
    this.#registry = registry;
    this.#readOnly = problem !== null;
    this.#ledger = { ...head, client: head.meta.client ?? newClient(surroundings.newId) };
    this.status = createStore<SyncStatus>(() => ({
      connection: { state: 'connecting' },
      waiting: head.outbox.length,
      lastSyncAt: head.meta.lastSyncAt ?? null,
      progress: null,
      attention: head.attention,
      storageProblem: problem,
    }));
    this.#drafts = createDrafts(head.drafts, (change) => this.#commit(change, 'strict'), surroundings);
    this.#stopListening = surroundings.onHide(() => void this.#drafts.flush().catch(() => {}));
    this.loaded = this.#inTurn(() => this.#load(head)).then(() => {
      if (!this.#closed) this.#engine = startSyncEngine(this, transport, surroundings);
    });
  }

  identity(): Identity | null {
    return this.#ledger.meta.identity ?? null;
  }

  get<Name extends CollectionName>(collection: Name, id: string): Collections[Name] | undefined {
    return this.#documents.read(collection, id);
  }

  all<Name extends CollectionName>(collection: Name): ReadonlyMap<string, Collections[Name]> {
    return this.#documents.view[collection];
  }

  subscribe(listener: (changes: Changes) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  mutate(name: string, args: unknown): Promise<Outcome> {
    return this.#inTurn(() => this.#mutate(name, args));
  }

  draft(caseId: string): Draft | undefined {
    return this.#drafts.get(caseId);
  }

  saveDraft(caseId: string, draft: Draft): Promise<void> {
    return this.#drafts.save(caseId, draft);
  }

  dismissAttention(id: string): Promise<void> {
    return this.#inTurn(() => this.#commit({ removeAttention: [id] }, 'strict'));
  }

  queueSnapshot(): unknown {
    return this.#ledger.meta.queueSnapshot ?? null;
  }

  saveQueueSnapshot(rows: unknown): Promise<void> {
    return this.#commit({ meta: { queueSnapshot: rows } }, 'relaxed');
  }

  reconnect(): void {
    this.#engine?.reconnect();
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#stopListening();
    this.#cancelCompaction?.();
    this.#engine?.close();
    await this.#drafts.flush().catch(() => {});
    await this.#inTurn(() => this.#store.close());
  }

  // What the sync engine asks of its host.

  client() {
    return this.#ledger.client;
  }

  cookie(): Cookie {
    return this.#ledger.meta.cookie ?? null;
  }

  confirmedMutationID(): number {
    return this.#ledger.meta.confirmedMutationID ?? 0;
  }

  outbox(): readonly OutboxRow[] {
    return this.#ledger.outbox;
  }

  meet(identity: Identity, clockOffsetMs: number): Promise<void> {
    return this.#inTurn(async () => {
      const client = newClient(this.#surroundings.newId);
      const change = meetingChange(this.#ledger, identity, clockOffsetMs, client, this.#surroundings.now());
      if (!isEmpty(change)) await this.#change(change, 'strict');
    });
  }

  applyPull(pulled: Pulled): Promise<void> {
    return this.#inTurn(async () => {
      const change = pullChange(this.#ledger, pulled, this.#surroundings.now());
      if (pulled.cookie === this.cookie() && pulled.patch.length === 0 && change.removeOutbox?.length === 0) return;
      await this.#change(change, 'relaxed', pulled);
      this.#compactWhenIdle();
    });
  }

  withdraw(mutationID: number, refusal: Refusal): Promise<void> {
    return this.#inTurn(() =>
      this.#change(withdrawChange(this.#ledger, mutationID, refusal, this.#surroundings.now()), 'strict'),
    );
  }

  renewClient(): Promise<void> {
    return this.#inTurn(() => {
      const client = newClient(this.#surroundings.newId);
      return this.#change(renewalChange(this.#ledger, client), 'strict');
    });
  }

  synced(): void {
    this.status.setState({ connection: { state: 'online' }, lastSyncAt: this.#surroundings.now() });
  }

  failed(error: unknown): void {
    const { connection } = this.status.getState();
    this.status.setState({ connection: connectionAfter(error, connection, this.#surroundings.now()) });
  }

  progressed(progress: SyncStatus['progress']): void {
    this.status.setState({ progress });
  }

  // How the replica changes.

  async #load(head: StoreHead): Promise<void> {
    try {
      if (head.meta.client === undefined) await this.#commit({ meta: { client: this.#ledger.client } }, 'relaxed');
      this.#documents.load(await this.#store.readDocuments());
    } catch (error) {
      await this.#giveUpStoring(error);
    }
    const next = this.#documents.ahead(noPatch);
    this.#documents.advance(next, await replay(this.#registry, this.#ledger.outbox, this.identity(), next.read));
    this.#publish(this.#documents.everything());
  }

  /** The store opened but cannot be read: it is left as it is, and what the backend has is shown without it. */
  async #giveUpStoring(error: unknown): Promise<void> {
    this.#readOnly = true;
    this.#store = createMemoryStore();
    await this.#store.open();
    this.#ledger = {
      client: newClient(this.#surroundings.newId),
      meta: {},
      outbox: [],
      attention: this.#ledger.attention,
      drafts: [],
    };
    const reason = error instanceof Error ? error.message : String(error);
    this.status.setState({
      storageProblem: `The data on this computer cannot be read (${reason}). Nothing was deleted. Restart the app; until then nothing can be changed here.`,
    });
  }

  async #mutate(name: string, args: unknown): Promise<Outcome> {
    if (this.#closed) return refused('closed', 'Not saved: the app is closing.');
    if (this.#readOnly) {
      return refused('storage', `Not saved. ${this.status.getState().storageProblem ?? ''}`.trim());
    }
    const checked = checkArgs(this.#registry, name, args);
    if (!checked.ok) return checked.refusal;
    const identity = this.identity();
    const policy = this.get('policy', policyDocumentId);
    if (identity === null || policy === undefined) {
      return refused('not_loaded', 'Not saved: the cases are not loaded yet. Try again when the first load is done.');
    }
    const row = nextRow(this.#ledger, name, checked.args, timeOfRecord(this.#ledger, this.#surroundings.now()));
    if (wireBytes(row, this.#ledger.client) > maxPushBytes - envelopeBytes) {
      return refused('too_large', 'Not saved: it is longer than the backend takes (5 MB). Shorten it and try again.');
    }
    const context = contextOf(identity, policy, row.timestamp);
    let effect: Awaited<ReturnType<typeof tryMutator>>;
    try {
      effect = await tryMutator(this.#registry, name, checked.args, context, this.#documents.read);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return refused('failed', `Not saved: the app failed at it (${reason}). Nothing was changed.`);
    }
    if (!effect.outcome.accepted) return effect.outcome;
    try {
      await this.#write({ putOutbox: [row], meta: { lastOccurredAt: row.timestamp } }, 'strict');
    } catch {
      return refused('storage', `Not saved. ${this.status.getState().storageProblem ?? ''}`.trim());
    }
    this.#publish(this.#documents.add(effect.writes));
    this.#engine?.mutated();
    return effect.outcome;
  }

  /** Stores a change of confirmed documents or of what waits, then shows the view that follows from it. */
  async #change(change: StoreChange, durability: Durability, pulled?: Pulled): Promise<void> {
    const next = this.#documents.ahead(pulled?.patch ?? (change.clearDocuments ? clearPatch : noPatch));
    const after = afterChange(this.#ledger, change);
    const overlay = await replay(this.#registry, after.outbox, after.meta.identity ?? null, next.read);
    await this.#write(change, durability);
    this.#publish(this.#documents.advance(next, overlay));
  }

  /** Stores a change that the view does not depend on. */
  async #commit(change: StoreChange, durability: Durability): Promise<void> {
    await this.#write(change, durability);
    this.#tellStatus();
  }

  async #write(change: StoreChange, durability: Durability): Promise<void> {
    try {
      await this.#store.commit(change, durability);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.status.setState({
        storageProblem: `This computer could not store the last change (${reason}). What was saved before is safe. Free some disk space, then try again.`,
      });
      throw error;
    }
    this.#ledger = afterChange(this.#ledger, change);
  }

  #tellStatus(): void {
    const before = this.status.getState();
    const { attention, outbox } = this.#ledger;
    const storageProblem = this.#readOnly ? before.storageProblem : null;
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

  #compactWhenIdle(): void {
    if (this.#closed || this.#cancelCompaction !== null) return;
    this.#cancelCompaction = this.#surroundings.whenIdle(() => {
      this.#cancelCompaction = null;
      this.#store.compact().then(
        (more) => {
          if (more) this.#compactWhenIdle();
        },
        // The delta is only longer than it could be; the next pull tries again.
        () => {},
      );
    });
  }
}
