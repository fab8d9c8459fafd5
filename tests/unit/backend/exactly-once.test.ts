import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mainSpace } from '../../../src-backend/backend.ts';
import { TestClock } from '../../../src-backend/clock.ts';
import { ApiError } from '../../../src-backend/http/api-error.ts';
import { PolicySource, storePolicy } from '../../../src-backend/space/policy-source.ts';
import { openPostgresStorage } from '../../../src-backend/storage/postgres/postgres-storage.ts';
import { openSqliteStorage } from '../../../src-backend/storage/sqlite/sqlite-storage.ts';
import type { Storage } from '../../../src-backend/storage/storage.ts';
import { push } from '../../../src-backend/sync/push.ts';
import { userIdSchema } from '../../../src-shared/cases/case-document.ts';
import { describeWithPostgres } from '../../postgres/with-postgres.ts';
import { mutation, nowAt, policy, pushBody, testMutators, user } from './backend-fixture.ts';

/** Ten actions of a client: some are refused, some take a number. */
const actions = Array.from({ length: 10 }, (_, index) => {
  const name = ['name_account', 'refuse', 'take_number'][index % 3] ?? 'fault';
  const args = name === 'take_number' ? { id: `x${index}` } : { id: `x${index}`, name: `X${index}` };
  return mutation(index + 1, name, args);
});

type Pushes = readonly (readonly unknown[])[];

async function prepare(storage: Storage): Promise<Storage> {
  await storePolicy(storage, mainSpace, policy);
  await storage.write(mainSpace, (tx) => tx.put('users', 'ann', user('ann')));
  return storage;
}

/** Sends the pushes one after the other; one that comes out of order is refused. */
async function send(storage: Storage, pushes: Pushes): Promise<void> {
  const environment = {
    storage,
    clock: new TestClock(nowAt),
    registry: testMutators,
    policy: new PolicySource(),
    log: () => {},
  };
  const acting = { space: mainSpace, userId: userIdSchema.parse('ann') };
  for (const mutations of pushes) {
    await push(environment, acting, pushBody(mutations)).catch((error: unknown) => {
      if (!(error instanceof ApiError)) throw error;
    });
  }
}

/** What a client would see; not the order within one version, which is each storage's own. */
async function stateOf(storage: Storage) {
  const documents = await storage.read(mainSpace, (tx) =>
    tx.changesAfter({ version: 0, sequence: 0 }, { documents: 100, characters: 1e9 }),
  );
  return documents.map(({ collection, id, json, version, deleted }) => ({ collection, id, json, version, deleted }));
}

async function stateAfter(pushes: Pushes, open = () => openSqliteStorage({ file: ':memory:' })) {
  const storage = await prepare(await open());
  await send(storage, pushes);
  const state = await stateOf(storage);
  await storage.close();
  return state;
}

const noise = fc.array(fc.array(fc.constantFrom(...actions), { maxLength: 6 }), { maxLength: 12 });

describe('however the actions are cut, repeated and shuffled into pushes, each counts exactly once and in order', () => {
  test('on SQLite', async () => {
    const expected = await stateAfter([actions]);
    await fc.assert(
      fc.asyncProperty(noise, async (before) => {
        // What came through of the noise, then everything again, as a client does that heard no answer.
        expect(await stateAfter([...before, actions])).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  describeWithPostgres('shuffled pushes on PostgreSQL', (server) => {
    test('sent one after the other', async () => {
      const expected = await stateAfter([actions]);
      const open = async () => openPostgresStorage({ url: await server().createDatabase() });
      await fc.assert(
        fc.asyncProperty(noise, async (before) => {
          expect(await stateAfter([...before, actions], open)).toEqual(expected);
        }),
        { numRuns: 12 },
      );
    });

    test('sent to three backends at once', async () => {
      const expected = await stateAfter([actions]);
      await fc.assert(
        fc.asyncProperty(fc.tuple(noise, noise, noise), async (befores) => {
          const url = await server().createDatabase();
          const first = await prepare(await openPostgresStorage({ url }));
          const backends = [first, await openPostgresStorage({ url }), await openPostgresStorage({ url })];
          await Promise.all(backends.map((storage, index) => send(storage, [...(befores[index] ?? []), actions])));
          expect(await stateOf(first)).toEqual(expected);
          await Promise.all(backends.map((storage) => storage.close()));
        }),
        { numRuns: 12 },
      );
    });
  });
});
