import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { openSqliteStorage } from '../../../../src-backend/storage/sqlite/sqlite-storage.ts';
import { openReplica } from '../../../../src-renderer/replica/open-replica.ts';
import type { SyncStatus } from '../../../../src-renderer/replica/replica.ts';
import { createFetchTransport, type EventStream } from '../../../../src-renderer/sync/fetch-transport.ts';
import { createMemoryStore } from '../../../../src-renderer/sync/memory-store.ts';
import { accepted, defineMutator } from '../../../../src-shared/mutators/mutator.ts';
import { withdraw } from '../../../../src-shared/mutators/withdraw.ts';
import { annToken, bobToken, nowAt, startBackend, testMutators } from '../../backend/backend-fixture.ts';

const backendRegistry = { ...testMutators, withdraw };
const registry = {
  ...backendRegistry,
  // Refused by the backend alone.
  refuse: defineMutator({ args: testMutators.refuse.args, run: async () => accepted }),
  /** Known to this client only. */
  novelty: defineMutator({ args: z.strictObject({ text: z.string() }), run: async () => accepted }),
};

const cleanUp: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const step of cleanUp.splice(0).reverse()) await step();
});

/** A way to a backend that may move to another port, or be gone. */
class Way {
  url: string | null;
  readonly #token: string;
  #streams: (() => void)[] = [];

  constructor(url: string, token: string) {
    this.url = url;
    this.#token = token;
  }

  fetch = async (path: string, init: RequestInit): Promise<Response> => {
    if (this.url === null) throw new TypeError('Failed to fetch');
    const headers = { ...Object.fromEntries(new Headers(init.headers)), authorization: `Bearer ${this.#token}` };
    return fetch(`${this.url}${path}`, { ...init, headers });
  };

  /** The part of `EventSource` that the transport uses, which Node lacks. */
  openStream = (path: string): EventStream => {
    const listeners = new Map<string, () => void>();
    const controller = new AbortController();
    const close = () => controller.abort();
    this.#streams.push(close);
    void (async () => {
      try {
        const response = await this.fetch(path, { signal: controller.signal });
        listeners.get('open')?.();
        const decoder = new TextDecoder();
        for await (const bytes of response.body ?? []) {
          for (const [, event] of decoder.decode(bytes).matchAll(/^event: (\w+)$/gm)) listeners.get(event ?? '')?.();
        }
      } catch {
        // Told below, like the end of a stream.
      }
      if (!controller.signal.aborted) listeners.get('error')?.();
    })();
    return { addEventListener: (type, listener) => void listeners.set(type, listener), close };
  };

  async end(): Promise<void> {
    for (const close of this.#streams) close();
  }
}

async function newClient(way: Way, name: string) {
  let ids = 0;
  const replica = await openReplica({
    store: createMemoryStore(),
    transport: createFetchTransport('', way),
    surroundings: {
      now: () => nowAt,
      monotonic: () => 0,
      random: () => 0.01,
      newId: () => `${name}-${++ids}`,
      schedule(afterMs, callback) {
        const timer = setTimeout(callback, afterMs);
        return () => clearTimeout(timer);
      },
      whenIdle: () => () => {},
      onWake: () => () => {},
      onHide: () => () => {},
    },
    registry,
  });
  cleanUp.push(async () => {
    await replica.close();
    await way.end();
  });
  const until = (condition: (status: SyncStatus) => boolean) =>
    new Promise<void>((resolve) => {
      const check = () => {
        if (!condition(replica.status.getState())) return;
        stopStatus();
        stopChanges();
        resolve();
      };
      const stopStatus = replica.status.subscribe(check);
      const stopChanges = replica.subscribe(check);
      check();
    });
  await until((status) => status.connection.state === 'online');
  return { replica, until };
}

const nameOf = (client: Awaited<ReturnType<typeof newClient>>, id: string) => client.replica.get('accounts', id)?.name;

describe('the sync client on the backend itself', () => {
  test('two people see each other’s actions, and what the backend made of their own', async () => {
    const running = await startBackend({ registry: backendRegistry });
    cleanUp.push(() => running.backend.close());
    const ann = await newClient(new Way(running.url, annToken), 'ann');
    const bob = await newClient(new Way(running.url, bobToken), 'bob');
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
    const ann = await newClient(way, 'ann');
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
    const ann = await newClient(way, 'ann');
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
