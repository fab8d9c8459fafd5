import { openReplica } from '../../../src-renderer/replica/open-replica.ts';
import type { Replica } from '../../../src-renderer/replica/replica.ts';
import { createDexieStore } from '../../../src-renderer/sync/dexie-store.ts';
import { createFetchTransport } from '../../../src-renderer/sync/fetch-transport.ts';

/*
 * What the bench of the first load runs in the browser: the app's store and sync without its screen, and beside it the
 * packed way as it is in the plan, with nothing else.
 */

/** A network that can be taken away. */
const wire = {
  online: true,
  fetch: (url: string, init: RequestInit) =>
    wire.online ? fetch(url, init) : Promise.reject(new TypeError('offline')),
  openStream: (url: string) => new EventSource(url),
};

let replica: Replica | null = null;

export interface LoadBench {
  /** Ms until everything is stored and in memory, and how many cases that is. */
  firstLoad(name: string): Promise<{ ms: number; cases: number }>;
  /** Ms until so many cases are stored and parsed in the packed way. */
  packedLoad(name: string): Promise<{ ms: number; cases: number }>;
  /** Cuts the network. */
  goOffline(): void;
  /** Ms from the return of the network until so many cases changed. */
  pullChanges(cases: number): Promise<number>;
  end(): Promise<void>;
}

const bench: LoadBench = {
  async firstLoad(name) {
    const startedAt = performance.now();
    const opened = await openReplica({ store: createDexieStore(name), transport: createFetchTransport('/api', wire) });
    replica = opened;
    await new Promise<void>((resolve) => {
      const look = () => {
        if (opened.status.getState().connection.state === 'online') resolve();
      };
      opened.status.subscribe(look);
      look();
    });
    return { ms: performance.now() - startedAt, cases: opened.all('cases').size };
  },

  async packedLoad(name) {
    const startedAt = performance.now();
    const database = await opened(name);
    const text = await (await fetch('/packed')).text();
    const cases = new Map<string, unknown>();
    const transaction = database.transaction('pages', 'readwrite', { durability: 'relaxed' });
    const pages = transaction.objectStore('pages');
    for (const [id, json] of text.trimEnd().split('\n').entries()) {
      pages.put({ id, json });
      const documents: readonly (readonly [string, string, number, unknown])[] = JSON.parse(json);
      for (const [collection, key, , doc] of documents) if (collection === 'cases') cases.set(key, doc);
    }
    await new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onerror = reject;
    });
    database.close();
    return { ms: performance.now() - startedAt, cases: cases.size };
  },

  goOffline() {
    wire.online = false;
  },

  async pullChanges(count) {
    const changed = new Set<string>();
    const arrived = new Promise<void>((resolve) => {
      replica?.subscribe((changes) => {
        for (const id of changes.get('cases') ?? []) changed.add(id);
        if (changed.size >= count) resolve();
      });
    });
    const startedAt = performance.now();
    wire.online = true;
    replica?.reconnect();
    await arrived;
    return performance.now() - startedAt;
  },

  async end() {
    await replica?.close();
    replica = null;
    wire.online = true;
  },
};

function opened(name: string): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name);
    request.onupgradeneeded = () => request.result.createObjectStore('pages', { keyPath: 'id' });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

Object.assign(globalThis, { bench });
