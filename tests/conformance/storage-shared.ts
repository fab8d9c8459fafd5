import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Storage } from '../../src-backend/storage/storage.ts';
import { account, changedIds, gate, put, type StorageUnderTest, space, version } from './storage-builders.ts';

/** What every adapter does whose data several processes can open. */
export function sharedStorageConformance(subject: StorageUnderTest): void {
  const { openAgain } = subject;
  if (openAgain === null) return;

  describe(`storage opened twice: ${subject.name}`, () => {
    let storage: Storage;
    let second: Storage;
    beforeEach(async () => {
      storage = await subject.open();
      await storage.write(space, put(account('a')));
      second = await openAgain();
    });
    afterEach(async () => {
      await second.close();
      await storage.close();
      await subject.remove();
    });

    test('sees what was committed, also after a reopening', async () => {
      expect(await second.read(space, changedIds)).toEqual(['a']);
      await second.write(space, put(account('b')));
      await second.close();
      expect(await storage.read(space, changedIds)).toEqual(['a', 'b']);
    });

    test('takes turns with this one in writing', async () => {
      const ids = Array.from({ length: 20 }, (_, index) => `b${index}`);
      await Promise.all(ids.map((id, index) => (index % 2 === 0 ? storage : second).write(space, put(account(id)))));
      expect(await version(storage)).toBe(21);
      expect((await second.read(space, changedIds)).length).toBe(21);
    });

    test('waits while this one holds the space', async () => {
      const held = gate();
      const holding = gate();
      const first = storage.write(space, async (tx) => {
        holding.open();
        await held.opened;
        await tx.put('accounts', 'b', account('b'));
      });
      await holding.opened;
      const following = second.write(space, async (tx) => {
        await tx.put('accounts', 'c', account('c'));
        return tx.version;
      });
      held.open();
      await first;
      expect(await following).toBe(3);
    });

    test('is noticed by who watches', async () => {
      const noticed = new Promise<string>((resolve) => {
        storage.watch((of, at) => resolve(`${of} ${at}`));
      });
      await second.write(space, put(account('b')));
      expect(await noticed).toBe('main 2');
    });

    test('reads one state while this one writes', async () => {
      const seen = await second.read(space, async (tx) => {
        const before = await changedIds(tx);
        await storage.write(space, put(account('b')));
        return [before, await changedIds(tx)];
      });
      expect(seen).toEqual([['a'], ['a']]);
      expect(await second.read(space, changedIds)).toEqual(['a', 'b']);
    });
  });
}
