import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  type ReadTransaction,
  type Storage,
  StorageError,
  type WriteTransaction,
} from '../../src-backend/storage/storage.ts';
import {
  account,
  all,
  ann,
  changedIds,
  fromStart,
  gate,
  other,
  put,
  type StorageUnderTest,
  space,
  version,
} from './storage-builders.ts';
import { storageLoadConformance } from './storage-load.ts';
import { storagePruningConformance } from './storage-pruning.ts';
import { storageRecordsConformance } from './storage-records.ts';
import { sharedStorageConformance } from './storage-shared.ts';
import { storageSpacesConformance } from './storage-spaces.ts';

/** What every adapter of the storage port does. */
export function storageConformance(subject: StorageUnderTest): void {
  describe(`storage: ${subject.name}`, () => {
    let storage: Storage;
    beforeEach(async () => {
      storage = await subject.open();
    });
    afterEach(async () => {
      await storage.close();
      await subject.remove();
    });

    describe('versions', () => {
      test('a space that was never written has version 0 and nothing in it', async () => {
        expect(await version(storage)).toBe(0);
        expect(await storage.read(space, (tx) => tx.get('accounts', 'a'))).toBeUndefined();
        expect(await storage.read(space, (tx) => tx.changesAfter(fromStart, all))).toEqual([]);
      });

      test('each write that changes something is the next version, and knows it beforehand', async () => {
        const told = await storage.write(space, async (tx) => {
          await tx.put('accounts', 'a', account('a'));
          return tx.version;
        });
        expect(told).toBe(1);
        await storage.write(space, put(account('b'), account('c')));
        expect(await version(storage)).toBe(2);
        expect(await storage.read(space, (tx) => tx.changesAfter(fromStart, all))).toMatchObject([
          { collection: 'accounts', id: 'a', version: 1, deleted: false, json: JSON.stringify(account('a')) },
          { id: 'b', version: 2 },
          { id: 'c', version: 2 },
        ]);
      });

      test('a write that changes nothing makes no version', async () => {
        await storage.write(space, put(account('a')));
        await storage.write(space, async () => {});
        await storage.write(space, put(account('a')));
        await storage.write(space, (tx) => tx.delete('accounts', 'unknown'));
        expect(await version(storage)).toBe(1);
      });

      test('spaces are apart', async () => {
        await storage.write(space, put(account('a')));
        await storage.write(space, put(account('b')));
        await storage.write(other, put(account('a', 'Elsewhere')));
        expect(await version(storage, other)).toBe(1);
        expect(await storage.read(space, (tx) => tx.get('accounts', 'a'))).toEqual(account('a'));
        expect(await storage.read(other, changedIds)).toEqual(['a']);
      });

      test('each space has a lasting name of its own', async () => {
        await storage.write(space, put(account('a')));
        await storage.write(other, put(account('a')));
        const epoch = await storage.read(space, async (tx) => tx.epoch);
        await storage.write(space, put(account('b')));
        expect(await storage.read(space, async (tx) => tx.epoch)).toBe(epoch);
        expect(await storage.read(other, async (tx) => tx.epoch)).not.toBe(epoch);
      });
    });

    describe('documents', () => {
      test('come back as they were put, whatever their text', async () => {
        const odd = account('ünï', 'a "quote", \u0000, \u2028, 😀, back\\slash, ‮rtl');
        await storage.write(space, put(odd));
        expect(await storage.read(space, (tx) => tx.get('accounts', 'ünï'))).toEqual(odd);
      });

      test('a write reads what it wrote', async () => {
        await storage.write(space, async (tx) => {
          await tx.put('accounts', 'a', account('a'));
          expect(await tx.get('accounts', 'a')).toEqual(account('a'));
          await tx.delete('accounts', 'a');
          expect(await tx.get('accounts', 'a')).toBeUndefined();
        });
      });

      test('a deleted document leaves a tombstone, and can come back', async () => {
        await storage.write(space, put(account('a'), account('b')));
        await storage.write(space, (tx) => tx.delete('accounts', 'a'));
        expect(await storage.read(space, (tx) => tx.get('accounts', 'a'))).toBeUndefined();
        expect(await storage.read(space, changedIds)).toEqual(['b', '-a']);
        await storage.write(space, put(account('a')));
        expect(await storage.read(space, (tx) => tx.get('accounts', 'a'))).toEqual(account('a'));
        expect(await storage.read(space, changedIds)).toEqual(['b', 'a']);
      });

      test('a collection is listed by id without what was deleted, also over many pages', async () => {
        const ids = Array.from({ length: 1_203 }, (_, index) => `a${String(index).padStart(5, '0')}`);
        await storage.write(space, put(...ids.toReversed().map((id) => account(id))));
        await storage.write(space, (tx) => tx.delete('accounts', 'a00700'));
        const listed = await storage.read(space, async (tx) => {
          const found: string[] = [];
          for await (const { id } of tx.list('accounts')) found.push(id);
          return found;
        });
        expect(listed).toEqual(ids.filter((id) => id !== 'a00700'));
      });
    });

    describe('changes', () => {
      test('come in pages without a gap or a repetition, though many have the same version', async () => {
        const ids = Array.from({ length: 25 }, (_, index) => `a${index}`);
        await storage.write(space, put(...ids.map((id) => account(id))));
        await storage.write(space, put(account('last')));
        const seen: string[] = [];
        let position = fromStart;
        for (let page = 0; page < 6; page += 1) {
          const documents = await storage.read(space, (tx) => tx.changesAfter(position, { ...all, documents: 5 }));
          expect(documents.length).toBe(page < 5 ? 5 : 1);
          seen.push(...documents.map(({ id }) => id));
          position = documents.at(-1) ?? position;
        }
        expect(seen).toEqual([...ids, 'last']);
        expect(await storage.read(space, (tx) => tx.changesAfter(position, all))).toEqual([]);
      });

      test('a page ends with the document that fills it', async () => {
        await storage.write(space, put(account('a'), account('b'), account('c')));
        const size = JSON.stringify(account('a')).length;
        const page = await storage.read(space, (tx) => tx.changesAfter(fromStart, { ...all, characters: size + 1 }));
        expect(page.map(({ id }) => id)).toEqual(['a', 'b']);
      });

      test('are counted without tombstones', async () => {
        await storage.write(space, put(account('a')));
        await storage.write(space, put(account('b'), account('c')));
        await storage.write(space, (tx) => tx.delete('accounts', 'c'));
        const counts = await storage.read(space, async (tx) => [
          await tx.countChangesAfter(0),
          await tx.countChangesAfter(1),
          await tx.countChangesAfter(3),
        ]);
        expect(counts).toEqual([2, 1, 0]);
      });
    });

    describe('transactions', () => {
      test('a write whose work throws leaves nothing behind', async () => {
        await storage.write(space, put(account('a')));
        const failing = storage.write(space, async (tx) => {
          await tx.put('accounts', 'a', account('a', 'Changed'));
          await tx.put('accounts', 'b', account('b'));
          await tx.nextCaseNumber();
          await tx.addToken('hash', ann);
          throw new Error('no');
        });
        await expect(failing).rejects.toThrow('no');
        expect(await version(storage)).toBe(1);
        expect(await storage.read(space, (tx) => tx.get('accounts', 'a'))).toEqual(account('a'));
        expect(await storage.findToken('hash')).toBeUndefined();
        expect(await storage.write(space, (tx) => tx.nextCaseNumber())).toBe('00000001');
      });

      test('writes wait for each other, however long their work is', async () => {
        const order: string[] = [];
        const held = gate();
        const first = storage.write(space, async (tx) => {
          order.push(`first begins at ${tx.version}`);
          await held.opened;
          await tx.put('accounts', 'a', account('a'));
          order.push('first ends');
        });
        const second = storage.write(space, async (tx) => {
          order.push(`second begins at ${tx.version}`);
          expect(await tx.get('accounts', 'a')).toEqual(account('a'));
          await tx.put('accounts', 'b', account('b'));
        });
        held.open();
        await Promise.all([first, second]);
        expect(order).toEqual(['first begins at 1', 'first ends', 'second begins at 2']);
      });

      test('a failed write does not hold up the next', async () => {
        const failing = storage.write(space, () => Promise.reject(new Error('no')));
        const following = storage.write(space, put(account('a')));
        await expect(failing).rejects.toThrow('no');
        await following;
        expect(await version(storage)).toBe(1);
      });

      test('many writes at once are as many versions', async () => {
        const ids = Array.from({ length: 50 }, (_, index) => `a${index}`);
        const versions = await Promise.all(
          ids.map((id) =>
            storage.write(space, async (tx) => {
              await put(account(id))(tx);
              return tx.version;
            }),
          ),
        );
        expect(versions.toSorted((a, b) => a - b)).toEqual(ids.map((_, index) => index + 1));
        expect(await version(storage)).toBe(50);
      });

      test('a read sees one state of the data, although writes follow', async () => {
        await storage.write(space, put(account('a')));
        const reading = gate();
        const written = gate();
        const read = storage.read(space, async (tx) => {
          const before = await changedIds(tx);
          reading.open();
          await written.opened;
          return { before, after: await changedIds(tx), version: tx.version };
        });
        await reading.opened;
        const write = storage.write(space, put(account('a', 'Changed'), account('b')));
        // An adapter may let the write wait for the reader, so the reader must not wait for its end.
        await Promise.race([write, new Promise((resolve) => setImmediate(resolve))]);
        written.open();
        expect(await read).toEqual({ before: ['a'], after: ['a'], version: 1 });
        await write;
        expect(await storage.read(space, changedIds)).toEqual(['a', 'b']);
      });

      test('a transaction cannot be used after its end', async () => {
        const kept: (ReadTransaction | WriteTransaction)[] = [];
        await storage.read(space, async (tx) => {
          kept.push(tx);
        });
        const writeTx = await storage.write(space, async (tx) => ({ tx }));
        for (const tx of [...kept, writeTx.tx]) await expect(tx.get('accounts', 'a')).rejects.toThrow('ended');
        await expect(writeTx.tx.put('accounts', 'a', account('a'))).rejects.toThrow('ended');
        expect(await version(storage)).toBe(0);
      });
    });

    describe('an attempt', () => {
      test('keeps what it wrote when it answers true', async () => {
        await storage.write(space, (tx) =>
          tx.attempt(async () => {
            await tx.put('accounts', 'a', account('a'));
            return true;
          }),
        );
        expect(await storage.read(space, changedIds)).toEqual(['a']);
      });

      test('is undone when it answers false; what was written before and after stays', async () => {
        await storage.write(space, async (tx) => {
          await tx.put('accounts', 'before', account('before'));
          await tx.attempt(async () => {
            await tx.put('accounts', 'before', account('before', 'Changed'));
            await tx.put('accounts', 'a', account('a'));
            await tx.nextCaseNumber();
            return false;
          });
          await tx.put('accounts', 'after', account('after'));
        });
        expect(await storage.read(space, changedIds)).toEqual(['before', 'after']);
        expect(await storage.read(space, (tx) => tx.get('accounts', 'before'))).toEqual(account('before'));
        expect(await storage.write(space, (tx) => tx.nextCaseNumber())).toBe('00000001');
      });

      test('is undone when it throws, and the transaction goes on', async () => {
        await storage.write(space, async (tx) => {
          const attempt = tx.attempt(async () => {
            await tx.put('accounts', 'a', account('a'));
            throw new Error('no');
          });
          await expect(attempt).rejects.toThrow('no');
          await tx.put('accounts', 'b', account('b'));
        });
        expect(await storage.read(space, changedIds)).toEqual(['b']);
      });

      test('that was undone makes no version by itself', async () => {
        await storage.write(space, (tx) =>
          tx.attempt(async () => {
            await tx.put('accounts', 'a', account('a'));
            return false;
          }),
        );
        expect(await version(storage)).toBe(0);
      });
    });

    describe('watching', () => {
      test('tells each commit that made a version, until it is stopped', async () => {
        const seen: string[] = [];
        const stop = storage.watch((of, at) => seen.push(`${of} ${at}`));
        await storage.write(space, put(account('a')));
        await storage.write(space, put(account('a')));
        await storage.write(other, put(account('a')));
        await storage.write(space, () => Promise.reject(new Error('no'))).catch(() => undefined);
        stop();
        await storage.write(space, put(account('b')));
        expect(seen).toEqual(['main 1', 'other 1']);
      });
    });

    test('is not usable after it was closed, and closing waits for what runs', async () => {
      const writing = storage.write(space, put(account('a')));
      const reading = storage.read(space, (tx) => tx.get('accounts', 'b'));
      await storage.close();
      await Promise.all([writing, reading]);
      expect(() => storage.write(space, put(account('b')))).toThrow(StorageError);
      expect(() => storage.read(space, changedIds)).toThrow(StorageError);
    });
  });

  storageRecordsConformance(subject);
  storagePruningConformance(subject);
  storageLoadConformance(subject);
  sharedStorageConformance(subject);
  storageSpacesConformance(subject);
}
