import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { v7 as uuidv7 } from 'uuid';
import { createBackend, mainSpace, openDataFolder } from '../../src-backend/backend.ts';
import { issueToken } from '../../src-backend/identity/tokens.ts';
import { shippedPolicy } from '../../src-backend/space/policy-file.ts';
import { addUser } from '../../src-backend/space/prepare-space.ts';
import { accountIdSchema } from '../../src-shared/cases/case-document.ts';
import { pushResponseSchema } from '../../src-shared/sync/protocol.ts';
import { type Figure, median } from './figure.ts';

const rounds = 3;
const casesARound = 1_000;
const pushSize = 50;
const accountId = accountIdSchema.parse('account');

/** Push against the durable rate of the storage engine itself, and the memory of an idle backend. */
export async function benchBackend(): Promise<Figure[]> {
  const pushRates: number[] = [];
  const commitRates: number[] = [];
  // In turns, so that both meet the same disk and the same load of the machine.
  for (let round = 0; round < rounds; round += 1) {
    commitRates.push(await inFolder(commitsPerSecond));
    pushRates.push(await inFolder(pushedPerSecond));
  }
  const commits = median(commitRates);
  const pushed = median(pushRates);
  const memory = await inFolder(idleMemoryMb);
  return [
    { name: 'SQLite alone, durable commits', value: commits, unit: '1/s' },
    { name: 'cases created through push', value: pushed, unit: '1/s' },
    { name: 'push as a share of the durable rate', value: (100 * pushed) / commits, unit: '%' },
    ...(memory === null ? [] : [{ name: 'memory of an idle backend, 3,600 cases', value: memory, unit: 'MB' }]),
  ];
}

async function inFolder<Result>(work: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'dueline-bench-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function commitsPerSecond(folder: string): Promise<number> {
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

async function pushedPerSecond(folder: string): Promise<number> {
  const storage = await openDataFolder(folder);
  const user = await addUser(storage, mainSpace, 'Bench', 'coa');
  await storage.write(mainSpace, (tx) =>
    tx.put('accounts', accountId, { id: accountId, name: 'Fresh Fields', agreement: 'standard' }),
  );
  const token = await issueToken(storage, mainSpace, user.id);
  const backend = await createBackend({ storage, policy: await shippedPolicy() });
  const url = `http://127.0.0.1:${await backend.listen(0)}/sync/push`;
  const bodies = Array.from({ length: casesARound / pushSize }, (_, page) => pushOf(page * pushSize));
  const startedAt = performance.now();
  for (const body of bodies) await send(url, token, body);
  const rate = perSecond(casesARound, startedAt);
  await backend.close();
  return rate;
}

function pushOf(from: number): string {
  const mutations = Array.from({ length: pushSize }, (_, index) => ({
    clientID: 'bench',
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
  return JSON.stringify({ pushVersion: 1, schemaVersion: 1, clientGroupID: 'bench', mutations });
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
