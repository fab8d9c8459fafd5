import 'fake-indexeddb/auto';
import { Dexie } from 'dexie';
import { describe, expect, test } from 'vitest';
import { StoreOpenError } from '../../../../src-renderer/sync/client-store.ts';
import { createDexieStore } from '../../../../src-renderer/sync/dexie-store.ts';
import { createMemoryStore, MemoryDisk } from '../../../../src-renderer/sync/memory-store.ts';
import { lockStore } from '../../../../src-renderer/sync/store-lock.ts';
import { describeClientStore } from '../../../conformance/client-store.ts';
import { describeStagedLoads } from '../../../conformance/client-store-load.ts';

let places = 0;
const newName = () => {
  places += 1;
  return `place-${places}`;
};

for (const describeStore of [describeClientStore, describeStagedLoads]) {
  describeStore('Dexie', () => {
    const name = newName();
    return { open: () => createDexieStore(name) };
  });
  describeStore('memory', () => {
    const disk = new MemoryDisk();
    return { open: () => createMemoryStore(disk) };
  });
}

const outboxRow = { id: 1, name: 'note', args: {}, timestamp: 1 };

describe('a store that cannot be opened', () => {
  test('says so, and leaves what a later version of the app wrote', async () => {
    const name = newName();
    const later = new Dexie(name);
    later.version(99).stores({ outbox: 'id', other: 'id' });
    await later.table('outbox').put({ id: 1, text: 'kept' });
    later.close();
    await expect(createDexieStore(name).open()).rejects.toThrow(StoreOpenError);
    await later.open();
    expect(await later.table('outbox').toArray()).toEqual([{ id: 1, text: 'kept' }]);
    expect(later.backendDB().version).toBe(990);
    later.close();
  });

  test('says so for the memory store as well', async () => {
    const disk = new MemoryDisk();
    disk.pretendVersion(99);
    await expect(createMemoryStore(disk).open()).rejects.toThrow(StoreOpenError);
  });
});

describe('the right to write a store', () => {
  test('is one window’s at a time, and free again when that one closes', async () => {
    const name = newName();
    const release = await lockStore(name);
    await expect(lockStore(name, 1)).rejects.toThrow('another window');
    release();
    (await lockStore(name))();
    const store = createDexieStore(name);
    await store.open();
    await expect(lockStore(name, 1)).rejects.toThrow(StoreOpenError);
    await store.close();
    (await lockStore(name))();
  });
});

describe('an agent’s action in IndexedDB', () => {
  test('is written with strict durability, and bulk with relaxed', async () => {
    const asked: { stores: unknown; durability: string | undefined }[] = [];
    const original = IDBDatabase.prototype.transaction;
    IDBDatabase.prototype.transaction = function (stores, mode, options) {
      if (mode === 'readwrite') asked.push({ stores, durability: options?.durability });
      return original.call(this, stores, mode, options);
    };
    try {
      const store = createDexieStore(newName());
      await store.open();
      asked.length = 0;
      await store.commit({ putOutbox: [outboxRow], meta: { lastOccurredAt: 1 } }, 'strict');
      await store.commit({ documents: [['products', 'a', 1, { id: 'a' }]] }, 'relaxed');
      await store.close();
    } finally {
      IDBDatabase.prototype.transaction = original;
    }
    expect(asked).toEqual([
      { stores: ['meta', 'outbox'], durability: 'strict' },
      { stores: expect.arrayContaining(['delta', 'pages']), durability: 'relaxed' },
    ]);
  });
});

describe('the simulated disk', () => {
  test('keeps what was committed when the app is killed', async () => {
    const disk = new MemoryDisk();
    const store = createMemoryStore(disk);
    await store.open();
    await store.commit({ meta: { cookie: 'a' } }, 'relaxed');
    disk.kill();
    await expect(store.commit({ meta: { cookie: 'b' } }, 'strict')).rejects.toThrow('closed');
    expect((await createMemoryStore(disk).open()).meta.cookie).toBe('a');
  });

  test('loses relaxed commits after the last strict one when the power is cut', async () => {
    const disk = new MemoryDisk();
    const store = createMemoryStore(disk);
    await store.open();
    await store.commit({ meta: { cookie: 'a' } }, 'relaxed');
    await store.commit({ putOutbox: [outboxRow] }, 'strict');
    await store.commit({ meta: { cookie: 'b' } }, 'relaxed');
    disk.cutPower();
    const head = await createMemoryStore(disk).open();
    expect(head.meta.cookie).toBe('a');
    expect(head.outbox).toEqual([outboxRow]);
  });

  test('stores nothing of a change at which the app dies', async () => {
    const disk = new MemoryDisk();
    const store = createMemoryStore(disk);
    await store.open();
    disk.beforeCommit = () => disk.kill();
    await expect(store.commit({ putOutbox: [outboxRow] }, 'strict')).rejects.toThrow('ended');
    expect((await createMemoryStore(disk).open()).outbox).toEqual([]);
  });
});
