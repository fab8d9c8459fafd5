import { appendFileSync, cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { crc32 } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openFileJournal } from '../../../../src-main/journal/file-journal.ts';
import { ana, append, client, entry, refusedItem, renewal, waitingIn } from './journal-builders.ts';

let folder = '';
const opened: { close(): Promise<void> }[] = [];
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'dueline-journal-'));
});
afterEach(async () => {
  for (const journal of opened.splice(0)) await journal.close();
  rmSync(folder, { recursive: true });
});

const journals = () =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.journal'))
    .sort();
async function open(options = {}) {
  const journal = await openFileJournal(folder, { reserveBytes: 0, ...options });
  opened.push(journal);
  return journal;
}
/** The app starts, keeps one action, and ends. */
async function oneStart(id: number): Promise<void> {
  const journal = await open();
  await journal.append(append(entry('a', id)));
  await journal.close();
}

describe('the journal', () => {
  test('of a new profile is empty, and makes no file before there is something to keep', async () => {
    expect((await open()).contents()).toEqual({ clients: [], replaced: [], attention: [], dismissed: [], damage: [] });
    expect(readdirSync(folder)).toEqual([]);
  });

  test('holds what was appended, by client and in order, without having been closed', async () => {
    const journal = await open();
    await journal.append(append(entry('a', 1), entry('a', 2)));
    await journal.append(append(entry('b', 1)));
    const again = (await open()).contents();
    expect(again.clients).toEqual([
      { ...client('a'), owner: ana, acknowledgedThrough: 0, lastID: 2, waiting: [entry('a', 1), entry('a', 2)] },
      { ...client('b'), owner: ana, acknowledgedThrough: 0, lastID: 1, waiting: [entry('b', 1)] },
    ]);
    expect(again).toEqual(journal.contents());
  });

  test('forgets what is acknowledged, but not how far the ids went', async () => {
    const journal = await open();
    await journal.append(append(entry('a', 1), entry('a', 2), entry('a', 3)));
    await journal.acknowledge({ ...client('a'), through: 2 });
    await journal.acknowledge({ ...client('a'), through: 1 });
    expect((await open()).contents().clients).toEqual([
      { ...client('a'), owner: ana, acknowledgedThrough: 2, lastID: 3, waiting: [entry('a', 3)] },
    ]);
  });

  test('keeps the last word on an id', async () => {
    const journal = await open();
    await journal.append(append(entry('a', 1, 'first'), entry('a', 2), entry('a', 1, 'second')));
    expect(waitingIn((await open()).contents())).toEqual([
      ['a', 1, { text: 'second' }],
      ['a', 2, { text: 'a 2' }],
    ]);
  });

  test('holds either the old or the new client of a renewal, and forgets one that was never used', async () => {
    const journal = await open();
    await journal.append(append(entry('a', 5), entry('a', 6)));
    await journal.append(renewal('a', 'b', entry('b', 1)));
    await journal.append(renewal('a', 'c', entry('c', 1)));
    await journal.acknowledge({ ...client('a'), through: 6 });
    const contents = (await open()).contents();
    expect(waitingIn(contents)).toEqual([['c', 1, { text: 'c 1' }]]);
    expect(contents.replaced).toEqual([{ clientID: 'a', by: 'c' }]);
  });

  test('knows whose a client is of which nothing waits, also when what it did was cleared away', async () => {
    const journal = await open({ segmentBytes: 500 });
    const ben = { ...ana, user: { ...ana.user, id: 'u2', name: 'Ben' } };
    for (let id = 1; id <= 10; id += 1) await journal.append(append(entry('a', id)));
    await journal.acknowledge({ ...client('a'), through: 10 });
    expect(journal.contents().clients).toMatchObject([{ ...client('a'), owner: ana }]);
    await journal.append({
      ...append(),
      replaces: { clientID: client('a').clientID, by: client('b'), owner: ben },
    });
    for (let id = 1; id <= 10; id += 1) await journal.append({ ...append(), dismissed: [`a:${id}`] });
    await journal.close();
    expect((await open()).contents().clients).toEqual([
      { ...client('b'), owner: ben, acknowledgedThrough: 0, lastID: 0, waiting: [] },
    ]);
  });

  test('takes whose a client is from what is said of it, and does not forget it when nothing is said', async () => {
    const journal = await open();
    await journal.acknowledge({ ...client('a'), through: 0 });
    expect(journal.contents().clients).toMatchObject([{ owner: null }]);
    await journal.acknowledge({ ...client('a'), through: 0, owner: ana });
    await journal.append(append({ ...entry('a', 1), by: null }));
    await journal.acknowledge({ ...client('a'), through: 1 });
    expect((await open()).contents().clients).toMatchObject([{ owner: ana, acknowledgedThrough: 1 }]);
  });

  test('of an earlier version, which did not say whose a client is, is read as before', async () => {
    const lines = [
      '{"kind":"begin","obsoleteBefore":1}',
      '{"kind":"replaced","clientID":"a","by":"b"}',
      '{"kind":"client","clientGroupID":"group of b","clientID":"b","acknowledgedThrough":4,"lastID":4}',
      '{"kind":"renewal","replaces":{"clientID":"b","by":{"clientGroupID":"group of c","clientID":"c"}},"entries":[]}',
      '{"kind":"acknowledged","clientGroupID":"group of c","clientID":"c","through":2}',
    ].map((json) => `${crc32(json).toString(16).padStart(8, '0')} ${json}\n`);
    await (await open()).append(append(entry('z', 1)));
    writeFileSync(path.join(folder, journals()[0] ?? ''), lines.join(''));
    expect((await open()).contents()).toMatchObject({
      clients: [{ ...client('c'), owner: null, acknowledgedThrough: 2, lastID: 2 }],
      damage: [],
    });
  });

  test('keeps what was refused, with its text, until it is put away', async () => {
    const journal = await open({ segmentBytes: 500 });
    await journal.append({ ...append(), attention: [refusedItem('a:1', 'Dear'), refusedItem('a:2', 'Sir')] });
    for (let id = 1; id <= 10; id += 1) await journal.append(append(entry('a', id)));
    await journal.acknowledge({ ...client('a'), through: 10 });
    await journal.append({ ...append(), dismissed: ['a:1'] });
    await journal.close();
    expect((await open()).contents().attention).toEqual([refusedItem('a:2', 'Sir')]);
  });

  test('takes what comes while the disk is busy in one go, in order', async () => {
    const journal = await open();
    await Promise.all(Array.from({ length: 50 }, (_, at) => journal.append(append(entry('a', at + 1)))));
    const ids = waitingIn((await open()).contents()).map(([, id]) => id);
    expect(ids).toEqual(Array.from({ length: 50 }, (_, at) => at + 1));
  });
});

describe('its files', () => {
  test('are rotated, and cleared away when what they hold is settled', async () => {
    const journal = await open({ segmentBytes: 2_000 });
    for (let id = 1; id <= 40; id += 1) await journal.append(append(entry('a', id, 'x'.repeat(100))));
    expect(journals().length).toBeGreaterThan(3);
    await journal.acknowledge({ ...client('a'), through: 39 });
    await journal.append(append(entry('a', 41)));
    await journal.close();
    expect(journals().length).toBeLessThanOrEqual(2);
    const contents = (await open()).contents();
    expect(waitingIn(contents).map(([, id]) => id)).toEqual([40, 41]);
    expect(contents.clients[0]).toMatchObject({ acknowledgedThrough: 39, lastID: 41 });
  });

  test('that a crash left over after they were cleared away say nothing', async () => {
    const journal = await open({ segmentBytes: 500 });
    await journal.append(renewal('a', 'b', entry('b', 1)));
    for (let id = 2; id <= 10; id += 1) await journal.append(append(entry('b', id)));
    const leftOver = mkdtempSync(path.join(os.tmpdir(), 'dueline-journal-left-'));
    cpSync(folder, leftOver, { recursive: true });
    await journal.acknowledge({ ...client('b'), through: 9 });
    const expected = waitingIn(journal.contents());
    await journal.append(renewal('b', 'c', entry('c', 1)));
    cpSync(leftOver, folder, { recursive: true });
    rmSync(leftOver, { recursive: true });
    expect(expected.map(([, id]) => id)).toEqual([10]);
    expect(waitingIn((await open()).contents())).toEqual([['c', 1, { text: 'c 1' }]]);
  });

  test('of many starts are gathered into one', async () => {
    for (let id = 1; id <= 12; id += 1) await oneStart(id);
    expect(journals().length).toBeLessThan(10);
    expect(waitingIn((await open()).contents())).toHaveLength(12);
  });
});

describe('damage', () => {
  async function written(): Promise<string> {
    const journal = await open();
    for (const id of [1, 2, 3]) await journal.append(append(entry('a', id)));
    await journal.close();
    return path.join(folder, journals()[0] ?? '');
  }
  const ids = async () => waitingIn((await open()).contents()).map(([, id]) => id);

  test('at the end, where the app ended while writing, costs only what nobody was told is kept', async () => {
    const file = await written();
    const whole = readFileSync(file);
    writeFileSync(file, whole.subarray(0, whole.byteLength - 7));
    const journal = await open();
    expect(waitingIn(journal.contents()).map(([, id]) => id)).toEqual([1, 2]);
    expect(journal.contents().damage).toEqual([
      { place: `${file}, line 3`, reason: 'it was not written to its end', isTorn: true },
    ]);
    await journal.append(append(entry('a', 3, 'anew')));
    expect(await ids()).toEqual([1, 2, 3]);
  });

  test.each([
    ['a changed byte', (text: string) => text.replace('a 2', 'a 9'), 'its checksum does not fit'],
    ['an empty line', (text: string) => text.replace('\n', '\n\n'), 'its checksum does not fit'],
    [
      'bytes of something else',
      (text: string) => text.replace('\n', '\n\u0000\u0001garbage\n'),
      'its checksum does not fit',
    ],
  ])('in the middle (%s) is told with its place, and costs only itself', async (_what, damage, reason) => {
    const file = await written();
    writeFileSync(file, damage(readFileSync(file, 'utf8')));
    const { clients, damage: told } = (await open()).contents();
    expect(told).toEqual([{ place: `${file}, line 2`, reason, isTorn: false }]);
    expect(clients[0]?.lastID).toBe(3);
    expect(await ids()).toContain(3);
  });

  test('is set aside, not deleted, when the files are cleared away', async () => {
    const file = await written();
    writeFileSync(file, readFileSync(file, 'utf8').replace('a 2', 'a 9'));
    for (let id = 4; id <= 14; id += 1) await oneStart(id);
    expect(readdirSync(folder)).toContain(`${path.basename(file)}.damaged`);
    expect(await ids()).toEqual([1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]);
  });

  test('a line with a right checksum in a form that nobody knows is told as well', async () => {
    const file = await written();
    const { crc32 } = await import('node:zlib');
    const json = '{"kind":"tomorrow"}';
    appendFileSync(file, `${crc32(json).toString(16).padStart(8, '0')} ${json}\n`);
    expect((await open()).contents().damage).toEqual([
      { place: `${file}, line 4`, reason: expect.stringContaining('it is in another form'), isTorn: false },
    ]);
  });
});
