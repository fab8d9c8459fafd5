import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Outcome } from '../../src-shared/mutators/mutator.ts';
import type { CollectionName, Collections } from '../../src-shared/sync/collections.ts';
import type { Identity } from '../../src-shared/sync/protocol.ts';
import type { DeskClock } from '../../src-shared/time/desk-clock.ts';
import { attentionItem } from '../sync/journal-requests.ts';
import type { LocalReplica } from './local-replica.ts';
import type { GivenAction } from './new-action.ts';
import { checkArgs } from './replay.ts';
import type { AttentionItem, Changes, Draft, SyncStatus } from './replica.ts';
import { retry } from './retry.ts';
import type { Standing, WindowAnswer, WindowChannel, WindowMessage, WindowRequest } from './window-channel.ts';

interface Asked {
  readonly request: WindowRequest;
  readonly answered: PromiseWithResolvers<WindowAnswer>;
}

/**
 * A replica among several windows of one profile. One of them works on the store and syncs; it does what the others
 * ask of it, and tells them what waits, so that all show the same. When it goes, one of the others takes its place.
 */
export class LinkedReplica {
  readonly status: StoreApi<SyncStatus>;
  readonly loaded: Promise<void>;
  readonly time: DeskClock;
  readonly #local: LocalReplica;
  readonly #channel: WindowChannel;
  readonly #newId: () => string;
  /** How things stand in the window that works on the store; null if this is the one, or none is known. */
  #leader: Standing | null = null;
  #wasFollower: boolean;
  #told = '';
  readonly #asked = new Map<string, Asked>();

  constructor(local: LocalReplica, channel: WindowChannel, newId: () => string) {
    this.#local = local;
    this.#channel = channel;
    this.#newId = newId;
    this.#wasFollower = local.isReadOnly;
    this.loaded = local.loaded;
    this.time = local.time;
    this.status = createStore<SyncStatus>(() => local.status.getState());
    local.status.subscribe(() => this.#localChanged());
    local.subscribe(() => this.#tell());
    channel.onMessage((message) => this.#hear(message));
    if (local.isReadOnly) channel.post({ type: 'hello' });
    else this.#tell();
  }

  identity(): Identity | null {
    return this.#local.identity();
  }

  get<Name extends CollectionName>(collection: Name, id: string): Collections[Name] | undefined {
    return this.#local.get(collection, id);
  }

  all<Name extends CollectionName>(collection: Name): ReadonlyMap<string, Collections[Name]> {
    return this.#local.all(collection);
  }

  subscribe(listener: (changes: Changes) => void): () => void {
    return this.#local.subscribe(listener);
  }

  async mutate(name: string, args: unknown, resolves?: string, writtenIn?: string): Promise<Outcome> {
    if (!this.#follows()) return this.#local.mutate(name, args, resolves, writtenIn);
    const checked = checkArgs(this.#local.registry, name, args);
    if (!checked.ok) return checked.refusal;
    const plain = JSON.parse(JSON.stringify(checked.args));
    const request = { do: 'mutate', name, args: plain, resolves, writtenIn } as const;
    return outcomeOf(await this.#ask(request));
  }

  async mutateAll(actions: readonly GivenAction[]): Promise<readonly Outcome[]> {
    if (!this.#follows()) return this.#local.mutateAll(actions);
    const outcomes: Outcome[] = [];
    // The window that works on the store is asked for one action at a time.
    for (const { name, args } of actions) outcomes.push(await this.mutate(name, args));
    return outcomes;
  }

  retryAttention(id: string): Promise<Outcome> {
    return retry(this, id, this.#newId);
  }

  async restoreAttention(item: AttentionItem): Promise<void> {
    if (!this.#follows()) return this.#local.restoreAttention(item);
    await this.#ask({ do: 'restore', item: attentionItem(item) }).then(throwFailure);
  }

  draft(caseId: string): Draft | undefined {
    return this.#local.draft(caseId);
  }

  draftIds(): readonly string[] {
    return this.#local.draftIds();
  }

  async saveDraft(caseId: string, draft: Draft): Promise<void> {
    // Here it is only in memory, where the composer finds it again; the other window stores it.
    const kept = this.#local.saveDraft(caseId, draft);
    if (!this.#follows()) return kept;
    kept.catch(() => {});
    await this.#ask({ do: 'save_draft', caseId, ...draft }).then(throwFailure);
  }

  async flushDrafts(): Promise<void> {
    // The other window got each text as it was typed.
    if (!this.#follows()) await this.#local.flushDrafts();
  }

  async dismissAttention(id: string): Promise<void> {
    if (!this.#follows()) return this.#local.dismissAttention(id);
    await this.#ask({ do: 'dismiss', id }).then(throwFailure);
  }

  queueSnapshot(): unknown {
    return this.#local.queueSnapshot();
  }

  saveQueueSnapshot(rows: unknown): Promise<void> {
    return this.#local.saveQueueSnapshot(rows);
  }

  reconnect(): void {
    this.#local.reconnect();
  }

  backendChanged(): void {
    this.#local.backendChanged();
  }

  async close(): Promise<void> {
    await this.#local.close();
    this.#channel.close();
  }

  #follows(): boolean {
    return this.#local.isReadOnly && this.#leader !== null;
  }

  #ask(request: WindowRequest): Promise<WindowAnswer> {
    const id = this.#newId();
    const answered = Promise.withResolvers<WindowAnswer>();
    this.#asked.set(id, { request, answered });
    this.#channel.post({ type: 'request', id, request });
    return answered.promise;
  }

  #hear(message: WindowMessage): void {
    switch (message.type) {
      case 'hello':
        this.#told = '';
        this.#tell();
        return;
      case 'request':
        if (!this.#local.isReadOnly) void this.#answer(message.id, message.request);
        return;
      case 'answer':
        this.#asked.get(message.id)?.answered.resolve(message.answer);
        this.#asked.delete(message.id);
        return;
      case 'standing':
        if (!this.#local.isReadOnly) return;
        this.#leader = message.standing;
        void this.#local.mirror(message.standing.outbox);
        this.#showStatus();
        return;
    }
  }

  async #answer(id: string, request: WindowRequest): Promise<void> {
    const answer = await this.#carryOut(request);
    // What waits now is known before the answer to what made it wait.
    this.#tell();
    this.#channel.post({ type: 'answer', id, answer });
  }

  async #carryOut(request: WindowRequest): Promise<WindowAnswer> {
    try {
      if (request.do === 'mutate') {
        const outcome = await this.#local.mutate(request.name, request.args, request.resolves, request.writtenIn);
        return { ok: true, refusal: outcome.accepted ? null : { code: outcome.code, message: outcome.message } };
      }
      if (request.do === 'dismiss') await this.#local.dismissAttention(request.id);
      else if (request.do === 'restore') await this.#local.restoreAttention(request.item);
      else {
        const { caseId, kind, text, resolves, macro } = request;
        await this.#local.saveDraft(caseId, { kind, text, resolves, macro });
      }
      return { ok: true, refusal: null };
    } catch (error) {
      return { ok: false, message: error instanceof Error ? error.message : String(error) };
    }
  }

  #localChanged(): void {
    if (this.#wasFollower && !this.#local.isReadOnly) void this.#takePlace();
    this.#showStatus();
    this.#tell();
  }

  /** The window that worked on the store has gone. What it was asked and did not answer is done here, unless it was. */
  async #takePlace(): Promise<void> {
    this.#wasFollower = false;
    this.#leader = null;
    for (const [id, { request, answered }] of [...this.#asked]) {
      this.#asked.delete(id);
      const isDone =
        request.do === 'mutate' &&
        this.#local
          .outbox()
          .some((row) => row.name === request.name && JSON.stringify(row.args) === JSON.stringify(request.args));
      answered.resolve(isDone ? { ok: true, refusal: null } : await this.#carryOut(request));
    }
  }

  /** Tells the other windows how things stand here, if that is for this one to say and it has changed. */
  #tell(): void {
    if (this.#local.isReadOnly) return;
    const { attention, storageProblem } = this.#local.status.getState();
    const outbox = this.#local.outbox();
    const told = JSON.stringify([
      outbox.map(({ id, name }) => [id, name]),
      attention.map(({ id }) => id),
      storageProblem,
    ]);
    if (told === this.#told) return;
    this.#told = told;
    const standing = { outbox: outbox.map(toJson), attention: attention.map(attentionItem), storageProblem };
    this.#channel.post({ type: 'standing', standing });
  }

  #showStatus(): void {
    const local = this.#local.status.getState();
    if (!this.#follows() || this.#leader === null) {
      this.status.setState(local);
      return;
    }
    const { outbox, attention, storageProblem } = this.#leader;
    this.status.setState({ ...local, waiting: outbox.length, attention, storageProblem });
  }
}

function outcomeOf(answer: WindowAnswer): Outcome {
  if (!answer.ok) return { accepted: false, code: 'failed', message: `Not saved: ${answer.message}` };
  return answer.refusal === null ? { accepted: true } : { accepted: false, ...answer.refusal };
}

function throwFailure(answer: WindowAnswer): void {
  if (!answer.ok) throw new Error(answer.message);
}

function toJson<Row extends { readonly args: unknown }>(row: Row) {
  return { ...row, args: JSON.parse(JSON.stringify(row.args ?? null)) };
}
