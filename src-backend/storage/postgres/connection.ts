import type { PoolClient } from 'pg';
import type { StorageError } from '../storage.ts';
import { rollBack, type Statement } from './statements.ts';
import { describeProblem, isOurs } from './storage-problem.ts';

export type Value = string | number | boolean | null;
export type Row = Readonly<Record<string, unknown>>;
export type Parameters = Readonly<Record<string, Value>>;

/**
 * One connection while it is borrowed from the pool. What PostgreSQL raises comes out as a `StorageError`. Statements
 * are sent as they are given, in order, without waiting for each other's answers.
 */
export class Connection {
  readonly #client: PoolClient;
  readonly #database: string;
  #failure: StorageError | null = null;
  #isGathering = false;

  constructor(client: PoolClient, database: string) {
    this.#client = client;
    this.#database = database;
  }

  /** The first thing that went wrong. A transaction in which a statement failed must not be committed. */
  get failure(): StorageError | null {
    return this.#failure;
  }

  async first(statement: Statement, parameters: Parameters = {}): Promise<Row | undefined> {
    return (await this.all(statement, parameters))[0];
  }

  async all(statement: Statement, parameters: Parameters = {}): Promise<readonly Row[]> {
    return (await this.#guarded(() => this.#client.query<Row>(prepared(statement, parameters)))).rows;
  }

  /** Answers how many rows changed. */
  async change(statement: Statement, parameters: Parameters = {}): Promise<number> {
    return (await this.#guarded(() => this.#client.query(prepared(statement, parameters)))).rowCount ?? 0;
  }

  /** Answers the command that was carried out: PostgreSQL answers ROLLBACK to the COMMIT of a failed transaction. */
  async execute(sql: string): Promise<string> {
    return (await this.#guarded(() => this.#client.query(sql))).command;
  }

  /** Gives the connection back, without a transaction; one that cannot be relied on is ended. */
  async release(): Promise<void> {
    const status = this.#client.getTransactionStatus();
    if (status === 'I') return this.#client.release();
    try {
      await this.#client.query(rollBack);
      this.#client.release();
    } catch {
      this.#client.release(true);
    }
  }

  /** What is sent before anything else can happen goes out in one piece: a system call costs as much as a statement. */
  #gather(): void {
    if (this.#isGathering) return;
    const { stream } = this.#client.connection;
    this.#isGathering = true;
    stream.cork();
    process.nextTick(() => {
      this.#isGathering = false;
      stream.uncork();
    });
  }

  async #guarded<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#gather();
    try {
      return await work();
    } catch (error) {
      this.#failure ??= describeProblem(error, this.#database);
      throw isOurs(error) ? error : describeProblem(error, this.#database);
    }
  }
}

function prepared(statement: Statement, parameters: Parameters) {
  const { name, text } = statement;
  const values = statement.parameters.map((parameter) => {
    const value = parameters[parameter];
    if (value === undefined) throw new TypeError(`Statement ${name} needs ${parameter}.`);
    return value;
  });
  return { name, text, values };
}

/** @throws {TypeError} if the column holds something else, which the schema rules out. */
export function textOf(row: Row, column: string): string {
  const value = row[column];
  if (typeof value !== 'string') throw new TypeError(`Column ${column} holds no text.`);
  return value;
}

/** @throws {TypeError} if the column holds something else, which the schema rules out. */
export function integerOf(row: Row, column: string): number {
  const value = row[column];
  // A bigint comes as text.
  const integer = typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value;
  if (!Number.isSafeInteger(integer) || typeof integer !== 'number') {
    throw new TypeError(`Column ${column} holds no integer.`);
  }
  return integer;
}
