import 'fake-indexeddb/auto';
import { afterEach, describe, expect, test } from 'vitest';
import { openReplica, type ReplicaOptions } from '../../../../src-renderer/replica/open-replica.ts';
import { type ClientStore, StoreOpenError } from '../../../../src-renderer/sync/client-store.ts';
import { createDexieStore } from '../../../../src-renderer/sync/dexie-store.ts';
import { createFetchTransport } from '../../../../src-renderer/sync/fetch-transport.ts';
import { createMemoryStore, MemoryDisk } from '../../../../src-renderer/sync/memory-store.ts';
import { FakeBackend } from './fake-backend.ts';
import { MemoryJournal } from './memory-journal.ts';
import { marks, SimulatedTime, SimulatedWire, settle, type TestReplica } from './simulated-world.ts';
import { registry } from './tiny-registry.ts';

const m = (mark: string) => ({ id: 'p', mark });
const open: TestReplica[] = [];
afterEach(async () => {
  for (const replica of open.splice(0)) await replica.close();
});

/** A computer with a journal; its store and network can be replaced between starts. */
class Computer {
  readonly backend = new FakeBackend(registry);
  readonly journal = new MemoryJournal();
  readonly wire = new SimulatedWire(this.backend);
  disk = new MemoryDisk();
  time = new SimulatedTime('first');
  #starts = 0;

  async start(options: Partial<ReplicaOptions> = {}): Promise<TestReplica> {
    this.#starts += 1;
    this.time = new SimulatedTime(`start-${this.#starts}`);
    const replica = await openReplica({
      store: createMemoryStore(this.disk),
      journal: this.journal,
      transport: createFetchTransport('/api', this.wire),
      surroundings: this.time,
      registry,
      ...options,
    });
    open.push(replica);
    await replica.loaded;
    await settle();
    return replica;
  }

  /** The app ends without a word. */
  crash(): void {
    this.disk.kill();
    this.time.forget();
    this.wire.drop();
    open.length = 0;
  }

  wipe(): void {
    this.crash();
    this.disk = new MemoryDisk();
  }

  async online(replica: TestReplica): Promise<void> {
    this.wire.online = true;
    replica.reconnect();
    await settle();
    await this.time.pass(60_000);
  }

  marks(): string[] {
    return marks(this.backend.doc('products', 'p'));
  }
}

async function offline() {
  const computer = new Computer();
  const replica = await computer.start();
  computer.wire.cut();
  await settle();
  return { computer, replica };
}

describe('with a journal, a store that was lost', () => {
  test('is given back its client and what waited, which the backend then gets once and in order', async () => {
    const { computer, replica } = await offline();
    for (const mark of ['a', 'b', 'c']) await replica.mutate('mark', m(mark));
    computer.wipe();
    const again = await computer.start();
    expect(again.status.getState().waiting).toBe(3);
    expect(again.identity()?.user.name).toBe('Ana');
    await computer.online(again);
    expect(computer.marks()).toEqual(['a', 'b', 'c']);
    expect(again.status.getState()).toMatchObject({ waiting: 0, storageProblem: null });
    expect(computer.journal.waiting()).toEqual([]);
    await again.mutate('mark', m('d'));
    await settle();
    expect(computer.marks()).toEqual(['a', 'b', 'c', 'd']);
  });

  test('doubles nothing of what the backend took without an answer', async () => {
    const { computer, replica } = await offline();
    for (const mark of ['a', 'b']) await replica.mutate('mark', m(mark));
    computer.wire.fate = (path) => (path === '/sync/push' ? 'lost_response' : 'ok');
    await computer.online(replica);
    expect(computer.marks()).toEqual(['a', 'b']);
    computer.wire.online = false;
    await replica.mutate('mark', m('c'));
    computer.wire.fate = () => 'ok';
    computer.wipe();
    const again = await computer.start();
    expect(again.status.getState().waiting).toBe(3);
    await computer.online(again);
    expect(computer.marks()).toEqual(['a', 'b', 'c']);
    expect(again.status.getState()).toMatchObject({ waiting: 0, attention: [] });
  });

  test('asks for nothing when nothing waited', async () => {
    const { computer, replica } = await offline();
    await replica.mutate('mark', m('a'));
    await computer.online(replica);
    computer.wipe();
    const again = await computer.start();
    await computer.online(again);
    await again.mutate('mark', m('b'));
    await settle();
    expect(computer.marks()).toEqual(['a', 'b']);
  });

  test('gets back the texts that were refused and not put away', async () => {
    const { computer, replica } = await offline();
    for (const mark of ['no-1', 'no-2', 'a']) await replica.mutate('mark', m(mark));
    await computer.online(replica);
    const [first] = replica.status.getState().attention;
    if (first === undefined) throw new Error('Nothing was refused.');
    await replica.dismissAttention(first.id);
    computer.wipe();
    const again = await computer.start();
    expect(again.status.getState().attention.map(({ args }) => args)).toEqual([m('no-2')]);
  });

  test('does not bring back what was put away when a power cut takes back the pull that told of it', async () => {
    const { computer, replica } = await offline();
    for (const mark of ['no-1', 'a']) await replica.mutate('mark', m(mark));
    await computer.online(replica);
    const [first] = replica.status.getState().attention;
    if (first === undefined) throw new Error('Nothing was refused.');
    computer.disk.beforeCommit = () => {
      throw new Error('the power is going');
    };
    await replica.dismissAttention(first.id).catch(() => {});
    computer.crash();
    computer.disk.cutPower();
    computer.disk.beforeCommit = () => {};
    const again = await computer.start();
    await computer.online(again);
    expect(again.status.getState()).toMatchObject({ waiting: 0, attention: [] });
    expect(computer.marks()).toEqual(['a']);
    await again.mutate('mark', m('b'));
    await settle();
    expect(computer.marks()).toEqual(['a', 'b']);
  });

  test('says of a refusal once when a power cut takes back the pull that told of it, and it is done anew before the next', async () => {
    const { computer, replica } = await offline();
    for (const mark of ['no-1', 'a']) await replica.mutate('mark', m(mark));
    await computer.online(replica);
    computer.crash();
    computer.disk.cutPower();
    computer.wire.online = false;
    const again = await computer.start();
    const { attention, waiting } = again.status.getState();
    expect([attention.map(({ args }) => args), waiting]).toEqual([[m('no-1')], 2]);
    expect(await again.mutate('mark', m('yes'), attention[0]?.id)).toEqual({ accepted: true });
    await computer.online(again);
    expect(again.status.getState()).toMatchObject({ waiting: 0, attention: [] });
    expect(computer.marks()).toEqual(['a', 'yes']);
  });

  test('does not send one person’s actions in the name of another', async () => {
    const { computer, replica } = await offline();
    await replica.mutate('mark', m('a'));
    computer.wipe();
    computer.backend.user = { id: 'u2', name: 'Ben', role: 'coa' };
    const again = await computer.start();
    await computer.online(again);
    expect(computer.marks()).toEqual([]);
    expect(again.status.getState()).toMatchObject({ waiting: 0, attention: [{ refusal: { code: 'other_user' } }] });
    computer.wipe();
    const third = await computer.start();
    expect(third.status.getState()).toMatchObject({ waiting: 0, attention: [{ args: m('a') }] });
  });

  test('does not do so either where the store had room for its client and not for whose it is', async () => {
    const { computer, replica } = await offline();
    await replica.mutate('mark', m('a'));
    computer.crash();
    const { client } = (await createMemoryStore(computer.disk).open()).meta;
    computer.wipe();
    const store = createMemoryStore(computer.disk);
    await store.open();
    await store.commit({ meta: client === undefined ? {} : { client } }, 'strict');
    computer.backend.user = { id: 'u2', name: 'Ben', role: 'coa' };
    const again = await computer.start();
    expect(again.status.getState().waiting).toBe(1);
    await computer.online(again);
    expect(computer.marks()).toEqual([]);
    expect(again.status.getState()).toMatchObject({ waiting: 0, attention: [{ refusal: { code: 'other_user' } }] });
  });

  test('skips a damaged line, says so, and doubles nothing even if the backend knew the action', async () => {
    for (const known of [false, true]) {
      const { computer, replica } = await offline();
      for (const mark of ['a', 'b', 'c']) await replica.mutate('mark', m(mark));
      if (known) {
        computer.wire.fate = (path) => (path === '/sync/push' ? 'lost_response' : 'ok');
        await computer.online(replica);
        computer.wire.fate = () => 'ok';
      }
      computer.wipe();
      computer.journal.damaged = (record) => record.kind === 'mutation' && record.entry.id === 2;
      const again = await computer.start();
      await computer.online(again);
      expect(computer.marks()).toEqual(known ? ['a', 'b', 'c'] : ['a', 'c']);
      expect(again.status.getState()).toMatchObject({
        waiting: 0,
        attention: [{ refusal: { code: 'damaged_record' } }],
      });
      computer.crash();
    }
  });

  test('says when the last action is what a damaged line held, which leaves no gap', async () => {
    const { computer, replica } = await offline();
    for (const mark of ['a', 'b']) await replica.mutate('mark', m(mark));
    computer.wipe();
    computer.journal.damaged = (record) => record.kind === 'mutation' && record.entry.id === 2;
    const again = await computer.start();
    expect(again.status.getState()).toMatchObject({ waiting: 1, attention: [{ refusal: { code: 'damaged_record' } }] });
    await again.dismissAttention(again.status.getState().attention[0]?.id ?? '');
    computer.crash();
    const third = await computer.start();
    expect(third.status.getState().attention).toEqual([]);
  });

  test('in IndexedDB is rebuilt as well, once', async () => {
    const computer = new Computer();
    const name = 'lost-between-starts';
    const first = await computer.start({ store: createDexieStore(name) });
    await untilOnline(first);
    computer.wire.cut();
    await settle();
    for (const mark of ['a', 'b', 'c']) await first.mutate('mark', m(mark));
    await first.close();
    await deleted(name);
    const second = await computer.start({ store: createDexieStore(name) });
    expect(second.status.getState().waiting).toBe(3);
    await second.close();
    const third = await computer.start({ store: createDexieStore(name) });
    expect(third.status.getState().waiting).toBe(3);
    computer.wire.online = true;
    third.reconnect();
    await until(third, (status) => status.waiting === 0);
    expect(computer.marks()).toEqual(['a', 'b', 'c']);
  });

  test('while the app runs is written anew from memory', async () => {
    const computer = new Computer();
    const name = 'lost-while-running';
    const replica = await computer.start({ store: createDexieStore(name) });
    await untilOnline(replica);
    await replica.mutate('mark', m('a'));
    await until(replica, (status) => status.waiting === 0);
    computer.wire.cut();
    await settle();
    await replica.mutate('mark', m('b'));
    await deleted(name);
    expect(await replica.mutate('mark', m('c'))).toEqual({ accepted: true });
    expect(marks(replica.get('products', 'p'))).toEqual(['a', 'b', 'c']);
    void replica.saveDraft('case-1', { kind: 'note', text: 'half' }).catch(() => {});
    await computer.time.pass(60_000);
    await until(replica, (status) => status.storageProblem === null);
    await replica.close();
    const again = await computer.start({ store: createDexieStore(name) });
    expect(again.status.getState().waiting).toBe(2);
    expect(again.draft('case-1')).toEqual({ kind: 'note', text: 'half' });
    computer.wire.online = true;
    again.reconnect();
    await until(again, (status) => status.waiting === 0);
    expect(computer.marks()).toEqual(['a', 'b', 'c']);
    expect(marks(again.get('products', 'p'))).toEqual(['a', 'b', 'c']);
  });
});

describe('an action', () => {
  test('is in the journal before it is in the store, and shown when it is in both', async () => {
    const { computer, replica } = await offline();
    const seen: string[] = [];
    computer.journal.beforeWrite = () => seen.push(`journal ${marks(replica.get('products', 'p'))}`);
    computer.disk.beforeCommit = (_change, durability) =>
      seen.push(`store ${durability} ${marks(replica.get('products', 'p'))}`);
    await replica.mutate('mark', m('a'));
    expect(seen).toEqual(['journal ', 'store strict ']);
    expect(marks(replica.get('products', 'p'))).toEqual(['a']);
  });

  test('that the journal cannot take is refused, stored nowhere, and the problem told until it can', async () => {
    const { computer, replica } = await offline();
    computer.journal.beforeWrite = () => {
      throw new Error('ENOSPC: no space left on device');
    };
    expect(await replica.mutate('mark', m('a'))).toMatchObject({ accepted: false, code: 'storage' });
    expect(replica.status.getState().storageProblem).toContain('ENOSPC');
    expect(computer.disk.contents.outbox.size).toBe(0);
    computer.journal.beforeWrite = () => {};
    expect(await replica.mutate('mark', m('b'))).toEqual({ accepted: true });
    expect(replica.status.getState().storageProblem).toBeNull();
    computer.wipe();
    const again = await computer.start();
    await computer.online(again);
    expect(computer.marks()).toEqual(['b']);
  });

  test('that only the journal can take is saved, and goes into the store when that takes it', async () => {
    const { computer, replica } = await offline();
    computer.disk.beforeCommit = () => {
      throw new DOMException('The quota is used up.', 'QuotaExceededError');
    };
    for (const mark of ['a', 'b']) expect(await replica.mutate('mark', m(mark))).toEqual({ accepted: true });
    expect(marks(replica.get('products', 'p'))).toEqual(['a', 'b']);
    expect(replica.status.getState()).toMatchObject({ waiting: 2, storageProblem: expect.stringContaining('disk') });
    computer.disk.beforeCommit = () => {};
    await computer.time.pass(60_000);
    expect(replica.status.getState()).toMatchObject({ waiting: 2, storageProblem: null });
    expect([...computer.disk.contents.outbox.keys()]).toEqual([1, 2]);
  });

  test('that only the journal took is there after a crash, and goes out once', async () => {
    const { computer, replica } = await offline();
    await replica.mutate('mark', m('a'));
    computer.disk.beforeCommit = () => {
      throw new DOMException('The quota is used up.', 'QuotaExceededError');
    };
    await replica.mutate('mark', m('b'));
    computer.crash();
    computer.disk.beforeCommit = () => {};
    const again = await computer.start();
    expect(again.status.getState().waiting).toBe(2);
    expect(marks(again.get('products', 'p'))).toEqual(['a', 'b']);
    await again.mutate('mark', m('c'));
    await computer.online(again);
    expect(computer.marks()).toEqual(['a', 'b', 'c']);
  });
});

test('a store with something that the journal does not take opens all the same', async () => {
  const { computer, replica } = await offline();
  await replica.mutate('mark', m('a'));
  computer.crash();
  const store = createMemoryStore(computer.disk);
  await store.open();
  await store.commit({ putOutbox: [{ id: 2, name: 'x'.repeat(200), args: {}, timestamp: 1 }] }, 'strict');
  const again = await computer.start();
  expect(again.status.getState()).toMatchObject({ waiting: 2, storageProblem: expect.stringContaining('journal') });
  expect(marks(again.get('products', 'p'))).toEqual(['a']);
});

describe('a store that cannot be opened', () => {
  /** Fails to open so many times, as a database does whose files are damaged or in use. */
  function failing(store: ClientStore, times: number, error: Error): ClientStore {
    let left = times;
    return {
      ...store,
      async open() {
        left -= 1;
        if (left >= 0) throw error;
        return store.open();
      },
    };
  }
  const broken = new StoreOpenError('The data on this computer cannot be opened. Nothing was deleted.', 'broken');

  test('is opened again and again, deleted never; meanwhile actions are kept and go out', async () => {
    const { computer, replica } = await offline();
    await replica.mutate('mark', m('a'));
    computer.crash();
    const before = computer.disk.contents;
    computer.wire.online = true;
    const again = await computer.start({ store: failing(createMemoryStore(computer.disk), 3, broken) });
    expect(again.status.getState().storageProblem).toContain('journal');
    expect(await again.mutate('mark', m('b'))).toEqual({ accepted: true });
    await settle();
    expect(computer.marks()).toEqual(['a', 'b']);
    expect(computer.disk.contents).toBe(before);
    computer.wire.cut();
    await settle();
    await again.mutate('mark', m('c'));
    void again.saveDraft('case-1', { kind: 'note', text: 'half' }).catch(() => {});
    await computer.time.pass(120_000);
    expect(again.status.getState()).toMatchObject({ storageProblem: null });
    expect([...computer.disk.contents.drafts.keys()]).toEqual(['case-1']);
    computer.crash();
    const third = await computer.start();
    expect(third.draft('case-1')).toEqual({ kind: 'note', text: 'half' });
    await computer.online(third);
    expect(computer.marks()).toEqual(['a', 'b', 'c']);
    expect(marks(third.get('products', 'p'))).toEqual(['a', 'b', 'c']);
    expect(third.status.getState().waiting).toBe(0);
  });

  test('because another window holds it can be looked at, and is taken over when that one has gone', async () => {
    const { computer, replica } = await offline();
    await replica.mutate('mark', m('a'));
    computer.crash();
    const held = new StoreOpenError('Dueline is open in another window.', 'held');
    const written = computer.journal.waiting();
    const again = await computer.start({ store: failing(createMemoryStore(computer.disk), 2, held) });
    expect(again.status.getState().storageProblem).toContain('another window');
    expect(await again.mutate('mark', m('b'))).toMatchObject({ accepted: false, code: 'storage' });
    expect(computer.journal.waiting()).toEqual(written);
    await computer.time.pass(120_000);
    expect(again.status.getState()).toMatchObject({ waiting: 1, storageProblem: null });
    expect(await again.mutate('mark', m('b'))).toEqual({ accepted: true });
    await computer.online(again);
    expect(computer.marks()).toEqual(['a', 'b']);
  });

  test('whose documents cannot be read goes on without them, and reads them again later', async () => {
    const { computer, replica } = await offline();
    await replica.mutate('mark', m('a'));
    computer.crash();
    let readable = false;
    const store = createMemoryStore(computer.disk);
    const again = await computer.start({
      store: {
        ...store,
        readDocuments: () => (readable ? store.readDocuments() : Promise.reject(new Error('bad page'))),
      },
    });
    expect(again.status.getState()).toMatchObject({ waiting: 1, storageProblem: expect.stringContaining('bad page') });
    await computer.online(again);
    expect(computer.marks()).toEqual(['a']);
    expect(await again.mutate('mark', m('b'))).toEqual({ accepted: true });
    readable = true;
    await computer.time.pass(120_000);
    expect(again.status.getState()).toMatchObject({ waiting: 0, storageProblem: null });
    expect(computer.marks()).toEqual(['a', 'b']);
    expect(marks(again.get('products', 'p'))).toEqual(['a', 'b']);
  });
});

test('a store that opens and takes nothing is not read anew; the journal has the actions until it takes them', async () => {
  const { computer, replica } = await offline();
  await replica.mutate('mark', m('a'));
  computer.crash();
  let takes = true;
  let reads = 0;
  const store = createMemoryStore(computer.disk);
  const again = await computer.start({
    store: {
      ...store,
      readDocuments: () => {
        reads += 1;
        return store.readDocuments();
      },
      commit: (change, durability) => (takes ? store.commit(change, durability) : Promise.reject(new Error('EIO'))),
    },
  });
  takes = false;
  expect(await again.mutate('mark', m('b'))).toEqual({ accepted: true });
  await computer.time.pass(600_000);
  expect(reads).toBe(1);
  expect(again.status.getState()).toMatchObject({ waiting: 2, storageProblem: expect.stringContaining('EIO') });
  expect(marks(again.get('products', 'p'))).toEqual(['a', 'b']);
  expect(computer.disk.contents.outbox.size).toBe(1);

  takes = true;
  await computer.time.pass(600_000);
  expect(reads).toBe(1);
  expect(again.status.getState()).toMatchObject({ waiting: 2, storageProblem: null });
  expect(computer.disk.contents.outbox.size).toBe(2);
  await computer.online(again);
  expect(computer.marks()).toEqual(['a', 'b']);
});

describe('when space runs out', () => {
  test('large writes wait first, actions are still taken, and all goes on when there is room', async () => {
    const { computer, replica } = await offline();
    await replica.close();
    open.length = 0;
    let freeBytes = 10_000_000;
    const again = await computer.start({ space: { freeBytes: async () => freeBytes } });
    computer.backend.put('products', 'q', { id: 'q', name: 'from afar' });
    expect(await again.mutate('mark', m('a'))).toEqual({ accepted: true });
    await computer.online(again);
    expect(computer.marks()).toEqual(['a']);
    expect(again.get('products', 'q')).toBeUndefined();
    expect(again.status.getState()).toMatchObject({ waiting: 1, storageProblem: expect.stringContaining('disk') });
    expect(await again.mutate('mark', m('b'))).toEqual({ accepted: true });
    expect(again.status.getState().storageProblem).toContain('disk');
    freeBytes = 10_000_000_000;
    await computer.time.pass(60_000);
    expect(again.status.getState()).toMatchObject({ waiting: 0, storageProblem: null });
    expect(again.get('products', 'q')).toEqual({ id: 'q', name: 'from afar' });
    expect(computer.marks()).toEqual(['a', 'b']);
  });
});

describe('what an earlier store had not sent', () => {
  test('and the present one does not know of goes out once the present one’s actions are settled', async () => {
    const { computer, replica } = await offline();
    await replica.mutate('mark', m('a'));
    computer.wipe();
    // The journal cannot be read, so the new store begins as a new client.
    computer.journal.readable = false;
    computer.wire.online = true;
    const second = await computer.start();
    expect(second.status.getState().waiting).toBe(0);
    computer.wire.cut();
    await settle();
    expect(await second.mutate('mark', m('b'))).toEqual({ accepted: true });
    computer.crash();
    computer.journal.readable = true;
    const third = await computer.start();
    await computer.online(third);
    expect(computer.marks()).toEqual(['b', 'a']);
    expect(third.status.getState().waiting).toBe(0);
    expect(computer.journal.waiting()).toEqual([]);
    await third.mutate('mark', m('c'));
    await settle();
    expect(computer.marks()).toEqual(['b', 'a', 'c']);
  });
});

function deleted(name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(name);
    request.onsuccess = () => resolve();
    request.onerror = () => reject(request.error);
  });
}

type Status = ReturnType<TestReplica['status']['getState']>;
function until(replica: TestReplica, holds: (status: Status) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const stop = replica.status.subscribe(check);
    function check() {
      if (!holds(replica.status.getState())) return;
      stop();
      resolve();
    }
    check();
  });
}
const untilOnline = (replica: TestReplica) => until(replica, (status) => status.connection.state === 'online');
