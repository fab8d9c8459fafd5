import type { Client } from 'pg';
import { StorageError } from '../storage.ts';
import { keepCopy, lockTables, makeMigrationsTable } from './backups.ts';
import { integerOf, type Row, textOf } from './connection.ts';
import { type Database, endAlone } from './database.ts';
import { migrationLock, migrations, schemaName } from './schema.ts';

/**
 * Brings the database to the current schema. Of several processes that start at once, one does it while the others
 * wait. A database that is current already is only read, so that a user without the right to make tables can use it.
 *
 * @throws {StorageError} if it is of a newer version, another program's, or cannot be used; nothing was changed then.
 */
export async function migrate(database: Database, log: (line: string) => void): Promise<void> {
  await withClient(database, async (client) => {
    await assertFit(client, database, log);
    if ((await stepsTaken(client, database)) === migrations.length) return;
    await client.query('BEGIN');
    // Released by the end of the transaction, also when this process is killed.
    await client.query(`SELECT pg_advisory_xact_lock(${migrationLock})`);
    const taken = await stepsTaken(client, database);
    if (taken > 0 && taken < migrations.length) await keepBefore(client, database);
    await client.query(makeMigrationsTable);
    for (const [index, sql] of migrations.entries()) {
      if (index < taken) continue;
      await client.query(sql);
      await client.query(`INSERT INTO ${schemaName}.migrations (step) VALUES (${index + 1})`);
    }
    await client.query('COMMIT');
  });
}

/** Locked first, as a backend of the earlier version may still write: what is kept is what is changed. */
async function keepBefore(client: Client, database: Database): Promise<void> {
  await lockTables(client);
  try {
    await keepCopy(client, `before_schema_${migrations.length}`);
  } catch (error) {
    const { problem, message } = database.problem(error);
    throw new StorageError(
      problem,
      `This version of Dueline must change the tables, and makes a backup of them before, which failed. Nothing was changed. ${message}`,
      { cause: error },
    );
  }
}

/** @throws {StorageError} if the database was never used by Dueline; it stays as it is. */
export async function assertHoldsData(database: Database): Promise<void> {
  await withClient(database, async (client) => {
    if ((await stepsTaken(client, database)) > 0) return;
    throw new StorageError('foreign', `${database.description} holds no Dueline data. Check the name in the URL.`);
  });
}

/** How many migrations the database has had; 0 if Dueline never used it. */
async function stepsTaken(client: Client, database: Database): Promise<number> {
  // One statement, and so one moment: another process may be making the tables.
  const tables = (await rows(client, `SELECT tablename FROM pg_tables WHERE schemaname = '${schemaName}'`)).map((row) =>
    textOf(row, 'tablename'),
  );
  if (tables.length === 0) return 0;
  if (!tables.includes('migrations')) {
    throw new StorageError(
      'foreign',
      `${database.description} has a schema "${schemaName}" with another program's tables. Make a database of its own for Dueline.`,
    );
  }
  const [row] = await rows(client, `SELECT coalesce(max(step), 0) AS step FROM ${schemaName}.migrations`);
  const taken = row === undefined ? 0 : integerOf(row, 'step');
  if (taken <= migrations.length) return taken;
  throw new StorageError(
    'newer',
    `${database.description} was written by a newer version of Dueline (schema ${taken}, this one knows ${migrations.length}). Install that version on each server.`,
  );
}

async function assertFit(client: Client, database: Database, log: (line: string) => void): Promise<void> {
  const [row] = await rows(
    client,
    `SELECT current_setting('server_encoding') AS encoding, current_setting('fsync') AS fsync`,
  );
  if (row?.encoding !== 'UTF8') {
    throw new StorageError(
      'foreign',
      `${database.description} has the encoding ${String(row?.encoding)}. Make one with the encoding UTF8 (createdb -E UTF8 -T template0 NAME).`,
    );
  }
  if (row.fsync === 'off') log(`${database.description} runs with fsync off: a power cut can lose what was answered.`);
}

async function rows(client: Client, sql: string): Promise<readonly Row[]> {
  return (await client.query<Row>(sql)).rows;
}

async function withClient(database: Database, work: (client: Client) => Promise<void>): Promise<void> {
  const client = await database.connectAlone('dueline schema');
  try {
    await work(client);
  } catch (error) {
    throw database.problem(error);
  } finally {
    await endAlone(client);
  }
}
