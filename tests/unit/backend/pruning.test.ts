import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { mainSpace } from '../../../src-backend/backend.ts';
import { TestClock } from '../../../src-backend/clock.ts';
import { type Pruning, prune, startPruning } from '../../../src-backend/space/pruning.ts';
import { openSqliteStorage } from '../../../src-backend/storage/sqlite/sqlite-storage.ts';
import { type Storage, StorageError } from '../../../src-backend/storage/storage.ts';
import { accountIdSchema } from '../../../src-shared/cases/case-document.ts';
import { account, changedIds, put } from '../../conformance/storage-builders.ts';
import { naming, nowAt, type Running, startBackend } from './backend-fixture.ts';

const dayMs = 24 * 3_600_000;
const retention = { tombstonesMs: 30 * dayMs, resultsMs: 90 * dayMs };

describe('pruning', () => {
  let storage: Storage;
  beforeEach(async () => {
    storage = await openSqliteStorage({ file: ':memory:' });
    await storage.write(mainSpace, put(account('a'), account('b'), account('c')));
  });
  afterEach(() => storage.close());

  const remove = (id: string) => storage.write(mainSpace, (tx) => tx.delete('accounts', id));
  const pruneOn = (day: number) => prune(storage, nowAt + day * dayMs, retention);
  const changed = () => storage.read(mainSpace, changedIds);

  test('forgets what was deleted more than thirty days ago, counted from when it was first seen', async () => {
    await remove('a');
    await pruneOn(0);
    await remove('b');
    await pruneOn(29);
    expect(await changed()).toEqual(['c', '-a', '-b']);
    await pruneOn(30);
    expect(await changed()).toEqual(['c', '-b']);
    await pruneOn(58);
    expect(await changed()).toEqual(['c', '-b']);
    await pruneOn(59);
    expect(await changed()).toEqual(['c']);
  });

  test('never forgets what is new when the clock was set back', async () => {
    await pruneOn(0);
    await remove('a');
    await pruneOn(-400);
    await pruneOn(-371);
    expect(await changed()).toEqual(['b', 'c', '-a']);
  });

  test('removes many in small transactions', async () => {
    const ids = Array.from({ length: 1_201 }, (_, index) => `many-${index}`);
    await storage.write(mainSpace, put(...ids.map((id) => account(id))));
    await storage.write(mainSpace, async (tx) => {
      for (const id of ids) await tx.delete('accounts', id);
    });
    await pruneOn(0);
    let writes = 0;
    const counted: Storage = {
      read: storage.read.bind(storage),
      findToken: storage.findToken.bind(storage),
      spaces: storage.spaces.bind(storage),
      watch: storage.watch.bind(storage),
      close: storage.close.bind(storage),
      write: (space, work) => {
        writes += 1;
        return storage.write(space, work);
      },
    };
    await prune(counted, nowAt + 30 * dayMs, retention);
    expect(await changed()).toEqual(['a', 'b', 'c']);
    expect(writes).toBe(4);
  });

  describe('by the clock', () => {
    const clock = new TestClock(nowAt);
    const logged: string[] = [];
    const hour: { pass: () => void } = { pass: () => {} };
    beforeEach(() => {
      clock.set(nowAt);
      logged.length = 0;
    });

    function start(of: Storage): Pruning {
      return startPruning({
        storage: of,
        clock,
        retention,
        log: (line) => logged.push(line),
        every: (_ms, run) => {
          hour.pass = run;
          return () => {
            hour.pass = () => {};
          };
        },
      });
    }

    test('is done at the start, and again when a day has passed', async () => {
      await remove('a');
      const pruning = start(storage);
      await pruning.idle();
      clock.set(nowAt + dayMs - 1);
      hour.pass();
      await pruning.idle();
      await remove('b');
      clock.set(nowAt + 40 * dayMs);
      hour.pass();
      await pruning.idle();
      expect(await changed()).toEqual(['c', '-b']);
      await pruning.stop();
      expect(logged).toEqual([]);
    });

    test('what fails is told, and tried again', async () => {
      await remove('a');
      await pruneOn(0);
      clock.set(nowAt + 40 * dayMs);
      let failures = 1;
      const failing: Storage = {
        read: storage.read.bind(storage),
        write: storage.write.bind(storage),
        findToken: storage.findToken.bind(storage),
        watch: storage.watch.bind(storage),
        close: storage.close.bind(storage),
        spaces: async () => {
          failures -= 1;
          if (failures >= 0) throw new StorageError('full', 'The disk is full.');
          return storage.spaces();
        },
      };
      const pruning = start(failing);
      hour.pass();
      await pruning.idle();
      await pruning.stop();
      expect(logged).toEqual([expect.stringContaining('The disk is full.')]);
      expect(await changed()).toEqual(['b', 'c']);
    });
  });
});

test('a backend prunes the data it serves by what it was told to keep', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'dueline-pruning-'));
  const open = () => openSqliteStorage({ file: join(folder, 'dueline.sqlite') });
  const filled = await open();
  await filled.write(mainSpace, put(account('a'), account('b')));
  await filled.write(mainSpace, (tx) => tx.delete('accounts', 'a'));
  await prune(filled, nowAt - 3 * dayMs, retention);
  await filled.close();
  const served = async (tombstonesMs: number) => {
    const { backend } = await startBackend({ storage: await open(), retention: { ...retention, tombstonesMs } });
    await backend.close();
    const storage = await open();
    const ids = await storage.read(mainSpace, changedIds);
    await storage.close();
    return ids.filter((id) => id.length < 3);
  };
  expect(await served(4 * dayMs)).toEqual(['b', '-a']);
  expect(await served(2 * dayMs)).toEqual(['b']);
  await rm(folder, { recursive: true });
});

describe('a client that slept', () => {
  let running: Running;
  beforeEach(async () => {
    running = await startBackend();
  });
  afterEach(() => running.backend.close());

  const remove = (id: string) => running.storage.write(mainSpace, (tx) => tx.delete('accounts', id));
  const forget = () => prune(running.storage, running.clock.now() + 400 * dayMs, retention);
  const operations = async (cookie: string | null) => (await running.pull(cookie)).patch.map(({ op }) => op);

  test('through the horizon loads anew, so that what was deleted stays deleted', async () => {
    await running.push(naming(1), naming(2));
    const { cookie } = await running.pull(null);
    await remove('account-1');
    await prune(running.storage, nowAt, retention);
    await forget();
    const { patch } = await running.pull(cookie);
    expect(patch[0]).toEqual({ op: 'clear' });
    expect(patch.flatMap((operation) => (operation.op === 'put' ? [operation.id] : []))).toContain('account-2');
    expect(JSON.stringify(patch)).not.toContain('account-1');
  });

  test('but saw the last deletion that was forgotten goes on from where it was', async () => {
    await running.push(naming(1), naming(2));
    await remove('account-1');
    const { cookie } = await running.pull(null);
    await prune(running.storage, nowAt, retention);
    await running.push(naming(3));
    await forget();
    expect(await operations(cookie)).toEqual(['put']);
  });

  test('in the middle of its first load begins anew if something it was sent may be gone', async () => {
    await running.push(naming(1));
    const { epoch, version } = await running.storage.read(mainSpace, async (tx) => ({
      epoch: tx.epoch,
      version: tx.version,
    }));
    const between = `${epoch}.0.${version}.1.1`;
    expect((await operations(between))[0]).toBe('put');
    await remove('account-1');
    await prune(running.storage, nowAt, retention);
    await forget();
    expect((await operations(between))[0]).toBe('clear');
  });

  describe('with actions that were processed long ago', () => {
    /** As many as are sent at once, and far more than the backend keeps results of. */
    const ids = Array.from({ length: 130 }, (_, index) => index + 1);
    beforeEach(async () => {
      await running.push(...ids.map((id) => naming(id)));
      await prune(running.storage, nowAt, retention);
      await forget();
    });

    test('sends them again, and they are skipped', async () => {
      const before = await running.state();
      const answer = await running.push(...ids.map((id) => naming(id)), naming(131));
      expect(answer).toEqual({ lastMutationIDs: { c1: 131 }, rejections: [] });
      const after = await running.state();
      expect(JSON.stringify(after).match(/account-131/g)).toHaveLength(2);
      expect(JSON.stringify(before).match(/"id":"account-\d+"/g)?.length).toBe(130);
    });

    test('is told from a copy of its profile, whose new actions have numbers that are long taken', async () => {
      const before = await running.state();
      const answer = await running.pushError(naming(5), naming(6));
      expect(answer).toMatchObject({ status: 409, error: { code: 'identity_conflict', mutationID: 5 } });
      expect(await running.state()).toEqual(before);
    });

    test('or from one that went on to the numbers still known, with other actions', async () => {
      const other = { ...naming(130), args: { id: accountIdSchema.parse('account-130'), name: 'Other' } };
      const answer = await running.pushError(...ids.slice(0, 129).map((id) => naming(id + 1_000)), other);
      expect(answer.error.code).toBe('out_of_order');
      const copied = ids.map((id) => (id === 130 ? other : naming(id)));
      expect((await running.pushError(...copied)).error).toMatchObject({ code: 'identity_conflict', mutationID: 130 });
    });
  });
});
