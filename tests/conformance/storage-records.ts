import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Storage } from '../../src-backend/storage/storage.ts';
import { userIdSchema } from '../../src-shared/cases/case-document.ts';
import { clientGroupIdSchema } from '../../src-shared/sync/protocol.ts';
import { ann, client, group, other, type StorageUnderTest, space, version } from './storage-builders.ts';

/** What every adapter keeps besides documents. */
export function storageRecordsConformance(subject: StorageUnderTest): void {
  describe(`storage records: ${subject.name}`, () => {
    let storage: Storage;
    beforeEach(async () => {
      storage = await subject.open();
    });
    afterEach(async () => {
      await storage.close();
      await subject.remove();
    });

    describe('case numbers', () => {
      test('count up in eight digits, each space for itself', async () => {
        const next = (of = space) => storage.write(of, (tx) => tx.nextCaseNumber());
        expect([await next(), await next(), await next(other)]).toEqual(['00000001', '00000002', '00000001']);
      });

      test('stay above those that imported cases brought', async () => {
        await storage.write(space, (tx) => tx.raiseCaseNumber(12_344));
        await storage.write(space, (tx) => tx.raiseCaseNumber(7));
        expect(await storage.write(space, (tx) => tx.nextCaseNumber())).toBe('00012345');
      });
    });

    describe('clients and their mutations', () => {
      const record = { clientId: client, groupId: group, lastMutationId: 1, lastOccurredAt: 1_000 };
      const result = { clientId: client, mutationId: 1, name: 'note', hash: 'h1', refusal: null };
      const refusal = { code: 'not_allowed', message: 'No.' };

      test('are unknown before the first', async () => {
        const found = await storage.read(space, async (tx) => [
          await tx.client(client),
          await tx.groupOwner(group),
          await tx.mutationResult(client, 1),
        ]);
        expect(found).toEqual([undefined, undefined, undefined]);
      });

      test('are recorded with their group and owner, in a version of their own', async () => {
        await storage.write(space, (tx) => tx.recordMutation(record, ann, result));
        const found = await storage.read(space, async (tx) => ({
          version: tx.version,
          client: await tx.client(client),
          owner: await tx.groupOwner(group),
          result: await tx.mutationResult(client, 1),
        }));
        expect(found).toEqual({ version: 1, client: record, owner: ann, result });
        expect(await storage.read(other, (tx) => tx.client(client))).toBeUndefined();
      });

      test('are told since a version, refusals in the order of processing', async () => {
        await storage.write(space, (tx) => tx.recordMutation(record, ann, { ...result, refusal }));
        const second = { ...record, lastMutationId: 2, lastOccurredAt: null };
        await storage.write(space, (tx) => tx.recordMutation(second, ann, { ...result, mutationId: 2 }));
        const third = { ...second, lastMutationId: 3 };
        await storage.write(space, (tx) => tx.recordMutation(third, ann, { ...result, mutationId: 3, refusal }));
        const since = (from: number, of = group) =>
          storage.read(space, async (tx) => [
            (await tx.clientsChangedAfter(of, from)).map(({ lastMutationId }) => lastMutationId),
            (await tx.refusalsAfter(of, from)).map(({ mutationId }) => mutationId),
          ]);
        expect(await since(0)).toEqual([[3], [1, 3]]);
        expect(await since(1)).toEqual([[3], [3]]);
        expect(await since(3)).toEqual([[], []]);
        expect(await since(0, clientGroupIdSchema.parse('another'))).toEqual([[], []]);
      });

      test('a group keeps its first owner', async () => {
        await storage.write(space, (tx) => tx.recordMutation(record, ann, result));
        const bob = userIdSchema.parse('bob');
        await storage.write(space, (tx) => tx.recordMutation(record, bob, { ...result, mutationId: 2 }));
        expect(await storage.read(space, (tx) => tx.groupOwner(group))).toBe(ann);
      });
    });

    describe('tokens', () => {
      test('are found by their hash, and make no version', async () => {
        await storage.write(space, (tx) => tx.addToken('hash', ann));
        expect(await storage.findToken('hash')).toEqual({ hash: 'hash', space, userId: ann });
        expect(await storage.findToken('other')).toBeUndefined();
        expect(await version(storage)).toBe(0);
      });

      test('are told by whom they are for, each once, of their own space', async () => {
        const service = userIdSchema.parse('service:portal:community');
        await storage.write(space, async (tx) => {
          await tx.addToken('hash 1', service);
          await tx.addToken('hash 2', ann);
          await tx.addToken('hash 3', ann);
        });
        await storage.write(other, (tx) => tx.addToken('hash 4', userIdSchema.parse('zoe')));
        expect(await storage.read(space, (tx) => tx.tokenHolders())).toEqual([ann, service]);
        await storage.write(space, (tx) => tx.removeTokens(ann));
        expect(await storage.read(space, (tx) => tx.tokenHolders())).toEqual([service]);
      });
    });
  });
}
