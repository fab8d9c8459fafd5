import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openPostgresStorage } from '../../../../src-backend/storage/postgres/postgres-storage.ts';
import { migrations } from '../../../../src-backend/storage/postgres/schema.ts';
import type { StorageProblem } from '../../../../src-backend/storage/storage.ts';
import { account, ann, changedIds, gate, put, space, version } from '../../../conformance/storage-builders.ts';
import { describeWithPostgres } from '../../../postgres/with-postgres.ts';
import { problemOf } from './problem-of.ts';

describeWithPostgres('what PostgreSQL refuses', (server) => {
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
      const steps = migrations.map((_sql, index) => ({ step: index + 1 }));
      expect(await server().ask('SELECT step FROM dueline.migrations', url)).toEqual(steps);
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
});
