import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { mainSpace } from '../../../../src-backend/backend.ts';
import { issueToken } from '../../../../src-backend/identity/tokens.ts';
import { addUser, prepareSpace } from '../../../../src-backend/space/prepare-space.ts';
import { openPostgresStorage } from '../../../../src-backend/storage/postgres/postgres-storage.ts';
import { caseDocumentSchema } from '../../../../src-shared/cases/case-document.ts';
import { identitySchema } from '../../../../src-shared/sync/protocol.ts';
import { account, put, version } from '../../../conformance/storage-builders.ts';
import { type DeskClient, deskClient } from '../../../postgres/desk-client.ts';
import { describeWithPostgres } from '../../../postgres/with-postgres.ts';
import { listenPresence, tellPresence } from '../presence/listen-presence.ts';
import { type CommandProcess, runCli, startCli } from '../run-cli.ts';

const exportedSchema = z.object({
  collection: z.string(),
  id: z.string(),
  version: z.int(),
  deleted: z.boolean(),
  doc: z.unknown(),
});

describeWithPostgres('the backend command with --database', (server) => {
  let url: string;
  const running: CommandProcess[] = [];
  beforeEach(async () => {
    url = await server().createDatabase();
  });
  afterEach(async () => {
    for (const each of running.splice(0)) await each.stop('SIGKILL');
  });

  function start(args: readonly string[] = []): CommandProcess {
    const started = startCli(['serve', '--database', url, '--port', '0', ...args]);
    running.push(started);
    return started;
  }

  async function listening(started: CommandProcess): Promise<string> {
    const [, at = ''] = await started.line(/^Dueline backend listening on (http:\/\/127\.0\.0\.1:\d+)$/);
    return at;
  }

  async function run(...args: readonly string[]): Promise<string> {
    const { code, out, err } = await runCli([...args, '--database', url]);
    expect({ code, err: code === 0 ? '' : err }).toEqual({ code: 0, err: '' });
    return out.trim();
  }

  async function exported() {
    const lines = (await run('export')).split('\n');
    return lines.filter((line) => line !== '').map((line) => exportedSchema.parse(JSON.parse(line)));
  }

  test('a first lead, more users, a sample desk, an import and an export, while a backend serves', async () => {
    const backend = start();
    const at = await listening(backend);
    const [, first = ''] = await backend.line(/^Token of First lead .+: (\S+)$/);
    const me = async (token: string) =>
      identitySchema.parse(
        await (await fetch(`${at}/sync/me`, { headers: { authorization: `Bearer ${token}` } })).json(),
      ).user;
    expect((await me(first)).role).toBe('lead');
    const ann = await me(await run('user', '--name', 'Ann Example', '--role', 'coa'));
    expect(ann.name).toBe('Ann Example');
    expect(await me(await run('token', '--user', ann.id))).toEqual(ann);
    expect(await run('sample', '5,2,7')).toMatch(/^Added a sample desk to postgres:.*: 5 open and 2 closed cases\.$/);
    const slice = new URL('../../../fixtures/servicenow-slice.csv', import.meta.url).pathname;
    await run('import', '--format', 'servicenow-events', '--time-zone', 'UTC', slice);
    const documents = await exported();
    const cases = documents.filter(({ collection }) => collection === 'cases');
    expect(cases.length).toBeGreaterThan(7);
    expect(documents.map(({ version }) => version)).toEqual(
      documents.map(({ version }) => version).toSorted((a, b) => a - b),
    );
    expect((await backend.stop()).code).toBe(0);
  });

  test('two backends that start at once on a new database make one first lead', async () => {
    const started = [start(), start(), start()];
    await Promise.all(started.map(listening));
    await Promise.any(started.map((each) => each.line(/^Token of First lead/)));
    const leads = (await exported()).filter(({ collection }) => collection === 'users');
    expect(leads).toMatchObject([{ doc: { name: 'First lead', role: 'lead' } }]);
  });

  test('the password may come by PGPASSWORD', async () => {
    await run('sample', '0');
    const place = server().tcpUrl(new URL(url).pathname.slice(1), 'dueline', '');
    const exporting = (password: string) =>
      runCli(['export', '--database', place], { env: { ...process.env, PGPASSWORD: password } });
    expect(await exporting('secret')).toMatchObject({ code: 0, err: '' });
    expect(await exporting('wr0ng')).toMatchObject({ code: 1, out: '' });
  });

  describe('what cannot work', () => {
    test('is told in one sentence, without the password', async () => {
      const name = new URL(url).pathname.slice(1);
      const places: readonly (readonly [string, string])[] = [
        ['postgres://dueline:s3cret@127.0.0.1:9/desk', 'no server listens there'],
        [server().tcpUrl(name, 'dueline', 's3cret'), 'password is wrong'],
        [url.replace('//dueline@', '//dueline:s3cret@').replace('/desk_', '/nowhere_'), 'does not exist'],
      ];
      const commands = [['serve', '--port', '0'], ['export'], ['user', '--name', 'Ann', '--role', 'coa']];
      for (const [index, [place, words]] of places.entries()) {
        const refused = await runCli([...(commands[index] ?? []), '--database', place]);
        expect(refused).toMatchObject({ code: 1, out: '' });
        expect(refused.err).toContain(words);
        expect(refused.err).not.toContain('s3cret');
        expect(refused.err.trim().split('\n')).toHaveLength(1);
      }
    });

    test('a user who may only read can export, and serving says what is missing', async () => {
      await run('sample', '0');
      await server().ask(
        `CREATE ROLE onlooker LOGIN; GRANT USAGE ON SCHEMA dueline TO onlooker;
         GRANT SELECT ON ALL TABLES IN SCHEMA dueline TO onlooker`,
        url,
      );
      const place = url.replace('//dueline@', '//onlooker@');
      expect(await runCli(['export', '--database', place])).toMatchObject({ code: 0, err: '' });
      const refused = await runCli(['serve', '--port', '0', '--database', place]);
      expect(refused).toMatchObject({ code: 1, out: '', err: expect.stringContaining('permission denied') });
      expect(refused.err).not.toContain('    at ');
      await server().ask('DROP OWNED BY onlooker; DROP ROLE onlooker', url);
    });

    test('a stop while the database is gone still ends the backend', async () => {
      const backend = start();
      await listening(backend);
      await backend.line(/^Token of First lead/);
      await server().crash();
      expect((await backend.stop()).code).toBe(0);
      await server().restart();
    });
  });

  describe('several backends on one database', () => {
    let tokens: readonly string[];
    const accountId = 'fresh';
    beforeEach(async () => {
      const storage = await openPostgresStorage({ url });
      await prepareSpace(storage, mainSpace, null);
      await storage.write(mainSpace, put(account(accountId)));
      // Without one, a backend adds a lead after it says that it listens: a change that no test here made.
      await addUser(storage, mainSpace, 'Lena Winter', 'lead');
      tokens = await Promise.all(
        [1, 2, 3, 4].map(async (nth) => {
          const agent = await addUser(storage, mainSpace, `Agent ${nth}`, 'coa');
          return issueToken(storage, mainSpace, agent.id);
        }),
      );
      await storage.close();
    });

    const clientsOf = (urls: readonly string[], afterEachPush: () => void = () => undefined): DeskClient[] =>
      tokens.map((token, index) => {
        // Half of them begin at the first backend, half at the second.
        const from = index % urls.length;
        const order = [...urls.slice(from), ...urls.slice(0, from)];
        return deskClient({ urls: order, token, clientId: `c${index}`, accountId, afterEach: afterEachPush });
      });

    test('a change at one is told to who listens at the other', async () => {
      const [one, two] = await Promise.all([listening(start()), listening(start())]);
      const storage = await openPostgresStorage({ url });
      const before = await version(storage);
      await storage.close();
      const [client] = clientsOf([one]);
      const stream = await fetch(`${two}/sync/events`, { headers: { authorization: `Bearer ${tokens[3]}` } });
      const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
      let heard = '';
      const hear = async (version: number) => {
        while (!heard.includes(`{"version":${version}}`)) heard += (await reader?.read())?.value ?? '';
      };
      await hear(before);
      await client?.work(0);
      await hear(before + 1);
      await reader?.cancel();
    });

    test('who looks at a case at one is told at the others, and a window that ends there too', async () => {
      const [one, two] = await Promise.all([listening(start()), listening(start())]);
      const [ana = '', ben = ''] = tokens;
      const { user } = identitySchema.parse(
        await (await fetch(`${one}/sync/me`, { headers: { authorization: `Bearer ${ana}` } })).json(),
      );
      const listener = await listenPresence(two, ben);
      const window = await listenPresence(one, ana, 'ana-1');
      const tell = async (caseId: string, activity: string) =>
        expect((await tellPresence(one, ana, { session: 'ana-1', caseId, activity })).status).toBe(204);
      await tell('a', 'viewing');
      await listener.until('a', `${user.id} viewing`);
      await tell('a', 'writing');
      await listener.until('a', `${user.id} writing`);
      const late = await listenPresence(await listening(start()), ben);
      await late.until('a', `${user.id} writing`);
      window.end();
      await Promise.all([listener.until('a', ''), late.until('a', '')]);
      listener.end();
      late.end();
    });

    test('one of them killed again and again under load: nothing answered is lost, nothing is twice', async () => {
      const steady = await listening(start());
      let victim = start();
      const at = await listening(victim);
      const port = new URL(at).port;
      let answered = 0;
      let kills = 0;
      let killing: Promise<void> = Promise.resolve();
      const killNow = async () => {
        await victim.stop('SIGKILL');
        victim = start(['--port', port]);
        await listening(victim);
      };
      const clients = clientsOf([at, steady], () => {
        answered += 1;
        if (answered % 40 !== 0 || kills === 4) return;
        kills += 1;
        killing = killing.then(killNow);
      });
      await Promise.all(clients.map((client) => client.work(60)));
      await killing;
      expect(kills).toBe(4);
      expect(clients.reduce((sum, { failures }) => sum + failures, 0)).toBeGreaterThan(0);

      const documents = await exported();
      const cases = new Map(
        documents
          .filter(({ collection }) => collection === 'cases')
          .map(({ id, doc }) => [id, caseDocumentSchema.parse(doc)]),
      );
      expect(cases.size).toBe(clients.length);
      for (const { caseId, acknowledged } of clients) {
        const notes = cases.get(caseId)?.events.filter(({ type }) => type === 'note') ?? [];
        // In the order they were made, each once, and none besides.
        expect(notes.map(({ id }) => id)).toEqual(acknowledged);
        const versions = notes.map(({ version }) => version ?? 0);
        expect(versions).toEqual([...new Set(versions)].toSorted((a, b) => a - b));
      }
      expect([...cases.values()].map(({ number }) => number).toSorted()).toEqual([
        '00000001',
        '00000002',
        '00000003',
        '00000004',
      ]);
    });
  });
});
