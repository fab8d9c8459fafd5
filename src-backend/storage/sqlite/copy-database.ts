import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { StorageError } from '../storage.ts';
import { Connection, integerOf, textOf } from './connection.ts';
import { applicationId, migrations } from './schema.ts';
import { storageProblem } from './storage-problem.ts';

/** What a copy of a database holds. */
export interface CopiedRows {
  /** Steps of the schema that it has had. */
  readonly schema: number;
  readonly rows: number;
}

/**
 * Copies a database, row by row and as of one moment, into a new file, also while a backend writes to it. When the file
 * has its name, it is complete, has been read back, and is on the disk.
 *
 * @param change what is to be different in the copy.
 * @throws {StorageError} naming the file at fault; nothing is left of the copy then.
 */
export function copyDatabase(
  source: string,
  target: string,
  change: (copy: Connection) => void = () => {},
): CopiedRows {
  if (!existsSync(source)) throw new StorageError('failed', `There is no file ${source}.`);
  if (existsSync(target)) throw new StorageError('failed', `${target} is there already, and is not written over.`);
  const part = `${target}.part`;
  discard(part);
  try {
    const copied = fill(source, part, change);
    readBack(part, copied);
    sync(part);
    renameSync(part, target);
    sync(dirname(target));
    return copied;
  } catch (error) {
    discard(part);
    throw nameTheFile(error, source, target);
  }
}

/** Puts everything of the attached database `source` into the main one, which is empty, in the present transaction. */
export function copyAttached(connection: Connection): CopiedRows {
  const schema = pragma(connection, 'source.user_version', 'user_version');
  const objects = connection.all(
    `SELECT type, name, sql FROM source.sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite!_%' ESCAPE '!'`,
  );
  const tables = objects.filter((object) => object.type === 'table');
  let rows = 0;
  for (const table of tables) {
    const name = `"${textOf(table, 'name')}"`;
    connection.execute(textOf(table, 'sql'));
    connection.execute(`INSERT INTO main.${name} SELECT * FROM source.${name}`);
    const count = countOf(connection, `main.${name}`);
    if (count !== countOf(connection, `source.${name}`)) throw new Error(`The copy of ${name} lacks rows.`);
    rows += count;
  }
  // After the rows, since an index is faster made at once.
  for (const object of objects) if (object.type !== 'table') connection.execute(textOf(object, 'sql'));
  connection.execute(`PRAGMA main.application_id = ${applicationId}; PRAGMA main.user_version = ${schema}`);
  return { schema, rows };
}

/** @throws {StorageError} if the database, the main one or an attached one, is not Dueline's. */
export function assertOurs(connection: Connection, database: 'main' | 'source', file: string): void {
  const owner = pragma(connection, `${database}.application_id`, 'application_id');
  const schema = pragma(connection, `${database}.user_version`, 'user_version');
  if (owner === applicationId && schema > 0) return;
  throw new StorageError('foreign', `${file} holds no data of Dueline.`);
}

/** @throws {StorageError} if the main database is of a later version. */
export function assertNotNewer(connection: Connection, file: string): void {
  const schema = pragma(connection, 'main.user_version', 'user_version');
  if (schema <= migrations.length) return;
  throw new StorageError(
    'newer',
    `${file} was written by a newer version of Dueline (schema ${schema}, this one knows ${migrations.length}). Install that version to use it.`,
  );
}

/** Makes what was written to a file or folder outlast a power cut. */
export function sync(path: string): void {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function fill(source: string, part: string, change: (copy: Connection) => void): CopiedRows {
  const connection = new Connection(part);
  try {
    connection.change('ATTACH :source AS source', { source });
    connection.execute('BEGIN');
    assertOurs(connection, 'source', source);
    const copied = copyAttached(connection);
    change(connection);
    connection.execute('COMMIT');
    return copied;
  } finally {
    connection.close();
  }
}

/** What was written is there, for somebody who opens it anew. */
function readBack(file: string, expected: CopiedRows): void {
  const connection = new Connection(file);
  try {
    const verdict = connection.first('PRAGMA integrity_check(1)')?.integrity_check;
    const tables = connection.all(`SELECT name FROM sqlite_schema WHERE type = 'table'`);
    const rows = tables.reduce((sum, table) => sum + countOf(connection, `main."${textOf(table, 'name')}"`), 0);
    const schema = pragma(connection, 'user_version', 'user_version');
    if (verdict === 'ok' && rows === expected.rows && schema === expected.schema) return;
    throw new Error(`It could not be read back as it was written (${String(verdict)}, ${rows} rows).`);
  } finally {
    connection.close();
  }
}

function countOf(connection: Connection, table: string): number {
  const row = connection.first(`SELECT count(*) AS count FROM ${table}`);
  return row === undefined ? 0 : integerOf(row, 'count');
}

function pragma(connection: Connection, name: string, column: string): number {
  const row = connection.first(`PRAGMA ${name}`);
  return row === undefined ? 0 : integerOf(row, column);
}

function discard(part: string): void {
  for (const file of [part, `${part}-journal`]) rmSync(file, { force: true });
}

/** SQLite does not say which of the two it means: only what is read can be damaged or held, only the copy too much. */
function nameTheFile(error: unknown, source: string, target: string): unknown {
  if (error instanceof StorageError && error.cause !== undefined) {
    const isRead = ['damaged', 'foreign', 'busy'].includes(error.problem);
    return storageProblem(error.cause, isRead ? source : target);
  }
  if (error instanceof StorageError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new StorageError('failed', `${target} could not be made: ${reason}`, { cause: error });
}
