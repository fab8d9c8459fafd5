import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { StorageError } from '../storage.ts';
import { keepBackup } from './backups.ts';
import { Connection, integerOf } from './connection.ts';
import { whenUnlocked } from './locked.ts';
import { makeFolder } from './make-folder.ts';
import { applicationId, migrations } from './schema.ts';

export const inMemory = ':memory:';

/**
 * Opens the file, makes it if it is not there, and brings an older one to the current schema.
 *
 * @throws {StorageError} if it is damaged, another program's, of a newer version, or cannot be written.
 */
export async function openDatabase(file: string): Promise<Connection> {
  if (file !== inMemory) makeFolder(dirname(file));
  const endedUncleanly = file !== inMemory && sizeOf(`${file}-wal`) > 0;
  const connection = new Connection(file);
  try {
    await whenUnlocked(() => assertOurs(connection, file));
    if (endedUncleanly) assertIntact(connection, file);
    await whenUnlocked(() => configure(connection));
    await whenUnlocked(() => connection.execute('BEGIN IMMEDIATE'));
    migrate(connection, file);
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}

/** For reading beside the writer: sees one state of the data for as long as a transaction lasts. */
export function openReader(file: string): Connection {
  const connection = new Connection(file);
  connection.execute('PRAGMA query_only = ON');
  return connection;
}

function configure(connection: Connection): void {
  connection.execute('PRAGMA journal_mode = WAL');
  // FULL: a commit is on the disk before it is answered; WAL alone would lose the last ones in a power cut.
  connection.execute('PRAGMA synchronous = FULL');
}

function assertOurs(connection: Connection, file: string): void {
  const version = pragma(connection, 'user_version');
  const owner = pragma(connection, 'application_id');
  const empty = connection.first('SELECT 1 FROM sqlite_schema LIMIT 1') === undefined;
  if (owner !== applicationId && !(empty && version === 0 && owner === 0)) {
    throw new StorageError(
      'foreign',
      `The database ${file} belongs to another program. Choose another folder for Dueline's data.`,
    );
  }
  if (version > migrations.length) {
    throw new StorageError(
      'newer',
      `The database ${file} was written by a newer version of Dueline (schema ${version}, this one knows ${migrations.length}). Install that version, or choose another folder.`,
    );
  }
}

/** Only after a crash: it reads the whole file. */
function assertIntact(connection: Connection, file: string): void {
  const verdict = connection.first('PRAGMA quick_check(1)')?.quick_check;
  if (verdict === 'ok') return;
  throw new StorageError(
    'damaged',
    `The database ${file} is damaged (${String(verdict)}). Put it aside and restore the folder from a backup; do not delete it.`,
  );
}

/** Runs inside a transaction, because another process may be opening the same file: one migrates, the others wait. */
function migrate(connection: Connection, file: string): void {
  const taken = pragma(connection, 'user_version');
  if (file !== inMemory && taken > 0 && taken < migrations.length) keepBefore(file, migrations.length);
  for (const step of migrations.slice(taken)) connection.execute(step);
  if (taken < migrations.length) {
    connection.execute(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${migrations.length}`);
  }
  connection.execute('COMMIT');
}

/** The lock is held: what is kept is what is migrated. */
function keepBefore(file: string, schema: number): void {
  try {
    keepBackup(file, `before-schema-${schema}`);
  } catch (error) {
    if (!(error instanceof StorageError)) throw error;
    throw new StorageError(
      error.problem,
      `This version of Dueline must change ${file}, and makes a backup of it before, which failed. Nothing was changed. ${error.message}`,
      { cause: error },
    );
  }
}

function pragma(connection: Connection, name: 'user_version' | 'application_id'): number {
  const row = connection.first(`PRAGMA ${name}`);
  return row === undefined ? 0 : integerOf(row, name);
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
