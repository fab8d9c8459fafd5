import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { Client } from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { createBackend, mainSpace, openDataFolder } from '../../src-backend/backend.ts';
import { issueToken } from '../../src-backend/identity/tokens.ts';
import { shippedPolicy } from '../../src-backend/space/policy-file.ts';
import { addUser } from '../../src-backend/space/prepare-space.ts';
import { openPostgresStorage } from '../../src-backend/storage/postgres/postgres-storage.ts';
import type { Storage } from '../../src-backend/storage/storage.ts';
import { accountIdSchema } from '../../src-shared/cases/case-document.ts';
import { pushResponseSchema } from '../../src-shared/sync/protocol.ts';
import { notInstalled, startPostgres } from '../postgres/own-postgres.ts';
import { type Figure, median } from './figure.ts';
import { inFolder } from './in-folder.ts';

const rounds = 3;
const casesARound = 1_000;
const pushSize = 50;
const accountId = accountIdSchema.parse('account');

/** Push against the durable rate of each storage engine itself, and the memory of an idle backend. */
export async function benchBackend(): Promise<Figure[]> {
  const sqlite: Engine = {
    name: 'SQLite',
    commits: () => inFolder(commitsOfSqlite),
    pushed: (clients) => inFolder(async (folder) => pushedPerSecond(await openDataFolder(folder), clients)),
  };
  const figures = await benchEngine(sqlite);
  if (notInstalled === null) figures.push(...(await withPostgres(benchEngine)));
  else console.log(`  PostgreSQL: not measured. ${notInstalled}`);
  const memory = await inFolder(idleMemoryMb);
  if (memory !== null) figures.push({ name: 'memory of an idle backend, 3,600 cases', value: memory, unit: 'MB' });
  return figures;
}

interface Engine {
  readonly name: string;
  /** Durable commits a second of the engine alone, one after the other. */
  commits(): Promise<number>;
  /** Cases a second that so many clients create at once through push, on new data. */
  pushed(clients: number): Promise<number>;
}

async function benchEngine(engine: Engine): Promise<Figure[]> {
  const commitRates: number[] = [];
  const oneClient: number[] = [];
  const fourClients: number[] = [];
  // In turns, so that all meet the same disk and the same load of the machine.
  for (let round = 0; round < rounds; round += 1) {
    commitRates.push(await engine.commits());
    oneClient.push(await engine.pushed(1));
    fourClients.push(await engine.pushed(4));
  }
  const commits = median(commitRates);
  const pushed = median(oneClient);
  return [
    { name: `${engine.name} alone, durable commits`, value: commits, unit: '1/s' },
    { name: `${engine.name}: cases created through push, one client`, value: pushed, unit: '1/s' },
    { name: `${engine.name}: cases created through push, four clients`, value: median(fourClients), unit: '1/s' },
    { name: `${engine.name}: push of one client, of the durable rate`, value: (100 * pushed) / commits, unit: '%' },
  ];
}

async function withPostgres(bench: (engine: Engine) => Promise<Figure[]>): Promise<Figure[]> {
  const server = await startPostgres(true);
  try {
    return await bench({
      name: 'PostgreSQL',
      commits: async () => commitsOfPostgres(await server.createDatabase()),
      pushed: async (clients) =>
        pushedPerSecond(await openPostgresStorage({ url: await server.createDatabase() }), clients),
    });
  } finally {
    await server.stop();
  }
}

async function commitsOfSqlite(folder: string): Promise<number> {
  const database = new DatabaseSync(join(folder, 'raw.sqlite'));
  database.exec(
    'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE docs (id TEXT PRIMARY KEY, doc TEXT)',
  );
  const insert = database.prepare('INSERT INTO docs VALUES (?, ?)');
  const doc = 'x'.repeat(750);
  const startedAt = performance.now();
  for (let index = 0; index < casesARound; index += 1) insert.run(`case-${index}`, doc);
  const rate = perSecond(casesARound, startedAt);
  database.close();
  return rate;
}

/** Each in a transaction that first locks one row, as every adapter must that gives out versions. */
async function commitsOfPostgres(url: string): Promise<number> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(`
    CREATE SCHEMA raw;
    CREATE TABLE raw.counters (id INTEGER PRIMARY KEY, version BIGINT);
    CREATE TABLE raw.docs (id TEXT PRIMARY KEY, doc TEXT);
    INSERT INTO raw.counters VALUES (1, 0)`);
  const doc = 'x'.repeat(750);
  const startedAt = performance.now();
  for (let index = 0; index < casesARound; index += 1) {
    await client.query(`
      BEGIN;
      UPDATE raw.counters SET version = version + 1 WHERE id = 1;
      INSERT INTO raw.docs VALUES ('case-${index}', '${doc}');
      COMMIT`);
  }
  const rate = perSecond(casesARound, startedAt);
  await client.end();
  return rate;
}

async function pushedPerSecond(storage: Storage, clients: number): Promise<number> {
  const user = await addUser(storage, mainSpace, 'Bench', 'coa');
  await storage.write(mainSpace, (tx) =>
    tx.put('accounts', accountId, { id: accountId, name: 'Fresh Fields', agreement: 'standard' }),
  );
  const token = await issueToken(storage, mainSpace, user.id);
  const backend = await createBackend({ storage, policy: await shippedPolicy() });
  const url = `http://127.0.0.1:${await backend.listen(0)}/sync/push`;
  const pages = casesARound / clients / pushSize;
  const bodiesOf = Array.from({ length: clients }, (_, client) =>
    Array.from({ length: pages }, (__, page) => pushOf(`bench-${client}`, page * pushSize)),
  );
  const startedAt = performance.now();
  await Promise.all(
    bodiesOf.map(async (bodies) => {
      for (const body of bodies) await send(url, token, body);
    }),
  );
  const rate = perSecond(casesARound, startedAt);
  await backend.close();
  return rate;
}

function pushOf(clientID: string, from: number): string {
  const mutations = Array.from({ length: pushSize }, (_, index) => ({
    clientID,
    id: from + index + 1,
    name: 'create_case',
    args: {
      caseId: uuidv7(),
      eventId: uuidv7(),
      subject: `Purchase order ${from + index} cannot be reconciled`,
      text: 'The price on the invoice differs from the order. '.repeat(10),
      accountId,
      contactId: null,
      channel: 'portal',
      priority: 3,
    },
    timestamp: Date.now(),
  }));
  return JSON.stringify({ pushVersion: 1, schemaVersion: 1, clientGroupID: clientID, mutations });
}

async function send(url: string, token: string, body: string): Promise<void> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const response = await fetch(url, { method: 'POST', headers, body });
  const answer = pushResponseSchema.safeParse(await response.json());
  if (!answer.success || answer.data.rejections.length > 0) throw new Error(`The push was refused: ${response.status}`);
}

/** Resident memory of a backend that serves a sample desk; null where `ps` cannot tell. */
async function idleMemoryMb(folder: string): Promise<number | null> {
  if (process.platform === 'win32') return null;
  const main = join(import.meta.dirname, '../../src-backend/main.ts');
  const run = (args: readonly string[]) =>
    spawn(process.execPath, [main, ...args, '--data', folder], { stdio: ['ignore', 'pipe', 'ignore'] });
  const sampling = run(['sample', '600,3000']);
  sampling.stdout.resume();
  await once(sampling, 'close');
  const serving = run(['serve', '--port', '0']);
  await once(createInterface(serving.stdout), 'line');
  const kilobytes = Number(execFileSync('ps', ['-o', 'rss=', '-p', String(serving.pid)], { encoding: 'utf8' }));
  serving.kill();
  await once(serving, 'close');
  return kilobytes / 1024;
}

function perSecond(count: number, startedAt: number): number {
  return (count * 1_000) / (performance.now() - startedAt);
}
