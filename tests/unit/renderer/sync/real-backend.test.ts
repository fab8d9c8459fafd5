import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { openSqliteStorage } from '../../../../src-backend/storage/sqlite/sqlite-storage.ts';
import { annToken, bobToken, startBackend } from '../../backend/backend-fixture.ts';
import { backendRegistry, type CleanUp, newClient, Way } from './real-client.ts';

const cleanUp: CleanUp = [];
afterEach(async () => {
  for (const step of cleanUp.splice(0).reverse()) await step();
});

const nameOf = (client: Awaited<ReturnType<typeof newClient>>, id: string) => client.replica.get('accounts', id)?.name;

describe('the sync client on the backend itself', () => {
  test('two people see each other’s actions, and what the backend made of their own', async () => {
    const running = await startBackend({ registry: backendRegistry });
    cleanUp.push(() => running.backend.close());
    const ann = await newClient(new Way(running.url, annToken), 'ann', cleanUp);
    const bob = await newClient(new Way(running.url, bobToken), 'bob', cleanUp);
    expect(ann.replica.identity()?.user.id).toBe('ann');
    await ann.replica.mutate('name_account', { id: 'x', name: 'One' });
    await bob.until(() => nameOf(bob, 'x') === 'One by ann');
    await bob.replica.mutate('name_account', { id: 'x', name: 'Two' });
    await ann.until(() => nameOf(ann, 'x') === 'Two by bob');
    await Promise.all([ann, bob].map((client) => client.until((status) => status.waiting === 0)));
  });

  test('what it refuses or does not know needs attention, and holds up nothing', async () => {
    const running = await startBackend({ registry: backendRegistry });
    cleanUp.push(() => running.backend.close());
    const way = new Way(running.url, annToken);
    const ann = await newClient(way, 'ann', cleanUp);
    way.url = null;
    await ann.replica.mutate('refuse', { id: 'x', name: 'Refused' });
    await ann.replica.mutate('novelty', { text: 'kept' });
    await ann.replica.mutate('name_account', { id: 'x', name: 'Last' });
    way.url = running.url;
    ann.replica.reconnect();
    await ann.until((status) => status.waiting === 0);
    expect(nameOf(ann, 'x')).toBe('Last by ann');
    const { attention } = ann.replica.status.getState();
    expect(attention.map((item) => [item.name, item.args, item.refusal.code])).toEqual([
      ['novelty', { text: 'kept' }, 'unknown_mutator'],
      ['refuse', { id: 'x', name: 'Refused' }, 'not_allowed'],
    ]);
  });

  test('a backend that was stopped and started again gets each action once', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'dueline-sync-'));
    cleanUp.push(() => rm(folder, { recursive: true, force: true }));
    const file = join(folder, 'dueline.sqlite');
    const first = await startBackend({ registry: backendRegistry, storage: await openSqliteStorage({ file }) });
    const way = new Way(first.url, annToken);
    const ann = await newClient(way, 'ann', cleanUp);
    await ann.replica.mutate('take_number', { id: 'p1' });
    await ann.until((status) => status.waiting === 0);
    way.url = null;
    await first.backend.close();
    await ann.until((status) => status.connection.state === 'offline');
    await ann.replica.mutate('take_number', { id: 'p2' });
    await ann.replica.mutate('take_number', { id: 'p3' });
    const second = await startBackend({ registry: backendRegistry, storage: await openSqliteStorage({ file }) });
    cleanUp.push(() => second.backend.close());
    // The first answer is lost on the way: what it said was done is sent again.
    let lost = 0;
    const { fetch } = way;
    way.fetch = async (path, init) => {
      const response = await fetch(path, init);
      if (path !== '/sync/push' || lost > 0) return response;
      lost += 1;
      throw new TypeError('Failed to fetch');
    };
    way.url = second.url;
    ann.replica.reconnect();
    await ann.until((status) => status.waiting === 0);
    expect(lost).toBe(1);
    const numbers = ['p1', 'p2', 'p3'].map((id) => ann.replica.get('products', id)?.name.split(' ')[0]);
    expect(new Set(numbers).size).toBe(3);
    expect([...numbers].sort()).toEqual(numbers);
  });
});
