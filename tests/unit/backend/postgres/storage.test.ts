import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openPostgresStorage } from '../../../../src-backend/storage/postgres/postgres-storage.ts';
import type { Storage } from '../../../../src-backend/storage/storage.ts';
import { storageConformance } from '../../../conformance/storage.ts';
import {
  account,
  all,
  changedIds,
  fromStart,
  gate,
  put,
  space,
  version,
} from '../../../conformance/storage-builders.ts';
import { describeWithPostgres } from '../../../postgres/with-postgres.ts';

describeWithPostgres('the storage port on PostgreSQL', (server) => {
  let url: string;

  storageConformance({
    name: 'PostgreSQL',
    async open() {
      url = await server().createDatabase();
      return openPostgresStorage({ url });
    },
    openAgain: () => openPostgresStorage({ url }),
    remove: async () => {},
  });

  describe('several processes on one database', () => {
    let storages: readonly Storage[];
    let reader: Storage;
    beforeEach(async () => {
      url = await server().createDatabase();
      storages = await Promise.all([1, 2, 3, 4].map(() => openPostgresStorage({ url })));
      reader = await openPostgresStorage({ url });
    });
    afterEach(() => Promise.all([...storages, reader].map((storage) => storage.close())));

    const nth = (index: number): Storage => {
      const storage = storages[index % storages.length];
      if (storage === undefined) throw new Error('no storage');
      return storage;
    };

    test('what a process remembers of its own writes gives way to what another one wrote', async () => {
      const nameOf = (storage: Storage) =>
        storage.write(space, async (tx) => [
          await tx.versionOf('accounts', 'a'),
          (await tx.get('accounts', 'a'))?.name,
        ]);
      await nth(0).write(space, put(account('a', 'Old')));
      expect(await nameOf(nth(0))).toEqual([1, 'Old']);
      expect(await nameOf(nth(0))).toEqual([1, 'Old']);
      await nth(1).write(space, put(account('a', 'New')));
      expect(await nameOf(nth(0))).toEqual([2, 'New']);
      await nth(1).write(space, (tx) => tx.delete('accounts', 'a'));
      expect(await nameOf(nth(0))).toEqual([undefined, undefined]);
    });

    test('nothing is remembered of what was not stored', async () => {
      await nth(0).write(space, put(account('a', 'Old')));
      const undone = nth(0).write(space, async (tx) => {
        await tx.put('accounts', 'a', account('a', 'Undone'));
        throw new Error('no');
      });
      await expect(undone).rejects.toThrow('no');
      const seen = await nth(0).write(space, async (tx) => {
        await tx.attempt(async () => {
          await tx.put('accounts', 'a', account('a', 'Refused'));
          // Asks the database, so that what was held back must be there.
          expect(await tx.countChangesAfter(1)).toBe(1);
          return false;
        });
        await tx.attempt(async () => {
          await tx.put('accounts', 'a', account('a', 'Held'));
          expect((await tx.get('accounts', 'a'))?.name).toBe('Held');
          return false;
        });
        return tx.get('accounts', 'a');
      });
      expect(seen?.name).toBe('Old');
    });

    test('a pull between a first writer that commits late and a second one skips neither', async () => {
      await nth(2).write(space, put(account('zero')));
      const committing = gate();
      const holding = gate();
      const first = nth(0).write(space, async (tx) => {
        await tx.put('accounts', 'first', account('first'));
        holding.open();
        await committing.opened;
      });
      await holding.opened;
      let secondIsIn = false;
      const second = nth(1).write(space, async (tx) => {
        secondIsIn = true;
        await tx.put('accounts', 'second', account('second'));
      });
      // The second one waits in the server by now, and still a pull sees neither.
      await waiting(url, 1);
      expect(await reader.read(space, async (tx) => [tx.version, await changedIds(tx)])).toEqual([1, ['zero']]);
      expect(secondIsIn).toBe(false);
      committing.open();
      await Promise.all([first, second]);
      expect(await reader.read(space, changedIds)).toEqual(['zero', 'first', 'second']);
    });

    test('each pull brings all versions up to its own, whatever writers of four processes do meanwhile', async () => {
      const writes = Array.from({ length: 120 }, (_, index) =>
        nth(index).write(space, async (tx) => {
          // Before and after its change, a different number of questions to the server: commits come late.
          for (let asked = 0; asked < (index * 7) % 5; asked += 1) await tx.get('accounts', 'a0');
          await tx.put('accounts', `a${index}`, account(`a${index}`));
          for (let asked = 0; asked < (index * 11) % 7; asked += 1) await tx.get('accounts', 'a0');
        }),
      );
      let writing = true;
      const written = Promise.all(writes).then(() => {
        writing = false;
      });
      let cookie = 0;
      let pulls = 0;
      const seen: string[] = [];
      const pull = () =>
        reader.read(space, async (tx) => {
          const changes = await tx.changesAfter({ version: cookie, sequence: Number.MAX_SAFE_INTEGER }, all);
          // Each write changes one document, so a version that is missing here was skipped for good.
          expect(changes.map((change) => change.version)).toEqual(
            Array.from({ length: tx.version - cookie }, (_, index) => cookie + index + 1),
          );
          seen.push(...changes.map(({ id }) => id));
          cookie = tx.version;
          pulls += 1;
        });
      while (writing) await pull();
      await written;
      await pull();
      expect(seen.toSorted()).toEqual(Array.from({ length: 120 }, (_, index) => `a${index}`).toSorted());
      expect(pulls).toBeGreaterThan(5);
    });

    test('make a new space once, though all write to it first', async () => {
      const epochs = await Promise.all(
        storages.map((storage, index) =>
          storage.write(space, async (tx) => {
            await tx.put('accounts', `a${index}`, account(`a${index}`));
            return `${tx.epoch} ${tx.version}`;
          }),
        ),
      );
      const epoch = await reader.read(space, async (tx) => tx.epoch);
      expect(epochs.toSorted()).toEqual([1, 2, 3, 4].map((made) => `${epoch} ${made}`));
    });

    test('many readers at once do not keep a writer out', async () => {
      const reading = gate();
      const readers = Array.from({ length: 30 }, () =>
        nth(0).read(space, async (tx) => {
          await reading.opened;
          return tx.version;
        }),
      );
      await nth(1).write(space, put(account('a')));
      reading.open();
      await Promise.all(readers);
      expect(await version(nth(0))).toBe(1);
    });

    test('no more connections are used than allowed, and one to listen', async () => {
      const modest = await openPostgresStorage({ url, connections: 3 });
      const heard = new Promise<number>((resolve) => modest.watch((_space, at) => resolve(at)));
      await nth(0).write(space, put(account('a')));
      await heard;
      const reading = gate();
      let inside = 0;
      const readers = Array.from({ length: 20 }, () =>
        modest.read(space, async (tx) => {
          inside += 1;
          if (inside === 3) reading.open();
          await reading.opened;
          return tx.version;
        }),
      );
      await reading.opened;
      const sql = 'SELECT count(*)::int AS count FROM pg_stat_activity WHERE datname = current_database()';
      const used = async () => Number((await server().ask(sql, url))[0]?.count);
      const withModest = await used();
      expect(await Promise.all(readers)).toEqual(readers.map(() => 1));
      await modest.close();
      await until(async () => (await used()) === withModest - 4);
    });

    test('many writers of a space at once leave connections to its readers', async () => {
      const held = gate();
      const holding = gate();
      const first = nth(0).write(space, async () => {
        holding.open();
        await held.opened;
      });
      await holding.opened;
      const others = Array.from({ length: 40 }, (_, index) => nth(0).write(space, put(account(`a${index}`))));
      expect(await version(nth(0))).toBe(0);
      held.open();
      await Promise.all([first, ...others]);
      expect(await version(nth(0))).toBe(40);
    });
  });

  test('a page of text that takes more bytes than characters is as long as elsewhere', async () => {
    const storage = await openPostgresStorage({ url: await server().createDatabase() });
    const accounts = Array.from({ length: 30 }, (_, index) => account(`a${index + 10}`, '漢字'.repeat(50)));
    await storage.write(space, put(...accounts));
    const size = JSON.stringify(accounts[0]).length;
    const page = (characters: number) =>
      storage.read(space, async (tx) => (await tx.changesAfter(fromStart, { documents: 1_000, characters })).length);
    expect([await page(1), await page(size), await page(size + 1), await page(size * 12)]).toEqual([1, 1, 2, 12]);
    expect(await page(size * 100)).toBe(30);
    await storage.close();
  });

  /** Resolves when so many transactions wait for a lock. */
  async function waiting(database: string, count: number): Promise<void> {
    const sql = `SELECT count(*)::int AS count FROM pg_stat_activity WHERE wait_event_type = 'Lock'`;
    await until(async () => (await server().ask(sql, database))[0]?.count === count);
  }

  async function until(holds: () => Promise<boolean>): Promise<void> {
    while (!(await holds())) await nextTurn();
  }
});
