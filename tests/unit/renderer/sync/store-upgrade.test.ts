import 'fake-indexeddb/auto';
import type { Transaction } from 'dexie';
import { describe, expect, test } from 'vitest';
import type { Durability } from '../../../../src-renderer/sync/client-store.ts';
import { createDexieStore, type StoreSchema } from '../../../../src-renderer/sync/dexie-store.ts';
import { StoreDatabase } from '../../../../src-renderer/sync/dexie-tables.ts';
import { keepBeforeUpgrade } from '../../../../src-renderer/sync/upgrade-copy.ts';
import { clientGroupIdSchema, clientIdSchema } from '../../../../src-shared/sync/protocol.ts';

let places = 0;
const newName = () => `upgrade-${++places}`;

const client = { clientGroupID: clientGroupIdSchema.parse('g'), clientID: clientIdSchema.parse('c') };
const outbox = [1, 2].map((id) => ({ id, name: 'note', args: { text: `text ${id}` }, timestamp: id }));
const filled = {
  documents: [['products', 'a', 1, { id: 'a', name: 'A' }]] as const,
  meta: { client, cookie: 'k', confirmedMutationID: 0 },
  putOutbox: outbox,
  putAttention: [{ id: 'c:0', name: 'note', args: {}, refusal: { code: 'no', message: 'No.' }, at: 1 }],
  putDrafts: [{ caseId: 'case-1', kind: 'reply', text: 'Dear' }],
};

/** A schema as a later version of the app may bring it: another table, another form of a row. */
function nextSchema(upgrade: (tx: Transaction) => unknown = () => {}): StoreSchema {
  class NextDatabase extends StoreDatabase {
    constructor(name: string, durability: Durability) {
      super(name, durability);
      this.version(2)
        .stores({ labels: 'id' })
        .upgrade(async (tx) => {
          await tx
            .table('drafts')
            .toCollection()
            .modify((row) => {
              row.text = `${row.text} (kept)`;
            });
          await upgrade(tx);
        });
    }
  }
  return { version: 2, Database: NextDatabase };
}

async function fillPresent(name: string): Promise<void> {
  const store = createDexieStore(name);
  await store.open();
  await store.commit(filled, 'strict');
  await store.close();
}

describe('a store of an earlier version', () => {
  test('is upgraded with everything that waits in it', async () => {
    const name = newName();
    await fillPresent(name);
    const store = createDexieStore(name, nextSchema());
    expect(await store.open()).toEqual({
      meta: filled.meta,
      outbox,
      attention: filled.putAttention,
      drafts: [{ caseId: 'case-1', kind: 'reply', text: 'Dear (kept)' }],
    });
    expect(await store.readDocuments()).toEqual(filled.documents);
    await store.commit({ removeOutbox: [1], putOutbox: [{ ...(outbox[0] ?? raise()), id: 3 }] }, 'strict');
    await store.close();
    const again = createDexieStore(name, nextSchema());
    expect((await again.open()).outbox.map(({ id }) => id)).toEqual([2, 3]);
    await again.close();
  });

  test('is as it was when its upgrade fails, and can still be opened by the earlier app', async () => {
    const name = newName();
    await fillPresent(name);
    const store = createDexieStore(
      name,
      nextSchema(() => {
        throw new Error('the upgrade has a defect');
      }),
    );
    await expect(store.open()).rejects.toMatchObject({ reason: 'broken' });
    await store.close();
    const earlier = createDexieStore(name);
    expect(await earlier.open()).toMatchObject({ outbox, drafts: filled.putDrafts });
    expect(await earlier.readDocuments()).toEqual(filled.documents);
    await earlier.close();
  });

  test('gets back what its upgrade left out, once, and what was done since stays as it is', async () => {
    const name = newName();
    await fillPresent(name);
    const careless = nextSchema(async (tx) => {
      for (const table of ['outbox', 'attention', 'drafts', 'meta']) await tx.table(table).clear();
    });
    const store = createDexieStore(name, careless);
    const head = await store.open();
    expect(head).toMatchObject({ outbox, attention: filled.putAttention, drafts: filled.putDrafts });
    expect(head.meta).toEqual(filled.meta);
    await store.commit({ removeOutbox: [1, 2], removeAttention: ['c:0'], removeDrafts: ['case-1'] }, 'strict');
    await store.close();
    const again = createDexieStore(name, careless);
    expect(await again.open()).toMatchObject({ outbox: [], attention: [], drafts: [] });
    await again.close();
  });

  test('gets it back also when the app died right after the upgrade', async () => {
    const name = newName();
    await fillPresent(name);
    await keepBeforeUpgrade(name, 2);
    const { Database } = nextSchema(async (tx) => tx.table('outbox').clear());
    const upgraded = new Database(name, 'strict');
    await upgraded.open();
    upgraded.close();
    const store = createDexieStore(name, nextSchema());
    expect((await store.open()).outbox).toEqual(outbox);
    await store.close();
  });

  test('that the earlier app went on with after a failed upgrade is upgraded as that left it', async () => {
    const name = newName();
    await fillPresent(name);
    const failing = createDexieStore(
      name,
      nextSchema(() => {
        throw new Error('the upgrade has a defect');
      }),
    );
    await expect(failing.open()).rejects.toMatchObject({ reason: 'broken' });
    await failing.close();
    const earlier = createDexieStore(name);
    await earlier.open();
    await earlier.commit({ removeOutbox: [1] }, 'strict');
    await earlier.close();
    const store = createDexieStore(name, nextSchema());
    expect((await store.open()).outbox.map(({ id }) => id)).toEqual([2]);
    await store.close();
  });

  test('is not upgraded while no copy of what waits can be made', async () => {
    const name = newName();
    await fillPresent(name);
    const inTheWay = await connection(`${name}-before-upgrade`, 1_000);
    inTheWay.close();
    const store = createDexieStore(name, nextSchema());
    await expect(store.open()).rejects.toMatchObject({
      reason: 'broken',
      message: expect.stringMatching(/a copy of what waits could not be made before .* Nothing was changed\./),
    });
    await store.close();
    const earlier = createDexieStore(name);
    expect(await earlier.open()).toMatchObject({ outbox });
    await earlier.close();
    await deleted(`${name}-before-upgrade`);
    expect((await store.open()).outbox).toEqual(outbox);
    await store.close();
  });

  test('is refused by the earlier app once it was upgraded, and loses nothing by that', async () => {
    const name = newName();
    await fillPresent(name);
    const next = createDexieStore(name, nextSchema());
    await next.open();
    await next.close();
    await expect(createDexieStore(name).open()).rejects.toMatchObject({ reason: 'later_version' });
    expect((await next.open()).outbox).toEqual(outbox);
    await next.close();
  });
});

describe('a store that somebody else uses', () => {
  test('in an earlier version is not waited for: it says so, and opens once that one has closed', async () => {
    const name = newName();
    await fillPresent(name);
    const other = await connection(name);
    const store = createDexieStore(name, nextSchema());
    await expect(store.open()).rejects.toMatchObject({ reason: 'held' });
    other.close();
    expect((await store.open()).outbox).toEqual(outbox);
    await store.close();
  });

  test('makes way for an upgrade by another window, tells that it was lost, and is not opened by accident', async () => {
    const name = newName();
    await fillPresent(name);
    const store = createDexieStore(name);
    await store.open();
    let lost = 0;
    store.onLost?.(() => {
      lost += 1;
    });
    const upgraded = await connection(name, 20);
    expect(lost).toBeGreaterThan(0);
    await expect(store.commit({ removeOutbox: [1] }, 'strict')).rejects.toThrow();
    upgraded.close();
    await expect(store.commit({ removeOutbox: [1] }, 'strict')).rejects.toThrow();
    await expect(store.open()).rejects.toMatchObject({ reason: 'later_version' });
    await store.close();
  });

  test('and whose connection the browser takes away is opened anew, not over something else', async () => {
    const name = newName();
    await fillPresent(name);
    const store = createDexieStore(name);
    await store.open();
    let lost = 0;
    store.onLost?.(() => {
      lost += 1;
    });
    await deleted(name);
    expect(lost).toBeGreaterThan(0);
    await expect(store.commit({ putOutbox: [...outbox] }, 'strict')).rejects.toThrow();
    expect(await store.open()).toEqual({ meta: {}, outbox: [], attention: [], drafts: [] });
    await store.commit({ putOutbox: [...outbox] }, 'strict');
    expect((await store.open()).outbox).toEqual(outbox);
    await store.close();
  });
});

/** A connection that does not care whether somebody waits for it. */
function connection(name: string, version?: number): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, version);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function deleted(name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(name);
    request.onsuccess = () => resolve();
    request.onerror = () => reject(request.error);
  });
}

function raise(): never {
  throw new Error('There is none.');
}
