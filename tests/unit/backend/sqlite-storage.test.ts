import { copyFile, mkdir, mkdtemp, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openSqliteStorage } from '../../../src-backend/storage/sqlite/sqlite-storage.ts';
import { StorageError, type StorageProblem } from '../../../src-backend/storage/storage.ts';
import { accountIdSchema } from '../../../src-shared/cases/case-document.ts';
import { spaceIdSchema } from '../../../src-shared/sync/protocol.ts';
import { storageConformance } from '../../conformance/storage.ts';

let folder: string;
let file: string;
async function makeFolder(): Promise<void> {
  folder = await mkdtemp(join(tmpdir(), 'dueline-storage-'));
  file = join(folder, 'dueline.sqlite');
}

storageConformance({
  name: 'SQLite in a file',
  async open() {
    await makeFolder();
    return openSqliteStorage({ file });
  },
  openAgain: () => openSqliteStorage({ file }),
  remove: () => rm(folder, { recursive: true }),
});

storageConformance({
  name: 'SQLite in memory',
  open: () => openSqliteStorage({ file: ':memory:' }),
  openAgain: null,
  remove: async () => {},
});

const space = spaceIdSchema.parse('main');

function account(id: string, name = id) {
  return { id: accountIdSchema.parse(id), name, agreement: 'standard' };
}

async function problemOf(work: Promise<unknown>): Promise<{ problem: StorageProblem; message: string }> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof StorageError)) throw new Error(`expected a StorageError, got ${String(error)}`);
  return { problem: error.problem, message: error.message };
}

describe('a file that cannot be used', () => {
  beforeEach(makeFolder);
  afterEach(() => rm(folder, { recursive: true }));

  /** A file with documents in it, closed cleanly. */
  async function filled(): Promise<void> {
    const storage = await openSqliteStorage({ file });
    await storage.write(space, async (tx) => {
      for (let index = 0; index < 400; index += 1) {
        await tx.put('accounts', `a${index}`, account(`a${index}`, 'x'.repeat(180)));
      }
    });
    await storage.close();
  }

  test('not a database', async () => {
    await writeFile(file, 'Dear diary, this is not a database at all. '.repeat(40));
    const before = await readFile(file);
    expect(await problemOf(openSqliteStorage({ file }))).toMatchObject({
      problem: 'foreign',
      message: expect.stringContaining(file),
    });
    expect(await readFile(file)).toEqual(before);
  });

  test("another program's database is not touched", async () => {
    const theirs = new DatabaseSync(file);
    theirs.exec('CREATE TABLE recipes (name TEXT)');
    theirs.close();
    const before = await readFile(file);
    expect(await problemOf(openSqliteStorage({ file }))).toMatchObject({
      problem: 'foreign',
      message: expect.stringContaining('another program'),
    });
    expect(await readFile(file)).toEqual(before);
  });

  test('written by a newer version', async () => {
    await filled();
    const newer = new DatabaseSync(file);
    newer.exec('PRAGMA user_version = 999');
    newer.close();
    expect(await problemOf(openSqliteStorage({ file }))).toMatchObject({
      problem: 'newer',
      message: expect.stringContaining('schema 999'),
    });
  });

  test('cut off', async () => {
    await filled();
    await truncate(file, (await stat(file)).size / 2);
    const reading = async () => {
      const storage = await openSqliteStorage({ file });
      try {
        return await storage.read(space, (tx) =>
          tx.changesAfter({ version: 0, sequence: 0 }, { documents: 1_000, characters: 1e9 }),
        );
      } finally {
        await storage.close();
      }
    };
    expect(await problemOf(reading())).toMatchObject({
      problem: 'damaged',
      message: expect.stringContaining('backup'),
    });
  });

  test('damaged in the middle, found after a crash before anything is served', async () => {
    const storage = await openSqliteStorage({ file });
    await storage.write(space, async (tx) => {
      for (let index = 0; index < 400; index += 1) await tx.put('accounts', `a${index}`, account(`a${index}`));
    });
    await storage.close();
    const running = await openSqliteStorage({ file });
    await running.write(space, (tx) => tx.put('accounts', 'b', account('b')));
    // What a crash leaves: the file and its log, copied while it is open.
    const crashed = join(folder, 'crashed.sqlite');
    await copyFile(file, crashed);
    await copyFile(`${file}-wal`, `${crashed}-wal`);
    await running.close();
    const bytes = await readFile(crashed);
    bytes.fill(0xee, 4 * 4096, 8 * 4096);
    await writeFile(crashed, bytes);
    expect(await problemOf(openSqliteStorage({ file: crashed }))).toMatchObject({ problem: 'damaged' });
  });

  test('a copy taken at a crash is complete up to the last commit', async () => {
    const running = await openSqliteStorage({ file });
    await running.write(space, (tx) => tx.put('accounts', 'a', account('a')));
    const crashed = join(folder, 'crashed.sqlite');
    await copyFile(file, crashed);
    await copyFile(`${file}-wal`, `${crashed}-wal`);
    await running.close();
    const reopened = await openSqliteStorage({ file: crashed });
    expect(await reopened.read(space, (tx) => tx.get('accounts', 'a'))).toEqual(account('a'));
    await reopened.close();
  });

  test('the folder is a file', async () => {
    await writeFile(join(folder, 'occupied'), '');
    const inFile = join(folder, 'occupied', 'data', 'dueline.sqlite');
    expect(await problemOf(openSqliteStorage({ file: inFile }))).toMatchObject({
      problem: 'read_only',
      message: expect.stringContaining('occupied'),
    });
  });

  test('the file is a folder', async () => {
    await mkdir(file);
    expect(await problemOf(openSqliteStorage({ file }))).toMatchObject({
      problem: 'failed',
      message: expect.stringContaining('cannot be opened'),
    });
  });
});

describe('a full disk', () => {
  beforeEach(makeFolder);
  afterEach(() => rm(folder, { recursive: true }));

  test('undoes the write that met it, says so, and loses nothing', async () => {
    const storage = await openSqliteStorage({ file, maxPages: 40 });
    await storage.write(space, (tx) => tx.put('accounts', 'a', account('a')));
    const filling = storage.write(space, async (tx) => {
      for (let index = 0; index < 200; index += 1) {
        await tx.put('accounts', `b${index}`, account(`b${index}`, 'x'.repeat(4_000)));
      }
    });
    expect(await problemOf(filling)).toMatchObject({
      problem: 'full',
      message: expect.stringContaining('disk is full'),
    });
    const inAttempt = storage.write(space, (tx) =>
      tx.attempt(async () => {
        for (let index = 0; index < 200; index += 1) {
          await tx.put('accounts', `b${index}`, account(`b${index}`, 'x'.repeat(4_000)));
        }
        return true;
      }),
    );
    expect(await problemOf(inAttempt)).toMatchObject({ problem: 'full' });
    await storage.write(space, (tx) => tx.put('accounts', 'c', account('c')));
    const ids = await storage.read(space, async (tx) =>
      (await tx.changesAfter({ version: 0, sequence: 0 }, { documents: 1_000, characters: 1e9 })).map(({ id }) => id),
    );
    expect(ids).toEqual(['a', 'c']);
    await storage.close();
  });
});
