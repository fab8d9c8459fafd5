import type { StoreApi } from 'zustand/vanilla';
import { notDone, type Outcome } from '../../src-shared/mutators/mutator.ts';
import type { CollectionName, Collections } from '../../src-shared/sync/collections.ts';
import type { Cookie, Identity, Refusal } from '../../src-shared/sync/protocol.ts';
import type { DeskClock } from '../../src-shared/time/desk-clock.ts';
import type { Reading } from '../../src-shared/time/desk-time.ts';
import { type LoadedPage, newClient, type OutboxRow, type StoreHead } from '../sync/client-store.ts';
import type { JournaledStore } from '../sync/journaled-store.ts';
import { inSpace } from '../sync/scope.ts';
import type { Surroundings } from '../sync/surroundings.ts';
import { type SyncEngine, startSyncEngine } from '../sync/sync-engine.ts';
import type { Pulled, SyncHost } from '../sync/sync-host.ts';
import type { Transport } from '../sync/transport.ts';
import { connectionAfter } from './connection.ts';
import { type Correction, datedMeeting, timeNews } from './dating.ts';
import { wholePatch } from './document-view.ts';
import { createDrafts, type Drafts } from './drafts.ts';
import { createIdleCompaction, type IdleCompaction } from './idle-compaction.ts';
import { isEmpty, meetingChange, pullChange, renewalChange, withdrawChange } from './ledger.ts';
import { type GivenAction, newActions } from './new-action.ts';
import type { AttentionItem, Changes, Draft, MutatorRegistry, SyncStatus } from './replica.ts';
import { ReplicaState } from './replica-state.ts';
import { retry } from './retry.ts';
import { createTaskQueue } from './task-queue.ts';

export interface LocalReplicaParts {
  /** Opened: `head` is what it answered. */
  readonly store: JournaledStore;
  readonly head: StoreHead;
  readonly transport: Transport;
  /** Whose clock is `time`. */
  readonly surroundings: Surroundings;
  readonly time: DeskClock;
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
  readonly #state: ReplicaState;
  /** Counts how often another store took the place of the one before. */
  #takeovers = 0;
  #engine: SyncEngine | null = null;
  #closed = false;
  readonly #compaction: IdleCompaction;
  readonly #surroundings: Surroundings;
  readonly registry: MutatorRegistry;
  readonly #drafts: Drafts;
  readonly #inTurn = createTaskQueue();
  readonly #stopListening: () => void;
  readonly time: DeskClock;
  #correction: Correction;

  constructor({ store, head, transport, surroundings, time, registry }: LocalReplicaParts) {
    this.#store = store;
    this.#surroundings = surroundings;
    this.#compaction = createIdleCompaction(store, surroundings);
    this.registry = registry;
    this.#state = new ReplicaState({ store, head, surroundings, registry });
    this.status = this.#state.status;
    store.onReopened((switchOver) => this.#takeOver(switchOver));
    this.#drafts = createDrafts(head.drafts, (change) => this.#state.commit(change, 'strict'), surroundings);
    this.time = time;
    // A clock that was found set back at the start is not the one by which earlier actions were dated.
    const { certainty, wasMeasured } = time.standing();
    const isOtherClock = certainty === 'unknown' && wasMeasured;
    this.#correction = { byMs: 0, otherClockThrough: isOtherClock ? (head.outbox.at(-1)?.id ?? 0) : 0 };
    const stopListening = [
      surroundings.onHide(() => void this.#drafts.flush().catch(() => {})),
      // What is done from now on waits until the backend has said what time it is.
      time.onCorrected(() => {
        if (!time.isConfirmed) this.reconnect();
      }),
    ];
    this.#stopListening = () => {
      for (const stop of stopListening) stop();
    };
    this.loaded = this.#inTurn(() => this.#state.load()).then(() => {
      if (!this.#closed)
        this.#engine = startSyncEngine(
          this,
          inSpace(transport, () => this.identity()),
          surroundings,
        );
    });
  }

  /** Nothing can be done in this window: another one works on the store, or it cannot be opened. */
  get isReadOnly(): boolean {
    return this.#store.isReadOnly;
  }

  /** Shows what another window has waiting in place of what it showed before. */
  mirror(rows: readonly OutboxRow[]): Promise<void> {
    return this.#inTurn(async () => {
      if (!this.#closed && this.isReadOnly) await this.#state.mirror(rows);
    });
  }

  identity(): Identity | null {
    return this.#state.identity();
  }

  get<Name extends CollectionName>(collection: Name, id: string): Collections[Name] | undefined {
    return this.#state.read(collection, id);
  }

  all<Name extends CollectionName>(collection: Name): ReadonlyMap<string, Collections[Name]> {
    return this.#state.view[collection];
  }

  subscribe(listener: (changes: Changes) => void): () => void {
    return this.#state.subscribe(listener);
  }

  async mutate(name: string, args: unknown, resolves?: string, writtenIn = ''): Promise<Outcome> {
    const draft = this.#drafts.get(writtenIn);
    const action = { name, args, resolves, writtenIn: draft && { id: writtenIn, draft } };
    const [outcome] = await this.#inTurn(() => this.#mutateAll([action]));
    return outcome ?? this.#notStored();
  }

  mutateAll(actions: readonly GivenAction[]): Promise<readonly Outcome[]> {
    return this.#inTurn(() => this.#mutateAll(actions));
  }

  retryAttention(id: string): Promise<Outcome> {
    return retry(this, id, this.#surroundings.newId);
  }

  restoreAttention(item: AttentionItem): Promise<void> {
    return this.#inTurn(() => this.#state.commit({ putAttention: [item] }, 'strict'));
  }

  draft(caseId: string): Draft | undefined {
    return this.#drafts.get(caseId);
  }

  draftIds(): readonly string[] {
    return this.#drafts.all().map(({ caseId }) => caseId);
  }

  saveDraft(caseId: string, draft: Draft): Promise<void> {
    return this.#drafts.save(caseId, draft);
  }

  flushDrafts(): Promise<void> {
    return this.#drafts.flush();
  }

  dismissAttention(id: string): Promise<void> {
    return this.#inTurn(() => this.#state.commit({ removeAttention: [id] }, 'strict'));
  }

  queueSnapshot(): unknown {
    return this.#state.ledger.meta.queueSnapshot ?? null;
  }

  saveQueueSnapshot(rows: unknown): Promise<void> {
    return this.#state.commit({ meta: { queueSnapshot: rows } }, 'relaxed');
  }

  reconnect(): void {
    this.#engine?.reconnect();
  }

  backendChanged(): void {
    this.#engine?.storeChanged();
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#stopListening();
    this.#compaction.close();
    this.#engine?.close();
    await this.#drafts.close().catch(() => {});
    await this.#inTurn(() => this.#store.close());
  }

  // What the sync engine asks of its host.

  client() {
    return this.#state.ledger.client;
  }

  cookie(): Cookie {
    return this.#state.ledger.meta.cookie ?? null;
  }

  confirmedMutationID(): number {
    return this.#state.ledger.meta.confirmedMutationID ?? 0;
  }

  outbox(): readonly OutboxRow[] {
    return this.#state.ledger.outbox;
  }

  readClocks(): Reading {
    return this.time.read();
  }

  isTimeConfirmed(): boolean {
    return this.time.isConfirmed && !this.outbox().some(({ isProvisional }) => isProvisional);
  }

  meet(identity: Identity, asked: Reading): Promise<void> {
    const byMs = this.#correction.byMs + this.time.measure(identity.serverAt, asked);
    this.#correction = { ...this.#correction, byMs };
    return this.#inTurnOfSync(async () => {
      const { ledger } = this.#state;
      const client = newClient(this.#surroundings.newId);
      const meeting = meetingChange(ledger, identity, client, this.#surroundings.now(), this.#drafts.all());
      const change = datedMeeting(ledger, meeting, this.time, this.#correction);
      if (!isEmpty(change)) await this.#state.change(change, 'strict');
      this.#drafts.forget(meeting.removeDrafts ?? []);
      this.#correction = { byMs: 0, otherClockThrough: 0 };
    });
  }

  stage(load: string, page: LoadedPage): Promise<void> {
    return this.#inTurnOfSync(() => this.#store.stage(load, page));
  }

  applyPull(pulled: Pulled): Promise<void> {
    return this.#inTurnOfSync(async () => {
      const isOfAnother = pulled.from !== this.cookie() || pulled.clientID !== this.#state.ledger.client.clientID;
      if (isOfAnother) throw new Error('The store is another one than when the backend was asked.');
      const change = pullChange(this.#state.ledger, pulled, this.#surroundings.now());
      const bringsNothing = pulled.cookie === pulled.from && pulled.patch.length === 0 && !change.removeOutbox?.length;
      if (!bringsNothing) {
        await this.#state.change(change, 'relaxed', wholePatch(pulled));
        this.#compaction.request();
      }
      await this.#takeStray();
    });
  }

  withdraw(mutationID: number, refusal: Refusal): Promise<void> {
    return this.#inTurnOfSync(() =>
      this.#state.change(withdrawChange(this.#state.ledger, mutationID, refusal, this.#surroundings.now()), 'strict'),
    );
  }

  renewClient(): Promise<void> {
    return this.#inTurnOfSync(() => {
      const client = newClient(this.#surroundings.newId);
      return this.#state.change(renewalChange(this.#state.ledger, client), 'strict');
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

  /** The store on the disk can be used at last, or was reset: what it holds now takes the place of what was here. */
  #takeOver(switchOver: (present: StoreHead) => Promise<StoreHead>): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#closed) return;
      this.#takeovers += 1;
      const { drafts, meta } = await this.#state.takeOver(switchOver);
      if (meta.deskTime && this.time.standing().certainty === 'unknown') this.time.restore(meta.deskTime);
      this.#drafts.takeStored(drafts);
      this.#engine?.storeChanged();
    });
  }

  /** Nothing waits: what an earlier store had not sent can go out now. */
  async #takeStray(): Promise<void> {
    if (this.#state.ledger.outbox.length > 0) return;
    const change = this.#store.nextStray(this.identity());
    if (change === null) return;
    await this.#state.change(change, 'strict');
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

  /** What is accepted is stored as one change: many actions cost one write to the disk. */
  async #mutateAll(actions: readonly GivenAction[]): Promise<readonly Outcome[]> {
    const refuseAll = (refusal: Outcome) => actions.map(() => refusal);
    if (this.#closed) return refuseAll(notDone('closed', 'Not saved: the app is closing.'));
    if (this.#store.isReadOnly) return refuseAll(this.#notStored());
    const { ledger, read } = this.#state;
    const made = await newActions(this.registry, ledger, read, this.time, actions);
    const { rows, writes, outcomes } = made;
    const last = rows.at(-1);
    if (last === undefined) return outcomes;
    const used = actions.flatMap(({ writtenIn }, index) => {
      const isUsed = outcomes[index]?.accepted && writtenIn && this.#drafts.use(writtenIn.id, writtenIn.draft);
      return isUsed ? [writtenIn] : [];
    });
    try {
      // What an action is dated by is stored with it, so that its date can be put right after a restart too.
      const meta = { lastOccurredAt: last.timestamp, ...timeNews(ledger.meta.deskTime, this.time.remembered()) };
      const removeAttention = rows.flatMap(({ resolves }) => resolves ?? []);
      const removeDrafts = used.map(({ id }) => id);
      await this.#state.store({ putOutbox: rows, removeAttention, removeDrafts, meta }, 'strict');
    } catch {
      // Nothing typed meanwhile is lost to it.
      for (const { id, draft } of used) if (this.draft(id) === undefined) this.saveDraft(id, draft).catch(() => {});
      return outcomes.map((outcome) => (outcome.accepted ? this.#notStored() : outcome));
    }
    this.#state.show(writes);
    this.#engine?.mutated();
    return outcomes;
  }

  #notStored(): Outcome {
    return notDone('storage', `Not saved. ${this.status.getState().storageProblem ?? ''}`.trim());
  }
}
