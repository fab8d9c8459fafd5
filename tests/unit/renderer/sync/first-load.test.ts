import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { noJournal } from '../../../../src-renderer/sync/journal.ts';
import { createJournaledStore } from '../../../../src-renderer/sync/journaled-store.ts';
import { readLoad } from '../../../../src-renderer/sync/load-lines.ts';
import { createMemoryStore, MemoryDisk } from '../../../../src-renderer/sync/memory-store.ts';
import { SpaceLowError } from '../../../../src-renderer/sync/storage-space.ts';
import { TransportError } from '../../../../src-renderer/sync/transport.ts';
import { FakeBackend } from './fake-backend.ts';
import { bodyOf, type Fate, SimulatedClient, SimulatedTime, settle, type TestReplica } from './simulated-world.ts';
import { registry } from './tiny-registry.ts';

/** Besides the policy. */
const productCount = 250;

function newBackend(): FakeBackend {
  const backend = new FakeBackend(registry);
  for (let at = 0; at < productCount; at += 1) backend.put('products', `x${at}`, { id: `x${at}`, name: `n${at}` });
  return backend;
}

const paths = (client: SimulatedClient) => client.wire.paths.filter((path) => path !== '/sync/me');
const names = (replica: TestReplica) => [...replica.all('products').values()].map(({ name }) => name);
const cookieOf = (client: SimulatedClient) => JSON.parse(client.disk.contents.meta.get('cookie') ?? 'null');
const onceAt = (path: string, fate: Fate) => {
  let left = 1;
  return (of: string): Fate => (of === path && left-- > 0 ? fate : 'ok');
};

describe('a first load', () => {
  test('brings everything in one stream and what is new in one pull, and tells how far it is', async () => {
    const backend = newBackend();
    const client = new SimulatedClient(backend);
    client.wire.online = false;
    const replica = await client.start();
    const told: unknown[] = [];
    replica.status.subscribe(({ progress }) => told.push(progress));
    client.wire.online = true;
    replica.reconnect();
    await settle();
    expect(paths(client).slice(0, 2)).toEqual(['/sync/load', '/sync/pull']);
    expect(told.filter((progress, at) => progress !== (told[at - 1] ?? null))).toEqual([
      { done: 0, total: 251 },
      { done: 100, total: 251 },
      { done: 200, total: 251 },
      { done: 251, total: 251 },
      null,
    ]);
    expect(replica.all('products').size).toBe(productCount);
    client.wire.paths.length = 0;
    const again = await client.restart();
    expect(paths(client)).not.toContain('/sync/load');
    expect(names(again)).toEqual(names(replica));
  });

  test('what changes while it comes is there as well', async () => {
    const backend = newBackend();
    const client = new SimulatedClient(backend);
    client.wire.onCall = () => {
      if (client.wire.paths.at(-1) !== '/sync/pull') return;
      client.wire.onCall = () => {};
      backend.put('products', 'x7', { id: 'x7', name: 'changed' });
      backend.put('products', 'x8', null);
      backend.put('products', 'new', { id: 'new', name: 'new' });
    };
    const replica = await client.start();
    expect(replica.get('products', 'x7')?.name).toBe('changed');
    expect(replica.get('products', 'x8')).toBeUndefined();
    expect(replica.get('products', 'new')?.name).toBe('new');
    expect(new Map(replica.all('products'))).toEqual(backend.all('products'));
  });

  test('wherever it is cut, nothing of it shows, and it begins anew', async () => {
    await fc.assert(
      fc.asyncProperty(fc.double({ min: 0, max: 0.9999, noNaN: true }), fc.boolean(), async (share, crashes) => {
        const backend = newBackend();
        const client = new SimulatedClient(backend);
        const wire = client.wire;
        const { fetch } = wire;
        wire.fetch = async (url, init) => {
          const answer = await fetch(url, init);
          if (!url.endsWith('/load')) return answer;
          wire.fetch = fetch;
          const text = await answer.text();
          return { ...answer, body: bodyOf(text.slice(0, Math.floor(text.length * share))) };
        };
        let replica = await client.start();
        expect([names(replica), cookieOf(client)]).toEqual([[], null]);
        expect(replica.status.getState()).toMatchObject({ progress: null, connection: { state: 'offline' } });
        if (crashes) replica = await client.restart();
        await client.time.pass(5_000);
        expect(new Map(replica.all('products'))).toEqual(backend.all('products'));
        expect(client.disk.contents.documents.size).toBe(251);
      }),
      { numRuns: 25 },
    );
  });

  test('a backend that knows no load is pulled page by page', async () => {
    const backend = newBackend();
    backend.loads = false;
    const client = new SimulatedClient(backend);
    const replica = await client.start();
    expect(paths(client).slice(0, 4)).toEqual(['/sync/load', '/sync/pull', '/sync/pull', '/sync/pull']);
    expect(replica.all('products').size).toBe(productCount);
  });

  test('where streams never come through, it is pulled page by page after three tries', async () => {
    const backend = newBackend();
    const client = new SimulatedClient(backend);
    client.wire.fate = (path) => (path === '/sync/load' ? 'truncated' : 'ok');
    const replica = await client.start();
    await client.time.pass(60_000);
    expect(paths(client).filter((path) => path === '/sync/load')).toHaveLength(3);
    expect(replica.all('products').size).toBe(productCount);
    expect(replica.status.getState().connection.state).toBe('online');
  });

  test('takes the place of what is here when the backend holds other data: all at once', async () => {
    const backend = newBackend();
    const client = new SimulatedClient(backend);
    const replica = await client.start();
    const before = names(replica);
    const backup = backend.backup();
    backend.restore(backup);
    backend.put('products', 'x0', { id: 'x0', name: 'other' });
    client.wire.fate = onceAt('/sync/load', 'truncated');
    client.wire.paths.length = 0;
    replica.reconnect();
    await settle();
    expect(paths(client)).toEqual(['/sync/pull', '/sync/load']);
    expect(names(replica)).toEqual(before);
    await client.time.pass(5_000);
    expect(names(replica).toSorted()).toEqual(before.map((name) => (name === 'n0' ? 'other' : name)).toSorted());
    const calls = ['/sync/pull', '/sync/load', '/sync/pull', '/sync/load', '/sync/pull'];
    expect(paths(client).slice(0, calls.length)).toEqual(calls);
  });

  test('leaves nothing of the pages that came before the backend began anew', async () => {
    const backend = newBackend();
    const client = new SimulatedClient(backend);
    const replica = await client.start();
    const backup = backend.backup();
    client.wire.cut();
    for (let at = 0; at < 150; at += 1) backend.put('products', `x${at}`, { id: `x${at}`, name: 'changed' });
    client.wire.online = true;
    let pulls = 0;
    client.wire.onCall = () => {
      if (client.wire.paths.at(-1) === '/sync/pull') pulls += 1;
      if (pulls === 2) backend.restore(backup);
    };
    client.wire.paths.length = 0;
    replica.reconnect();
    await settle();
    expect(paths(client).slice(0, 4)).toEqual(['/sync/pull', '/sync/pull', '/sync/load', '/sync/pull']);
    expect(new Map(replica.all('products'))).toEqual(backend.all('products'));
  });

  test('what was refused while its answer was lost is still told by the pull after it', async () => {
    const backend = newBackend();
    const client = new SimulatedClient(backend);
    const replica = await client.start();
    client.wire.fate = (path) => (path === '/sync/push' ? 'lost_response' : 'ok');
    await replica.mutate('mark', { id: 'p', mark: 'nonsense' });
    await settle();
    expect(replica.status.getState().waiting).toBe(1);
    backend.restore(backend.backup());
    client.wire.fate = () => 'ok';
    client.wire.paths.length = 0;
    await client.time.pass(5_000);
    expect(client.wire.paths).toContain('/sync/load');
    expect(replica.status.getState()).toMatchObject({ waiting: 0, attention: [{ refusal: { code: 'not_here' } }] });
  });

  test('may take long as long as it goes on, and is given up when it stops', async () => {
    const backend = newBackend();
    const client = new SimulatedClient(backend);
    const lines = (await backend.answer('/sync/load', loadBody)).text
      .trimEnd()
      .split('\n')
      .map((line) => `${line}\n`);
    let stops = false;
    const { fetch } = client.wire;
    client.wire.fetch = async (url, init) => {
      if (!url.endsWith('/load')) return fetch(url, init);
      client.wire.paths.push('/sync/load');
      const slow = new ReadableStream<Uint8Array<ArrayBuffer>>({
        start(controller) {
          for (const [at, line] of lines.entries()) {
            if (stops && at > 1) return;
            client.time.schedule(at * 40_000, () => {
              controller.enqueue(new TextEncoder().encode(line));
              if (at === lines.length - 1) controller.close();
            });
          }
        },
      });
      return { ok: true, status: 200, text: async () => '', body: slow };
    };
    stops = true;
    const replica = await client.start();
    await client.time.pass(99_000);
    expect(replica.status.getState().connection.state).toBe('connecting');
    stops = false;
    await client.time.pass(5_000);
    expect(replica.status.getState().connection.state).toBe('offline');
    await client.time.pass(300_000);
    expect(replica.all('products').size).toBe(productCount);
    expect(paths(client).slice(0, 3)).toEqual(['/sync/load', '/sync/load', '/sync/pull']);
  });
});

describe('a first load with little room on the disk', () => {
  test('waits as every large write does, also when room runs out in the middle of it, and says so', async () => {
    const disk = new MemoryDisk();
    let freeBytes = 1e12;
    const store = createJournaledStore({
      store: createMemoryStore(disk),
      journal: noJournal,
      space: { freeBytes: async () => freeBytes },
      surroundings: new SimulatedTime(),
    });
    await store.open();
    const page = (at: number) => ({ at, json: '[]', documents: [] });
    for (let at = 0; at < 8; at += 1) await store.stage('one', page(at));
    freeBytes = 200 * 2 ** 20;
    await expect(store.stage('one', page(8))).rejects.toThrow(SpaceLowError);
    expect(store.problem).not.toBeNull();
    await expect(store.stage('two', page(0))).rejects.toThrow(SpaceLowError);
    expect(disk.contents.staged).toMatchObject({ name: 'one', pages: 8 });
    expect(disk.contents.documents.size).toBe(0);
  });
});

const loadBody = JSON.stringify({ pullVersion: 1, schemaVersion: 1, clientGroupID: 'g' });

describe('the lines of a load', () => {
  const head = { cookie: 'k', documents: 2, schemaVersion: 1 };
  const page = [
    ['products', 'ü', 1, { id: 'ü', name: '日本 😀' }],
    ['products', 'b', 2, { id: 'b', name: 'B' }],
  ];
  const end = { end: true, documents: 2 };
  const text = (...lines: readonly unknown[]) => lines.map((line) => `${JSON.stringify(line)}\n`).join('');

  async function read(body: string, pieceBytes = 700) {
    const pages: unknown[] = [];
    const sink = {
      began: () => {},
      page: async ({ at, json }: { at: number; json: string }) => void pages.push([at, json]),
    };
    await readLoad(bodyOf(body, pieceBytes), sink, new AbortController().signal);
    return pages;
  }

  test('are read whatever the pieces they come in', async () => {
    for (let pieceBytes = 1; pieceBytes < 60; pieceBytes += 1) {
      expect(await read(text(head, page, end), pieceBytes)).toEqual([[0, JSON.stringify(page)]]);
    }
  });

  test.each([
    ['nothing', ''],
    ['no head', text(page, end)],
    ['no end', text(head, page)],
    ['an end without its end of line', text(head, page, end).trimEnd()],
    ['an end of fewer documents', text(head, page, { end: true, documents: 3 })],
    ['something after the end', text(head, page, end, page)],
    ['no JSON', `${text(head)}<html>\n`],
    ['an unknown collection', text(head, [['secrets', 'a', 1, {}]], { end: true, documents: 1 })],
    ['no document', text(head, [['products', 'a', 1, null]], { end: true, documents: 1 })],
    ['no version', text(head, [['products', 'a', '1', {}]], { end: true, documents: 1 })],
  ])('are refused with %s', async (_what, body) => {
    await expect(read(body)).rejects.toThrow(TransportError);
  });
});
