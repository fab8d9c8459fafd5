import { afterEach, describe, expect, test, vi } from 'vitest';
import { mainSpace } from '../../../src-backend/backend.ts';
import { openSqliteStorage } from '../../../src-backend/storage/sqlite/sqlite-storage.ts';
import type { Storage } from '../../../src-backend/storage/storage.ts';
import { takesGzip } from '../../../src-backend/sync/load.ts';
import { loadHeadSchema } from '../../../src-shared/sync/load.ts';
import { account, other, put } from '../../conformance/storage-builders.ts';
import { loadedLines, plainPacker, received, testSnapshots } from '../../conformance/storage-load.ts';
import {
  annToken,
  answerOf,
  bobToken,
  mutation,
  naming,
  pushBody,
  type Running,
  startBackend,
} from './backend-fixture.ts';

const asked = { pullVersion: 1, schemaVersion: 1, clientGroupID: 'group' };
const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  vi.useRealTimers();
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

async function start(): Promise<Running> {
  const running = await startBackend();
  cleanups.push(() => running.backend.close());
  return running;
}

async function openStorage(): Promise<Storage> {
  const storage = await openSqliteStorage({ file: ':memory:' });
  cleanups.push(() => storage.close());
  return storage;
}

const linesOf = async (response: Response) => (await response.text()).trimEnd().split('\n');

describe('POST /sync/load', () => {
  test('streams a head, pages of 500 documents and an end, packed and as it is', async () => {
    const running = await start();
    const names = Array.from({ length: 1_203 }, (_, at) => `a${at}`);
    await running.storage.write(mainSpace, put(...names.map((id) => account(id))));
    const packed = await running.post('/sync/load', asked);
    expect(packed.headers.get('content-encoding')).toBe('gzip');
    expect(packed.headers.get('content-type')).toBe('application/x-ndjson; charset=utf-8');
    const lines = await linesOf(packed);
    const plain = await running.post('/sync/load', asked, { 'accept-encoding': 'identity' });
    expect(plain.headers.get('content-encoding')).toBe(null);
    expect(await linesOf(plain)).toEqual(lines);
    const [head, ...rest] = lines.map((line) => JSON.parse(line));
    // Two users and the policy are there as well.
    expect(head).toEqual({ cookie: expect.any(String), documents: 1_206, schemaVersion: 1 });
    expect(rest.pop()).toEqual({ end: true, documents: 1_206 });
    expect(rest.map((page) => page.length)).toEqual([500, 500, 206]);
    expect(rest.flat()).toContainEqual(['accounts', 'a77', 3, account('a77')]);
  });

  test('the pull after it tells of everything processed for the group, refusals included', async () => {
    const running = await start();
    await running.push(...[1, 2].map((id) => naming(id)), mutation(3, 'refuse', { id: 'a', name: 'A' }));
    const head = loadHeadSchema.parse(JSON.parse((await linesOf(await running.post('/sync/load', asked)))[0] ?? ''));
    await running.push(naming(4));
    const pulled = await running.pull(head.cookie);
    expect(pulled).toMatchObject({ more: false, lastMutationIDChanges: { c1: 4 } });
    expect(pulled.rejections).toMatchObject([{ clientID: 'c1', id: 3, refusal: { code: 'not_allowed' } }]);
    expect(pulled.patch.map(({ op }) => op)).toEqual(['put']);
  });

  test('is refused as a pull is: no token, another version, the group of another user, nothing in it', async () => {
    const running = await start();
    await running.push(naming(1));
    const refused = async (body: unknown, token = annToken) => {
      const { status, error } = await answerOf(
        await running.post('/sync/load', body, { authorization: `Bearer ${token}` }),
      );
      return `${status} ${error.code} ${error.path ?? ''}`.trim();
    };
    expect(await refused(asked, 'nobody')).toBe('401 unauthorized');
    expect(await refused({ ...asked, schemaVersion: 2 })).toBe('409 update_required schemaVersion');
    expect(await refused({ ...asked, pullVersion: 2 })).toBe('409 update_required pullVersion');
    expect(await refused(asked, bobToken)).toBe('403 foreign_client clientGroupID');
    expect(await refused({ ...asked, clientGroupID: 7 })).toBe('400 invalid_body clientGroupID');
    expect((await running.post('/sync/push', pushBody([naming(2)]))).status).toBe(200);
  });

  test('takes what `Accept-Encoding` says at its word', () => {
    expect(['gzip', 'br, GZIP;q=0.5', '*', 'deflate, *;q=0.1'].map(takesGzip)).toEqual([true, true, true, true]);
    expect([undefined, '', 'identity', 'gzip;q=0', 'gzip;q=0, *', 'br'].map(takesGzip)).toEqual(Array(6).fill(false));
  });
});

describe('what is kept for loads', () => {
  const names = Array.from({ length: 20 }, (_, at) => `a${at}`);

  test('a space that takes more than may be kept is cut short once, and then to be pulled page by page', async () => {
    const storage = await openStorage();
    await storage.write(mainSpace, put(...names.map((id) => account(id))));
    const snapshots = testSnapshots(storage, { maxBytes: 500 });
    await expect(loadedLines(storage, snapshots)).rejects.toThrow('larger than may be kept');
    expect(snapshots.size).toBe(0);
    await expect(loadedLines(storage, snapshots)).rejects.toMatchObject({ code: 'not_found' });
    await storage.write(mainSpace, async (tx) => {
      for (const id of names.slice(3)) await tx.delete('accounts', id);
    });
    expect(await loadedLines(storage, snapshots)).toHaveLength(3);
  });

  test('another space makes room for the one that was asked for last', async () => {
    const storage = await openStorage();
    for (const space of [mainSpace, other]) await storage.write(space, put(...names.map((id) => account(id))));
    const snapshots = testSnapshots(storage, { maxBytes: 2_500 });
    const first = await snapshots.of(mainSpace);
    const lines = (await received(first)).length;
    expect(snapshots.size).toBe(lines);
    const second = await snapshots.of(other);
    await received(second);
    expect(snapshots.size).toBe(second.size);
    expect(await snapshots.of(mainSpace)).not.toBe(first);
  });

  test('what nobody asks for is let go', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const storage = await openStorage();
    await storage.write(mainSpace, put(account('a')));
    const snapshots = testSnapshots(storage, { keptMs: 1_000 });
    await loadedLines(storage, snapshots);
    vi.advanceTimersByTime(900);
    await loadedLines(storage, snapshots);
    vi.advanceTimersByTime(900);
    expect(snapshots.size).toBeGreaterThan(0);
    vi.advanceTimersByTime(200);
    expect(snapshots.size).toBe(0);
  });

  test('a load that fails in the middle ends in the middle, and the next one begins anew', async () => {
    const storage = await openStorage();
    await storage.write(mainSpace, put(...names.map((id) => account(id))));
    let fails = true;
    const newPacker = () =>
      plainPacker(async (piece) => {
        if (fails && piece === 2) throw new Error('The disk cannot be read.');
      });
    const snapshots = testSnapshots(storage, { newPacker });
    await expect(loadedLines(storage, snapshots)).rejects.toThrow('cannot be read');
    fails = false;
    expect(await loadedLines(storage, snapshots)).toHaveLength(9);
  });
});
