import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { watch } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { migrations } from '../../../src-backend/storage/sqlite/schema.ts';
import { openSqliteStorage } from '../../../src-backend/storage/sqlite/sqlite-storage.ts';
import { clientGroupIdSchema, clientIdSchema, spaceIdSchema } from '../../../src-shared/sync/protocol.ts';
import { earlierTables, makeEarlierDatabase } from '../../fixtures/earlier-schema.ts';

const space = spaceIdSchema.parse('main');
let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dueline-migration-'));
  file = join(folder, 'dueline.sqlite');
});
afterEach(() => rm(folder, { recursive: true }));

/** The rows of the tables of schema 1, in the columns of schema 1. */
function contentsOf(of: string): Record<string, readonly unknown[]> {
  const model = new DatabaseSync(':memory:');
  model.exec(migrations[0] ?? '');
  const database = new DatabaseSync(of);
  try {
    return Object.fromEntries(
      Object.keys(earlierTables).map((table) => {
        const columns = model.prepare(`PRAGMA table_info(${table})`).all();
        const names = columns.map(({ name }) => String(name)).join(', ');
        return [table, database.prepare(`SELECT ${names} FROM ${table} ORDER BY 1, 2`).all()];
      }),
    );
  } finally {
    database.close();
    model.close();
  }
}

function schemaOf(of: string): unknown {
  const database = new DatabaseSync(of);
  try {
    expect(database.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
    return database.prepare('PRAGMA user_version').get()?.user_version;
  } finally {
    database.close();
  }
}

const backups = async () => (await readdir(join(folder, 'backups')).catch(() => [])).toSorted();

describe('a database of schema 1', () => {
  test('is brought to the present schema with every document, client, result and token', async () => {
    makeEarlierDatabase(file);
    const before = contentsOf(file);
    expect(Object.entries(before).map(([table, rows]) => [table, rows.length])).toEqual(Object.entries(earlierTables));
    const storage = await openSqliteStorage({ file });
    const client = clientIdSchema.parse('client-1');
    const found = await storage.read(space, async (tx) => ({
      horizon: tx.horizonVersion,
      last: (await tx.client(client))?.lastMutationId,
      refusals: await tx.refusalsAfter(clientGroupIdSchema.parse('group-1'), 0),
    }));
    expect(found).toMatchObject({
      horizon: 0,
      last: 3,
      refusals: [{ mutationId: 2, refusal: { code: 'not_allowed', message: "Ann's case: «no», 漢字." } }],
    });
    expect((await storage.findToken('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'))?.userId).toBe(
      'ann',
    );
    await storage.close();
    expect(contentsOf(file)).toEqual(before);
    expect(schemaOf(file)).toBe(migrations.length);
  });

  test('is kept as a backup first, which is complete and of its schema', async () => {
    makeEarlierDatabase(file);
    const before = contentsOf(file);
    await (await openSqliteStorage({ file })).close();
    const [kept = '', ...more] = await backups();
    expect([kept, more]).toEqual([expect.stringMatching(/-before-schema-\d+\.sqlite$/), []]);
    expect(contentsOf(join(folder, 'backups', kept))).toEqual(before);
    expect(schemaOf(join(folder, 'backups', kept))).toBe(1);
    await (await openSqliteStorage({ file })).close();
    expect(await backups()).toEqual([kept]);
  });

  test('opened by several processes at once is migrated by one of them', async () => {
    makeEarlierDatabase(file, 500);
    const processes = [1, 2, 3].map(() => openInProcess());
    const ends = await Promise.all(processes.map((each) => once(each, 'close')));
    expect(ends).toEqual(processes.map(() => [0, null]));
    expect(schemaOf(file)).toBe(migrations.length);
    expect(await backups()).toHaveLength(1);
  });

  test('leaves the last three backups of earlier migrations', async () => {
    await mkdir(join(folder, 'backups'));
    const old = [1, 2, 3, 4].map((day) => `2026-01-0${day}T00-00-00-000Z-before-schema-2.sqlite`);
    const byHand = '2025-01-01T00-00-00-000Z-by-hand.sqlite';
    for (const name of [...old, byHand]) await writeFile(join(folder, 'backups', name), '');
    makeEarlierDatabase(file);
    await (await openSqliteStorage({ file })).close();
    expect((await backups()).slice(0, 3)).toEqual([byHand, ...old.slice(2)]);
    expect(await backups()).toHaveLength(4);
  });

  test('is left alone where no backup can be made, and the message says so', async () => {
    makeEarlierDatabase(file);
    await writeFile(join(folder, 'backups'), 'in the way');
    await expect(openSqliteStorage({ file })).rejects.toMatchObject({
      problem: 'read_only',
      message: expect.stringMatching(/makes a backup of it before, which failed\. Nothing was changed\..*backups/),
    });
    expect(schemaOf(file)).toBe(1);
    await rm(join(folder, 'backups'));
    await (await openSqliteStorage({ file })).close();
    expect(schemaOf(file)).toBe(migrations.length);
  });

  test('is left alone while the disk of its backups is full', async ({ skip }) => {
    const disk = join(folder, 'backups');
    await mkdir(disk);
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=32k', 'tmpfs', disk]).status === 0;
    skip(!mounted, 'Needs the right to mount a tmpfs: run the tests as root.');
    makeEarlierDatabase(file, 500);
    try {
      await expect(openSqliteStorage({ file })).rejects.toMatchObject({
        problem: 'full',
        message: expect.stringContaining('Nothing was changed.'),
      });
      expect(await backups()).toEqual([]);
      expect(schemaOf(file)).toBe(1);
    } finally {
      spawnSync('umount', ['-l', disk]);
    }
    await (await openSqliteStorage({ file })).close();
    expect(schemaOf(file)).toBe(migrations.length);
  });
});

describe('a migration that is killed', () => {
  /** The process dies at this change of a file in its folder: of the backup, its parts, the log, the database. */
  test.each([1, 2, 3, 4, 6, 8, 11, 14, 18])(
    'at change %i leaves the old data or the new, and is done anew',
    async (at) => {
      makeEarlierDatabase(file, 2_000);
      const before = contentsOf(file);
      const backupsFolder = join(folder, 'backups');
      await mkdir(backupsFolder);
      const dying = openInProcess();
      let changes = 0;
      const watchers = [folder, backupsFolder].map((of) =>
        watch(of, () => {
          changes += 1;
          if (changes === at) dying.kill('SIGKILL');
        }),
      );
      await once(dying, 'close');
      for (const watcher of watchers) watcher.close();
      expect(contentsOf(file)).toEqual(before);
      expect([1, migrations.length]).toContain(schemaOf(file));
      for (const name of await backups()) {
        if (name.endsWith('.sqlite')) expect(contentsOf(join(backupsFolder, name))).toEqual(before);
      }
      await (await openSqliteStorage({ file })).close();
      expect(schemaOf(file)).toBe(migrations.length);
      expect(contentsOf(file)).toEqual(before);
    },
  );
});

function openInProcess(): ChildProcess {
  return spawn(process.execPath, [join(import.meta.dirname, 'open-data.ts'), file], { stdio: 'ignore' });
}
