import { createStore, type StoreApi } from 'zustand/vanilla';
import { type Outcome, refused } from '../../src-shared/mutators/mutator.ts';
import { type CollectionName, type Collections, policyDocumentId } from '../../src-shared/sync/collections.ts';
import { type Cookie, type Identity, maxPushBytes, type Refusal } from '../../src-shared/sync/protocol.ts';
import {
  type Durability,
  type OutboxRow,
  type StoreChange,
  type StoredDocument,
  type StoreHead,
  StoreOpenError,
} from '../sync/client-store.ts';
import type { JournaledStore } from '../sync/journaled-store.ts';
import { envelopeBytes, wireBytes } from '../sync/push-batches.ts';
import type { Surroundings } from '../sync/surroundings.ts';
import { type Pulled, type SyncEngine, type SyncHost, startSyncEngine } from '../sync/sync-engine.ts';
import type { Transport } from '../sync/transport.ts';
import { connectionAfter } from './connection.ts';
import { clearPatch, DocumentView, noPatch, replacingPatch } from './document-view.ts';
import type { Documents } from './documents.ts';
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
import { checkArgs, type Read, replay, tryMutator } from './replay.ts';
import type { Changes, Draft, MutatorRegistry, SyncStatus } from './replica.ts';
import { createTaskQueue } from './task-queue.ts';

export interface LocalReplicaParts {
  /** Opened: `head` is what it answered. */
  readonly store: JournaledStore;
  readonly head: StoreHead;
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
  readonly #store: JournaledStore;
  #ledger: Ledger;
  /** What another window of this profile has waiting: shown here, sent there. */
  #mirrored: readonly OutboxRow[] = [];
  /** Counts how often another store took the place of the one before. */
  #takeovers = 0;
  #engine: SyncEngine | null = null;
  #closed = false;
  #cancelCompaction: (() => void) | null = null;
  readonly #surroundings: Surroundings;
  readonly registry: MutatorRegistry;
  readonly #documents = new DocumentView();
  readonly #drafts: Drafts;
  readonly #listeners = new Set<(changes: Changes) => void>();
  readonly #inTurn = createTaskQueue();
  readonly #stopListening: () => void;

  constructor({ store, head, transport, surroundings, registry }: LocalReplicaParts) {
    this.#store = store;
    this.#surroundings = surroundings;
    this.registry = registry;
    this.#ledger = { ...head, client: head.meta.client ?? newClient(surroundings.newId) };
    this.status = createStore<SyncStatus>(() => ({
      connection: { state: 'connecting' },
      waiting: head.outbox.length,
      lastSyncAt: head.meta.lastSyncAt ?? null,
      progress: null,
      attention: head.attention,
      storageProblem: store.problem,
    }));
    store.onProblem(() => this.#tellStatus());
    store.onReopened((switchOver) => this.#takeOver(switchOver));
    this.#drafts = createDrafts(head.drafts, (change) => this.#commit(change, 'strict'), surroundings);
    this.#stopListening = surroundings.onHide(() => void this.#drafts.flush().catch(() => {}));
    this.loaded = this.#inTurn(() => this.#load()).then(() => {
      if (!this.#closed) this.#engine = startSyncEngine(this, transport, surroundings);
    });
  }

  /** Nothing can be done in this window: another one works on the store, or it cannot be opened. */
  get isReadOnly(): boolean {
    return this.#store.isReadOnly;
  }

  /** Shows what another window has waiting in place of what it showed before. */
  mirror(rows: readonly OutboxRow[]): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#closed || !this.isReadOnly) return;
      this.#mirrored = rows;
      const next = this.#documents.ahead(noPatch);
      this.#publish(
        this.#documents.advance(next, await this.#replayed(this.#ledger.outbox, this.identity(), next.read)),
      );
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
    await this.#drafts.close().catch(() => {});
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
    return this.#inTurnOfSync(async () => {
      const client = newClient(this.#surroundings.newId);
      const change = meetingChange(this.#ledger, identity, clockOffsetMs, client, this.#surroundings.now());
      if (!isEmpty(change)) await this.#change(change, 'strict');
    });
  }

  applyPull(pulled: Pulled): Promise<void> {
    return this.#inTurnOfSync(async () => {
      const isOfAnother = pulled.from !== this.cookie() || pulled.clientID !== this.#ledger.client.clientID;
      if (isOfAnother) throw new Error('The store is another one than when the backend was asked.');
      const change = pullChange(this.#ledger, pulled, this.#surroundings.now());
      const bringsNothing = pulled.cookie === pulled.from && pulled.patch.length === 0 && !change.removeOutbox?.length;
      if (!bringsNothing) {
        await this.#change(change, 'relaxed', pulled);
        this.#compactWhenIdle();
      }
      await this.#takeStray();
    });
  }

  withdraw(mutationID: number, refusal: Refusal): Promise<void> {
    return this.#inTurnOfSync(() =>
      this.#change(withdrawChange(this.#ledger, mutationID, refusal, this.#surroundings.now()), 'strict'),
    );
  }

  renewClient(): Promise<void> {
    return this.#inTurnOfSync(() => {
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

  async #load(): Promise<void> {
    const documents = await this.#readStore();
    if (documents !== null) this.#documents.load(documents);
    const next = this.#documents.ahead(noPatch);
    this.#documents.advance(next, await this.#replayed(this.#ledger.outbox, this.identity(), next.read));
    this.#publish(this.#documents.everything());
  }

  /** What the store holds; null if it cannot be read: then it is left as it is, and the next pull brings all anew. */
  async #readStore(): Promise<readonly StoredDocument[] | null> {
    try {
      const { meta, client } = this.#ledger;
      if (meta.client === undefined) await this.#commit({ meta: { client } }, 'relaxed');
      return await this.#store.readDocuments();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const problem = `The data on this computer cannot be read (${reason}). Nothing was deleted.`;
      const head = await this.#store.giveUpReading(new StoreOpenError(problem, 'broken', { cause: error }), {
        ...this.#ledger,
        meta: { ...this.#ledger.meta, client: this.#ledger.client },
      });
      const { attention } = this.#ledger;
      this.#ledger = { ...head, client: head.meta.client ?? newClient(this.#surroundings.newId), attention };
      return null;
    }
  }

  /** The store on the disk can be used at last, or was reset: what it holds now takes the place of what was here. */
  #takeOver(switchOver: (present: StoreHead) => Promise<StoreHead>): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#closed) return;
      this.#takeovers += 1;
      this.#mirrored = [];
      const { client, ...present } = this.#ledger;
      const head = await switchOver({ ...present, meta: { ...present.meta, client } });
      this.#ledger = { ...head, client: head.meta.client ?? newClient(this.#surroundings.newId) };
      const documents = await this.#readStore();
      const patch = documents === null ? noPatch : replacingPatch(documents);
      const next = this.#documents.ahead(patch);
      const overlay = await this.#replayed(this.#ledger.outbox, this.identity(), next.read);
      this.#publish(this.#documents.advance(next, overlay));
      this.#drafts.takeStored(head.drafts);
      this.#engine?.storeChanged();
    });
  }

  #replayed(outbox: readonly OutboxRow[], identity: Identity | null, read: Read): Promise<Documents> {
    return replay(this.registry, [...outbox, ...this.#mirrored], identity, read);
  }

  /** Nothing waits: what an earlier store had not sent can go out now. */
  async #takeStray(): Promise<void> {
    if (this.#ledger.outbox.length > 0) return;
    const change = this.#store.nextStray(this.identity());
    if (change === null) return;
    await this.#change(change, 'strict');
    this.#engine?.mutated();
  }

  /** For the sync engine, which may still speak of a store that another one has taken the place of. */
  #inTurnOfSync(task: () => Promise<void>): Promise<void> {
    const takeovers = this.#takeovers;
    return this.#inTurn(async () => {
      if (takeovers !== this.#takeovers) throw new Error('The store was opened anew meanwhile.');
      await task();
    });
  }

  async #mutate(name: string, args: unknown): Promise<Outcome> {
    if (this.#closed) return refused('closed', 'Not saved: the app is closing.');
    if (this.#store.isReadOnly) {
      return refused('storage', `Not saved. ${this.status.getState().storageProblem ?? ''}`.trim());
    }
    const checked = checkArgs(this.registry, name, args);
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
      effect = await tryMutator(this.registry, name, checked.args, context, this.#documents.read);
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
    const overlay = await this.#replayed(after.outbox, after.meta.identity ?? null, next.read);
    await this.#write(change, durability);
    this.#publish(this.#documents.advance(next, overlay));
  }

  /** Stores a change that the view does not depend on. */
  async #commit(change: StoreChange, durability: Durability): Promise<void> {
    await this.#write(change, durability);
    this.#tellStatus();
  }

  async #write(change: StoreChange, durability: Durability): Promise<void> {
    await this.#store.commit(change, durability);
    this.#ledger = afterChange(this.#ledger, change);
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
