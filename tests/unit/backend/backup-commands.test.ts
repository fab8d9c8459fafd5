import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { mainSpace, openDataFolder } from '../../../src-backend/backend.ts';
import { migrations } from '../../../src-backend/storage/sqlite/schema.ts';
import { account, put } from '../../conformance/storage-builders.ts';
import { makeEarlierDatabase } from '../../fixtures/earlier-schema.ts';
import { type CommandProcess, runCli, startCli } from './run-cli.ts';

let folder: string;
let data: string;
const running: CommandProcess[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dueline-backups-'));
  data = join(folder, 'data');
});
afterEach(async () => {
  for (const each of running.splice(0)) await each.stop('SIGKILL');
  await rm(folder, { recursive: true });
});

async function fill(...names: readonly string[]): Promise<void> {
  const storage = await openDataFolder(data);
  for (const name of names) await storage.write(mainSpace, put(account(name)));
  await storage.close();
}

async function contents(): Promise<string[]> {
  const { out } = await runCli(['export', '--data', data]);
  return out.split('\n').flatMap((line) => (line === '' ? [] : [String(JSON.parse(line).id)]));
}

async function epoch(): Promise<string> {
  const storage = await openDataFolder(data);
  const found = await storage.read(mainSpace, async (tx) => tx.epoch);
  await storage.close();
  return found;
}

const run = (name: string, ...args: readonly string[]) => runCli([name, '--data', data, ...args]);

async function done(name: string, ...args: readonly string[]): Promise<string> {
  const { code, out, err } = await run(name, ...args);
  expect({ code, err: code === 0 ? '' : err }).toEqual({ code: 0, err: '' });
  return out.trim();
}

async function refused(name: string, ...args: readonly string[]): Promise<string> {
  const { code, out, err } = await run(name, ...args);
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err.trim().split('\n')).toHaveLength(1);
  return err;
}

async function serve(): Promise<CommandProcess> {
  const backend = startCli(['serve', '--data', data, '--port', '0']);
  running.push(backend);
  await backend.line(/listening/);
  return backend;
}

const backups = () => readdir(join(data, 'backups'));

describe('backup', () => {
  test('keeps everything, also while a backend serves, and is listed', async () => {
    await fill('a', 'b');
    await serve();
    const made = await done('backup');
    expect(made).toMatch(/^Backup made and read back: .*-by-hand\.sqlite \(schema \d+, \d+ rows\)\.$/);
    const [name = ''] = await backups();
    expect(await done('backups')).toMatch(new RegExp(`^${name}  \\d+\\.\\d MiB$`));
  });

  test('goes to a file of one’s choice, and overwrites none', async () => {
    await fill('a');
    const to = join(folder, 'desk.sqlite');
    await done('backup', '--to', to);
    const before = await readFile(to);
    expect(await refused('backup', '--to', to)).toContain(`${to} is there already`);
    expect(await readFile(to)).toEqual(before);
    expect(await readdir(folder)).toEqual(['data', 'desk.sqlite']);
  });

  test('of a folder without data, or to a place that is not there, says so and leaves nothing', async () => {
    expect(await refused('backup')).toContain('There is no Dueline data');
    await fill('a');
    expect(await refused('backup', '--to', join(folder, 'nowhere', 'b.sqlite'))).toContain('nowhere');
    expect(await done('backups')).toBe('');
  });

  test('of a damaged database is not made', async () => {
    await fill(...Array.from({ length: 300 }, (_, index) => `account-${index}-${'x'.repeat(100)}`));
    const file = join(data, 'dueline.sqlite');
    const bytes = await readFile(file);
    bytes.fill(0xee, 6 * 4096, 12 * 4096);
    await writeFile(file, bytes);
    expect(await refused('backup')).toContain(`${file} is damaged`);
    expect(await backups()).toEqual([]);
  });
});

describe('restore', () => {
  test('puts the data back as it was, under a new epoch, and keeps what it replaced', async () => {
    await fill('a', 'b');
    await done('backup');
    const [name = ''] = await backups();
    const earlier = await epoch();
    await fill('c');
    const { code, out, err } = await run('restore', '--from', name);
    expect({ code, out: out.trim() }).toEqual({
      code: 0,
      out: expect.stringMatching(/^Restored .*dueline\.sqlite from .*-by-hand\.sqlite: schema \d+, \d+ rows\.$/),
    });
    expect(err).toContain('-before-restore.sqlite');
    expect(await contents()).toEqual(['a', 'b']);
    expect(await epoch()).not.toBe(earlier);
    const replaced = (await backups()).find((each) => each.includes('before-restore')) ?? '';
    expect((await run('restore', '--from', replaced)).code).toBe(0);
    expect(await contents()).toEqual(['a', 'b', 'c']);
  });

  test('is refused while a backend serves the data, and changes nothing', async () => {
    await fill('a');
    const to = join(folder, 'desk.sqlite');
    await done('backup', '--to', to);
    await fill('b');
    const backend = await serve();
    expect(await refused('restore', '--from', to)).toMatch(/is in use.*Stop it, then restore\. Nothing was changed\./);
    expect(await contents()).toEqual(expect.arrayContaining(['a', 'b']));
    await backend.stop();
    expect((await run('restore', '--from', to)).code).toBe(0);
    expect(await contents()).toEqual(['a']);
  });

  test('takes the place of an empty file, as of a start that failed', async () => {
    await fill('a');
    const to = join(folder, 'desk.sqlite');
    await done('backup', '--to', to);
    await writeFile(join(data, 'dueline.sqlite'), '');
    await done('restore', '--from', to);
    expect(await contents()).toEqual(['a']);
  });

  test('makes a folder that is new, and brings an earlier schema up to date at the next start', async () => {
    const earlier = join(folder, 'earlier.sqlite');
    makeEarlierDatabase(earlier);
    const before = await readFile(earlier);
    expect(await done('restore', '--from', earlier)).toContain('schema 1,');
    expect(await contents()).toHaveLength(212);
    expect((await backups()).map((name) => name.replace(/.*Z-/, ''))).toEqual([
      `before-schema-${migrations.length}.sqlite`,
    ]);
    expect(await readFile(earlier)).toEqual(before);
  });

  test('takes the place of a damaged database, which is kept as it is', async () => {
    await fill(...Array.from({ length: 300 }, (_, index) => `account-${index}-${'x'.repeat(100)}`));
    const to = join(folder, 'desk.sqlite');
    await done('backup', '--to', to);
    const file = join(data, 'dueline.sqlite');
    const bytes = await readFile(file);
    bytes.fill(0xee, 6 * 4096, 12 * 4096);
    for (const damaged of [bytes, Buffer.from('not a database at all'.repeat(500)), bytes.subarray(0, 9_000)]) {
      await writeFile(file, damaged);
      const { code, err } = await run('restore', '--from', to);
      expect({ code, err }).toEqual({ code: 0, err: expect.stringContaining('.damaged') });
      expect(await contents()).toHaveLength(300);
    }
    const kept = (await backups()).filter((name) => name.endsWith('.damaged'));
    expect(kept).toHaveLength(3);
    // All but its first page, which says how the file is written to.
    const asItWas = await readFile(join(data, 'backups', kept[0] ?? ''));
    expect(asItWas.subarray(4_096)).toEqual(bytes.subarray(4_096));
  });

  test('by an earlier version goes back to what it knows, and keeps what the newer one wrote', async () => {
    await fill('a');
    const to = join(folder, 'desk.sqlite');
    await done('backup', '--to', to);
    await fill('b');
    const newer = new DatabaseSync(join(data, 'dueline.sqlite'));
    newer.exec('PRAGMA user_version = 999');
    newer.close();
    expect((await run('restore', '--from', to)).code).toBe(0);
    expect(await contents()).toEqual(['a']);
    const [kept = ''] = await backups();
    const database = new DatabaseSync(join(data, 'backups', kept), { readOnly: true });
    expect(database.prepare('PRAGMA user_version').get()).toEqual({ user_version: 999 });
    expect(database.prepare('SELECT count(*) AS count FROM documents').get()).toEqual({ count: 2 });
    database.close();
  });

  describe('of what is no good', () => {
    let from: string;
    beforeEach(async () => {
      await fill(...Array.from({ length: 300 }, (_, index) => `account-${index}-${'x'.repeat(100)}`));
      from = join(folder, 'desk.sqlite');
      await done('backup', '--to', from);
    });

    async function isRefused(words: string): Promise<void> {
      const before = await contents();
      const told = await refused('restore', '--from', from);
      expect(told).toContain(from);
      expect(told).toContain(words);
      expect(await contents()).toEqual(before);
      expect(await readdir(data)).toEqual(['dueline.sqlite']);
    }

    test('a truncated file', async () => {
      await truncate(from, 20 * 4096);
      await isRefused('is damaged');
    });

    test('a damaged file', async () => {
      const bytes = await readFile(from);
      bytes.fill(0xee, 6 * 4096, 12 * 4096);
      await writeFile(from, bytes);
      await isRefused('is damaged');
    });

    test('something else', async () => {
      await writeFile(from, 'Dear diary, '.repeat(1_000));
      await isRefused('is not a SQLite database');
    });

    test('an empty file', async () => {
      await writeFile(from, '');
      await isRefused('holds no data of Dueline');
    });

    test('another program’s database', async () => {
      await rm(from);
      const theirs = new DatabaseSync(from);
      theirs.exec('CREATE TABLE recipes (name TEXT)');
      theirs.close();
      await isRefused('holds no data of Dueline');
    });

    test('a newer version’s backup', async () => {
      const newer = new DatabaseSync(from);
      newer.exec('PRAGMA user_version = 999');
      newer.close();
      await isRefused('newer version of Dueline (schema 999');
    });

    test('a file that is not there', async () => {
      from = join(folder, 'none.sqlite');
      await isRefused('There is no backup');
    });
  });

  test('over another program’s database is refused', async () => {
    await fill('a');
    const to = join(folder, 'desk.sqlite');
    await done('backup', '--to', to);
    await rm(data, { recursive: true });
    await mkdir(data);
    const theirs = new DatabaseSync(join(data, 'dueline.sqlite'));
    theirs.exec('CREATE TABLE recipes (name TEXT)');
    theirs.close();
    expect(await refused('restore', '--from', to)).toContain('holds no data of Dueline');
  });

  test('killed at any of its changes leaves the data before or after', async () => {
    await fill('a', 'b');
    const to = join(folder, 'desk.sqlite');
    await done('backup', '--to', to);
    await fill('c');
    for (const afterFiles of [1, 2, 3, 4]) {
      const restoring = startCli(['restore', '--data', data, '--from', to]);
      const ended = once(restoring.child, 'close');
      const { watch } = await import('node:fs');
      let changes = 0;
      const watcher = watch(data, () => {
        changes += 1;
        if (changes === afterFiles * 2) restoring.child.kill('SIGKILL');
      });
      await ended;
      watcher.close();
      expect([
        ['a', 'b'],
        ['a', 'b', 'c'],
      ]).toContainEqual(await contents());
    }
  });
});
