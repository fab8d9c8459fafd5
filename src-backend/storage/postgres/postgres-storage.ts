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
import { type Connection, integerOf, type Row, textOf } from './connection.ts';
import { Database } from './database.ts';
import { Listener, payloadOf } from './listener.ts';
import { assertHoldsData, migrate } from './migrate.ts';
import { SignalBoard } from './signal-board.ts';
import { SpaceMemory } from './space-memory.ts';
import * as sql from './statements.ts';
import { PostgresReadTransaction, spaceState } from './transaction.ts';
import { PostgresWriteTransaction } from './write-transaction.ts';

export interface PostgresOptions {
  /** Such as `postgres://desk@db.example/dueline`. */
  readonly url: string;
  /** Most connections used at once, besides one that listens. */
  readonly connections?: number;
  /** False: a database that Dueline never used is refused and stays as it is. */
  readonly create?: boolean;
  /** Faults that need no answer, for whoever runs the backend. */
  readonly log?: (line: string) => void;
}

const defaultConnections = 10;
/** One writes while others read. */
const fewestConnections = 2;

/**
 * Opens the PostgreSQL adapter of the storage port: many processes may use one database.
 *
 * @throws {StorageError} if the database cannot be used; the message says why and what to do, without the password.
 */
export async function openPostgresStorage(options: PostgresOptions): Promise<Storage> {
  const { url, connections = defaultConnections, create = true, log = () => undefined } = options;
  const database = new Database(url, Math.max(connections, fewestConnections));
  try {
    if (!create) await assertHoldsData(database);
    await migrate(database, log);
    return new PostgresStorage(database, log);
  } catch (error) {
    await database.close();
    throw error;
  }
}

type ChangeListener = (space: SpaceId, version: number) => void;

interface Writers {
  readonly turn: Mutex;
  readonly memory: SpaceMemory;
}

class PostgresStorage implements Storage {
  readonly #database: Database;
  readonly #log: (line: string) => void;
  /** Writers of one space wait here, so that they do not take the connections that readers need. */
  readonly #writing = new Map<SpaceId, Writers>();
  readonly #running = new Set<Promise<unknown>>();
  readonly #listeners = new Set<ChangeListener>();
  readonly #announced = new Map<SpaceId, number>();
  readonly signals = new SignalBoard((text) => this.#others?.signal(text));
  #others: Listener | null = null;
  #closed: Promise<void> | null = null;

  constructor(database: Database, log: (line: string) => void) {
    this.#database = database;
    this.#log = log;
  }

  read<Result>(space: SpaceId, work: (tx: ReadTransaction) => Promise<Result>): Promise<Result> {
    return this.#run(() => this.#borrow((connection) => readOn(connection, space, work)));
  }

  write<Result>(space: SpaceId, work: (tx: WriteTransaction) => Promise<Result>): Promise<Result> {
    const { turn, memory } = this.#writersOf(space);
    return this.#run(() =>
      turn.run(async () => {
        const { result, version } = await this.#borrow((connection) => {
          memory.usedOver(this.#database.opened);
          return writeOn(connection, space, memory, work);
        });
        if (version !== null) this.#announce(space, version);
        return result;
      }),
    );
  }

  async findToken(hash: string): Promise<TokenRecord | undefined> {
    return this.#run(async () => {
      const row = await this.#borrow((connection) => connection.first(sql.findToken, { hash }));
      if (row === undefined) return undefined;
      return {
        hash: textOf(row, 'hash'),
        space: spaceIdSchema.parse(textOf(row, 'space')),
        userId: userIdSchema.parse(textOf(row, 'user_id')),
      };
    });
  }

  async spaces(): Promise<readonly SpaceId[]> {
    const rows = await this.#run(() => this.#borrow((connection) => connection.all(sql.allSpaces)));
    return rows.map((row) => spaceIdSchema.parse(textOf(row, 'space')));
  }

  watch(listener: ChangeListener): () => void {
    this.#assertOpen();
    this.#listeners.add(listener);
    this.#others ??= new Listener(this.#database, {
      changed: (space, version) => this.#announce(space, version),
      connected: (versions) => {
        this.#announceAll(versions);
        this.signals.joined();
      },
      signalled: (text) => this.signals.heard(text),
      log: this.#log,
    });
    return () => this.#listeners.delete(listener);
  }

  close(): Promise<void> {
    this.#closed ??= this.#finish();
    return this.#closed;
  }

  async #finish(): Promise<void> {
    this.#listeners.clear();
    await Promise.allSettled([...this.#running, this.#others?.stop()]);
    await this.#database.close();
  }

  #run<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#assertOpen();
    const running = work();
    this.#running.add(running);
    return running.finally(() => this.#running.delete(running));
  }

  async #borrow<Result>(work: (connection: Connection) => Promise<Result>): Promise<Result> {
    const connection = await this.#database.connect();
    try {
      return await work(connection);
    } finally {
      await connection.release();
    }
  }

  #writersOf(space: SpaceId): Writers {
    const known = this.#writing.get(space);
    if (known !== undefined) return known;
    const writers = { turn: new Mutex(), memory: new SpaceMemory() };
    this.#writing.set(space, writers);
    return writers;
  }

  /** Our own commits come twice: here, and back from the server. */
  #announce(space: SpaceId, version: number): void {
    if (version <= (this.#announced.get(space) ?? 0)) return;
    this.#announced.set(space, version);
    for (const listener of this.#listeners) listener(space, version);
  }

  /** Also a lower version counts: the database was restored from a backup meanwhile. */
  #announceAll(versions: ReadonlyMap<SpaceId, number>): void {
    for (const [space, version] of versions) {
      if (version === this.#announced.get(space)) continue;
      this.#announced.set(space, version);
      for (const listener of this.#listeners) listener(space, version);
    }
  }

  #assertOpen(): void {
    if (this.#closed !== null) throw new StorageError('closed', `${this.#database.description} was closed.`);
  }
}

async function readOn<Result>(
  connection: Connection,
  space: SpaceId,
  work: (tx: ReadTransaction) => Promise<Result>,
): Promise<Result> {
  // The first SELECT takes the snapshot, not BEGIN.
  const [, row] = await Promise.all([connection.execute(sql.beginRead), connection.first(sql.findSpace, { space })]);
  const tx = new PostgresReadTransaction(connection, space, spaceState(row));
  return work(tx).finally(() => tx.end());
}

/** Answers the new version too; null if there is none. Without the commit at its end nothing is stored. */
async function writeOn<Result>(
  connection: Connection,
  space: SpaceId,
  memory: SpaceMemory,
  work: (tx: WriteTransaction) => Promise<Result>,
): Promise<{ result: Result; version: number | null }> {
  const row = await lockSpace(connection, space);
  const state = { ...spaceState(row), lastCaseNumber: integerOf(row, 'last_case_number') };
  memory.begin(state);
  const tx = new PostgresWriteTransaction(connection, space, { ...state, version: state.version + 1 }, memory);
  const result = await work(tx).finally(() => tx.end());
  if (!tx.changesVersion) await tx.settled();
  if (connection.failure !== null) throw connection.failure;
  const { version } = tx;
  // Sent together, in this order; the commit of a transaction in which something failed undoes it.
  const { last: lastCaseNumber, isRaised } = tx.caseNumber;
  const versioned = tx.changesVersion
    ? connection.change(sql.setSpaceVersion, { space, version, lastCaseNumber, payload: payloadOf(space, version) })
    : isRaised && connection.change(sql.raiseCaseNumber, { space, lastCaseNumber });
  const [answer] = await Promise.all([connection.execute(sql.commit), versioned, tx.settled()]).catch((error) => {
    throw connection.failure ?? error;
  });
  if (answer !== 'COMMIT') throw new StorageError('failed', `The transaction was answered with ${answer}.`);
  memory.committed({ epoch: tx.epoch, version: tx.changesVersion ? version : state.version });
  return { result, version: tx.changesVersion ? version : null };
}

/** Nobody else writes to the space from here to the end of the transaction. */
async function lockSpace(connection: Connection, space: SpaceId): Promise<Row> {
  const [, known] = await Promise.all([connection.execute(sql.beginWrite), connection.first(sql.lockSpace, { space })]);
  if (known !== undefined) return known;
  await connection.change(sql.addSpace, { space, epoch: randomUUID() });
  const added = await connection.first(sql.lockSpace, { space });
  if (added === undefined) throw new Error(`Space ${space} could not be made.`);
  return added;
}
