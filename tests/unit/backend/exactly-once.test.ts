import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mainSpace } from '../../../src-backend/backend.ts';
import { TestClock } from '../../../src-backend/clock.ts';
import { PolicySource, storePolicy } from '../../../src-backend/space/policy-source.ts';
import { openSqliteStorage } from '../../../src-backend/storage/sqlite/sqlite-storage.ts';
import { push } from '../../../src-backend/sync/push.ts';
import { userIdSchema } from '../../../src-shared/cases/case-document.ts';
import { mutation, nowAt, policy, pushBody, testMutators, user } from './backend-fixture.ts';

/** Ten actions of a client: some are refused, some take a number. */
const actions = Array.from({ length: 10 }, (_, index) => {
  const name = ['name_account', 'refuse', 'take_number'][index % 3] ?? 'fault';
  const args = name === 'take_number' ? { id: `x${index}` } : { id: `x${index}`, name: `X${index}` };
  return mutation(index + 1, name, args);
});

async function stateAfter(pushes: readonly (readonly unknown[])[]) {
  const storage = await openSqliteStorage({ file: ':memory:' });
  await storePolicy(storage, mainSpace, policy);
  await storage.write(mainSpace, (tx) => tx.put('users', 'ann', user('ann')));
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
      if (!(error instanceof Error && error.name === 'ApiError')) throw error;
    });
  }
  const state = await storage.read(mainSpace, (tx) =>
    tx.changesAfter({ version: 0, sequence: 0 }, { documents: 100, characters: 1e9 }),
  );
  await storage.close();
  return state;
}

test('however the actions are cut, repeated and shuffled into pushes, each counts exactly once and in order', async () => {
  const expected = await stateAfter([actions]);
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(fc.constantFrom(...actions), { maxLength: 6 }), { maxLength: 12 }),
      async (noise) => {
        // What came through of the noise, then everything again, as a client does that heard no answer.
        expect(await stateAfter([...noise, actions])).toEqual(expected);
      },
    ),
    { numRuns: 60 },
  );
});
