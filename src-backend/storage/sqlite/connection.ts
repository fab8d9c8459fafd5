import { DatabaseSync, type SQLInputValue, type SQLOutputValue, type StatementSync } from 'node:sqlite';
import { storageProblem } from './storage-problem.ts';

export type Row = Readonly<Record<string, SQLOutputValue>>;
export type Parameters = Record<string, SQLInputValue>;

/** How long SQLite itself waits for another process's lock. Short, because it blocks this whole process meanwhile. */
const lockWaitMs = 100;

/** One connection with its statements prepared once. What SQLite raises comes out as a `StorageError`. */
export class Connection {
  readonly #file: string;
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  constructor(file: string) {
    this.#file = file;
    this.#database = this.#guarded(() => new DatabaseSync(file, { timeout: lockWaitMs }));
  }

  execute(sql: string): void {
    this.#guarded(() => this.#database.exec(sql));
  }

  first(sql: string, parameters: Parameters = {}): Row | undefined {
    return this.#guarded(() => this.#prepared(sql).get(parameters));
  }

  all(sql: string, parameters: Parameters = {}): readonly Row[] {
    return this.#guarded(() => this.#prepared(sql).all(parameters));
  }

  /** The rows one by one, until `take` answers false. */
  each(sql: string, parameters: Parameters, take: (row: Row) => boolean): void {
    this.#guarded(() => {
      for (const row of this.#prepared(sql).iterate(parameters)) if (!take(row)) return;
    });
  }

  /** Answers how many rows changed. Also begins and ends transactions, since it prepares a statement once. */
  change(sql: string, parameters: Parameters = {}): number {
    return this.#guarded(() => Number(this.#prepared(sql).run(parameters).changes));
  }

  get inTransaction(): boolean {
    return this.#database.isTransaction;
  }

  /** SQLite undoes some failed transactions by itself, on a full disk among others. */
  rollBack(): void {
    if (this.inTransaction) this.change('ROLLBACK');
  }

  close(): void {
    this.#database.close();
  }

  #prepared(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.#database.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }

  #guarded<Result>(work: () => Result): Result {
    try {
      return work();
    } catch (error) {
      throw storageProblem(error, this.#file);
    }
  }
}

/** @throws {TypeError} if the column holds something else, which the strict schema rules out. */
export function textOf(row: Row, column: string): string {
  const value = row[column];
  if (typeof value !== 'string') throw new TypeError(`Column ${column} holds no text.`);
  return value;
}

/** @throws {TypeError} if the column holds something else, which the strict schema rules out. */
export function integerOf(row: Row, column: string): number {
  const value = row[column];
  if (typeof value !== 'number') throw new TypeError(`Column ${column} holds no integer.`);
  return value;
}
