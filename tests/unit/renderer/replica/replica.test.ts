import 'fake-indexeddb/auto';
import { describe, expect, test } from 'vitest';
import { openReplica } from '../../../../src-renderer/replica/open-replica.ts';
import { createDexieStore } from '../../../../src-renderer/sync/dexie-store.ts';
import { createFetchTransport } from '../../../../src-renderer/sync/fetch-transport.ts';
import { createMemoryStore, MemoryDisk } from '../../../../src-renderer/sync/memory-store.ts';
import { FakeBackend } from '../sync/fake-backend.ts';
import { marks, SimulatedClient, SimulatedTime, SimulatedWire, settle } from '../sync/simulated-world.ts';
import { registry } from '../sync/tiny-registry.ts';

const m = (mark: string) => ({ id: 'p', mark });

async function offlineAfterFirstLoad() {
  const backend = new FakeBackend(registry);
  const client = new SimulatedClient(backend);
  const replica = await client.start();
  client.wire.cut();
  await settle();
  return { backend, client, replica };
}

describe('an action', () => {
  test('that a rule refuses is told, and stored nowhere', async () => {
    const { client, replica } = await offlineAfterFirstLoad();
    expect(await replica.mutate('mark', m('never'))).toMatchObject({ accepted: false, code: 'never' });
    expect(client.disk.contents.outbox.size).toBe(0);
    expect(replica.get('products', 'p')).toBeUndefined();
  });

  test('with arguments out of form is refused naming the place', async () => {
    const { replica } = await offlineAfterFirstLoad();
    const args = JSON.parse('{"id":"p","mark":7}');
    const outcome = await replica.mutate('mark', args);
    expect(outcome).toMatchObject({ accepted: false, code: 'invalid_args' });
    expect(outcome).toHaveProperty('message', expect.stringContaining('mark'));
  });

  test('before the first load is refused, not lost silently', async () => {
    const client = new SimulatedClient(new FakeBackend(registry));
    client.wire.online = false;
    const replica = await client.start();
    expect(await replica.mutate('mark', m('a'))).toMatchObject({ accepted: false, code: 'not_loaded' });
  });

  test('is durable before it is shown or said to be saved', async () => {
    const { client, replica } = await offlineAfterFirstLoad();
    const seen: unknown[] = [];
    client.disk.beforeCommit = (change, durability) => {
      seen.push([durability, change.putOutbox?.length, replica.get('products', 'p')]);
    };
    await replica.mutate('mark', m('a'));
    expect(seen).toEqual([['strict', 1, undefined]]);
    client.disk.cutPower();
    const again = await client.restart();
    expect(marks(again.get('products', 'p'))).toEqual(['a']);
  });

  test('of many is judged after those before it, and all that are accepted are one durable change', async () => {
    const { client, replica } = await offlineAfterFirstLoad();
    const seen: unknown[] = [];
    client.disk.beforeCommit = (change, durability) => {
      seen.push([durability, change.putOutbox?.map(({ id }) => id), replica.get('products', 'p')]);
    };
    const marked = ['a', 'never', 'b'].map((mark) => ({ name: 'mark' as const, args: m(mark) }));
    const outcomes = await replica.mutateAll(marked);
    expect(outcomes).toMatchObject([{ accepted: true }, { accepted: false, code: 'never' }, { accepted: true }]);
    expect(seen).toEqual([['strict', [1, 2], undefined]]);
    expect(marks(replica.get('products', 'p'))).toEqual(['a', 'b']);
    client.disk.cutPower();
    expect(marks((await client.restart()).get('products', 'p'))).toEqual(['a', 'b']);
  });

  test('of many that cannot be stored is refused whole, and nothing of them is shown', async () => {
    const { client, replica } = await offlineAfterFirstLoad();
    client.disk.beforeCommit = () => {
      throw new Error('QuotaExceededError');
    };
    const outcomes = await replica.mutateAll(['a', 'b'].map((mark) => ({ name: 'mark' as const, args: m(mark) })));
    expect(outcomes).toMatchObject([{ code: 'storage' }, { code: 'storage' }]);
    expect(replica.get('products', 'p')).toBeUndefined();
    expect(client.disk.contents.outbox.size).toBe(0);
  });

  test('that cannot be stored is not shown, and the problem is told until a write works again', async () => {
    const { client, replica } = await offlineAfterFirstLoad();
    client.disk.beforeCommit = () => {
      throw new Error('QuotaExceededError');
    };
    expect(await replica.mutate('mark', m('a'))).toMatchObject({ accepted: false, code: 'storage' });
    expect(replica.get('products', 'p')).toBeUndefined();
    expect(replica.status.getState().storageProblem).toContain('QuotaExceededError');
    client.disk.beforeCommit = () => {};
    expect(await replica.mutate('mark', m('b'))).toEqual({ accepted: true });
    expect(marks(replica.get('products', 'p'))).toEqual(['b']);
    expect(replica.status.getState().storageProblem).toBeNull();
  });

  test('many at once are done in the order they were asked for', async () => {
    const { replica } = await offlineAfterFirstLoad();
    await Promise.all(['a', 'b', 'c', 'd'].map((mark) => replica.mutate('mark', m(mark))));
    expect(marks(replica.get('products', 'p'))).toEqual(['a', 'b', 'c', 'd']);
  });

  test('is dated by the clock corrected by the backend’s, never before the previous one', async () => {
    const backend = new FakeBackend(registry);
    const client = new SimulatedClient(backend);
    backend.now = client.time.at + 3_600_000;
    const replica = await client.start();
    client.wire.cut();
    await settle();
    await replica.mutate('mark', m('a'));
    client.time.at -= 60_000;
    await replica.mutate('mark', m('b'));
    const times = [...client.disk.contents.outbox.values()].map((text) => JSON.parse(text).timestamp);
    expect(times).toEqual([backend.now, backend.now]);
  });

  test('that fails over new documents loses only its effect here, never the pull', async () => {
    const { backend, client, replica } = await offlineAfterFirstLoad();
    backend.put('products', 'p', { id: 'p', name: 'poison' });
    backend.put('products', 'q', { id: 'q', name: 'q' });
    const seen: string[][] = [];
    replica.subscribe(() => seen.push(marks(replica.get('products', 'p'))));
    // Acting while the pull is under way, over the old documents; the new ones make the mutator throw.
    const acting: Promise<unknown>[] = [];
    client.wire.onCall = () => {
      if (client.wire.paths.at(-1) === '/sync/pull' && acting.length === 0) acting.push(replica.mutate('mark', m('a')));
    };
    client.wire.online = true;
    replica.reconnect();
    await settle();
    await Promise.all(acting);
    expect(seen).toEqual([['a'], ['poison'], ['poison', 'a']]);
    expect(replica.get('products', 'q')).toEqual({ id: 'q', name: 'q' });
    expect(marks(backend.doc('products', 'p'))).toEqual(['poison', 'a']);
  });
});

describe('a start', () => {
  test('offline shows what was confirmed, what waits, who acts, and the drafts', async () => {
    const { client, replica } = await offlineAfterFirstLoad();
    await replica.mutate('mark', m('a'));
    void replica.saveDraft('case-1', { kind: 'reply', text: 'Dear cust' }).catch(() => {});
    await client.time.pass(200);
    const again = await client.restart();
    expect(again.identity()?.user.name).toBe('Ana');
    expect(again.draft('case-1')).toEqual({ kind: 'reply', text: 'Dear cust' });
    expect(marks(again.get('products', 'p'))).toEqual(['a']);
    expect(again.status.getState()).toMatchObject({ waiting: 1, connection: { state: 'offline' } });
    expect(await again.mutate('mark', m('b'))).toEqual({ accepted: true });
    expect(marks(again.get('products', 'p'))).toEqual(['a', 'b']);
  });

  test('after a crash right after an action finds its text no longer in the draft, but what was typed since', async () => {
    const { client, replica } = await offlineAfterFirstLoad();
    const type = (caseId: string, text: string) => {
      replica.saveDraft(caseId, { kind: 'reply', text }).catch(() => {});
    };
    for (const caseId of ['sent', 'typed on', 'refused', 'not stored']) type(caseId, 'Dear customer');
    await client.time.pass(200);
    const sending = replica.mutate('mark', m('a'), undefined, 'sent');
    const meanwhile = replica.mutate('mark', m('b'), undefined, 'typed on');
    type('typed on', 'And another thing');
    await Promise.all([sending, meanwhile]);
    expect(await replica.mutate('mark', m('never'), undefined, 'refused')).toMatchObject({ accepted: false });
    client.disk.beforeCommit = () => {
      throw new Error('disk full');
    };
    expect(await replica.mutate('mark', m('c'), undefined, 'not stored')).toMatchObject({ accepted: false });
    client.disk.beforeCommit = () => {};
    expect(replica.draft('not stored')).toEqual({ kind: 'reply', text: 'Dear customer' });
    expect([...client.disk.contents.drafts.keys()]).not.toContain('sent');
    await client.time.pass(200);
    const again = await client.restart();
    expect(marks(again.get('products', 'p'))).toEqual(['a', 'b']);
    expect(['sent', 'typed on', 'refused', 'not stored'].map((caseId) => again.draft(caseId)?.text)).toEqual([
      undefined,
      'And another thing',
      'Dear customer',
      'Dear customer',
    ]);
  });

  test('flushes the draft when the window goes', async () => {
    const { client, replica } = await offlineAfterFirstLoad();
    void replica.saveDraft('case-1', { kind: 'note', text: 'half' });
    client.time.hide();
    await settle();
    expect((await client.restart()).draft('case-1')).toEqual({ kind: 'note', text: 'half' });
  });

  test('has the snapshot of the queue before the documents are read', async () => {
    const { client, replica } = await offlineAfterFirstLoad();
    await replica.saveQueueSnapshot([{ number: '1' }]);
    client.crash();
    const store = createMemoryStore(client.disk);
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const again = await openReplica({
      store: { ...store, readDocuments: () => held.then(() => store.readDocuments()) },
      transport: createFetchTransport('/api', new SimulatedWire(new FakeBackend(registry))),
      surroundings: new SimulatedTime('again'),
      registry,
    });
    expect(again.queueSnapshot()).toEqual([{ number: '1' }]);
    expect(again.all('policy').size).toBe(0);
    const acting = again.mutate('mark', m('early'));
    release();
    await again.loaded;
    expect(again.all('policy').size).toBe(1);
    expect(await acting).toEqual({ accepted: true });
    await again.close();
  });

  test('with a store that cannot be opened says why, shows what the backend has, and changes nothing', async () => {
    const backend = new FakeBackend(registry);
    backend.put('products', 'p', { id: 'p', name: 'x' });
    const client = new SimulatedClient(backend);
    client.disk.pretendVersion(99);
    const before = client.disk.contents;
    const replica = await client.start();
    expect(replica.status.getState().storageProblem).toContain('later version');
    expect(marks(replica.get('products', 'p'))).toEqual(['x']);
    expect(await replica.mutate('mark', m('a'))).toMatchObject({ accepted: false, code: 'storage' });
    await settle();
    expect(client.disk.contents).toBe(before);
    expect(replica.status.getState().storageProblem).toContain('later version');
  });

  test('with documents that cannot be read does the same', async () => {
    const backend = new FakeBackend(registry);
    const disk = new MemoryDisk();
    const store = createMemoryStore(disk);
    const replica = await openReplica({
      store: { ...store, readDocuments: () => Promise.reject(new Error('corrupt page')) },
      transport: createFetchTransport('/api', new SimulatedWire(backend)),
      surroundings: new SimulatedTime(),
      registry,
    });
    await replica.loaded;
    await settle();
    expect(replica.status.getState().storageProblem).toContain('corrupt page');
    expect(replica.all('policy').size).toBe(1);
    expect(disk.contents.documents.size).toBe(0);
    await replica.close();
  });

  test('works on IndexedDB: actions and drafts outlive the app', async () => {
    const backend = new FakeBackend(registry);
    const wire = new SimulatedWire(backend);
    const open = (prefix: string) =>
      openReplica({
        store: createDexieStore('replica-test'),
        transport: createFetchTransport('/api', wire),
        surroundings: new SimulatedTime(prefix),
        registry,
      });
    const first = await open('one');
    await first.loaded;
    await new Promise<void>((resolve) => {
      const stop = first.status.subscribe((status) => {
        if (status.connection.state === 'online') resolve(stop());
      });
    });
    wire.cut();
    await first.mutate('mark', m('a'));
    void first.saveDraft('case-1', { kind: 'call', text: 'rang' }).catch(() => {});
    await first.close();
    const second = await open('two');
    await second.loaded;
    expect(marks(second.get('products', 'p'))).toEqual(['a']);
    expect(second.draft('case-1')).toEqual({ kind: 'call', text: 'rang' });
    expect(second.status.getState().waiting).toBe(1);
    await second.close();
  });
});
