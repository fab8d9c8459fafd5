import { randomUUID } from 'node:crypto';
import { mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { StorageError } from '../storage.ts';
import { type Backup, keepBackup, keepDamaged } from './backups.ts';
import { Connection, textOf } from './connection.ts';
import { assertNotNewer, assertOurs, copyAttached, copyDatabase, sync } from './copy-database.ts';

/** What a restore did. */
export interface Restored extends Backup {
  /** Where the data is that it replaced; null if there was none. */
  readonly replaced: string | null;
}

/**
 * Puts a backup in the place of the database. What was there is kept as a backup first. The copy gets new epochs, so that
 * every client notices and loads anew.
 *
 * @throws {StorageError} if the backup cannot be used, or somebody uses the database; it is as it was then.
 */
export function restoreDatabase(file: string, from: string): Restored {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const prepared = `${file}.restoring`;
  discard(prepared);
  try {
    const copied = copyDatabase(from, prepared, (copy) => {
      assertNotNewer(copy, from);
      renewEpochs(copy);
    });
    // A start that failed at once leaves an empty file.
    const isThere = (statSync(file, { throwIfNoEntry: false })?.size ?? 0) > 0;
    return { file: from, ...copied, replaced: isThere ? replace(file, prepared) : moveIn(file, prepared) };
  } finally {
    discard(prepared);
  }
}

function renewEpochs(copy: Connection): void {
  for (const row of copy.all('SELECT id FROM main.spaces')) {
    copy.change('UPDATE main.spaces SET epoch = :epoch WHERE id = :id', { id: textOf(row, 'id'), epoch: randomUUID() });
  }
}

/** Answers where the data is that was there. */
function replace(file: string, prepared: string): string {
  let connection: Connection | null = null;
  try {
    connection = new Connection(file);
    assertOurs(connection, 'main', file);
    takeAlone(connection, file);
    const backup = keepBackup(file, 'before-restore');
    replaceRows(connection, prepared);
    return backup.file;
  } catch (error) {
    // What cannot be read cannot be copied row by row, nor be written to.
    if (!isDamaged(error)) throw error;
    connection?.close();
    connection = null;
    const kept = keepDamaged(file);
    // Its log would be taken for that of the file that comes into its place.
    for (const ending of ['-wal', '-shm', '-journal']) rmSync(`${file}${ending}`, { force: true });
    moveIn(file, prepared);
    return kept;
  } finally {
    connection?.close();
  }
}

/** @throws {StorageError} if another process has the database open: only the last one may leave the log behind. */
function takeAlone(connection: Connection, file: string): void {
  connection.execute('PRAGMA busy_timeout = 1000');
  try {
    const mode = connection.first('PRAGMA journal_mode = DELETE')?.journal_mode;
    if (mode === 'delete') return;
  } catch (error) {
    if (!(error instanceof StorageError && error.problem === 'busy')) throw error;
  }
  throw new StorageError(
    'busy',
    `The database ${file} is in use, perhaps by a backend that serves it. Stop it, then restore. Nothing was changed.`,
  );
}

/** In place and in one transaction: a process that opens the database meanwhile waits, and finds the whole of it. */
function replaceRows(connection: Connection, prepared: string): void {
  connection.change('ATTACH :prepared AS source', { prepared });
  connection.execute('BEGIN EXCLUSIVE');
  try {
    const tables = connection.all(
      `SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!'`,
    );
    for (const table of tables) connection.execute(`DROP TABLE main."${textOf(table, 'name')}"`);
    copyAttached(connection);
    connection.execute('COMMIT');
  } finally {
    connection.rollBack();
  }
}

function moveIn(file: string, prepared: string): null {
  renameSync(prepared, file);
  sync(dirname(file));
  return null;
}

function isDamaged(error: unknown): boolean {
  if (!(error instanceof StorageError)) return false;
  return error.problem === 'damaged' || (error.problem === 'foreign' && error.cause !== undefined);
}

function discard(prepared: string): void {
  for (const ending of ['', '.part', '.part-journal', '-journal']) rmSync(`${prepared}${ending}`, { force: true });
}
