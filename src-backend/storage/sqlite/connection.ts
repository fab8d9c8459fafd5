import { DatabaseSync, type SQLInputValue, type SQLOutputValue, type StatementSync } from 'node:sqlite';

export type Row = Readonly<Record<string, SQLOutputValue>>;
export type Parameters = Record<string, SQLInputValue>;

/** How long SQLite itself waits for another process's lock. Short, because it blocks this whole process meanwhile. */
const lockWaitMs = 100;

/** One connection with its statements prepared once. */
export class Connection {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  constructor(file: string) {
    this.#database = new DatabaseSync(file, { timeout: lockWaitMs });
  }

  execute(sql: string): void {
    this.#database.exec(sql);
  }

  first(sql: string, parameters: Parameters = {}): Row | undefined {
    return this.#prepared(sql).get(parameters);
  }

  all(sql: string, parameters: Parameters = {}): readonly Row[] {
    return this.#prepared(sql).all(parameters);
  }

  each(sql: string, parameters: Parameters = {}): Iterable<Row> {
    return this.#prepared(sql).iterate(parameters);
  }

  /** Answers how many rows changed. */
  change(sql: string, parameters: Parameters = {}): number {
    return Number(this.#prepared(sql).run(parameters).changes);
  }

  get inTransaction(): boolean {
    return this.#database.isTransaction;
  }

  /** SQLite undoes some failed transactions by itself, a full disk among them. */
  rollBack(): void {
    if (this.inTransaction) this.execute('ROLLBACK');
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
