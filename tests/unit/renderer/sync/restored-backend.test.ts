import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { mainSpace } from '../../../../src-backend/backend.ts';
import { backUpDatabase, restoreFrom } from '../../../../src-backend/storage/postgres/backups.ts';
import { openPostgresStorage } from '../../../../src-backend/storage/postgres/postgres-storage.ts';
import { copyDatabase } from '../../../../src-backend/storage/sqlite/copy-database.ts';
import { restoreDatabase } from '../../../../src-backend/storage/sqlite/restore.ts';
import { openSqliteStorage } from '../../../../src-backend/storage/sqlite/sqlite-storage.ts';
import type { Storage } from '../../../../src-backend/storage/storage.ts';
import { productIdSchema } from '../../../../src-shared/cases/case-document.ts';
import { describeWithPostgres } from '../../../postgres/with-postgres.ts';
import { annToken, bobToken, startBackend } from '../../backend/backend-fixture.ts';
import { backendRegistry, type CleanUp, newClient, Way } from './real-client.ts';

const cleanUp: CleanUp = [];
afterEach(async () => {
  for (const step of cleanUp.splice(0).reverse()) await step();
});

/** Data that can be served, backed up and put back. */
interface Place {
  open(): Promise<Storage>;
  backUp(): Promise<void>;
  restore(): Promise<void>;
}

const rule =
  'a backend that was restored gets what waits from clients that are ahead of it and from those that are not';

test(`${rule}, on SQLite`, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'dueline-restore-'));
  cleanUp.push(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, 'dueline.sqlite');
  const backup = join(folder, 'backup.sqlite');
  await restoreUnderClients({
    open: () => openSqliteStorage({ file }),
    backUp: async () => void copyDatabase(file, backup),
    restore: async () => void restoreDatabase(file, backup),
  });
});

describeWithPostgres(rule, (server) => {
  test('on PostgreSQL', async () => {
    const url = await server().createDatabase();
    let name = '';
    await restoreUnderClients({
      open: () => openPostgresStorage({ url }),
      backUp: async () => {
        name = (await backUpDatabase(url)).name;
      },
      restore: async () => void (await restoreFrom(url, name)),
    });
  });
});

async function restoreUnderClients(place: Place): Promise<void> {
  const serve = async () => startBackend({ registry: backendRegistry, storage: await place.open() });
  const name = (id: string) => ({ id, name: id });

  const first = await serve();
  const ways = [new Way(first.url, annToken), new Way(first.url, bobToken)] as const;
  const ann = await newClient(ways[0], 'ann', cleanUp);
  const bob = await newClient(ways[1], 'bob', cleanUp);
  const drained = () =>
    Promise.all(
      [ann, bob].map((each) => each.until(({ waiting, connection }) => waiting === 0 && connection.state === 'online')),
    );

  await ann.replica.mutate('name_account', name('ann-1'));
  await bob.replica.mutate('name_account', name('bob-1'));
  await drained();
  await place.backUp();
  // Confirmed, and not in the backup: Ann is ahead of what will be restored.
  await ann.replica.mutate('name_account', name('ann-2'));
  await ann.replica.mutate('name_account', name('ann-3'));
  await drained();
  for (const way of ways) way.url = null;
  await first.backend.close();
  await Promise.all([ann, bob].map((each) => each.until(({ connection }) => connection.state === 'offline')));
  await ann.replica.mutate('name_account', name('ann-4'));
  await bob.replica.mutate('name_account', name('bob-2'));
  await bob.replica.mutate('name_account', name('bob-3'));

  await place.restore();
  const second = await serve();
  cleanUp.push(() => second.backend.close());
  // Until the restored data has more versions than Ann has seen: only its new epoch tells it from what she knows.
  for (let index = 0; index < 10; index += 1) {
    const id = productIdSchema.parse(`product-${index}`);
    await second.storage.write(mainSpace, (tx) => tx.put('products', id, { id, name: id }));
  }
  for (const way of ways) way.url = second.url;
  for (const each of [ann, bob]) each.replica.reconnect();
  await drained();

  const there = ['ann-1', 'ann-4', 'bob-1', 'bob-2', 'bob-3'];
  await Promise.all([ann, bob].map((each) => each.until(() => each.replica.all('accounts').size === there.length)));
  for (const { replica } of [ann, bob]) {
    expect([...replica.all('accounts').keys()].toSorted()).toEqual(there);
    expect(replica.all('products').size).toBe(10);
    expect(replica.status.getState().attention).toEqual([]);
  }
  const stored = await second.storage.read(mainSpace, async (tx) => {
    const ids: string[] = [];
    for await (const { id } of tx.list('accounts')) ids.push(id);
    return ids;
  });
  expect(stored).toEqual(there);
}
