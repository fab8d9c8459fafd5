import { Dexie, type Table } from 'dexie';
import { type AttentionRow, type DraftRow, type OutboxRow, StoreOpenError } from './client-store.ts';
import type { MetaRow, StoreDatabase } from './dexie-tables.ts';

/** What nobody else has: everything but the confirmed documents. */
interface Kept {
  readonly meta: readonly MetaRow[];
  readonly outbox: readonly OutboxRow[];
  readonly attention: readonly AttentionRow[];
  readonly drafts: readonly DraftRow[];
}

interface CopyRow {
  readonly key: 'copy';
  /** The version of the tables that the store was about to get. */
  readonly before: number;
  /** JSON text of what was kept. */
  readonly json: string;
}

/** A database of its own, since an upgrade never touches another one. */
class CopyDatabase extends Dexie {
  declare readonly kept: Table<CopyRow, string>;

  constructor(name: string) {
    super(name, { chromeTransactionDurability: 'strict', cache: 'disabled' });
    this.version(1).stores({ kept: 'key' });
  }
}

const nameOfCopy = (name: string) => `${name}-before-upgrade`;

/** Version of a store's tables; 0 if there is no such store. IndexedDB counts tens of Dexie's versions. */
export async function versionOf(name: string): Promise<number> {
  const present = (await indexedDB.databases()).find((database) => database.name === name);
  return Math.floor((present?.version ?? 0) / 10);
}

/**
 * Copies what waits, needs attention or was drafted out of a store of an earlier version, and reads the copy back. It
 * takes the place of any earlier copy.
 *
 * @throws {StoreOpenError} if that cannot be done; then the upgrade must not begin.
 */
export async function keepBeforeUpgrade(name: string, version: number): Promise<void> {
  const present = await versionOf(name);
  if (present === 0 || present >= version) return;
  try {
    const json = JSON.stringify(await readKept(name));
    await withCopy(name, async (copy) => {
      await copy.kept.put({ key: 'copy', before: version, json });
    });
    // Opened anew, so that it is read from where it was written to.
    const found = await withCopy(name, (copy) => copy.kept.get('copy'));
    if (found?.json !== json) throw new Error('it could not be read back as it was written');
  } catch (error) {
    // Dexie tells its inner errors on further lines.
    const [reason] = (error instanceof Error ? error.message : String(error)).split('\n');
    throw new StoreOpenError(
      `This version of Dueline must change the data on this computer, and a copy of what waits could not be made before (${reason}). Nothing was changed.`,
      'broken',
      { cause: error },
    );
  }
}

/**
 * Puts back what an upgrade left out, and forgets the copy: from here on the store goes its own way. A crash in between
 * leaves the copy, and the next opening looks again.
 */
export async function putBackAfterUpgrade(name: string, version: number, database: StoreDatabase): Promise<void> {
  if ((await versionOf(nameOfCopy(name))) === 0) return;
  // A copy that cannot be read is none: the store itself could be opened.
  const found = await withCopy(name, (copy) => copy.kept.get('copy')).catch(() => undefined);
  if (found === undefined) return;
  if (found.before === version) await putBack(parseKept(found.json), database);
  await withCopy(name, (copy) => copy.kept.clear());
}

async function putBack(kept: Kept, database: StoreDatabase): Promise<void> {
  const { meta, outbox, attention, drafts } = database;
  await database.transaction('rw', [meta, outbox, attention, drafts], async () => {
    await addMissing(outbox, kept.outbox, ({ id }) => id);
    await addMissing(attention, kept.attention, ({ id }) => id);
    await addMissing(drafts, kept.drafts, ({ caseId }) => caseId);
    await addMissing(meta, kept.meta, ({ key }) => key);
  });
}

/** A row that is there was perhaps changed by the upgrade, as it should be. */
async function addMissing<Row, Key extends string | number>(
  table: Table<Row, Key>,
  rows: readonly Row[],
  keyOf: (row: Row) => Key,
): Promise<void> {
  const present = new Set(await table.toCollection().primaryKeys());
  await table.bulkPut(rows.filter((row) => !present.has(keyOf(row))));
}

/** Through a connection without a version, which changes nothing. */
async function readKept(name: string): Promise<Kept> {
  const store = await answered(indexedDB.open(name));
  // Whoever wants to upgrade it does not wait for this.
  store.onversionchange = () => store.close();
  try {
    const rowsOf = async <Row>(table: string): Promise<readonly Row[]> =>
      store.objectStoreNames.contains(table)
        ? answered<Row[]>(store.transaction(table).objectStore(table).getAll())
        : [];
    return {
      meta: await rowsOf<MetaRow>('meta'),
      outbox: await rowsOf<OutboxRow>('outbox'),
      attention: await rowsOf<AttentionRow>('attention'),
      drafts: await rowsOf<DraftRow>('drafts'),
    };
  } finally {
    store.close();
  }
}

function answered<Result>(request: IDBRequest<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function withCopy<Result>(name: string, work: (copy: CopyDatabase) => Promise<Result>): Promise<Result> {
  const copy = new CopyDatabase(nameOfCopy(name));
  try {
    await copy.open();
    return await work(copy);
  } finally {
    copy.close();
  }
}

/** Only `keepBeforeUpgrade` writes it, out of rows of these types. */
function parseKept(json: string): Kept {
  return JSON.parse(json) as Kept;
}
