import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openPostgresStorage } from '../../../src-backend/storage/postgres/postgres-storage.ts';
import { StorageError } from '../../../src-backend/storage/storage.ts';
import { openReplica } from '../../../src-renderer/replica/open-replica.ts';
import type { SyncStatus } from '../../../src-renderer/replica/replica.ts';
import { createFetchTransport } from '../../../src-renderer/sync/fetch-transport.ts';
import { createMemoryStore, MemoryDisk } from '../../../src-renderer/sync/memory-store.ts';
import { account, put, space } from '../../conformance/storage-builders.ts';
import { exportedCases, exportedIds, idPrefix } from '../../kills/exported-ids.ts';
import { describeWithPostgres } from '../../postgres/with-postgres.ts';
import { MemoryJournal } from '../renderer/sync/memory-journal.ts';
import { Way } from '../renderer/sync/real-client.ts';
import { type CommandProcess, runCli, startCli } from './run-cli.ts';

const mayNotMount = 'Needs the right to mount a tmpfs: run the tests as root.';
const fullMessage =
  "The backend's disk is full. Nothing was lost: what you do is kept here and sent when there is room again.";

let folder = '';
let disk = '';
let isMounted = false;
let backend: CommandProcess | null = null;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dueline-full-'));
  disk = join(folder, 'disk');
  mkdirSync(disk);
});
afterEach(async () => {
  await backend?.stop('SIGKILL');
  backend = null;
  if (isMounted) spawnSync('umount', ['-l', disk]);
  isMounted = false;
  rmSync(folder, { recursive: true });
});

function mountSmallDisk(size: string): boolean {
  isMounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', disk]).status === 0;
  return isMounted;
}

/** Somebody else fills the disk, to the last byte or all but so many. */
function fill(leaving = 0): void {
  const filled = spawnSync('dd', ['if=/dev/zero', `of=${join(disk, 'others')}`, 'bs=4096'], { encoding: 'utf8' });
  expect(filled.stderr).toContain('No space left');
  truncateSync(join(disk, 'others'), statSync(join(disk, 'others')).size - leaving);
}
const makeRoom = () => rmSync(join(disk, 'others'));

async function serve(args: readonly string[]): Promise<string> {
  backend = startCli(['serve', '--port', '0', ...args]);
  const [, url = ''] = await backend.line(/^Dueline backend listening on (http:\/\/127\.0\.0\.1:\d+)$/);
  return url;
}

/** Where two runs are compared, both at this instant: the sample desk is dated by the time at which it is made. */
const standing = { ...process.env, DUELINE_TEST_CLOCK: '2026-11-18T18:00:00Z' };

async function command(...args: readonly string[]): Promise<string> {
  const { code, out, err } = await runCli(args, { env: standing });
  expect({ code, err: code === 0 ? '' : err }).toEqual({ code: 0, err: '' });
  return out.trim();
}

/** An app of a user of the backend, whose journal and disk can be looked at. */
async function newApp(url: string, place: readonly string[]) {
  const journal = new MemoryJournal();
  const store = new MemoryDisk();
  const way = new Way(url, await command('user', '--name', 'Ana Ruiz', '--role', 'coa', ...place));
  const replica = await openReplica({
    store: createMemoryStore(store),
    journal,
    transport: createFetchTransport('', way),
    surroundings: {
      now: () => Date.now(),
      monotonic: () => performance.now(),
      random: () => 0.01,
      newId: () => uuidv7(),
      schedule(afterMs, callback) {
        const timer = setTimeout(callback, afterMs);
        return () => clearTimeout(timer);
      },
      whenIdle: () => () => {},
      onWake: () => () => {},
      onHide: () => () => {},
    },
  });
  const until = (holds: (status: SyncStatus) => boolean) =>
    new Promise<void>((resolve) => {
      const check = () => {
        if (!holds(replica.status.getState())) return;
        stop();
        resolve();
      };
      const stop = replica.status.subscribe(check);
      check();
    });
  await until(({ connection }) => connection.state === 'online');
  return {
    replica,
    until,
    journal,
    store,
    async close() {
      await replica.close();
      await way.end();
    },
  };
}

/** Works while the disk of the backend is full, and when there is room again. */
async function workThroughIt(url: string, place: readonly string[], fillUp: () => void, free: () => void) {
  const app = await newApp(url, place);
  const [worked] = await exportedCases(place);
  if (worked === undefined) throw new Error('The sample has no case.');
  const note = async (count: number) => {
    const text = `${idPrefix}${count}-${'x'.repeat(20_000)}`;
    expect(await app.replica.mutate('add_note', { caseId: worked.id, eventId: uuidv7(), text })).toEqual({
      accepted: true,
    });
    return text;
  };
  const texts = [await note(1)];
  await app.until(({ waiting }) => waiting === 0);

  fillUp();
  for (let count = 2; count <= 12; count += 1) texts.push(await note(count));
  await app.until(({ connection }) => connection.state === 'failing');
  const { connection, waiting } = app.replica.status.getState();
  expect(waiting).toBeGreaterThan(0);
  expect(app.store.contents.outbox.size).toBe(waiting);
  expect(app.journal.waiting()).toHaveLength(waiting);

  free();
  app.replica.reconnect();
  await app.until((status) => status.waiting === 0 && status.connection.state === 'online');
  expect(app.replica.status.getState().attention).toEqual([]);
  await app.close();
  expect((await exportedIds(place)).toSorted()).toEqual(texts.toSorted());
  return connection;
}

describe('the disk of a backend on SQLite is full', () => {
  test('the app is told, keeps what is done, and all of it goes out once when there is room', async ({ skip }) => {
    skip(!mountSmallDisk('8m'), mayNotMount);
    const place = ['--data', join(disk, 'data')];
    const url = await serve([...place, '--sample', '2,0']);
    const told = await workThroughIt(url, place, fill, makeRoom);
    expect(told).toMatchObject({ state: 'failing', message: fullMessage });
  });

  test('or a file may not grow: the same', async ({ skip }) => {
    skip(process.platform === 'win32', 'There are no such limits on Windows.');
    const place = ['--data', join(disk, 'data')];
    await command('sample', '2,0', ...place);
    // Its log may have 128 KiB, in units of 512 bytes.
    const limited = startCli(['serve', '--port', '0', ...place], {}, [
      'sh',
      '-c',
      'trap "" XFSZ; ulimit -f 256; exec "$@"',
      'sh',
    ]);
    backend = limited;
    const [, url = ''] = await limited.line(/^Dueline backend listening on (http:\S+)$/);
    const app = await newApp(url, place);
    const [worked] = await exportedCases(place);
    const texts = Array.from({ length: 12 }, (_, count) => `${idPrefix}${count}-${'x'.repeat(20_000)}`);
    for (const text of texts) {
      await app.replica.mutate('add_note', { caseId: worked?.id ?? '', eventId: uuidv7(), text });
    }
    await app.until(({ connection }) => connection.state === 'failing');
    expect(app.replica.status.getState().connection).toMatchObject({
      message: "The backend's data cannot be read or written. What you do is kept here; tell your administrator.",
    });
    expect(app.journal.waiting()).toHaveLength(app.replica.status.getState().waiting);
    await app.close();
    expect((await limited.stop()).code).not.toBeNull();
    expect(new Set(await exportedIds(place)).size).toBe((await exportedIds(place)).length);
  });

  test('it still serves what it has: a first load needs no room', async ({ skip }) => {
    skip(!mountSmallDisk('8m'), mayNotMount);
    const place = ['--data', join(disk, 'data')];
    const url = await serve([...place, '--sample', '5,5']);
    const token = await command('user', '--name', 'Ben Okafor', '--role', 'coa', ...place);
    fill();
    const pull = { pullVersion: 1, schemaVersion: 1, clientGroupID: 'group', cookie: null };
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const answer = await fetch(`${url}/sync/pull`, { method: 'POST', headers, body: JSON.stringify(pull) });
    expect(answer.status).toBe(200);
    expect(JSON.stringify(await answer.json())).toContain('"collection":"cases"');
  });

  test('a first start says so and leaves nothing that hinders the next one', async ({ skip }) => {
    skip(!mountSmallDisk('4m'), mayNotMount);
    fill();
    const args = ['sample', '2,0', '--data', join(disk, 'data')];
    const refused = await runCli(args);
    expect(refused).toMatchObject({ code: 1, out: '' });
    expect(refused.err).toMatch(/disk|space/i);
    makeRoom();
    await command(...args);
    expect(await exportedCases(['--data', join(disk, 'data')])).toHaveLength(2);
  });

  test.for([
    ['before it has begun', 0],
    ['in its middle', 96 * 1_024],
  ] as const)(
    'an import says so %s, stores nothing, and goes through when it is run again with room',
    async ([, left], { skip }) => {
      skip(!mountSmallDisk('4m'), mayNotMount);
      const place = ['--data', join(disk, 'data')];
      await command('sample', '1,0', ...place);
      const log = new URL('../../fixtures/servicenow-slice.csv', import.meta.url).pathname;
      const importing = ['import', '--format', 'servicenow-events', '--time-zone', 'UTC', log];
      fill(left);
      const refused = await runCli([...importing, ...place]);
      expect(refused.code).toBe(1);
      expect(refused.err).toContain('disk is full');
      makeRoom();
      const before = await exportedCases(place);
      await command(...importing, ...place);
      const roomy = ['--data', join(folder, 'roomy')];
      await command('sample', '1,0', ...roomy);
      await command(...importing, ...roomy);
      expect(before).toHaveLength(1);
      expect(await exportedCases(place)).toEqual(await exportedCases(roomy));
    },
  );
});

describeWithPostgres('the disk of PostgreSQL is full', (server) => {
  const made: string[] = [];
  afterEach(async () => {
    await backend?.stop('SIGKILL');
    for (const statement of made.splice(0).reverse()) await server().ask(statement);
  });

  test('the app is told, keeps what is done, and all of it goes out once when there is room', async ({ skip }) => {
    skip(!mountSmallDisk('24m'), mayNotMount);
    const url = await smallDatabase();
    const place = ['--database', url];
    await command('sample', '2,0', ...place);
    const told = await workThroughIt(await serve(place), place, fill, makeRoom);
    expect(told).toMatchObject({ state: 'failing', message: fullMessage });
  });

  test('is told as full, nothing of the transaction is kept, and the next one goes through', async ({ skip }) => {
    skip(!mountSmallDisk('24m'), mayNotMount);
    const storage = await openPostgresStorage({ url: await smallDatabase() });
    try {
      fill();
      const big = Array.from({ length: 100 }, (_, index) => account(`a${index}`, uuidv7().repeat(500)));
      const refused = await storage.write(space, put(...big)).catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(StorageError);
      expect(refused).toMatchObject({ problem: 'full' });
      makeRoom();
      expect(await storage.read(space, (tx) => tx.get('accounts', 'a0'))).toBeUndefined();
      await storage.write(space, put(...big));
      expect((await storage.read(space, (tx) => tx.get('accounts', 'a99')))?.id).toBe('a99');
    } finally {
      await storage.close();
    }
  });

  /** A database whose files are on the small disk; the server's log of what was written is not. */
  async function smallDatabase(): Promise<string> {
    const place = join(disk, 'tables');
    mkdirSync(place);
    for (const passed of [folder, disk]) chmodSync(passed, 0o755);
    if (process.getuid?.() === 0) spawnSync('chown', ['postgres', place]);
    const name = `small_${uuidv7().replaceAll('-', '')}`;
    await server().ask(`CREATE TABLESPACE ${name} LOCATION '${place}'`);
    made.push(`DROP TABLESPACE ${name}`);
    const url = await server().createDatabase();
    const database = new URL(url).pathname.slice(1);
    made.push(`DROP DATABASE ${database} WITH (FORCE)`);
    await server().ask(`ALTER DATABASE ${database} SET TABLESPACE ${name}`);
    return url;
  }
});
