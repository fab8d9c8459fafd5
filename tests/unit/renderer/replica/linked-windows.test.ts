import { afterEach, describe, expect, test } from 'vitest';
import { openReplica } from '../../../../src-renderer/replica/open-replica.ts';
import type { WindowChannel, WindowMessage } from '../../../../src-renderer/replica/window-channel.ts';
import { browserChannel } from '../../../../src-renderer/replica/window-channel.ts';
import { StoreOpenError } from '../../../../src-renderer/sync/client-store.ts';
import { createFetchTransport } from '../../../../src-renderer/sync/fetch-transport.ts';
import { createMemoryStore, MemoryDisk } from '../../../../src-renderer/sync/memory-store.ts';
import { FakeBackend } from '../sync/fake-backend.ts';
import { MemoryJournal } from '../sync/memory-journal.ts';
import { marks, SimulatedTime, SimulatedWire, settle, type TestReplica } from '../sync/simulated-world.ts';
import { registry } from '../sync/tiny-registry.ts';

const m = (mark: string) => ({ id: 'p', mark });
const shown = (window: OpenedWindow) => marks(window.replica.get('products', 'p'));

interface OpenedWindow {
  readonly replica: TestReplica;
  readonly time: SimulatedTime;
  readonly wire: SimulatedWire;
  /** Ends it without a word. */
  vanish(): void;
}

/** One profile that several windows are opened on. */
class Profile {
  readonly backend = new FakeBackend(registry);
  readonly disk = new MemoryDisk();
  readonly journal = new MemoryJournal();
  readonly #channels = new Set<{ hear: (message: WindowMessage) => void }>();
  #holder: object | null = null;
  #windows: OpenedWindow[] = [];

  async open(): Promise<OpenedWindow> {
    const store = createMemoryStore(this.disk);
    const me = {};
    let alive = true;
    const time = new SimulatedTime(`window-${this.#windows.length + 1}`);
    const wire = new SimulatedWire(this.backend);
    const replica = await openReplica({
      store: {
        ...store,
        open: async () => {
          if (this.#holder !== null && this.#holder !== me) throw new StoreOpenError('Open in another window.', 'held');
          this.#holder = me;
          return store.open();
        },
        close: async () => {
          await store.close();
          if (this.#holder === me) this.#holder = null;
        },
      },
      journal: this.journal,
      transport: createFetchTransport('/api', wire),
      surroundings: time,
      windows: this.#channel(() => alive),
      registry,
    });
    await replica.loaded;
    await settle();
    const opened = {
      replica,
      time,
      wire,
      vanish: () => {
        alive = false;
        time.forget();
        wire.drop();
        wire.online = false;
        if (this.#holder === me) this.#holder = null;
      },
    };
    this.#windows.push(opened);
    return opened;
  }

  async end(): Promise<void> {
    for (const { replica } of this.#windows) await replica.close();
    this.#windows = [];
  }

  cut(): void {
    for (const { wire } of this.#windows) wire.cut();
  }

  async online(): Promise<void> {
    for (const { wire, replica } of this.#windows) {
      wire.online = true;
      replica.reconnect();
    }
    await settle();
  }

  #channel(isAlive: () => boolean): WindowChannel {
    const end = { hear: (_message: WindowMessage) => {} };
    this.#channels.add(end);
    return {
      post: (message) => {
        if (!isAlive()) return;
        for (const other of this.#channels)
          if (other !== end) queueMicrotask(() => other.hear(structuredClone(message)));
      },
      onMessage: (listener) => {
        end.hear = (message) => {
          if (isAlive()) listener(message);
        };
      },
      close: () => void this.#channels.delete(end),
    };
  }
}

let profile = new Profile();
afterEach(async () => {
  await profile.end();
  profile = new Profile();
});

describe('two windows of one profile', () => {
  test('show the same, and only one of them writes and sends', async () => {
    const first = await profile.open();
    const second = await profile.open();
    profile.cut();
    await settle();
    expect(second.replica.status.getState().storageProblem).toBeNull();
    expect(await first.replica.mutate('mark', m('a'))).toEqual({ accepted: true });
    expect(await second.replica.mutate('mark', m('b'))).toEqual({ accepted: true });
    await settle();
    for (const window of [first, second]) {
      expect(shown(window)).toEqual(['a', 'b']);
      expect(window.replica.status.getState().waiting).toBe(2);
    }
    expect([...profile.disk.contents.outbox.keys()]).toEqual([1, 2]);
    await profile.online();
    expect(marks(profile.backend.doc('products', 'p'))).toEqual(['a', 'b']);
    for (const window of [first, second]) {
      expect(shown(window)).toEqual(['a', 'b']);
      expect(window.replica.status.getState().waiting).toBe(0);
    }
    expect(second.wire.paths).not.toContain('/sync/push');
  });

  test('tell each other what is refused, by a rule here or by the backend', async () => {
    const first = await profile.open();
    const second = await profile.open();
    expect(await second.replica.mutate('mark', m('never'))).toMatchObject({ accepted: false, code: 'never' });
    expect(await second.replica.mutate('mark', m('no-way'))).toEqual({ accepted: true });
    await settle();
    const [item] = second.replica.status.getState().attention;
    expect(item?.args).toEqual(m('no-way'));
    await second.replica.dismissAttention(item?.id ?? '');
    await settle();
    for (const { replica } of [first, second]) expect(replica.status.getState().attention).toEqual([]);
  });

  test('keep a draft of either in the store', async () => {
    const first = await profile.open();
    const second = await profile.open();
    const saving = second.replica.saveDraft('case-1', { kind: 'note', text: 'half' });
    await settle();
    await first.time.pass(1_000);
    await saving;
    expect(first.replica.draft('case-1')).toEqual({ kind: 'note', text: 'half' });
    expect(second.replica.draft('case-1')).toEqual({ kind: 'note', text: 'half' });
    expect([...profile.disk.contents.drafts.keys()]).toEqual(['case-1']);
  });

  test('remove a draft of either with what was written in it', async () => {
    const first = await profile.open();
    const second = await profile.open();
    const draft = { kind: 'note', text: 'half', macro: 'greeting' } as const;
    const saving = second.replica.saveDraft('case-1', draft);
    await settle();
    await first.time.pass(1_000);
    await saving;
    expect(first.replica.draft('case-1')).toEqual(draft);
    expect(await second.replica.mutate('mark', m('a'), undefined, 'case-1')).toEqual({ accepted: true });
    expect([...profile.disk.contents.drafts.keys()]).toEqual([]);
  });

  test('change places when the one that works closes, and lose nothing that it was asked', async () => {
    const first = await profile.open();
    const second = await profile.open();
    profile.cut();
    await settle();
    await first.replica.mutate('mark', m('a'));
    first.vanish();
    const asked = second.replica.mutate('mark', m('b'));
    await settle();
    await second.time.pass(10_000);
    expect(await asked).toEqual({ accepted: true });
    expect(shown(second)).toEqual(['a', 'b']);
    expect(second.replica.status.getState()).toMatchObject({ waiting: 2, storageProblem: null });
    const third = await profile.open();
    expect(third.replica.status.getState().waiting).toBe(2);
    second.wire.online = true;
    second.replica.reconnect();
    await settle();
    expect(marks(profile.backend.doc('products', 'p'))).toEqual(['a', 'b']);
  });

  test('do not do again what the one that went had done without an answer', async () => {
    const first = await profile.open();
    const second = await profile.open();
    profile.cut();
    await settle();
    profile.disk.afterCommit = (change) => {
      if (change.putOutbox?.length) first.vanish();
    };
    const asked = second.replica.mutate('mark', m('a'));
    await settle();
    profile.disk.afterCommit = () => {};
    await second.time.pass(10_000);
    expect(await asked).toEqual({ accepted: true });
    expect(second.replica.status.getState().waiting).toBe(1);
    expect(shown(second)).toEqual(['a']);
  });
});

describe('what was refused', () => {
  test('is retried, dismissed and restored from a window that only looks', async () => {
    const profile = new Profile();
    const first = await profile.open();
    const second = await profile.open();
    await second.replica.mutate('mark', m('no-1'));
    await first.time.pass(10_000);
    const [item] = second.replica.status.getState().attention;
    if (item === undefined) throw new Error('The mark was not refused.');
    await second.replica.dismissAttention(item.id);
    expect(first.replica.status.getState().attention).toEqual([]);
    await second.replica.restoreAttention(item);
    await settle();
    expect(second.replica.status.getState().attention).toMatchObject([{ id: item.id, done: { by: { name: 'Ana' } } }]);
    first.wire.cut();
    await settle();
    expect(await second.replica.retryAttention(item.id)).toEqual({ accepted: true });
    await settle();
    expect(second.replica.status.getState()).toMatchObject({ waiting: 1, attention: [] });
    expect(await second.replica.retryAttention(item.id)).toMatchObject({ accepted: false, code: 'not_there' });
  });
});

describe('the channel of the browser', () => {
  test('carries messages to the others, and does not hear what has another form', async () => {
    const name = 'channel-test';
    const [one, two] = [browserChannel(name), browserChannel(name)];
    const raw = new BroadcastChannel(name);
    const heard: WindowMessage[] = [];
    const arrived = new Promise<void>((resolve) => {
      two.onMessage((message) => {
        heard.push(message);
        if (message.type === 'answer') resolve();
      });
    });
    one.post({ type: 'hello' });
    raw.postMessage({ type: 'request', id: 7 });
    raw.postMessage('anything');
    one.post({ type: 'answer', id: 'x', answer: { ok: true, refusal: null } });
    await arrived;
    expect(heard.map(({ type }) => type)).toEqual(['hello', 'answer']);
    one.close();
    two.close();
    raw.close();
  });
});
