import { afterEach, expect, test } from 'vitest';
import { mainSpace } from '../../../src-backend/backend.ts';
import { openSqliteStorage } from '../../../src-backend/storage/sqlite/sqlite-storage.ts';
import type { Storage } from '../../../src-backend/storage/storage.ts';
import { productIdSchema } from '../../../src-shared/cases/case-document.ts';
import { mutation, nowAt, type Running, startBackend } from './backend-fixture.ts';

const minute = 60_000;
const running: Running[] = [];
afterEach(async () => {
  for (const { backend } of running.splice(0)) await backend.close();
});

/** Two backends on the same data, as two processes are. */
async function twoBackends(): Promise<{ first: Running; second: Running; storage: Storage }> {
  const storage = await openSqliteStorage({ file: ':memory:' });
  const first = await startBackend({ storage });
  const second = await startBackend({ storage });
  running.push(second, first);
  return { first, second, storage };
}

/** When the products named after their actions count, by the order of the actions. */
async function datesOf(storage: Storage, count: number): Promise<number[]> {
  return storage.read(mainSpace, async (tx) => {
    const dates: number[] = [];
    for (let id = 1; id <= count; id += 1) {
      // Number, version, accepted at, occurred at, recorded at.
      const [, , , occurredAt] = (await tx.get('products', productIdSchema.parse(`p${id}`)))?.name.split(' ') ?? [];
      dates.push(Number(occurredAt));
    }
    return dates;
  });
}

test('what one client did stays in its order, whichever of two processes with different clocks accepts it', async () => {
  const { first, second, storage } = await twoBackends();
  first.clock.set(nowAt + 45_000);
  second.clock.set(nowAt - 45_000);
  const take = (id: number, at: number) => mutation(id, 'take_number', { id: `p${id}` }, 'c1', at);
  for (let id = 1; id <= 8; id += 1) {
    const at = id % 2 === 1 ? first : second;
    expect((await at.push(take(id, nowAt + 40_000 + id))).rejections).toEqual([]);
  }
  const dates = await datesOf(storage, 8);
  expect(dates).toEqual(dates.toSorted((a, b) => a - b));
  expect(dates.at(-1)).toBeLessThanOrEqual(nowAt + 45_000);
});

test('a clock that was far ahead and was put right does not date what comes after', async () => {
  const { first, storage } = await twoBackends();
  const take = (id: number, at: number) => mutation(id, 'take_number', { id: `p${id}` }, 'c1', at);
  first.clock.set(nowAt + 24 * 60 * minute);
  await first.push(take(1, nowAt + 24 * 60 * minute));
  first.clock.set(nowAt);
  await first.push(take(2, nowAt), take(3, nowAt + 1_000));
  expect(await datesOf(storage, 3)).toEqual([nowAt + 24 * 60 * minute, nowAt, nowAt]);
});
