import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PruneLimits, Storage } from '../../src-backend/storage/storage.ts';
import {
  account,
  ann,
  changedIds,
  client,
  group,
  other,
  put,
  type StorageUnderTest,
  space,
  version,
} from './storage-builders.ts';

/** How every adapter forgets what is old. */
export function storagePruningConformance(subject: StorageUnderTest): void {
  const { openAgain } = subject;
  describe(`storage pruning: ${subject.name}`, () => {
    let storage: Storage;
    beforeEach(async () => {
      storage = await subject.open();
    });
    afterEach(async () => {
      await storage.close();
      await subject.remove();
    });

    const remove = (...ids: readonly string[]) =>
      storage.write(space, async (tx) => {
        for (const id of ids) await tx.delete('accounts', id);
      });
    const prune = (limits: Partial<PruneLimits>) =>
      storage.write(space, (tx) =>
        tx.prune({ tombstonesThrough: 0, resultsThrough: 0, resultsKept: 0, rows: 100, ...limits }),
      );
    const horizon = () => storage.read(space, async (tx) => tx.horizonVersion);
    const changed = () => storage.read(space, changedIds);

    test('spaces are known once they were written to', async () => {
      expect(await storage.spaces()).toEqual([]);
      await storage.write(space, put(account('a')));
      await storage.write(other, put(account('a')));
      expect((await storage.spaces()).toSorted()).toEqual([space, other]);
    });

    test('the version that a space had at a time is the highest one marked until then', async () => {
      const at = (time: number) => storage.read(space, (tx) => tx.versionAt(time));
      expect(await at(1_000)).toBe(0);
      await storage.write(space, put(account('a')));
      await storage.write(space, (tx) => tx.markTime(100));
      await storage.write(space, put(account('b')));
      await storage.write(space, put(account('c')));
      await storage.write(space, (tx) => tx.markTime(200));
      expect([await at(99), await at(100), await at(199), await at(200)]).toEqual([0, 1, 1, 3]);
      expect(await version(storage)).toBe(3);
    });

    test('a version keeps the time at which it was first marked', async () => {
      await storage.write(space, put(account('a')));
      await storage.write(space, (tx) => tx.markTime(100));
      await storage.write(space, (tx) => tx.markTime(500));
      expect(await storage.read(space, (tx) => tx.versionAt(100))).toBe(1);
    });

    test('a write in which the time is marked knows the version before', async () => {
      await storage.write(space, put(account('a')));
      await storage.write(space, async (tx) => {
        await tx.put('accounts', 'b', account('b'));
        await tx.markTime(100);
      });
      expect(await storage.read(space, (tx) => tx.versionAt(100))).toBe(1);
    });

    test('tombstones through a version go; the horizon is the newest of them, and no version is made', async () => {
      await storage.write(space, put(...['a', 'b', 'c', 'd'].map((id) => account(id))));
      await remove('a');
      await remove('b');
      await storage.write(space, put(account('e')));
      await remove('c');
      expect(await horizon()).toBe(0);
      expect(await prune({ tombstonesThrough: 4 })).toBe(false);
      expect(await changed()).toEqual(['d', 'e', '-c']);
      expect([await horizon(), await version(storage)]).toEqual([3, 5]);
    });

    test('where no tombstone was, the horizon stays', async () => {
      await storage.write(space, put(account('a')));
      await remove('a');
      await storage.write(space, put(account('b')));
      await prune({ tombstonesThrough: 1 });
      expect([await horizon(), await changed()]).toEqual([0, ['-a', 'b']]);
    });

    test('goes in steps of so many rows, the oldest first, and says when there is more', async () => {
      await storage.write(space, put(...['a', 'b', 'c', 'd', 'e'].map((id) => account(id))));
      await remove('a');
      await remove('b', 'c');
      await remove('d');
      const steps = [];
      for (let step = 0; step < 3; step += 1) {
        steps.push([await prune({ tombstonesThrough: 4, rows: 2 }), await horizon(), (await changed()).length]);
      }
      expect(steps).toEqual([
        [true, 3, 3],
        [true, 4, 1],
        [false, 4, 1],
      ]);
    });

    test('a document can come back after its tombstone went, in a later version', async () => {
      await storage.write(space, put(account('a'), account('b')));
      await remove('a');
      await prune({ tombstonesThrough: 2 });
      await storage.write(space, put(account('a')));
      expect(await changed()).toEqual(['b', 'a']);
      expect(await storage.read(space, (tx) => tx.versionOf('accounts', 'a'))).toBe(3);
    });

    test('spaces are apart', async () => {
      for (const each of [space, other]) {
        await storage.write(each, put(account('a')));
        await storage.write(each, (tx) => tx.delete('accounts', 'a'));
      }
      await prune({ tombstonesThrough: 2 });
      expect(await storage.read(other, changedIds)).toEqual(['-a']);
      expect(await storage.read(other, async (tx) => tx.horizonVersion)).toBe(0);
    });

    test.skipIf(openAgain === null)('two processes at once remove it once, while a third one writes', async () => {
      const ids = Array.from({ length: 40 }, (_, index) => `a${index}`);
      await storage.write(space, put(...ids.map((id) => account(id))));
      await remove(...ids);
      const others = await Promise.all([openAgain?.(), openAgain?.()]);
      const pruning = [storage, others[0]].map(async (by = storage) => {
        const limits = { tombstonesThrough: 2, resultsThrough: 0, resultsKept: 0, rows: 3 };
        while (await by.write(space, (tx) => tx.prune(limits)));
      });
      const writing = ids.map((id) => others[1]?.write(space, put(account(`new-${id}`))));
      await Promise.all([...pruning, ...writing]);
      for (const other of others) await other?.close();
      expect((await changed()).toSorted()).toEqual(ids.map((id) => `new-${id}`).toSorted());
      expect([await horizon(), await version(storage)]).toEqual([2, 42]);
    });

    test('what is undone was not pruned', async () => {
      await storage.write(space, put(account('a')));
      await remove('a');
      const failing = storage.write(space, async (tx) => {
        await tx.prune({ tombstonesThrough: 2, resultsThrough: 0, resultsKept: 0, rows: 10 });
        throw new Error('not now');
      });
      await expect(failing).rejects.toThrow('not now');
      expect([await horizon(), await changed()]).toEqual([0, ['-a']]);
    });

    test('results of accepted mutations go, but never refusals, the newest ones, or the counter', async () => {
      const refusal = { code: 'not_allowed', message: 'No.' };
      for (let id = 1; id <= 6; id += 1) {
        const record = { clientId: client, groupId: group, lastMutationId: id, lastOccurredAt: null };
        const result = { clientId: client, mutationId: id, name: 'note', hash: `h${id}` };
        await storage.write(space, (tx) =>
          tx.recordMutation(record, ann, { ...result, refusal: id === 2 ? refusal : null }),
        );
      }
      const known = () =>
        storage.read(space, async (tx) => {
          const found: number[] = [];
          for (let id = 1; id <= 6; id += 1) if ((await tx.mutationResult(client, id)) !== undefined) found.push(id);
          return found;
        });
      await prune({ resultsThrough: 3, resultsKept: 0 });
      expect(await known()).toEqual([2, 4, 5, 6]);
      expect(await prune({ resultsThrough: 6, resultsKept: 2, rows: 1 })).toBe(true);
      expect(await known()).toEqual([2, 5, 6]);
      expect(await prune({ resultsThrough: 6, resultsKept: 2, rows: 1 })).toBe(false);
      const left = await storage.read(space, async (tx) => ({
        refused: (await tx.refusalsAfter(group, 0)).map(({ mutationId }) => mutationId),
        last: (await tx.client(client))?.lastMutationId,
        horizon: tx.horizonVersion,
      }));
      expect(left).toEqual({ refused: [2], last: 6, horizon: 0 });
    });
  });
}
