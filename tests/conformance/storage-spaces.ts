import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SpaceCopy, SpaceRow, Storage, WriteTransaction } from '../../src-backend/storage/storage.ts';
import { clientGroupIdSchema, clientIdSchema } from '../../src-shared/sync/protocol.ts';
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

const refusal = { code: 'not_allowed', message: 'No: "quoted", and a line\nbreak.' };
const record = { clientId: client, groupId: group, lastMutationId: 1, lastOccurredAt: 1_000 };
const result = { clientId: client, mutationId: 1, name: 'note', hash: 'h1', refusal: null };

/** What every adapter does with whole spaces: read one row by row, and take one in. */
export function storageSpacesConformance(subject: StorageUnderTest): void {
  describe(`storage of whole spaces: ${subject.name}`, () => {
    let storage: Storage;
    beforeEach(async () => {
      storage = await subject.open();
    });
    afterEach(async () => {
      await storage.close();
      await subject.remove();
    });

    const rowsOf = (of = space): Promise<SpaceRow[]> => storage.read(of, (tx) => Array.fromAsync(tx.rows()));

    /** Documents, a tombstone, two clients, a refusal, a case number and a token. */
    async function fill(): Promise<void> {
      await storage.write(space, put(account('a'), account('b')));
      await storage.write(space, (tx) => tx.recordMutation(record, ann, result));
      const second = { ...result, mutationId: 2, refusal };
      await storage.write(space, (tx) => tx.recordMutation({ ...record, lastMutationId: 2 }, ann, second));
      const otherClient = clientIdSchema.parse('another client');
      const otherRecord = { ...record, clientId: otherClient, groupId: clientGroupIdSchema.parse('another group') };
      await storage.write(space, async (tx) => {
        await tx.recordMutation({ ...otherRecord, lastOccurredAt: null }, ann, { ...result, clientId: otherClient });
        await tx.delete('accounts', 'b');
        await tx.raiseCaseNumber(41);
        await tx.addToken('hash', ann);
      });
    }

    async function copy(): Promise<SpaceCopy> {
      const rows = await rowsOf();
      return storage.read(space, async (tx) => ({
        origin: { desk: 'desk', epoch: tx.epoch, version: tx.version },
        lastCaseNumber: await tx.lastCaseNumber(),
        rows: (async function* () {
          yield* rows;
        })(),
      }));
    }

    const takeIn = (taken: SpaceCopy, also: (tx: WriteTransaction) => Promise<void> = async () => {}) =>
      storage.write(other, async (tx) => {
        await tx.takeIn(taken);
        await also(tx);
        return tx.version;
      });

    test('an empty space has no rows, no number and no origin', async () => {
      expect(await rowsOf()).toEqual([]);
      expect(await storage.read(space, async (tx) => [await tx.lastCaseNumber(), await tx.origin()])).toEqual([
        0,
        null,
      ]);
    });

    test('rows are documents and tombstones by version, then groups, clients and results', async () => {
      await fill();
      await storage.write(other, put(account('elsewhere')));
      expect(await rowsOf()).toEqual([
        { row: 'document', collection: 'accounts', id: 'a', version: 1, json: JSON.stringify(account('a')) },
        { row: 'document', collection: 'accounts', id: 'b', version: 4, json: null },
        { row: 'group', id: 'another group', userId: ann },
        { row: 'group', id: group, userId: ann },
        {
          row: 'client',
          clientId: 'another client',
          groupId: 'another group',
          lastMutationId: 1,
          lastOccurredAt: null,
          version: 4,
        },
        { row: 'client', ...record, lastMutationId: 2, version: 3 },
        { row: 'result', ...result, clientId: 'another client', version: 4 },
        { row: 'result', ...result, version: 2 },
        { row: 'result', ...result, mutationId: 2, refusal, version: 3 },
      ]);
    });

    test('more rows than a page come each once and in order', async () => {
      await storage.write(space, async (tx) => {
        for (let id = 1; id <= 1_100; id += 1) {
          await tx.recordMutation({ ...record, lastMutationId: id }, ann, { ...result, mutationId: id });
        }
      });
      const ids = (await rowsOf()).flatMap((row) => (row.row === 'result' ? [row.mutationId] : []));
      expect(ids).toEqual(Array.from({ length: 1_100 }, (_, index) => index + 1));
    });

    test('a copy that is taken in has the same rows, and goes on from there', async () => {
      await fill();
      const before = await rowsOf();
      const made = await takeIn(await copy());
      expect(made).toBe(5);
      expect(await version(storage, other)).toBe(5);
      expect(await rowsOf(other)).toEqual(before);
      expect(await storage.write(other, (tx) => tx.nextCaseNumber())).toBe('00000042');
      expect(await storage.read(other, (tx) => tx.client(client))).toEqual({ ...record, lastMutationId: 2 });
      await storage.write(other, put(account('c')));
      expect(await version(storage, other)).toBe(6);
      expect(await rowsOf()).toEqual(before);
    });

    test('a copy takes the place of all but tokens, under a new name of the data and a later version', async () => {
      await fill();
      await storage.write(other, async (tx) => {
        await tx.put('accounts', 'gone', account('gone'));
        await tx.addToken('token of the other', ann);
        await tx.raiseCaseNumber(100);
      });
      for (let id = 1; id <= 8; id += 1) await storage.write(other, put(account(`gone ${id}`)));
      const epoch = await storage.read(other, async (tx) => tx.epoch);
      const taken = await copy();
      expect(await takeIn(taken, put(account('new')))).toBe(10);
      expect(await storage.read(other, changedIds)).toEqual(['a', '-b', 'new']);
      expect(await storage.read(other, (tx) => tx.versionOf('accounts', 'new'))).toBe(10);
      const now = await storage.read(other, async (tx) => [tx.epoch, await tx.origin()] as const);
      expect([epoch, taken.origin.epoch]).not.toContain(now[0]);
      expect(now[1]).toEqual({ ...taken.origin, takenInAs: 10 });
      expect(await storage.findToken('token of the other')).toMatchObject({ space: other });
      expect(await storage.write(other, (tx) => tx.nextCaseNumber())).toBe('00000101');
    });

    test('a copy that breaks off changes nothing', async () => {
      await fill();
      await storage.write(other, put(account('stays')));
      const before = await rowsOf(other);
      const taken = await copy();
      const rows = (async function* () {
        for await (const row of taken.rows) {
          yield row;
          if (row.row === 'client') throw new Error('broken off');
        }
      })();
      await expect(takeIn({ ...taken, rows })).rejects.toThrow('broken off');
      expect(await rowsOf(other)).toEqual(before);
      expect(await storage.read(other, (tx) => tx.origin())).toBeNull();
      expect(await version(storage, other)).toBe(1);
    });

    test('who watches is told of a copy', async () => {
      await fill();
      const taken = await copy();
      const told: string[] = [];
      storage.watch((of, at) => told.push(`${of} ${at}`));
      await takeIn(taken);
      expect(told).toEqual(['other 5']);
    });

    test('tokens move to another space with their user, and are removed with it', async () => {
      await storage.write(space, (tx) => tx.addToken('hash', ann));
      await storage.write(other, (tx) => tx.takeTokens(ann, space));
      expect(await storage.findToken('hash')).toEqual({ hash: 'hash', space: other, userId: ann });
      await storage.write(space, (tx) => tx.removeTokens(ann));
      expect(await storage.findToken('hash')).toBeDefined();
      await storage.write(other, (tx) => tx.removeTokens(ann));
      expect(await storage.findToken('hash')).toBeUndefined();
    });
  });
}
