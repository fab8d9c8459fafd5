import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { beforeEach, describe, expect, test } from 'vitest';
import { backUpDatabase, backupsIn, restoreFrom } from '../../../../src-backend/storage/postgres/backups.ts';
import { openPostgresStorage } from '../../../../src-backend/storage/postgres/postgres-storage.ts';
import { migrations, servingLock } from '../../../../src-backend/storage/postgres/schema.ts';
import { StorageError } from '../../../../src-backend/storage/storage.ts';
import { account, changedIds, put, space } from '../../../conformance/storage-builders.ts';
import { earlierSql, earlierTables } from '../../../fixtures/earlier-schema.ts';
import { describeWithPostgres } from '../../../postgres/with-postgres.ts';
import { runCli } from '../run-cli.ts';

describeWithPostgres('backups and migrations on PostgreSQL', (server) => {
  let url: string;
  beforeEach(async () => {
    url = await server().createDatabase();
  });

  async function makeEarlier(moreAccounts = 0): Promise<void> {
    await server().ask(
      `SET ROLE dueline; ${earlierSql('postgres')}
       INSERT INTO dueline.documents (space, collection, id, doc, version, deleted)
       SELECT 'main', 'accounts', 'more-' || n, '{"id":"more-' || n || '","name":"' || repeat('x', 200) || '"}', 1, false
       FROM generate_series(1, ${moreAccounts}) AS n`,
      url,
    );
  }

  /** The rows of the tables of schema 1, in the columns of schema 1. */
  async function contentsOf(schema = 'dueline', epochs = true): Promise<Record<string, unknown>> {
    const contents: Record<string, unknown> = {};
    for (const table of Object.keys(earlierTables)) {
      const left = `'horizon_version'${epochs ? '' : `, 'epoch'`}`;
      const [row] = await server().ask(
        `SELECT count(*)::int AS count, md5(string_agg(r, ',' ORDER BY r)) AS hash FROM (
           SELECT (to_jsonb(t) - ARRAY[${left}])::text AS r FROM "${schema}".${table} AS t
         ) AS rows`,
        url,
      );
      contents[table] = row;
    }
    return contents;
  }

  const schemaOf = async (schema = 'dueline') =>
    (await server().ask(`SELECT max(step) AS step FROM "${schema}".migrations`, url))[0]?.step;
  const open = () => openPostgresStorage({ url });
  const names = async () => (await backupsIn(url)).map(({ name }) => name);

  async function fill(...ids: readonly string[]): Promise<void> {
    const storage = await open();
    for (const id of ids) await storage.write(space, put(account(id)));
    await storage.close();
  }

  async function contents(): Promise<{ epoch: string; ids: readonly string[] }> {
    const storage = await open();
    const found = await storage.read(space, async (tx) => ({ epoch: tx.epoch, ids: await changedIds(tx) }));
    await storage.close();
    return found;
  }

  async function problemOf(work: Promise<unknown>): Promise<{ problem: string; message: string }> {
    const error: unknown = await work.then(
      () => null,
      (reason: unknown) => reason,
    );
    if (error instanceof StorageError) return { problem: error.problem, message: error.message };
    throw new Error(`expected a StorageError, got ${String(error)}`);
  }

  describe('a database of schema 1', () => {
    test('is brought to the present schema with every document, client, result and token, and kept first', async () => {
      await makeEarlier();
      const before = await contentsOf();
      expect(Object.values(before)).toMatchObject(Object.values(earlierTables).map((count) => ({ count })));
      await (await open()).close();
      expect(await contentsOf()).toEqual(before);
      expect(await schemaOf()).toBe(migrations.length);
      const [kept = '', ...more] = await names();
      expect([kept, more]).toEqual([expect.stringMatching(/_before_schema_\d+$/), []]);
      expect(await contentsOf(kept)).toEqual(before);
      expect(await schemaOf(kept)).toBe(1);
      await fill('new');
      expect((await contents()).ids).toContain('new');
      expect(await names()).toEqual([kept]);
    });

    test('opened by several processes at once is migrated by one of them', async () => {
      await makeEarlier(500);
      const storages = await Promise.all([open(), open(), open()]);
      for (const storage of storages) await storage.close();
      expect(await schemaOf()).toBe(migrations.length);
      expect(await names()).toHaveLength(1);
    });

    test('is left alone where no backup can be made, and the message says so', async () => {
      await makeEarlier();
      const before = await contentsOf();
      const name = new URL(url).pathname.slice(1);
      await server().ask(`ALTER DATABASE ${name} OWNER TO postgres`);
      expect(await problemOf(open())).toMatchObject({
        problem: 'read_only',
        message: expect.stringMatching(/makes a backup of them before, which failed\. Nothing was changed\./),
      });
      expect([await schemaOf(), await contentsOf()]).toEqual([1, before]);
      await server().ask(`ALTER DATABASE ${name} OWNER TO dueline`);
      await (await open()).close();
      expect(await schemaOf()).toBe(migrations.length);
    });

    test.each([
      ['waits for its turn', /LOCK TABLE/],
      ['copies', /CREATE TABLE "dueline_backup_.*documents/],
      ['compares', /hashtextextended/],
      ['changes the tables', /ALTER TABLE/],
      ['writes down that it is done', /INSERT INTO dueline\.migrations|COMMIT/],
    ])('whose migration is killed when it %s is as before or as after, and is migrated anew', async (_when, doing) => {
      await makeEarlier(3_000);
      const before = await contentsOf();
      const dying = spawn(process.execPath, [join(import.meta.dirname, 'open-data.ts'), url], { stdio: 'ignore' });
      await killedWhile(dying, doing);
      expect([1, migrations.length]).toContain(await schemaOf());
      expect(await contentsOf()).toEqual(before);
      for (const name of await names()) expect(await contentsOf(name)).toEqual(before);
      await (await open()).close();
      expect(await schemaOf()).toBe(migrations.length);
      expect(await contentsOf()).toEqual(before);
    });

    /** Or until it has ended by itself, as it may be too fast to be seen. */
    async function killedWhile(dying: ChildProcess, doing: RegExp): Promise<void> {
      const ended = once(dying, 'close');
      const sql = `SELECT query FROM pg_stat_activity WHERE application_name = 'dueline schema'`;
      while (dying.exitCode === null && dying.signalCode === null) {
        const asked = await server().ask(sql, url);
        if (asked.some(({ query }) => doing.test(String(query)))) dying.kill('SIGKILL');
      }
      await ended;
    }
  });

  describe('a backup', () => {
    test('is one moment’s state, while backends go on, and is put back under new epochs', async () => {
      const storage = await open();
      await storage.write(space, put(account('a'), account('b')));
      const backup = await storage.write(space, async (tx) => {
        await tx.put('accounts', 'c', account('c'));
        return backUpDatabase(url);
      });
      await storage.close();
      const later = await contents();
      expect(later.ids).toEqual(['a', 'b', 'c']);
      const restored = await restoreFrom(url, backup.name);
      expect(restored).toMatchObject({ rows: backup.rows, replaced: expect.stringContaining('_before_restore') });
      const now = await contents();
      expect(now.ids).toEqual(['a', 'b']);
      expect(now.epoch).not.toBe(later.epoch);
      await fill('d');
      expect((await contents()).ids).toEqual(['a', 'b', 'd']);
      await restoreFrom(url, restored.replaced ?? '');
      expect((await contents()).ids).toEqual(['a', 'b', 'c']);
    });

    test('of an earlier schema is put back as it was, and migrated at the next start', async () => {
      await makeEarlier();
      const before = await contentsOf('dueline', false);
      await (await open()).close();
      const [kept = ''] = await names();
      await fill('new');
      await restoreFrom(url, kept);
      expect([await schemaOf(), await contentsOf('dueline', false)]).toEqual([1, before]);
      await fill('newer');
      expect((await contents()).ids).toContain('newer');
      expect((await contents()).ids).not.toContain('new');
    });

    test('is not put back while a backend serves, and nothing changes', async () => {
      await fill('a');
      const { name } = await backUpDatabase(url);
      const serving = await open();
      serving.watch(() => {});
      await serving.write(space, put(account('b')));
      const held = `SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND objid = ${servingLock} AND granted`;
      while ((await server().ask(held, url)).length === 0) await nextTurn();
      expect(await problemOf(restoreFrom(url, name))).toMatchObject({
        problem: 'busy',
        message: expect.stringContaining('is served by a backend'),
      });
      expect((await contents()).ids).toEqual(['a', 'b']);
      await serving.close();
      await restoreFrom(url, name);
      expect((await contents()).ids).toEqual(['a']);
    });

    test('that is none, lacks tables or is newer is refused by its name', async () => {
      await fill('a');
      const { name } = await backUpDatabase(url);
      const before = await contentsOf();
      for (const unknown of ['pg_catalog', 'dueline', 'dueline_backup_none', `x"; DROP SCHEMA dueline CASCADE; --`]) {
        expect(await problemOf(restoreFrom(url, unknown))).toMatchObject({ message: expect.stringContaining(unknown) });
      }
      await server().ask(`INSERT INTO "${name}".migrations (step, taken_at) VALUES (999, now())`, url);
      expect(await problemOf(restoreFrom(url, name))).toMatchObject({ problem: 'newer' });
      await server().ask(`DROP TABLE "${name}".migrations`, url);
      expect(await problemOf(restoreFrom(url, name))).toMatchObject({ problem: 'damaged' });
      expect(await contentsOf()).toEqual(before);
    });

    test('by hand stays; of those made by a restore the last two do', async () => {
      await fill('a');
      const { name } = await backUpDatabase(url);
      for (let time = 0; time < 4; time += 1) await restoreFrom(url, name);
      const kept = await names();
      expect(kept.filter((each) => each.endsWith('_before_restore'))).toHaveLength(2);
      expect(kept).toContain(name);
    });

    test('is made, listed and put back by commands', async () => {
      await fill('a');
      const run = async (...args: readonly string[]) => {
        const { code, out, err } = await runCli([...args, '--database', url]);
        expect({ code, err: code === 0 ? '' : err }).toEqual({ code: 0, err: '' });
        return out.trim();
      };
      const [, name = ''] = /^Backup made and compared: (\S+) /.exec(await run('backup')) ?? [];
      expect(await run('backups')).toMatch(new RegExp(`^${name}  \\d+\\.\\d MiB$`));
      await fill('b');
      expect(await run('restore', '--from', name)).toMatch(/^Restored postgres:.* from dueline_backup_/);
      expect((await contents()).ids).toEqual(['a']);
      expect(await runCli(['backup', '--database', url, '--to', 'f'])).toMatchObject({
        code: 2,
        err: expect.stringContaining('pg_dump'),
      });
    });
  });
});
