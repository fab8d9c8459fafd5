import { once } from 'node:events';
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { mainSpace, openDataFolder } from '../../../src-backend/backend.ts';
import { accountIdSchema } from '../../../src-shared/cases/case-document.ts';
import { parsePolicy } from '../../../src-shared/policy/parse-policy.ts';
import { identitySchema, pullResponseSchema } from '../../../src-shared/sync/protocol.ts';
import { answerOf, pushBody } from './backend-fixture.ts';
import { type CommandProcess, runCli, startCli } from './run-cli.ts';

let folder: string;
let data: string;
const running: CommandProcess[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dueline-cli-'));
  data = join(folder, 'data');
});
afterEach(async () => {
  for (const each of running.splice(0)) await each.stop('SIGKILL');
  await rm(folder, { recursive: true });
});

/** Serves `data` on a free port. */
async function serve(args: readonly string[] = [], env: Record<string, string> = {}) {
  const process_ = startCli(['--data', data, '--port', '0', ...args], { env: { ...process.env, ...env } });
  running.push(process_);
  const [, url = ''] = await process_.line(/^Dueline backend listening on (http:\/\/127\.0\.0\.1:\d+)$/);
  return { process: process_, url };
}

async function firstToken(process_: CommandProcess): Promise<string> {
  const [, token = ''] = await process_.line(/^Token of .+: (\S+)$/);
  return token;
}

async function me(url: string, token: string) {
  const response = await fetch(`${url}/sync/me`, { headers: { authorization: `Bearer ${token}` } });
  return identitySchema.parse(await response.json());
}

const exported = z.object({
  space: z.string(),
  collection: z.string(),
  id: z.string(),
  version: z.int(),
  deleted: z.boolean(),
  doc: z.unknown(),
});

async function exportLines() {
  const { out, code } = await runCli(['export', '--data', data]);
  expect(code).toBe(0);
  return out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => exported.parse(JSON.parse(line)));
}

async function putAccounts(count: number, size = 10): Promise<void> {
  const storage = await openDataFolder(data);
  await storage.write(mainSpace, async (tx) => {
    for (let index = 0; index < count; index += 1) {
      const id = accountIdSchema.parse(`a${index}`);
      await tx.put('accounts', id, { id, name: 'x'.repeat(size), agreement: 'standard' });
    }
  });
  await storage.close();
}

describe('serve', () => {
  test('makes new data, with the shipped policy and a first lead whose token it prints, and stops on SIGTERM', async () => {
    const backend = await serve();
    const token = await firstToken(backend.process);
    expect(await me(backend.url, token)).toMatchObject({ space: 'main', user: { role: 'lead' } });
    expect(await backend.process.stop()).toMatchObject({ code: 0, err: '' });
    expect(await readdir(data)).toEqual(['dueline.sqlite']);
    const policy = (await exportLines()).find(({ collection }) => collection === 'policy');
    expect(parsePolicy(policy?.doc)).toMatchObject({ ok: true });
  });

  test('on known data prints no token; the old one still works', async () => {
    const first = await serve();
    const token = await firstToken(first.process);
    await first.process.stop('SIGINT');
    const second = await serve();
    expect((await me(second.url, token)).user.role).toBe('lead');
    expect((await second.process.stop()).out).not.toContain('Token');
  });

  test('stops within its grace with an event stream open', async () => {
    const backend = await serve();
    const token = await firstToken(backend.process);
    const events = await fetch(`${backend.url}/sync/events`, { headers: { authorization: `Bearer ${token}` } });
    expect(events.status).toBe(200);
    expect((await backend.process.stop()).code).toBe(0);
    await events.text();
  });

  test('a killed one loses nothing that it answered', async () => {
    const backend = await serve(['--sample', '0,0']);
    const token = await firstToken(backend.process);
    const withdrawing = { clientID: 'c1', id: 1, name: 'withdraw', args: { name: 'n', reason: 'r' }, timestamp: 0 };
    const response = await fetch(`${backend.url}/sync/push`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(pushBody([withdrawing])),
    });
    expect(response.status).toBe(200);
    await backend.process.stop('SIGKILL');
    const again = await serve();
    const pulled = await fetch(`${again.url}/sync/pull`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ pullVersion: 1, schemaVersion: 1, clientGroupID: 'group', cookie: null }),
    });
    expect(pullResponseSchema.parse(await pulled.json()).lastMutationIDChanges).toEqual({ c1: 1 });
  });

  test('a second one on the same port says so and leaves the first alone', async () => {
    const first = await serve();
    const token = await firstToken(first.process);
    const second = await runCli(['serve', '--data', data, '--port', new URL(first.url).port]);
    expect(second).toMatchObject({ code: 1, out: '' });
    expect(second.err).toContain('is in use');
    expect((await me(first.url, token)).user.role).toBe('lead');
  });

  test('does not say again that data is new after it could not listen', async () => {
    const blocker = await serve();
    const port = new URL(blocker.url).port;
    const elsewhere = join(folder, 'elsewhere');
    await runCli(['--data', elsewhere, '--port', port]);
    await blocker.process.stop();
    data = elsewhere;
    const backend = await serve();
    expect((await me(backend.url, await firstToken(backend.process))).user.role).toBe('lead');
  });

  test('a policy file with wrong fields is refused, naming each, and no data is touched', async () => {
    const file = join(folder, 'policy.json');
    await writeFile(
      file,
      JSON.stringify({
        calendars: { desk: { timeZone: 'Mars/Olympus', weekly: { '1': [['25:00', '17:00']] }, holidays: [] } },
        agreements: {},
        internal: {},
        resolution_pauses_on: ['nobody'],
      }),
    );
    const refused = await runCli(['--data', data, '--port', '0', '--policy', file]);
    expect(refused).toMatchObject({ code: 1, out: '' });
    expect(refused.err).toContain(file);
    expect(refused.err).toContain('calendars.desk.weekly.1[0]');
    expect(refused.err).toContain('resolution_pauses_on[0]');
    expect(await readdir(folder)).toEqual(['policy.json']);
    const missing = await runCli(['--data', data, '--port', '0', '--policy', join(folder, 'none.json')]);
    expect(missing).toMatchObject({ code: 1, err: expect.stringContaining('none.json') });
  });

  test("a team's own policy stays in force after a restart without the option", async () => {
    const shipped = await readFile(join(import.meta.dirname, '../../../assets/policy/itn.json'), 'utf8');
    const file = join(folder, 'policy.json');
    await writeFile(file, JSON.stringify({ ...JSON.parse(shipped), name: 'Our own' }));
    for (const args of [['--policy', file], []]) {
      const backend = await serve(args);
      await backend.process.stop();
    }
    const policies = (await exportLines()).filter(({ collection }) => collection === 'policy');
    expect(policies).toMatchObject([{ id: 'current', doc: { name: 'Our own' } }]);
  });

  test('with a sample serves it, and fills new data only', async () => {
    const backend = await serve(['--sample', '5,2,7']);
    const token = await firstToken(backend.process);
    expect((await me(backend.url, token)).user.role).toBe('lead');
    await backend.process.stop();
    const again = await serve(['--sample', '5,2,7']);
    expect((await again.process.stop()).err).toContain('holds data already');
  });

  test('a service token is printed alone, listed and revoked while a backend serves', async () => {
    const backend = await serve();
    const service = (...args: string[]) => runCli(['service-token', '--data', data, ...args]);
    const made = await service('--name', 'portal', '--may', 'portal', '--may', 'tickets');
    expect(made).toMatchObject({ code: 0, out: expect.stringMatching(/^[0-9a-f]{64}\n$/) });
    const headers = { authorization: `Bearer ${made.out.trim()}` };
    const asks = () => fetch(`${backend.url}/v1/cases/1`, { headers });
    expect((await asks()).status).toBe(404);
    expect((await service('--list')).out).toBe('portal (may portal, tickets)\n');
    expect((await service('--revoke', 'protal')).err).toContain('portal (may portal, tickets)');
    expect((await service('--revoke', 'portal')).code).toBe(0);
    expect((await asks()).status).toBe(401);
    expect((await service('--list')).err).toContain('No other system has a token');
    expect((await service('--name', 'x', '--may', 'portal', '--space', 'other')).code).toBe(1);
  });

  test('a test clock rules the time and can be set; without the variable there is none', async () => {
    const backend = await serve([], { DUELINE_TEST_CLOCK: '2026-03-02T17:00:00Z' });
    const token = await firstToken(backend.process);
    expect((await me(backend.url, token)).serverAt).toBe(Date.UTC(2026, 2, 2, 17));
    const set = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"at":5}' };
    expect((await fetch(`${backend.url}/test/clock`, set)).status).toBe(204);
    expect((await me(backend.url, token)).serverAt).toBe(5);
    await backend.process.stop();
    const usual = await serve([], { DUELINE_TEST_CLOCK: '' });
    expect((await fetch(`${usual.url}/test/clock`, set)).status).toBe(404);
    const wrong = await runCli(['--data', data], { env: { ...process.env, DUELINE_TEST_CLOCK: 'noon' } });
    expect(wrong).toMatchObject({ code: 2, err: expect.stringContaining('DUELINE_TEST_CLOCK') });
  });

  test('a public host is answered under its name', async () => {
    const backend = await serve(['--public-host', 'desk.example']);
    const status = async (host: string) => {
      const asking = request(`${backend.url}/health`, { headers: { host } }).end();
      const [response] = await once(asking, 'response');
      response.resume();
      return response.statusCode;
    };
    expect([await status('desk.example'), await status('DESK.example:80'), await status('other.example')]).toEqual([
      200, 200, 403,
    ]);
  });
});

describe('data that cannot be used', () => {
  test('is told in one sentence', async () => {
    await putAccounts(1);
    await writeFile(join(data, 'dueline.sqlite'), 'not a database'.repeat(500));
    for (const args of [['serve', '--port', '0'], ['export'], ['user', '--name', 'Ann', '--role', 'coa']]) {
      const refused = await runCli([...args, '--data', data]);
      expect(refused).toMatchObject({ code: 1, out: '' });
      expect(refused.err).toContain('is not a SQLite database');
      expect(refused.err.trim().split('\n')).toHaveLength(1);
    }
  });

  // Root may write everywhere, so it takes another user's rights.
  test.skipIf(process.platform === 'win32')('a folder without the right to write', async () => {
    await putAccounts(1);
    await chmod(folder, 0o755);
    await chmod(join(data, 'dueline.sqlite'), 0o444);
    await chmod(data, 0o555);
    const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
    for (const there of [data, join(data, 'deeper')]) {
      const refused = await runCli(['serve', '--port', '0', '--data', there], nobody);
      expect(refused).toMatchObject({ code: 1, out: '' });
      expect(refused.err).toContain(there);
      expect(refused.err.trim().split('\n')).toHaveLength(1);
    }
    await chmod(data, 0o755);
  });
});

describe('export', () => {
  test('prints each document with its version, tombstones included, in the order of versions', async () => {
    await putAccounts(2);
    const storage = await openDataFolder(data);
    await storage.write(mainSpace, (tx) => tx.delete('accounts', 'a0'));
    await storage.close();
    expect(await exportLines()).toEqual([
      {
        space: 'main',
        collection: 'accounts',
        id: 'a1',
        version: 1,
        deleted: false,
        doc: { id: 'a1', name: 'xxxxxxxxxx', agreement: 'standard' },
      },
      { space: 'main', collection: 'accounts', id: 'a0', version: 2, deleted: true, doc: null },
    ]);
  });

  test('works while a backend serves the data', async () => {
    const backend = await serve();
    await firstToken(backend.process);
    expect((await exportLines()).some(({ collection }) => collection === 'users')).toBe(true);
  });

  test('ends quietly when its reader goes away', async () => {
    await putAccounts(5_000, 1_000);
    const exporting = startCli(['export', '--data', data]);
    if (exporting.child.stdout === null) throw new Error('no output');
    await once(exporting.child.stdout, 'data');
    exporting.child.stdout.destroy();
    expect(await exporting.finished).toMatchObject({ code: 0, err: '' });
  });

  test('of a folder without data says so and makes none', async () => {
    const refused = await runCli(['export', '--data', data]);
    expect(refused).toMatchObject({ code: 1, err: expect.stringContaining('There is no Dueline data') });
    expect(await readdir(folder)).toEqual([]);
  });
});

describe('users and tokens', () => {
  test('a user is added beside a running backend, and the printed token works at once', async () => {
    const backend = await serve();
    await firstToken(backend.process);
    const added = await runCli(['user', '--data', data, '--name', 'Ann Example', '--role', 'coa']);
    expect(added.code).toBe(0);
    const { user } = await me(backend.url, added.out.trim());
    expect(user).toMatchObject({ name: 'Ann Example', role: 'coa' });
    const another = await runCli(['token', '--data', data, '--user', user.id]);
    expect((await me(backend.url, another.out.trim())).user).toEqual(user);
    expect((await me(backend.url, added.out.trim())).user).toEqual(user);
  });

  test('an unknown user gets no token, and the known ones are listed', async () => {
    await runCli(['user', '--data', data, '--name', 'Ann Example', '--role', 'tae']);
    const refused = await runCli(['token', '--data', data, '--user', 'bob']);
    expect(refused).toMatchObject({ code: 1, out: '', err: expect.stringContaining('Ann Example (tae)') });
    const unknown = { authorization: 'Bearer x' };
    const backend = await serve();
    expect((await answerOf(await fetch(`${backend.url}/sync/me`, { headers: unknown }))).status).toBe(401);
  });
});

describe('wrong arguments', () => {
  test('end with exit code 2, the reason and the usage', async () => {
    const refused = await runCli(['dance', '--data', 'd'], { cwd: folder });
    expect(refused).toMatchObject({ code: 2, out: '' });
    expect(refused.err).toContain('no command "dance"');
    expect(refused.err).toContain('Usage:');
    expect(await readdir(folder)).toEqual([]);
  });

  test('--help prints the usage', async () => {
    expect(await runCli(['--help'])).toMatchObject({ code: 0, err: '', out: expect.stringContaining('Usage:') });
  });
});
