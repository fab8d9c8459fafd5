import type { ClientGroupId, ClientId } from '../../src-shared/ids.ts';
import type { JournalAttention, JournalContents, JournalDamage, JournalEntry } from '../../src-shared/sync/journal.ts';
import type { Identity } from '../../src-shared/sync/protocol.ts';
import { type JournalRecord, mutationRecord } from './journal-lines.ts';

interface Client {
  readonly clientGroupID: ClientGroupId;
  readonly clientID: ClientId;
  /** The last one that was named: a desk may have moved house, and its people with it. */
  owner: Identity | null;
  acknowledgedThrough: number;
  lastID: number;
  readonly waiting: Map<number, JournalEntry>;
}

/** So many replacements are remembered: a store that is further behind than this is not met again. */
const replacementsKept = 100;
/** So many ids of refused actions that need no attention any more are remembered, for the same reason. */
const dismissalsKept = 1_000;

/**
 * What the lines of the journal amount to. Each record can be applied twice, and after a compacted copy of itself,
 * without changing anything: so files left over by a crash do no harm.
 */
export class JournalState {
  readonly #clients = new Map<ClientId, Client>();
  readonly #replaced = new Map<ClientId, ClientId>();
  readonly #attention = new Map<string, JournalAttention>();
  readonly #dismissed = new Set<string>();

  apply(record: JournalRecord): void {
    switch (record.kind) {
      case 'mutation':
        this.#put(record.entry);
        return;
      case 'renewal': {
        const { clientID, by, owner } = record.replaces;
        this.#replace(clientID, by.clientID);
        this.#client(by.clientGroupID, by.clientID, owner);
        for (const entry of record.entries) this.#put(entry);
        return;
      }
      case 'acknowledged':
        if (this.#replaced.has(record.clientID)) return;
        this.#settle(this.#client(record.clientGroupID, record.clientID, record.owner), record.through);
        return;
      case 'client': {
        const client = this.#client(record.clientGroupID, record.clientID, record.owner);
        client.lastID = Math.max(client.lastID, record.lastID);
        this.#settle(client, record.acknowledgedThrough);
        return;
      }
      case 'replaced':
        this.#replace(record.clientID, record.by);
        return;
      case 'attention':
        this.#attention.set(record.item.id, record.item);
        this.#dismissed.delete(record.item.id);
        return;
      case 'dismissed':
        this.#dismiss(record.id);
        return;
      case 'begin':
        return;
    }
  }

  contents(damage: readonly JournalDamage[]): JournalContents {
    return {
      clients: [...this.#clients.values()].map((client) => ({ ...client, waiting: sorted(client) })),
      replaced: [...this.#replaced].map(([clientID, by]) => ({ clientID, by })),
      attention: [...this.#attention.values()],
      dismissed: [...this.#dismissed],
      damage,
    };
  }

  /** Records that say all of this and nothing that is settled. */
  compacted(): JournalRecord[] {
    const clients = [...this.#clients.values()];
    const successors = new Set(this.#replaced.values());
    const needed = clients.filter(
      ({ waiting, clientID }, at) => waiting.size > 0 || successors.has(clientID) || at === clients.length - 1,
    );
    return [
      ...[...this.#replaced].map(([clientID, by]): JournalRecord => ({ kind: 'replaced', clientID, by })),
      ...[...this.#attention.values()].map((item): JournalRecord => ({ kind: 'attention', item })),
      ...[...this.#dismissed].map((id): JournalRecord => ({ kind: 'dismissed', id })),
      ...needed.flatMap((client): JournalRecord[] => {
        const { waiting: _, ...known } = client;
        return [{ kind: 'client', ...known }, ...sorted(client).map(mutationRecord)];
      }),
    ];
  }

  /** The client, which is the one written for last from now on. */
  #client(clientGroupID: ClientGroupId, clientID: ClientId, owner: Identity | null | undefined): Client {
    const client = this.#clients.get(clientID) ?? {
      clientGroupID,
      clientID,
      owner: null,
      acknowledgedThrough: 0,
      lastID: 0,
      waiting: new Map(),
    };
    client.owner = owner ?? client.owner;
    this.#clients.delete(clientID);
    this.#clients.set(clientID, client);
    return client;
  }

  #put(entry: JournalEntry): void {
    // One line says both, so that no crash leaves an action that was done anew in need of attention as well.
    if (entry.resolves !== undefined) this.#dismiss(entry.resolves);
    if (this.#replaced.has(entry.clientID)) return;
    const client = this.#client(entry.clientGroupID, entry.clientID, entry.by);
    client.lastID = Math.max(client.lastID, entry.id);
    if (entry.id > client.acknowledgedThrough) client.waiting.set(entry.id, entry);
  }

  #dismiss(id: string): void {
    this.#attention.delete(id);
    this.#dismissed.delete(id);
    this.#dismissed.add(id);
    for (const oldest of this.#dismissed) {
      if (this.#dismissed.size <= dismissalsKept) return;
      this.#dismissed.delete(oldest);
    }
  }

  #settle(client: Client, through: number): void {
    client.acknowledgedThrough = Math.max(client.acknowledgedThrough, through);
    client.lastID = Math.max(client.lastID, through);
    for (const id of client.waiting.keys()) if (id <= through) client.waiting.delete(id);
  }

  #replace(clientID: ClientId, by: ClientId): void {
    // Replaced before, and again: the store did not come to know of the first time, so nothing of it was sent.
    const before = this.#replaced.get(clientID);
    if (before !== undefined && before !== by) this.#clients.delete(before);
    this.#clients.delete(clientID);
    this.#replaced.delete(clientID);
    this.#replaced.set(clientID, by);
    for (const oldest of this.#replaced.keys()) {
      if (this.#replaced.size <= replacementsKept) return;
      this.#replaced.delete(oldest);
    }
  }
}

function sorted(client: Client): JournalEntry[] {
  return [...client.waiting.values()].sort((a, b) => a.id - b.id);
}
