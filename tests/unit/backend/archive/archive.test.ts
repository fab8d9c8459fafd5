import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ArchiveError } from '../../../../src-backend/archive/archive-error.ts';
import { SpaceNotEmpty, UnknownUser } from '../../../../src-backend/archive/take-in.ts';
import { openSqliteStorage } from '../../../../src-backend/storage/sqlite/sqlite-storage.ts';
import type { Storage } from '../../../../src-backend/storage/storage.ts';
import { userIdSchema } from '../../../../src-shared/cases/case-document.ts';
import { account, other, put, space, version } from '../../../conformance/storage-builders.ts';
import { user } from '../backend-fixture.ts';
import { archiveOf, bob, fillDesk, rowsOf, smallCase, takeInBytes, withLines } from './desk-to-archive.ts';

let from: Storage;
let to: Storage;
beforeEach(async () => {
  [from, to] = await Promise.all([openSqliteStorage({ file: ':memory:' }), openSqliteStorage({ file: ':memory:' })]);
  await fillDesk(from, space);
});
afterEach(async () => {
  await Promise.all([from.close(), to.close()]);
});

const change = (storage: Storage, of: typeof space) => storage.write(of, put(account(`more ${Math.random()}`)));

describe('an archive', () => {
  test('holds everything of one space, and nothing of another one', async () => {
    await from.write(other, put(account('elsewhere')));
    await takeInBytes(to, other, await archiveOf(from, space));
    expect(await rowsOf(to, other)).toEqual(await rowsOf(from, space));
    expect(await to.write(other, (tx) => tx.nextCaseNumber())).toBe('00000008');
    expect(JSON.stringify(await rowsOf(to, other))).not.toContain('elsewhere');
  });

  test('of the same state is the same, byte for byte', async () => {
    expect(await archiveOf(from, space)).toEqual(await archiveOf(from, space));
  });

  test('begins with what it is and ends with what it holds', async () => {
    const lines = gunzipSync(await archiveOf(from, space))
      .toString('utf8')
      .trimEnd()
      .split('\n');
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      form: 'dueline archive',
      archiveVersion: 1,
      space: 'main',
      version: 3,
      lastCaseNumber: 7,
    });
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({
      row: 'end',
      documents: 6,
      groups: 1,
      clients: 1,
      results: 1,
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  test('of a space that was itself taken in names the desk that it began as', async () => {
    const desk = await from.read(space, async (tx) => tx.epoch);
    await takeInBytes(to, other, await archiveOf(from, space));
    await takeInBytes(from, other, await archiveOf(to, other));
    expect(await from.read(other, (tx) => tx.origin())).toMatchObject({ desk });
  });
});

describe('an archive that is refused', () => {
  const altered = (change: (text: string) => string) => (bytes: Buffer) =>
    withLines(bytes, (lines) => lines.map((line, at) => (at === 2 ? change(line) : line)));

  test.each<[string, (bytes: Buffer) => Buffer, string, RegExp]>([
    ['an empty file', () => Buffer.alloc(0), 'damaged', /cut short/],
    ['a text', () => Buffer.from('hello, this is a text'), 'foreign', /no archive of Dueline/],
    ['another gzip file', (bytes) => withLines(bytes, () => ['{"form":"something"}']), 'foreign', /no archive/],
    ['one of a later form', (bytes) => head(bytes, { archiveVersion: 2 }), 'newer', /a later version/],
    ['one of later documents', (bytes) => head(bytes, { schemaVersion: 99 }), 'newer', /a later version/],
    ['one of earlier documents', (bytes) => head(bytes, { schemaVersion: 0 }), 'newer', /an earlier version/],
    ['a wrong head', (bytes) => head(bytes, { version: 'x' }), 'damaged', /its first line/],
    ['half a file', (bytes) => bytes.subarray(0, bytes.length / 2), 'damaged', /cut short/],
    ['one byte less', (bytes) => bytes.subarray(0, -1), 'damaged', /cut short/],
    ['one without its end', (bytes) => withLines(bytes, (lines) => lines.slice(0, -1)), 'damaged', /cut short/],
    ['one with a line less', (bytes) => withLines(bytes, (lines) => lines.toSpliced(3, 1)), 'damaged', /checksum/],
    [
      'one with lines swapped',
      (bytes) => withLines(bytes, ([a = '', b = '', ...c]) => [a, ...c.slice(0, 1), b, ...c.slice(1)]),
      'damaged',
      /checksum/,
    ],
    ['a changed name', altered((line) => line.replace('User', 'Usor')), 'damaged', /checksum/],
    ['a line that is not JSON', altered((line) => line.slice(1)), 'damaged', /line 3 is not JSON/],
    [
      'a row of no kind',
      altered((line) => line.replace('"row":"document"', '"row":"thing"')),
      'damaged',
      /line 3 is wrong at row/,
    ],
    [
      'a document of wrong form',
      altered((line) => line.replace('"role":"coa"', '"role":"boss"')),
      'damaged',
      /line 3: users ann is wrong at role/,
    ],
    ['something after its end', (bytes) => withLines(bytes, (lines) => [...lines, '{}']), 'damaged', /after its end/],
    [
      'a flipped bit',
      (bytes) => Buffer.from(bytes.map((byte, at) => (at === bytes.length - 12 ? byte ^ 1 : byte))),
      'damaged',
      /./,
    ],
  ])('%s', async (_, damage, problem, message) => {
    await to.write(other, put(account('stays')));
    const before = await rowsOf(to, other);
    const refusal = await takeInBytes(to, other, damage(await archiveOf(from, space))).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(ArchiveError);
    expect(refusal).toMatchObject({ problem, message: expect.stringMatching(message) });
    expect(await rowsOf(to, other)).toEqual(before);
    expect(await to.read(other, (tx) => tx.origin())).toBeNull();
  });

  test('cut anywhere, it is refused and nothing changes', async () => {
    const bytes = await archiveOf(from, space);
    for (let length = 0; length < bytes.length; length += 7) {
      await expect(takeInBytes(to, other, bytes.subarray(0, length))).rejects.toBeInstanceOf(ArchiveError);
    }
    expect(await version(to, other)).toBe(0);
  });
});

function head(bytes: Buffer, changes: object): Buffer {
  return withLines(bytes, ([first = '', ...rest]) => [JSON.stringify({ ...JSON.parse(first), ...changes }), ...rest]);
}

describe('a space that takes an archive in', () => {
  test('must have no cases', async () => {
    const doc = smallCase('own');
    await to.write(other, (tx) => tx.put('cases', doc.id, doc));
    const before = await rowsOf(to, other);
    await expect(takeInBytes(to, other, await archiveOf(from, space))).rejects.toThrow(SpaceNotEmpty);
    expect(await rowsOf(to, other)).toEqual(before);
  });

  test('keeps its own users and their tokens, and gives access to one of the archive', async () => {
    const lead = user('lead-of-the-team', 'lead');
    await to.write(other, async (tx) => {
      await tx.put('users', lead.id, lead);
      await tx.addToken('of the lead', lead.id);
    });
    const taken = await takeInBytes(to, other, await archiveOf(from, space), { userId: bob, hash: 'of bob' });
    expect(taken).toEqual({ isNew: true, version: 4 });
    expect(await to.read(other, (tx) => tx.versionOf('users', lead.id))).toBe(4);
    expect(await to.findToken('of the lead')).toMatchObject({ userId: lead.id });
    expect(await to.findToken('of bob')).toEqual({ hash: 'of bob', space: other, userId: bob });
  });

  test('gives access to nobody who is not in the archive', async () => {
    const access = { userId: userIdSchema.parse('nobody'), hash: 'of nobody' };
    await expect(takeInBytes(to, other, await archiveOf(from, space), access)).rejects.toThrow(UnknownUser);
    expect(await rowsOf(to, other)).toEqual([]);
    expect(await to.findToken('of nobody')).toBeUndefined();
  });

  test('knows the same archive again, also when it was worked on since, and gives access once more', async () => {
    const bytes = await archiveOf(from, space);
    await takeInBytes(to, other, bytes);
    await change(to, other);
    const before = await rowsOf(to, other);
    expect(await takeInBytes(to, other, bytes, { userId: bob, hash: 'of bob' })).toEqual({ isNew: false, version: 5 });
    expect(await rowsOf(to, other)).toEqual(before);
    expect(await to.findToken('of bob')).toMatchObject({ space: other });
  });

  test('takes a later archive of the same copy while nobody has worked on the earlier', async () => {
    const lead = user('lead-of-the-team', 'lead');
    await to.write(other, (tx) => tx.put('users', lead.id, lead));
    await takeInBytes(to, other, await archiveOf(from, space));
    await from.write(space, (tx) => tx.delete('users', bob));
    await change(from, space);
    await takeInBytes(to, other, await archiveOf(from, space));
    const rows = await rowsOf(to, other);
    expect(rows.filter((row) => !('id' in row) || row.id !== lead.id)).toEqual(await rowsOf(from, space));
    expect(await to.read(other, (tx) => tx.get('users', lead.id))).toEqual(lead);
  });

  test('refuses a later archive of the same copy once it was worked on', async () => {
    await takeInBytes(to, other, await archiveOf(from, space));
    await change(from, space);
    await change(to, other);
    const before = await rowsOf(to, other);
    await expect(takeInBytes(to, other, await archiveOf(from, space))).rejects.toThrow(/worked on since/);
    expect(await rowsOf(to, other)).toEqual(before);
  });

  test('refuses an earlier archive of the same copy', async () => {
    const earlier = await archiveOf(from, space);
    await change(from, space);
    await takeInBytes(to, other, await archiveOf(from, space));
    await expect(takeInBytes(to, other, earlier)).rejects.toThrow(SpaceNotEmpty);
  });
});
