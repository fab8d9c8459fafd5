import {
  byId,
  type ClientStore,
  type Durability,
  type StoreChange,
  type StoredDocument,
  type StoreHead,
  StoreOpenError,
  storeVersion,
} from './client-store.ts';
import { type MetaRow, StoreDatabase } from './dexie-tables.ts';
import { documentKey, documentsOfRow, type PackedRow, pack } from './packed-documents.ts';
import { PageIndex } from './page-index.ts';
import { createStaging, firstPageOf, generationOf, generationRow, isFact, pagesOf } from './staged-pages.ts';
import { lockStore } from './store-lock.ts';
import { keepBeforeUpgrade, putBackAfterUpgrade, versionOf } from './upgrade-copy.ts';

/** Below so many rows the delta is left alone: reading it costs next to nothing. */
const deltaRowsKept = 64;

/** The tables and the way to them from those of earlier versions. */
export interface StoreSchema {
  readonly version: number;
  readonly Database: new (name: string, durability: Durability) => StoreDatabase;
}

const presentSchema: StoreSchema = { version: storeVersion, Database: StoreDatabase };

/**
 * The store in IndexedDB. Two connections to one database, because Dexie sets the durability per connection.
 * A database of an earlier version is upgraded as it is opened: whole, or, if that fails, not at all.
 */
export function createDexieStore(name = 'dueline', schema: StoreSchema = presentSchema): ClientStore {
  const relaxed = new schema.Database(name, 'relaxed');
  const strict = new schema.Database(name, 'strict');
  let index: PageIndex | null = null;
  let generation = 0;
  const staging = createStaging(relaxed);
  let unlock: (() => void) | null = null;
  let isClosing = false;
  let tellLost = () => {};
  let refuseBlocked: (error: StoreOpenError) => void = () => {};
  /** Changes of documents and steps of compaction go one after the other; an agent's action never waits for them. */
  let turn: Promise<unknown> = Promise.resolve();

  function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const mine = turn.then(work);
    turn = mine.catch(() => {});
    return mine;
  }

  for (const database of [relaxed, strict]) {
    // Somebody upgrades or deletes the database. Holding on would only block them; what was done since is in the
    // journal, and the next try to open it shows what has become of it.
    database.on('versionchange', () => {
      closeConnections();
      tellLost();
      return false;
    });
    database.on('close', () => {
      if (isClosing) return;
      // The browser took the connection away. Dexie would open another one at the next call, without a look at
      // whether that still finds what was stored here. It says so before it has closed: hence the next microtask.
      queueMicrotask(() => {
        closeConnections();
        tellLost();
      });
    });
    database.on('blocked', () => refuseBlocked(blockedError()));
  }

  function closeConnections(): void {
    isClosing = true;
    relaxed.close();
    strict.close();
    isClosing = false;
    index = null;
    staging.forget();
  }

  async function read(): Promise<{ index: PageIndex; documents: StoredDocument[] }> {
    const [present, pages, delta] = await relaxed.transaction(
      'r',
      [relaxed.pages, relaxed.delta, relaxed.meta],
      async () => {
        const found = await generationOf(relaxed);
        return Promise.all([found, pagesOf(relaxed, found), relaxed.delta.toArray()]);
      },
    );
    generation = present;
    const loaded = new PageIndex();
    const documents = loaded.load(pages, delta, firstPageOf(generation) - 1);
    index = loaded;
    return { index: loaded, documents };
  }

  async function commitDocuments(database: StoreDatabase, change: StoreChange): Promise<void> {
    const pageIndex = index ?? (await read()).index;
    const documents = change.documents ?? [];
    if (change.takeLoad !== undefined) {
      const pages = staging.pagesOf(change.takeLoad);
      const delta = pageIndex.packDelta(documents);
      await write(database, change, { clear: 'for_load', generation: generation + 1, pages: [], delta });
      generation += 1;
      staging.forget();
      pageIndex.reset(pages, firstPageOf(generation) - 1);
      for (const [at, row] of delta.entries()) pageIndex.addDelta(row.id, documentsOfRow(documents, at));
      return;
    }
    if (change.clearDocuments) {
      const newest = new Map(documents.map((document) => [documentKey(document), document]));
      const present = [...newest.values()].filter((document) => document[3] !== null);
      const pages = pack(present, firstPageOf(generation));
      await write(database, change, { clear: 'all', generation, pages, delta: [] });
      staging.forget();
      const indexed = pages.map(({ id }, at) => ({ id, documents: documentsOfRow(present, at) }));
      pageIndex.reset(indexed, firstPageOf(generation) - 1);
      return;
    }
    const delta = pageIndex.packDelta(documents);
    await write(database, change, { clear: null, generation, pages: [], delta });
    for (const [at, row] of delta.entries()) pageIndex.addDelta(row.id, documentsOfRow(documents, at));
  }

  async function compactOnce(): Promise<boolean> {
    const pageIndex = index;
    if (pageIndex === null || pageIndex.deltaRows <= deltaRowsKept) return false;
    const fold = pageIndex.nextFold();
    if (fold === null) return false;
    const documents = pageIndex.rewritten(await relaxed.pages.get(fold.pageId), fold);
    await relaxed.transaction('rw', [relaxed.pages, relaxed.delta], async () => {
      if (fold.changes.size > 0) await relaxed.pages.put({ id: fold.pageId, json: JSON.stringify(documents) });
      await relaxed.delta.bulkDelete([...fold.obsoleteDelta]);
    });
    pageIndex.folded(fold, documents);
    return pageIndex.deltaRows > deltaRowsKept;
  }

  return {
    async open() {
      if (relaxed.isOpen() && strict.isOpen()) {
        const head = await readHead(relaxed).catch(() => null);
        if (head !== null) return head;
      }
      closeConnections();
      const blocked = new Promise<never>((_, reject) => {
        refuseBlocked = reject;
      });
      try {
        await refuseLaterVersion(name, schema.version);
        // Kept when the rest fails: whoever tries to open it again is still the one who may write it.
        unlock ??= await lockStore(name);
        await keepBeforeUpgrade(name, schema.version);
        // One that was given up while another window blocked it may have been opened since, behind Dexie's back.
        closeConnections();
        await Promise.race([relaxed.open(), blocked]);
        await Promise.race([strict.open(), blocked]);
        await putBackAfterUpgrade(name, schema.version, strict);
        return await readHead(relaxed);
      } catch (error) {
        closeConnections();
        throw asOpenError(error);
      }
    },
    onLost(listener) {
      tellLost = listener;
    },
    readDocuments: () => inTurn(async () => (await read()).documents),
    commit(change, durability) {
      const database = durability === 'strict' ? strict : relaxed;
      const hasDocuments =
        change.clearDocuments === true || change.takeLoad !== undefined || (change.documents?.length ?? 0) > 0;
      return hasDocuments ? inTurn(() => commitDocuments(database, change)) : write(database, change, null);
    },
    stage: (load, page) =>
      inTurn(async () => {
        if (index === null) await read();
        await staging.stage(load, page, generation + 1);
      }),
    compact: () => inTurn(compactOnce),
    async close() {
      await turn;
      closeConnections();
      unlock?.();
      unlock = null;
    },
  };
}

interface DocumentWrite {
  /** for_load: the pages of every other generation, and every recent change. */
  readonly clear: 'all' | 'for_load' | null;
  readonly generation: number;
  readonly pages: readonly PackedRow[];
  readonly delta: readonly PackedRow[];
}

/** Stores a change in one transaction over the tables that it touches. */
async function write(database: StoreDatabase, change: StoreChange, documents: DocumentWrite | null): Promise<void> {
  const { pages, delta, meta, outbox, attention, drafts } = database;
  const metaRows: MetaRow[] = Object.entries(change.meta ?? {}).map(([key, value]) => ({ key, value }));
  if (documents?.clear === 'for_load') metaRows.push(generationRow(documents.generation));
  const tables = [
    ...(documents === null ? [] : [pages, delta]),
    ...(metaRows.length > 0 ? [meta] : []),
    ...(change.removeOutbox?.length || change.putOutbox?.length ? [outbox] : []),
    ...(change.removeAttention?.length || change.putAttention?.length ? [attention] : []),
    ...(change.removeDrafts?.length || change.putDrafts?.length ? [drafts] : []),
  ];
  if (tables.length === 0) return;
  await database.transaction('rw', tables, async () => {
    if (documents?.clear === 'all') await Promise.all([pages.clear(), delta.clear()]);
    if (documents?.clear === 'for_load') {
      await Promise.all([pages.where('id').below(firstPageOf(documents.generation)).delete(), delta.clear()]);
    }
    if (documents?.pages.length) await pages.bulkPut([...documents.pages]);
    if (documents?.delta.length) await delta.bulkPut([...documents.delta]);
    if (metaRows.length > 0) await meta.bulkPut(metaRows);
    if (change.removeOutbox?.length) await outbox.bulkDelete([...change.removeOutbox]);
    if (change.putOutbox?.length) await outbox.bulkPut(change.putOutbox);
    if (change.removeAttention?.length) await attention.bulkDelete([...change.removeAttention]);
    if (change.putAttention?.length) await attention.bulkPut(change.putAttention);
    if (change.removeDrafts?.length) await drafts.bulkDelete([...change.removeDrafts]);
    if (change.putDrafts?.length) await drafts.bulkPut(change.putDrafts);
  });
}

async function readHead(database: StoreDatabase): Promise<StoreHead> {
  const { meta, outbox, attention, drafts } = database;
  const [metaRows, outboxRows, attentionRows, draftRows] = await database.transaction(
    'r',
    [meta, outbox, attention, drafts],
    () => Promise.all([meta.toArray(), outbox.toArray(), attention.toArray(), drafts.toArray()]),
  );
  return {
    meta: Object.fromEntries(metaRows.filter(isFact).map((row) => [row.key, row.value])),
    outbox: byId(outboxRows),
    attention: attentionRows,
    drafts: draftRows,
  };
}

/** Dexie opens a database of a later version without a word, and adds its own tables to it. So it is asked first. */
async function refuseLaterVersion(name: string, version: number): Promise<void> {
  if ((await versionOf(name)) > version) {
    throw new StoreOpenError(
      'A later version of Dueline wrote the data on this computer. Nothing was changed. Update the app to open it.',
      'later_version',
    );
  }
}

function asOpenError(error: unknown): StoreOpenError {
  if (error instanceof StoreOpenError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new StoreOpenError(`The data on this computer cannot be opened (${reason}). Nothing was deleted.`, 'broken', {
    cause: error,
  });
}

function blockedError(): StoreOpenError {
  return new StoreOpenError(
    'Another window still has the data on this computer open in an earlier version. Close it: then this one goes on.',
    'held',
  );
}
