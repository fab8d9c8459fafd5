import {
  byId,
  type ClientStore,
  type Durability,
  type LoadedPage,
  loadIsGone,
  type StoreChange,
  type StoredDocument,
  type StoreHead,
  StoreOpenError,
  storeVersion,
} from './client-store.ts';

/** What a disk holds at one instant. Values are JSON text, so that nobody keeps a reference into it. */
interface Contents {
  readonly version: number;
  readonly documents: ReadonlyMap<string, string>;
  /** Pages of a first load that nobody sees yet. */
  readonly staged: Staged | null;
  readonly meta: ReadonlyMap<string, string>;
  readonly outbox: ReadonlyMap<number, string>;
  readonly attention: ReadonlyMap<string, string>;
  readonly drafts: ReadonlyMap<string, string>;
}

interface Staged {
  readonly name: string;
  readonly pages: number;
  /** Grows page by page: copying it for each would take too long, and what is staged survives no restart anyway. */
  readonly documents: Map<string, string>;
}

const empty: Contents = {
  version: storeVersion,
  documents: new Map(),
  staged: null,
  meta: new Map(),
  outbox: new Map(),
  attention: new Map(),
  drafts: new Map(),
};

/**
 * A disk for simulation. It outlives the stores opened on it, and says exactly what survives a crash:
 * a change is kept once its commit resolved; a relaxed one is lost to a power cut until a strict one follows.
 */
export class MemoryDisk {
  /** Called before each commit is made; throw to fail it there. */
  beforeCommit: (change: StoreChange, durability: Durability) => void = () => {};
  /** Called when a commit is made, before its promise resolves. */
  afterCommit: (change: StoreChange, durability: Durability) => void = () => {};
  #committed: Contents = empty;
  #flushed: Contents = empty;
  /** Counts restarts: stores opened before the last one write no more. */
  #run = 0;

  get run(): number {
    return this.#run;
  }

  get contents(): Contents {
    return this.#committed;
  }

  write(contents: Contents, durability: Durability): void {
    this.#committed = contents;
    if (durability === 'strict') this.#flushed = contents;
  }

  /** The app ends at once. What was not committed is lost, and open stores are dead. */
  kill(): void {
    this.#run += 1;
  }

  /** The computer stops. Relaxed commits since the last strict one are lost as well. */
  cutPower(): void {
    this.kill();
    this.#committed = this.#flushed;
  }

  /** Makes the disk look as if a later version of the app had written it. */
  pretendVersion(version: number): void {
    this.write({ ...this.#committed, version }, 'strict');
  }
}

/** A store on a simulated disk: the same contract as the real one, without its cost. */
export function createMemoryStore(disk: MemoryDisk = new MemoryDisk()): ClientStore {
  let run = -1;
  let turn: Promise<void> = Promise.resolve();

  async function write(change: StoreChange, durability: Durability): Promise<void> {
    if (run !== disk.run) throw new Error('The store is closed.');
    disk.beforeCommit(change, durability);
    if (run !== disk.run) throw new Error('The app ended before the change was stored.');
    disk.write(applied(disk.contents, change), durability);
    disk.afterCommit(change, durability);
    if (run !== disk.run) throw new Error('The app ended before it knew that the change was stored.');
  }

  return {
    async open(): Promise<StoreHead> {
      if (disk.contents.version > storeVersion) {
        throw new StoreOpenError(
          'A later version of Dueline wrote this data. Update the app to open it.',
          'later_version',
        );
      }
      run = disk.run;
      if (disk.contents.staged !== null) disk.write({ ...disk.contents, staged: null }, 'relaxed');
      const { meta, outbox, attention, drafts } = disk.contents;
      return {
        meta: Object.fromEntries([...meta].map(([key, text]) => [key, JSON.parse(text)])),
        outbox: byId([...outbox.values()].map((text) => JSON.parse(text))),
        attention: [...attention.values()].map((text) => JSON.parse(text)),
        drafts: [...drafts.values()].map((text) => JSON.parse(text)),
      };
    },
    async readDocuments(): Promise<readonly StoredDocument[]> {
      return [...disk.contents.documents.values()].map((text) => JSON.parse(text));
    },
    commit(change, durability) {
      const mine = turn.then(() => write(change, durability));
      turn = mine.catch(() => {});
      return mine;
    },
    stage(load, page) {
      const mine = turn.then(async () => {
        if (run !== disk.run) throw new Error('The store is closed.');
        disk.write({ ...disk.contents, staged: withPage(disk.contents.staged, load, page) }, 'relaxed');
      });
      turn = mine.catch(() => {});
      return mine;
    },
    async compact() {
      return false;
    },
    async close() {
      await turn;
      run = -1;
    },
  };
}

function withPage(before: Staged | null, load: string, page: LoadedPage): Staged {
  const staged = page.at === 0 ? { name: load, pages: 0, documents: new Map<string, string>() } : before;
  if (staged?.name !== load || staged.pages !== page.at) throw loadIsGone({ name: load, pages: page.at });
  const { documents } = staged;
  for (const entry of page.documents) documents.set(`${entry[0]}/${entry[1]}`, JSON.stringify(entry));
  return { name: load, pages: page.at + 1, documents };
}

/** The documents that a change begins with. */
function documentsBefore({ documents, staged }: Contents, { takeLoad, clearDocuments }: StoreChange) {
  if (takeLoad === undefined) return clearDocuments ? new Map<string, string>() : documents;
  if (takeLoad.pages === 0) return new Map<string, string>();
  if (staged?.name !== takeLoad.name || staged.pages !== takeLoad.pages) throw loadIsGone(takeLoad);
  return staged.documents;
}

function applied(contents: Contents, change: StoreChange): Contents {
  const documents = new Map(documentsBefore(contents, change));
  for (const entry of change.documents ?? []) {
    const [collection, id, , doc] = entry;
    if (doc === null) documents.delete(`${collection}/${id}`);
    else documents.set(`${collection}/${id}`, JSON.stringify(entry));
  }
  const meta = new Map(contents.meta);
  for (const [key, value] of Object.entries(change.meta ?? {})) meta.set(key, JSON.stringify(value));
  return {
    version: contents.version,
    documents,
    staged: change.takeLoad || change.clearDocuments ? null : contents.staged,
    meta,
    outbox: replaced(contents.outbox, change.removeOutbox, change.putOutbox, (row) => row.id),
    attention: replaced(contents.attention, change.removeAttention, change.putAttention, (row) => row.id),
    drafts: replaced(contents.drafts, change.removeDrafts, change.putDrafts, (row) => row.caseId),
  };
}

function replaced<Key, Row>(
  rows: ReadonlyMap<Key, string>,
  removed: readonly Key[] | undefined,
  put: readonly Row[] | undefined,
  keyOf: (row: Row) => Key,
): ReadonlyMap<Key, string> {
  if (!removed?.length && !put?.length) return rows;
  const next = new Map(rows);
  for (const key of removed ?? []) next.delete(key);
  for (const row of put ?? []) next.set(keyOf(row), JSON.stringify(row));
  return next;
}
