import type { ClientGroupId, ClientId, UserId } from '../../../src-shared/ids.ts';
import type { ClientRecord } from '../storage.ts';

/** Enough for the documents that a burst of pushes needs again and again. */
const mostDocuments = 500;
const mostCharacters = 50_000;

interface Standing {
  readonly epoch: string;
  readonly version: number;
}

/**
 * What this process read and wrote of a space in its own last transactions. As long as the space still has the version
 * that they left, nobody changed any of it: every change makes a version. So a burst of pushes to one process asks the
 * database only for what is new to it. Used by one writing transaction at a time.
 */
export class SpaceMemory {
  #standing: Standing | null = null;
  #connections = 0;
  /** JSON text by collection and id; only what exists. */
  readonly #documents = new Map<string, string>();
  readonly #versions = new Map<string, number>();
  readonly #clients = new Map<ClientId, ClientRecord>();
  readonly #owners = new Map<ClientGroupId, UserId>();

  /**
   * How many connections were opened to the database so far: behind a new one there may be another database, such as
   * one restored from a backup.
   */
  usedOver(connections: number): void {
    if (connections !== this.#connections) this.forget();
    this.#connections = connections;
  }

  /** A transaction has the lock of the space. Forgets what may have changed. */
  begin({ epoch, version }: Standing): void {
    const known = this.#standing;
    if (known?.epoch !== epoch || known.version !== version) this.forget();
    // Until the transaction is known to be stored.
    this.#standing = null;
  }

  /** The transaction was committed and left this version. */
  committed({ epoch, version }: Standing): void {
    this.#standing = { epoch, version };
  }

  forget(): void {
    this.#standing = null;
    for (const known of [this.#documents, this.#versions, this.#clients, this.#owners]) known.clear();
  }

  document(key: string): string | undefined {
    return this.#documents.get(key);
  }

  keepDocument(key: string, json: string): void {
    this.#documents.delete(key);
    if (json.length > mostCharacters) return;
    if (this.#documents.size >= mostDocuments) this.#documents.clear();
    this.#documents.set(key, json);
  }

  forgetDocument(key: string): void {
    this.#documents.delete(key);
    this.#versions.delete(key);
  }

  versionOf(key: string): number | undefined {
    return this.#versions.get(key);
  }

  keepVersion(key: string, version: number): void {
    if (this.#versions.size >= mostDocuments) this.#versions.clear();
    this.#versions.set(key, version);
  }

  client(id: ClientId): ClientRecord | undefined {
    return this.#clients.get(id);
  }

  keepClient(client: ClientRecord): void {
    if (this.#clients.size >= mostDocuments) this.#clients.clear();
    this.#clients.set(client.clientId, client);
  }

  owner(groupId: ClientGroupId): UserId | undefined {
    return this.#owners.get(groupId);
  }

  keepOwner(groupId: ClientGroupId, userId: UserId): void {
    if (this.#owners.size >= mostDocuments) this.#owners.clear();
    this.#owners.set(groupId, userId);
  }
}
