import { randomUUID } from 'node:crypto';
import { userIdSchema } from '../../../src-shared/cases/case-document.ts';
import type { SpaceId } from '../../../src-shared/ids.ts';
import { spaceIdSchema } from '../../../src-shared/sync/protocol.ts';
import { Mutex } from '../mutex.ts';
import {
  type ReadTransaction,
  type Storage,
  StorageError,
  type TokenRecord,
  type WriteTransaction,
} from '../storage.ts';
import { type Connection, integerOf, textOf } from './connection.ts';
import { whenUnlocked } from './locked.ts';
import { inMemory, openDatabase, openReader } from './open-database.ts';
import * as sql from './statements.ts';
import { SqliteReadTransaction, spaceState } from './transaction.ts';
import { SqliteWriteTransaction } from './write-transaction.ts';

/** How often other processes' commits are looked for. */
const pollMs = 500;
const idleReadersKept = 4;

export interface SqliteOptions {
  /** Path of the database file, or `:memory:`. */
  readonly file: string;
  /** Largest size in pages of 4 KiB; a write beyond it fails like one on a full disk. */
  readonly maxPages?: number;
}

/**
 * Opens the SQLite adapter of the storage port.
 *
 * @throws {StorageError} if the file cannot be used; the message says why and what to do.
 */
export async function openSqliteStorage(options: SqliteOptions): Promise<Storage> {
  const writer = await openDatabase(options.file);
  if (options.maxPages !== undefined) writer.execute(`PRAGMA max_page_count = ${options.maxPages}`);
  return new SqliteStorage(options.file, writer);
}

class SqliteStorage implements Storage {
  readonly #file: string;
  readonly #writer: Connection;
  readonly #writing = new Mutex();
  readonly #idleReaders: Connection[] = [];
  readonly #reading = new Set<Promise<unknown>>();
  readonly #listeners = new Set<(space: SpaceId, version: number) => void>();
  readonly #announced = new Map<SpaceId, number>();
  #poll: NodeJS.Timeout | null = null;
  #dataVersion = 0;
  #closed = false;

  constructor(file: string, writer: Connection) {
    this.#file = file;
    this.#writer = writer;
  }

  read<Result>(space: SpaceId, work: (tx: ReadTransaction) => Promise<Result>): Promise<Result> {
    this.#assertOpen();
    // A database in memory is seen by its one connection only, so its readers wait for the writer.
    if (this.#file === inMemory) return this.#writing.run(() => this.#readOn(this.#writer, space, work));
    const reading = this.#readBeside(space, work);
    this.#reading.add(reading);
    return reading.finally(() => this.#reading.delete(reading));
  }

  write<Result>(space: SpaceId, work: (tx: WriteTransaction) => Promise<Result>): Promise<Result> {
    this.#assertOpen();
    return this.#writing.run(() => this.#writeLocked(space, work));
  }

  async findToken(hash: string): Promise<TokenRecord | undefined> {
    this.#assertOpen();
    const row = this.#writer.first(sql.findToken, { hash });
    if (row === undefined) return undefined;
    return {
      hash: textOf(row, 'hash'),
      space: spaceIdSchema.parse(textOf(row, 'space')),
      userId: userIdSchema.parse(textOf(row, 'user_id')),
    };
  }

  async spaces(): Promise<readonly SpaceId[]> {
    this.#assertOpen();
    return this.#spaces().map(([space]) => space);
  }

  watch(listener: (space: SpaceId, version: number) => void): () => void {
    this.#assertOpen();
    this.#listeners.add(listener);
    if (this.#poll === null && this.#file !== inMemory) {
      this.#rememberVersions();
      this.#poll = setInterval(() => this.#announceOthers(), pollMs).unref();
    }
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.#stopPolling();
    };
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#stopPolling();
    this.#listeners.clear();
    await Promise.allSettled(this.#reading);
    await this.#writing.run(async () => {
      for (const reader of this.#idleReaders.splice(0)) reader.close();
      this.#writer.close();
    });
  }

  async #readBeside<Result>(space: SpaceId, work: (tx: ReadTransaction) => Promise<Result>): Promise<Result> {
    const reader = this.#idleReaders.pop() ?? openReader(this.#file);
    try {
      return await this.#readOn(reader, space, work);
    } finally {
      if (this.#idleReaders.length < idleReadersKept) this.#idleReaders.push(reader);
      else reader.close();
    }
  }

  async #readOn<Result>(
    connection: Connection,
    space: SpaceId,
    work: (tx: ReadTransaction) => Promise<Result>,
  ): Promise<Result> {
    // The first SELECT takes the snapshot, not BEGIN.
    const row = await whenUnlocked(() => {
      if (!connection.inTransaction) connection.change('BEGIN');
      return connection.first(sql.findSpace, { space });
    });
    const tx = new SqliteReadTransaction(connection, space, spaceState(row));
    try {
      return await work(tx);
    } finally {
      tx.end();
      connection.rollBack();
    }
  }

  async #writeLocked<Result>(space: SpaceId, work: (tx: WriteTransaction) => Promise<Result>): Promise<Result> {
    const connection = this.#writer;
    await whenUnlocked(() => connection.change('BEGIN IMMEDIATE'));
    try {
      const tx = this.#beginIn(space);
      const result = await work(tx).finally(() => tx.end());
      if (tx.changesVersion) connection.change(sql.setSpaceVersion, { space, version: tx.version });
      connection.change('COMMIT');
      if (tx.changesVersion) this.#announce(space, tx.version);
      return result;
    } finally {
      connection.rollBack();
    }
  }

  #beginIn(space: SpaceId): SqliteWriteTransaction {
    const find = () => this.#writer.first(sql.findSpace, { space });
    let row = find();
    if (row === undefined) {
      this.#writer.change(sql.addSpace, { space, epoch: randomUUID() });
      row = find();
    }
    if (row === undefined) throw new Error(`Space ${space} could not be made.`);
    const state = spaceState(row);
    return new SqliteWriteTransaction(this.#writer, space, { ...state, version: state.version + 1 });
  }

  #announce(space: SpaceId, version: number): void {
    if (version <= (this.#announced.get(space) ?? 0)) return;
    this.#announced.set(space, version);
    for (const listener of this.#listeners) listener(space, version);
  }

  /** Commits of other processes change `data_version`; our own do not. */
  #announceOthers(): void {
    if (this.#writer.inTransaction) return;
    try {
      const dataVersion = this.#readDataVersion();
      if (dataVersion === this.#dataVersion) return;
      this.#dataVersion = dataVersion;
      for (const [space, version] of this.#spaces()) this.#announce(space, version);
    } catch {
      // Whatever is wrong with the file, the next request meets it and answers with it.
    }
  }

  #rememberVersions(): void {
    this.#dataVersion = this.#readDataVersion();
    for (const [space, version] of this.#spaces()) this.#announced.set(space, version);
  }

  #readDataVersion(): number {
    const row = this.#writer.first('PRAGMA data_version');
    return row === undefined ? 0 : integerOf(row, 'data_version');
  }

  #spaces(): readonly (readonly [SpaceId, number])[] {
    return this.#writer
      .all(sql.allSpaces)
      .map((row) => [spaceIdSchema.parse(textOf(row, 'id')), integerOf(row, 'version')] as const);
  }

  #stopPolling(): void {
    if (this.#poll !== null) clearInterval(this.#poll);
    this.#poll = null;
  }

  #assertOpen(): void {
    if (this.#closed) throw new StorageError('closed', `The database ${this.#file} was closed.`);
  }
}
