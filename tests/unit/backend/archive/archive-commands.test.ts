import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { mainSpace, openDataFolder } from '../../../../src-backend/backend.ts';
import { spaceIdSchema } from '../../../../src-shared/sync/protocol.ts';
import { runCli } from '../run-cli.ts';
import { fillDesk, rowsOf, smallCase } from './desk-to-archive.ts';

const team = spaceIdSchema.parse('team');
let folder: string;
let data: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dueline-archive-'));
  data = join(folder, 'data');
  file = join(folder, 'desk.dueline');
  const storage = await openDataFolder(data);
  await fillDesk(storage, mainSpace);
  await storage.close();
});
afterEach(() => rm(folder, { recursive: true }));

async function rowsIn(path: string, space = mainSpace) {
  const storage = await openDataFolder(path);
  try {
    return await rowsOf(storage, space);
  } finally {
    await storage.close();
  }
}

const archive = (...more: string[]) => runCli(['archive', '--data', data, '--to', file, ...more]);
const unarchive = (to: string, ...more: string[]) => runCli(['unarchive', '--data', to, '--from', file, ...more]);

test('a space goes from one folder into a space of another, and back under another name', async () => {
  expect(await archive()).toMatchObject({
    code: 0,
    err: '',
    out: expect.stringContaining('6 documents and 1 clients'),
  });
  const elsewhere = join(folder, 'elsewhere');
  expect(await unarchive(elsewhere, '--space', 'team')).toMatchObject({ code: 0, err: '' });
  expect(await rowsIn(elsewhere, team)).toEqual(await rowsIn(data));
  expect(await unarchive(elsewhere, '--space', 'team')).toMatchObject({
    code: 0,
    out: expect.stringContaining('holds this archive already'),
  });
});

test('an archive does not take the place of a file, and leaves no half one behind', async () => {
  await writeFile(file, 'mine');
  expect(await archive()).toMatchObject({ code: 1, err: expect.stringContaining('a file') });
  expect(await readFile(file, 'utf8')).toBe('mine');
  const nowhere = join(folder, 'not-there', 'desk.dueline');
  expect(await runCli(['archive', '--data', data, '--to', nowhere])).toMatchObject({
    code: 1,
    err: expect.stringContaining('cannot be used'),
  });
  expect(await readdir(folder)).toEqual(['data', 'desk.dueline']);
});

test('a mistyped folder is told, not made', async () => {
  const nowhere = join(folder, 'nowhere');
  const { code, err } = await runCli(['archive', '--data', nowhere, '--to', file]);
  expect({ code, err }).toMatchObject({ code: 1, err: expect.stringContaining('no Dueline data') });
  expect(await readdir(folder)).toEqual(['data']);
});

test('what cannot be taken in is told in one line, and changes nothing', async () => {
  await archive();
  const own = join(folder, 'own');
  const storage = await openDataFolder(own);
  const doc = smallCase('own');
  await storage.write(mainSpace, (tx) => tx.put('cases', doc.id, doc));
  await storage.close();
  const before = await rowsIn(own);
  expect(await unarchive(own)).toMatchObject({
    code: 1,
    out: '',
    err: expect.stringMatching(/^The space "main" holds cases.*\n$/),
  });
  await truncate(file, 400);
  expect(await unarchive(own, '--space', 'fresh')).toMatchObject({
    code: 1,
    out: '',
    err: expect.stringMatching(/^\S+: The archive is cut short.*\n$/),
  });
  await rm(file);
  expect(await unarchive(own)).toMatchObject({ code: 1, err: expect.stringMatching(/cannot be used: ENOENT/) });
  expect(await rowsIn(own)).toEqual(before);
});

test('a desk that was moved away can be read and not worked on', async () => {
  const mark = { url: 'https://desk.example', space: 'main', userId: 'ann', at: Date.UTC(2026, 2, 2) };
  await writeFile(join(data, 'moved.json'), JSON.stringify(mark));
  for (const command of [
    'serve --port 0',
    'user --name A --role coa',
    'token --user ann',
    'sample 1',
    'user --remove ann',
  ]) {
    expect(await runCli([...command.split(' '), '--data', data])).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringMatching(
        /^The desk in \S+ was moved to https:\/\/desk.example \(space "main"\) on 2026-03-02.*\n$/,
      ),
    });
  }
  expect(await archive()).toMatchObject({ code: 0 });
  expect(await runCli(['export', '--data', data])).toMatchObject({ code: 0 });
  await writeFile(join(data, 'moved.json'), '');
  expect(await runCli(['sample', '1', '--data', data])).toMatchObject({
    code: 1,
    err: expect.stringContaining('to a team server'),
  });
});
