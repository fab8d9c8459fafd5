import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openPostgresStorage } from '../../../../src-backend/storage/postgres/postgres-storage.ts';
import { type Storage, StorageError, type StorageProblem } from '../../../../src-backend/storage/storage.ts';
import { account, ann, changedIds, gate, put, space, version } from '../../../conformance/storage-builders.ts';
import { describeWithPostgres } from '../../../postgres/with-postgres.ts';
import { mutation, pushBody, startBackend } from '../backend-fixture.ts';

async function problemOf(work: Promise<unknown>): Promise<{ problem: StorageProblem; message: string }> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof StorageError)) throw new Error(`expected a StorageError, got ${String(error)}`);
  return { problem: error.problem, message: error.message };
}

describeWithPostgres('what can go wrong with PostgreSQL', (server) => {
  let url: string;
  const cleanups: (() => Promise<void>)[] = [];
  beforeEach(async () => {
    url = await server().createDatabase();
  });
  afterEach(async () => {
    for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
  });

  async function open(options: { url?: string; create?: boolean; log?: (line: string) => void } = {}) {
    const storage = await openPostgresStorage({ url, ...options });
    cleanups.push(() => storage.close());
    return storage;
  }

  const databaseName = () => new URL(url).pathname.slice(1);

  describe('a database that cannot be opened', () => {
    test.each<[string, () => string, StorageProblem, string]>([
      ['does not exist', () => url.replace('/desk_', '/nowhere_'), 'failed', 'does not exist'],
      ['a wrong password', () => server().tcpUrl(databaseName(), 'dueline', 'wr0ng'), 'failed', 'password is wrong'],
      ['an unknown user', () => server().tcpUrl(databaseName(), 'nobody', 'wr0ng'), 'failed', 'password is wrong'],
      ['no server', () => 'postgres://dueline:wr0ng@127.0.0.1:9/desk', 'unreachable', 'no server listens there'],
      ['no such folder', () => 'postgres://dueline@localhost/desk?host=/nowhere', 'unreachable', 'no server listens'],
      ['no such host', () => 'postgres://dueline:wr0ng@nowhere.invalid/desk', 'unreachable', 'does not know the host'],
      [
        'no TLS there',
        () => `${server().tcpUrl(databaseName(), 'dueline', 'wr0ng')}?sslmode=verify-full`,
        'failed',
        'SSL',
      ],
      ['a missing certificate', () => `${url}&sslrootcert=/nowhere.pem`, 'failed', '/nowhere.pem'],
      ['no URL', () => 'postgres://dueline:wr0ng@[half/desk', 'failed', 'not a URL'],
    ])('%s', async (_name, address, problem, words) => {
      const told = await problemOf(openPostgresStorage({ url: address() }));
      expect(told).toMatchObject({ problem, message: expect.stringContaining(words) });
      expect(told.message).not.toContain('wr0ng');
    });

    test('a password is asked for and none is given', async () => {
      const told = await problemOf(open({ url: server().tcpUrl(databaseName(), 'dueline', '') }));
      expect(told).toMatchObject({ problem: 'failed', message: expect.stringContaining('PGPASSWORD') });
    });

    test('the right password opens it', async () => {
      const storage = await open({ url: server().tcpUrl(databaseName(), 'dueline', 'secret') });
      await storage.write(space, put(account('a')));
      expect(await version(storage)).toBe(1);
    });

    test('written by a newer version', async () => {
      await open();
      await server().ask('INSERT INTO dueline.migrations (step) VALUES (999)', url);
      expect(await problemOf(open())).toMatchObject({
        problem: 'newer',
        message: expect.stringContaining('schema 999'),
      });
    });

    test("another program's tables are not touched", async () => {
      await server().ask('CREATE SCHEMA dueline; CREATE TABLE dueline.recipes (name TEXT)', url);
      expect(await problemOf(open())).toMatchObject({ problem: 'foreign' });
      const tables = await server().ask(`SELECT tablename FROM pg_tables WHERE schemaname = 'dueline'`, url);
      expect(tables).toEqual([{ tablename: 'recipes' }]);
    });

    test('an encoding that cannot hold every text', async () => {
      const name = `${databaseName()}_latin`;
      await server().ask(`CREATE DATABASE ${name} OWNER dueline ENCODING 'LATIN1' TEMPLATE template0`);
      const told = await problemOf(open({ url: url.replace(databaseName(), name) }));
      expect(told).toMatchObject({ problem: 'foreign', message: expect.stringContaining('LATIN1') });
    });

    test('one that is only to be read is not made', async () => {
      expect(await problemOf(open({ create: false }))).toMatchObject({
        problem: 'foreign',
        message: expect.stringContaining('holds no Dueline data'),
      });
      expect(await server().ask(`SELECT 1 FROM pg_namespace WHERE nspname = 'dueline'`, url)).toEqual([]);
    });
  });

  describe('the schema', () => {
    test('is made once, though several processes start at the same time', async () => {
      await Promise.all([open(), open(), open(), open(), open()]);
      expect(await server().ask('SELECT step FROM dueline.migrations', url)).toEqual([{ step: 1 }]);
    });

    test('is not made half: a step that fails leaves the database as it was', async () => {
      // The user may make a schema, but meets an object of the same name within the step.
      await server().ask('CREATE SCHEMA dueline AUTHORIZATION dueline; CREATE SEQUENCE dueline.tokens', url);
      await problemOf(open());
      expect(await server().ask(`SELECT tablename FROM pg_tables WHERE schemaname = 'dueline'`, url)).toEqual([]);
      await server().ask('DROP SEQUENCE dueline.tokens', url);
      expect(await version(await open())).toBe(0);
    });
  });

  describe('a user with fewer rights', () => {
    let reader: string;
    beforeEach(async () => {
      await (await open()).write(space, put(account('a')));
      await server().ask(
        `DROP ROLE IF EXISTS reader; CREATE ROLE reader LOGIN;
         GRANT USAGE ON SCHEMA dueline TO reader; GRANT SELECT ON ALL TABLES IN SCHEMA dueline TO reader`,
        url,
      );
      cleanups.push(async () => {
        await server().ask('DROP OWNED BY reader; DROP ROLE reader', url);
      });
      reader = url.replace('//dueline@', '//reader@');
    });

    test('reads, and is told that writing is not allowed', async () => {
      const storage = await open({ url: reader });
      expect(await storage.read(space, changedIds)).toEqual(['a']);
      expect(await problemOf(storage.write(space, put(account('b'))))).toMatchObject({
        problem: 'read_only',
        message: expect.stringMatching(/user "reader".*permission denied.*Let it own/),
      });
      expect(await version(storage)).toBe(1);
    });

    test('cannot make the tables, and is told so', async () => {
      const empty = await server().createDatabase();
      expect(await problemOf(open({ url: empty.replace('//dueline@', '//reader@') }))).toMatchObject({
        problem: 'read_only',
        message: expect.stringContaining('permission denied'),
      });
    });
  });

  describe('a failure in a transaction', () => {
    /** From now on the server answers each change of a document, or each commit of one, with this error. */
    const failing = (code: string, at: 'statement' | 'commit') =>
      server().ask(
        `CREATE OR REPLACE FUNCTION dueline.fail() RETURNS trigger LANGUAGE plpgsql AS
           $$ BEGIN RAISE EXCEPTION 'made to fail' USING ERRCODE = '${code}'; END $$;
         CREATE CONSTRAINT TRIGGER failing AFTER INSERT OR UPDATE ON dueline.documents
           DEFERRABLE INITIALLY ${at === 'commit' ? 'DEFERRED' : 'IMMEDIATE'}
           FOR EACH ROW EXECUTE FUNCTION dueline.fail()`,
        url,
      );
    const mended = () => server().ask('DROP TRIGGER failing ON dueline.documents', url);

    test.each<[string, string, 'statement' | 'commit', StorageProblem]>([
      ['a deadlock', '40P01', 'statement', 'busy'],
      ['a conflict with another transaction', '40001', 'statement', 'busy'],
      ['a conflict that is found at the commit', '40001', 'commit', 'busy'],
      ['a full disk', '53100', 'statement', 'full'],
      ['a full disk, found at the commit', '53100', 'commit', 'full'],
      ['a damaged table', 'XX001', 'statement', 'damaged'],
      ['anything else', 'P0001', 'commit', 'failed'],
    ])('%s leaves nothing behind, and the next one goes through', async (_name, code, at, problem) => {
      const storage = await open();
      await storage.write(space, put(account('a')));
      await failing(code, at);
      const told: string[] = [];
      storage.watch((_space, changed) => told.push(String(changed)));
      const writing = storage.write(space, async (tx) => {
        await tx.addToken('hash', ann);
        await tx.nextCaseNumber();
        await tx.put('accounts', 'b', account('b'));
      });
      expect(await problemOf(writing)).toMatchObject({ problem });
      await mended();
      expect(await storage.read(space, changedIds)).toEqual(['a']);
      expect(await storage.findToken('hash')).toBeUndefined();
      expect(await storage.write(space, (tx) => tx.nextCaseNumber())).toBe('00000001');
      await storage.write(space, put(account('c')));
      expect(told).toContain('2');
      expect(await storage.read(space, changedIds)).toEqual(['a', 'c']);
    });

    test('is not kept in part, though the work takes no notice of it', async () => {
      const storage = await open();
      await storage.write(space, put(account('a')));
      await failing('40001', 'statement');
      const writing = storage.write(space, async (tx) => {
        await tx.nextCaseNumber();
        await tx.attempt(() => tx.put('accounts', 'b', account('b')).then(() => true)).catch(() => undefined);
      });
      expect(await problemOf(writing)).toMatchObject({ problem: 'busy' });
      await mended();
      expect(await storage.write(space, (tx) => tx.nextCaseNumber())).toBe('00000001');
    });

    test('a space that another process holds for too long is told as busy', async () => {
      const storage = await open();
      await storage.write(space, put(account('a')));
      const impatient = await open({ url: `${url}&lock_timeout=50` });
      const held = gate();
      const holding = gate();
      const first = storage.write(space, async () => {
        holding.open();
        await held.opened;
      });
      await holding.opened;
      expect(await problemOf(impatient.write(space, put(account('b'))))).toMatchObject({ problem: 'busy' });
      held.open();
      await first;
      await impatient.write(space, put(account('b')));
      expect(await version(storage)).toBe(2);
    });
  });

  describe('a connection that is lost', () => {
    /** Ends every connection to the database, as an administrator or a proxy might. */
    const cutAll = () =>
      server().ask(
        'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
        url,
      );

    test('within a write: nothing of it is stored, and the next one has a new connection', async () => {
      const storage = await open();
      await storage.write(space, put(account('a')));
      const writing = storage.write(space, async (tx) => {
        await tx.put('accounts', 'b', account('b'));
        await cutAll();
        await tx.put('accounts', 'c', account('c'));
      });
      expect(await problemOf(writing)).toMatchObject({ problem: 'unreachable' });
      await storage.write(space, put(account('d')));
      expect(await storage.read(space, changedIds)).toEqual(['a', 'd']);
    });

    test('within a read', async () => {
      const storage = await open();
      await storage.write(space, put(account('a')));
      const reading = storage.read(space, async (tx) => {
        await cutAll();
        return tx.get('accounts', 'a');
      });
      expect(await problemOf(reading)).toMatchObject({ problem: 'unreachable' });
      expect(await storage.read(space, changedIds)).toEqual(['a']);
    });

    test('while it listens: what was missed meanwhile is told when it is back', async () => {
      const [storage, other] = [await open(), await open()];
      const told = watchAll(storage);
      await other.write(space, put(account('a')));
      await told.until(1);
      await cutAll();
      await survives(() => other.write(space, put(account('b'))));
      await told.until(2);
      await other.write(space, put(account('c')));
      await told.until(3);
    });
  });

  describe('a server that crashes and comes back', () => {
    test('answers a write with what to do, and the storage goes on by itself', async () => {
      const logged: string[] = [];
      const [storage, other] = [await open({ log: (line) => logged.push(line) }), await open()];
      const told = watchAll(storage);
      await other.write(space, put(account('a')));
      await told.until(1);
      await server().crash();
      expect(await problemOf(storage.write(space, put(account('b'))))).toMatchObject({ problem: 'unreachable' });
      expect(await problemOf(storage.read(space, changedIds))).toMatchObject({ problem: 'unreachable' });
      expect(await problemOf(storage.findToken('hash'))).toMatchObject({ problem: 'unreachable' });
      await server().restart();
      await survives(() => other.write(space, put(account('c'))));
      await told.until(2);
      expect(await storage.read(space, changedIds)).toEqual(['a', 'c']);
      expect(logged.join('\n')).toContain('not heard until the connection is back');
    });

    test('under load: what was answered is there, once, after sending again what was not', async () => {
      const running = await startBackend({ storage: await open() });
      cleanups.push(() => running.backend.close());
      const clients = ['c1', 'c2', 'c3', 'c4'];
      const answered = new Map<string, number>();
      let refusals = 0;
      let crashed: Promise<void> | null = null;
      const crash = async () => {
        await server().crash();
        await server().restart();
      };
      await Promise.all(
        clients.map(async (clientID) => {
          for (let id = 1; id <= 60; ) {
            const name = { id: `${clientID}-${id}`, name: `Name ${id}` };
            const body = pushBody([mutation(id, 'name_account', name, clientID)], `group of ${clientID}`);
            const response = await running.post('/sync/push', body);
            const text = await response.text();
            if (response.status === 200) {
              answered.set(clientID, id);
              id += 1;
            } else {
              expect({ status: response.status, text }).toMatchObject({
                status: 503,
                text: expect.stringContaining('unavailable'),
              });
              refusals += 1;
              // As a client that waits until it is worth trying again.
              await crashed;
            }
            if (crashed === null && (answered.get('c1') ?? 0) >= 20) crashed = crash();
          }
        }),
      );
      await crashed;
      expect(refusals).toBeGreaterThan(0);
      expect([...answered.values()]).toEqual([60, 60, 60, 60]);
      const { documents, last } = await running.storage.read(space, async (tx) => ({
        documents: await tx.changesAfter({ version: 0, sequence: 0 }, { documents: 1_000, characters: 1e9 }),
        last: tx.version,
      }));
      const named = documents.filter(({ collection }) => collection === 'accounts');
      expect(named.length).toBe(240);
      // One version for each action, so none was applied twice: users and policy made the others.
      expect(new Set(documents.map((document) => document.version)).size).toBe(last);
    });
  });
});

/** Until a new connection stands: as a client that sends again what was not answered. */
async function survives(work: () => Promise<void>): Promise<void> {
  while (true) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof StorageError)) throw error;
    }
  }
}

function watchAll(storage: Storage) {
  let last = 0;
  let changed = () => {};
  storage.watch((_space, at) => {
    last = at;
    changed();
  });
  return {
    async until(at: number): Promise<void> {
      while (last < at) {
        await new Promise<void>((resolve) => {
          changed = resolve;
        });
      }
    },
  };
}
