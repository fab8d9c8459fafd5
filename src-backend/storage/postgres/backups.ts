import type { Client } from 'pg';
import { StorageError } from '../storage.ts';
import { integerOf, type Row, textOf } from './connection.ts';
import { Database, endAlone } from './database.ts';
import { migrationLock, migrations, schemaName, servingLock } from './schema.ts';

/** So many of each kind that is made by itself are kept. */
const kept = 2;
const prefix = `${schemaName}_backup_`;

/** Why a backup was made; those by hand are never removed. */
export type BackupReason = `before_schema_${number}` | 'before_restore' | 'by_hand';

/** A copy of all tables, in a schema of its own in the same database. */
export interface Backup {
  readonly name: string;
  /** Steps of the schema that it has had. */
  readonly schema: number;
  readonly rows: number;
}

/**
 * Copies every table in the present transaction, and compares the copy with them. The oldest of its kind are removed.
 *
 * @throws if it cannot be made, or is not equal.
 */
export async function keepCopy(client: Client, reason: BackupReason): Promise<Backup> {
  const [made] = await rows(client, `SELECT to_char(clock_timestamp(), 'YYYYMMDD"t"HH24MISSUS') AS time`);
  const name = `${prefix}${made === undefined ? '' : textOf(made, 'time')}_${reason}`;
  await client.query(`CREATE SCHEMA "${name}"`);
  let count = 0;
  for (const table of await tablesOf(client, schemaName)) {
    await client.query(`CREATE TABLE "${name}"."${table}" AS TABLE ${schemaName}."${table}"`);
    count += await assertEqual(client, `${schemaName}."${table}"`, `"${name}"."${table}"`);
  }
  if (reason !== 'by_hand') await removeOldest(client, reason.startsWith('before_schema') ? 'before_schema' : reason);
  return { name, schema: await stepOf(client, name), rows: count };
}

/** Makes a backup by hand, of one moment, while backends go on. */
export async function backUpDatabase(url: string): Promise<Backup> {
  return inTransaction(url, 'REPEATABLE READ', async (client, database) => {
    if (!(await tablesOf(client, schemaName)).includes('migrations')) {
      throw new StorageError('foreign', `${database.description} holds no Dueline data. Check the name in the URL.`);
    }
    return keepCopy(client, 'by_hand');
  });
}

/** The names of the backups in the database, oldest first, with their bytes. */
export async function backupsIn(url: string): Promise<readonly { readonly name: string; readonly bytes: number }[]> {
  return inTransaction(url, 'READ COMMITTED', async (client) => {
    const found = await rows(
      client,
      `SELECT n.nspname AS name, coalesce(sum(pg_total_relation_size(c.oid)), 0)::bigint AS bytes
       FROM pg_namespace n LEFT JOIN pg_class c ON c.relnamespace = n.oid AND c.relkind = 'r'
       WHERE starts_with(n.nspname, '${prefix}') GROUP BY n.nspname ORDER BY n.nspname`,
    );
    return found.map((row) => ({ name: textOf(row, 'name'), bytes: integerOf(row, 'bytes') }));
  });
}

/**
 * Puts a backup in the place of the data, in one transaction. What was there is kept as a backup first. The data gets
 * new epochs, so that every client notices and loads anew.
 *
 * @throws {StorageError} if there is no such backup, or a backend serves the data; nothing was changed then.
 */
export async function restoreFrom(url: string, name: string): Promise<Backup & { readonly replaced: string | null }> {
  return inTransaction(url, 'READ COMMITTED', async (client, database) => {
    await client.query(`SELECT pg_advisory_xact_lock(${migrationLock})`);
    const [serving] = await rows(client, `SELECT pg_try_advisory_xact_lock(${servingLock}) AS free`);
    if (serving?.free !== true) {
      throw new StorageError('busy', `${database.description} is served by a backend. Stop all of them, then restore.`);
    }
    const step = await usableStep(client, database, name);
    const replaced = (await tablesOf(client, schemaName)).includes('migrations');
    if (replaced) await lockTables(client);
    const before = replaced ? await keepCopy(client, 'before_restore') : null;
    if (before === null || before.schema !== step) await makeTables(client, step);
    return { name, schema: step, rows: await fill(client, name), replaced: before?.name ?? null };
  });
}

/** Nobody reads or writes from here to the end of the transaction. Spaces first, as every transaction begins there. */
export async function lockTables(client: Client): Promise<void> {
  const tables = await tablesOf(client, schemaName);
  const ordered = tables.toSorted((a, b) => Number(b === 'spaces') - Number(a === 'spaces'));
  for (const table of ordered) await client.query(`LOCK TABLE ${schemaName}."${table}" IN ACCESS EXCLUSIVE MODE`);
}

export const makeMigrationsTable = `
  CREATE SCHEMA IF NOT EXISTS ${schemaName};
  CREATE TABLE IF NOT EXISTS ${schemaName}.migrations (
    step      INTEGER      NOT NULL PRIMARY KEY,
    taken_at  TIMESTAMPTZ  NOT NULL DEFAULT now()
  )`;

/** The tables as they were at a step, empty. */
async function makeTables(client: Client, step: number): Promise<void> {
  for (const table of await tablesOf(client, schemaName)) {
    await client.query(`DROP TABLE ${schemaName}."${table}" CASCADE`);
  }
  await client.query(makeMigrationsTable);
  for (const sql of migrations.slice(0, step)) await client.query(sql);
}

/** Answers how many rows there are now. */
async function fill(client: Client, name: string): Promise<number> {
  let count = 0;
  for (const table of await tablesOf(client, schemaName)) {
    const [to, from] = [`${schemaName}."${table}"`, `"${name}"."${table}"`];
    await client.query(`DELETE FROM ${to}`);
    await client.query(`INSERT INTO ${to} OVERRIDING SYSTEM VALUE SELECT * FROM ${from}`);
    count += await assertEqual(client, from, to);
  }
  await client.query(
    `SELECT setval(pg_get_serial_sequence('${schemaName}.documents', 'sequence'), greatest(max(sequence), 1))
     FROM ${schemaName}.documents`,
  );
  await client.query(`UPDATE ${schemaName}.spaces SET epoch = gen_random_uuid()::text`);
  return count;
}

async function usableStep(client: Client, database: Database, name: string): Promise<number> {
  const tables = name.startsWith(prefix) ? await tablesOf(client, name) : [];
  if (tables.length === 0) {
    throw new StorageError(
      'failed',
      `There is no backup "${name}" in it: ${database.description}. The command "backups" lists them.`,
    );
  }
  const step = tables.includes('migrations') ? await stepOf(client, name) : 0;
  if (step === 0 || !tables.includes('spaces')) {
    throw new StorageError('damaged', `The backup "${name}" lacks tables. Choose another one. Nothing was changed.`);
  }
  if (step <= migrations.length) return step;
  throw new StorageError(
    'newer',
    `The backup "${name}" was written by a newer version of Dueline (schema ${step}, this one knows ${migrations.length}). Install that version to use it.`,
  );
}

/** Equal in number and content, whatever the order. Answers the number. */
async function assertEqual(client: Client, one: string, other: string): Promise<number> {
  const sumOf = async (table: string) => {
    const [row] = await rows(
      client,
      `SELECT count(*) AS count, coalesce(sum(hashtextextended(t::text, 0)), 0)::text AS sum FROM ${table} AS t`,
    );
    if (row === undefined) throw new Error(`${table} cannot be counted.`);
    return { count: integerOf(row, 'count'), sum: textOf(row, 'sum') };
  };
  const [there, here] = [await sumOf(one), await sumOf(other)];
  if (there.count === here.count && there.sum === here.sum) return here.count;
  throw new StorageError('damaged', `${other} is not equal to ${one}. Nothing was changed.`);
}

async function removeOldest(client: Client, kind: string): Promise<void> {
  const found = await rows(
    client,
    `SELECT nspname AS name FROM pg_namespace
     WHERE starts_with(nspname, '${prefix}') AND nspname LIKE '%\\_${kind.replace('_', '\\_')}%' ORDER BY nspname`,
  );
  for (const row of found.slice(0, -kept)) await client.query(`DROP SCHEMA "${textOf(row, 'name')}" CASCADE`);
}

async function stepOf(client: Client, schema: string): Promise<number> {
  const [row] = await rows(client, `SELECT coalesce(max(step), 0) AS step FROM "${schema}".migrations`);
  return row === undefined ? 0 : integerOf(row, 'step');
}

async function tablesOf(client: Client, schema: string): Promise<readonly string[]> {
  const sql = 'SELECT tablename FROM pg_tables WHERE schemaname = $1 ORDER BY tablename';
  return (await client.query<Row>(sql, [schema])).rows.map((row) => textOf(row, 'tablename'));
}

async function rows(client: Client, sql: string): Promise<readonly Row[]> {
  return (await client.query<Row>(sql)).rows;
}

async function inTransaction<Result>(
  url: string,
  isolation: 'READ COMMITTED' | 'REPEATABLE READ',
  work: (client: Client, database: Database) => Promise<Result>,
): Promise<Result> {
  const database = new Database(url, 1);
  try {
    const client = await database.connectAlone('dueline backup');
    try {
      await client.query(`BEGIN ISOLATION LEVEL ${isolation}`);
      const result = await work(client, database);
      await client.query('COMMIT');
      return result;
    } finally {
      await endAlone(client);
    }
  } catch (error) {
    throw database.problem(error);
  } finally {
    await database.close();
  }
}
