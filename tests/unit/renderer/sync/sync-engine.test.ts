import { describe, expect, test } from 'vitest';
import { FakeBackend } from './fake-backend.ts';
import { type Fate, marks, SimulatedClient, settle } from './simulated-world.ts';
import { oldRegistry, registry } from './tiny-registry.ts';

const newBackend = () => new FakeBackend(registry);
const m = (mark: string, id = 'p') => ({ id, mark });
const count = (paths: readonly string[], path: string) => paths.filter((candidate) => candidate === path).length;

describe('a cycle', () => {
  test('asks who acts here, pulls every page, and is online', async () => {
    const backend = newBackend();
    for (let at = 0; at < 250; at += 1) backend.put('products', `x${at}`, { id: `x${at}`, name: 'n' });
    const client = new SimulatedClient(backend);
    const replica = await client.start();
    expect(replica.status.getState().connection).toEqual({ state: 'online' });
    expect(replica.identity()?.user.name).toBe('Ana');
    expect(replica.all('products').size).toBe(250);
    expect(count(client.wire.paths, '/sync/me')).toBe(1);
  });

  test('shows an action at once, and sends it', async () => {
    const backend = newBackend();
    const client = new SimulatedClient(backend);
    const replica = await client.start();
    client.wire.online = false;
    expect(await replica.mutate('mark', m('a'))).toEqual({ accepted: true });
    expect(marks(replica.get('products', 'p'))).toEqual(['a']);
    expect(replica.status.getState().waiting).toBe(1);
    client.wire.online = true;
    await client.time.pass(40_000);
    expect(marks(backend.doc('products', 'p'))).toEqual(['a']);
    expect(replica.status.getState().waiting).toBe(0);
  });

  test('sends what waits in order, in as many pushes as fit', async () => {
    const backend = newBackend();
    backend.maxBytes = 5 * 1024 * 1024;
    const client = new SimulatedClient(backend);
    const replica = await client.start();
    client.wire.cut();
    await settle();
    const padding = 'x'.repeat(1_500_000);
    for (let at = 0; at < 7; at += 1) await replica.mutate('mark', { ...m(`a${at}`), padding });
    client.wire.online = true;
    client.wire.bodies.length = 0;
    client.wire.paths.length = 0;
    replica.reconnect();
    await settle();
    expect(marks(backend.doc('products', 'p'))).toEqual(['a0', 'a1', 'a2', 'a3', 'a4', 'a5', 'a6']);
    expect(count(client.wire.paths, '/sync/push')).toBe(3);
    expect(Math.max(...client.wire.bodies.map((body) => body.length))).toBeLessThan(5 * 1024 * 1024);
  });

  test('a thousand pokes while one cycle runs are one more cycle', async () => {
    const backend = newBackend();
    const client = new SimulatedClient(backend);
    await client.start();
    client.wire.paths.length = 0;
    for (let at = 0; at < 1_000; at += 1) client.wire.tell('poke');
    await settle();
    expect(count(client.wire.paths, '/sync/pull')).toBeLessThanOrEqual(2);
  });

  test('an action of one’s own is one pull: the poke that tells of it says nothing new', async () => {
    const backend = newBackend();
    const client = new SimulatedClient(backend);
    const replica = await client.start();
    client.wire.paths.length = 0;
    for (let at = 0; at < 10; at += 1) {
      await replica.mutate('mark', m(`a${at}`));
      await settle();
      backend.poke();
      await settle();
    }
    expect(replica.status.getState().waiting).toBe(0);
    expect(count(client.wire.paths, '/sync/push')).toBe(10);
    expect(count(client.wire.paths, '/sync/pull')).toBe(10);
  });

  test('a poke of what a pull on its way does not bring is heard all the same', async () => {
    const backend = newBackend();
    const client = new SimulatedClient(backend);
    const replica = await client.start();
    client.wire.paths.length = 0;
    client.wire.fate = (path) => {
      if (path === '/sync/pull' && backend.doc('products', 'q') === undefined) {
        // Once this pull is answered, and before the answer is there.
        queueMicrotask(() => queueMicrotask(() => backend.put('products', 'q', { id: 'q', name: 'q' })));
      }
      return 'ok';
    };
    await replica.mutate('mark', m('a'));
    await settle();
    expect(replica.get('products', 'q')).toEqual({ id: 'q', name: 'q' });
  });

  test('a stream that opens is heard, whatever was pulled before; so is a poke that names no version', async () => {
    const backend = newBackend();
    const client = new SimulatedClient(backend);
    await client.start();
    client.wire.paths.length = 0;
    client.wire.tell('error');
    await client.time.pass(60_000);
    expect(client.wire.openStreams).toBe(1);
    const pulls = count(client.wire.paths, '/sync/pull');
    expect(pulls).toBeGreaterThan(0);
    client.wire.tell('poke');
    await settle();
    expect(count(client.wire.paths, '/sync/pull')).toBe(pulls + 1);
  });

  test('a lower version than was pulled is news: the backend was put back to older data', async () => {
    const backend = newBackend();
    const client = new SimulatedClient(backend);
    const replica = await client.start();
    const backup = backend.backup();
    for (const mark of ['a', 'b', 'c']) await replica.mutate('mark', m(mark));
    await settle();
    backend.restore(backup);
    backend.put('products', 'q', { id: 'q', name: 'q' });
    await settle();
    expect(replica.get('products', 'q')).toEqual({ id: 'q', name: 'q' });
  });

  test('what another client did arrives with the poke', async () => {
    const backend = newBackend();
    const [ana, ben] = [new SimulatedClient(backend, 'ana'), new SimulatedClient(backend, 'ben')];
    const [a, b] = [await ana.start(), await ben.start()];
    await a.mutate('mark', m('a'));
    await settle();
    expect(marks(b.get('products', 'p'))).toEqual(['a']);
    await b.mutate('mark', m('b'));
    await settle();
    expect(marks(a.get('products', 'p'))).toEqual(['a', 'b']);
  });

  test('changes name exactly the documents that look different', async () => {
    const backend = newBackend();
    backend.put('products', 'q', { id: 'q', name: 'q' });
    const client = new SimulatedClient(backend);
    const replica = await client.start();
    client.changes.length = 0;
    await replica.mutate('mark', m('a'));
    await settle();
    // The backend's own result reads the same, so only the action itself is a change.
    expect(client.changes).toEqual([new Map([['products', new Set(['p'])]])]);
    client.changes.length = 0;
    backend.put('products', 'q', { id: 'q', name: 'q2' });
    await settle();
    expect(client.changes).toEqual([new Map([['products', new Set(['q'])]])]);
  });
});

describe('when the backend cannot be reached', () => {
  test('tries again after a random part of 1, 2, 4 … up to 30 seconds, and starts over once it worked', async () => {
    const backend = newBackend();
    const client = new SimulatedClient(backend);
    client.wire.online = false;
    client.time.chance = () => 0.9999999;
    const replica = await client.start();
    expect(replica.status.getState().connection).toEqual({ state: 'offline', sinceAt: client.time.at });
    const waited: number[] = [];
    for (let at = 0; at < 8; at += 1) {
      const before = client.wire.paths.length;
      let ms = 0;
      for (; client.wire.paths.length === before && ms < 40_000; ms += 500) await client.time.pass(500);
      waited.push(ms);
    }
    expect(waited).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
    client.wire.online = true;
    await client.time.pass(30_000);
    expect(replica.status.getState().connection).toEqual({ state: 'online' });
    client.wire.cut();
    await settle();
    const before = client.wire.paths.length;
    await client.time.pass(999);
    expect(client.wire.paths.length).toBe(before);
    await client.time.pass(1);
    expect(client.wire.paths.length).toBeGreaterThan(before);
  });

  test('an action does not shorten the wait, but reconnect, the network’s return and a look at the window do', async () => {
    const backend = newBackend();
    const client = new SimulatedClient(backend);
    const replica = await client.start();
    client.wire.cut();
    await client.time.pass(60_000);
    const calls = client.wire.paths.length;
    await replica.mutate('mark', m('a'));
    await settle();
    expect(client.wire.paths.length).toBe(calls);
    replica.reconnect();
    await settle();
    expect(client.wire.paths.length).toBe(calls + 1);
    client.wire.online = true;
    client.time.wake();
    await settle();
    expect(replica.status.getState()).toMatchObject({ connection: { state: 'online' }, waiting: 0 });
  });

  test('remembers since when it is offline', async () => {
    const backend = newBackend();
    const client = new SimulatedClient(backend);
    const replica = await client.start();
    await client.time.pass(5_000);
    client.wire.cut();
    await settle();
    const sinceAt = client.time.at;
    await client.time.pass(120_000);
    expect(replica.status.getState().connection).toEqual({ state: 'offline', sinceAt });
  });

  test('a stream that is silent for 40 seconds is opened anew', async () => {
    const backend = newBackend();
    const client = new SimulatedClient(backend);
    await client.start();
    for (let at = 0; at < 4; at += 1) {
      await client.time.pass(15_000);
      client.wire.tell('beat');
    }
    const calls = client.wire.paths.length;
    await client.time.pass(39_000);
    expect(client.wire.paths.length).toBe(calls);
    await client.time.pass(1_000);
    expect(client.wire.paths.length).toBeGreaterThan(calls);
    expect(client.wire.openStreams).toBe(1);
  });

  test('a stream over the network of before is opened anew over the present one', async () => {
    const backend = newBackend();
    const client = new SimulatedClient(backend);
    const replica = await client.start();
    client.wire.drop();
    client.time.wake('network');
    await settle();
    expect(client.wire.openStreams).toBe(1);
    backend.put('products', 'q', { id: 'q', name: 'q' });
    await settle();
    expect(replica.get('products', 'q')).toEqual({ id: 'q', name: 'q' });
    expect(replica.status.getState().connection).toEqual({ state: 'online' });
  });

  test('a look at the window leaves the stream alone', async () => {
    const backend = newBackend();
    const client = new SimulatedClient(backend);
    await client.start();
    const asked = count(client.wire.paths, '/sync/pull');
    client.wire.drop();
    client.time.wake('sight');
    await settle();
    expect(count(client.wire.paths, '/sync/pull')).toBe(asked + 1);
    expect(client.wire.openStreams).toBe(0);
  });

  test('without a stream it stays online, and keeps asking at a slower pace', async () => {
    const backend = newBackend();
    const client = new SimulatedClient(backend);
    client.wire.streams = false;
    const replica = await client.start();
    await client.time.pass(300_000);
    expect(replica.status.getState().connection).toEqual({ state: 'online' });
    const calls = count(client.wire.paths, '/sync/pull');
    expect(calls).toBeGreaterThan(8);
    expect(calls).toBeLessThan(60);
    backend.put('products', 'q', { id: 'q', name: 'q' });
    await client.time.pass(30_000);
    expect(replica.get('products', 'q')).toEqual({ id: 'q', name: 'q' });
  });

  test('a call that hangs is given up after a minute, or at once when the network returns', async () => {
    const backend = newBackend();
    const client = new SimulatedClient(backend);
    const replica = await client.start();
    client.wire.fate = () => 'hangs';
    await replica.mutate('mark', m('a'));
    await client.time.pass(59_000);
    expect(replica.status.getState().connection).toEqual({ state: 'online' });
    await client.time.pass(1_000);
    expect(replica.status.getState().connection.state).toBe('offline');
    await client.time.pass(10_000);
    client.wire.fate = () => 'ok';
    client.time.wake();
    await settle();
    await client.time.pass(2_000);
    expect(replica.status.getState()).toMatchObject({ connection: { state: 'online' }, waiting: 0 });
  });

  test.each([
    ['truncated', 'offline'],
    ['garbage', 'offline'],
    ['server_error', 'failing'],
    ['lost_response', 'offline'],
  ] as const)('an answer that is %s changes nothing here, and the action is done once', async (fate, state) => {
    const backend = newBackend();
    const client = new SimulatedClient(backend);
    const replica = await client.start();
    client.wire.fate = () => fate;
    client.changes.length = 0;
    await replica.mutate('mark', m('a'));
    await client.time.pass(10_000);
    expect(client.changes).toHaveLength(1);
    expect(replica.status.getState()).toMatchObject({ connection: { state }, waiting: 1 });
    client.wire.fate = () => 'ok';
    await client.time.pass(40_000);
    expect(replica.status.getState()).toMatchObject({ connection: { state: 'online' }, waiting: 0 });
    expect(marks(backend.doc('products', 'p'))).toEqual(['a']);
    expect(marks(replica.get('products', 'p'))).toEqual(['a']);
  });

  test('says what a backend says that answers but cannot, since when, and how often', async () => {
    const backend = newBackend();
    const client = new SimulatedClient(backend);
    const replica = await client.start();
    const sinceAt = client.time.at;
    backend.down = 'unavailable';
    await replica.mutate('mark', m('a'));
    await settle();
    const failing = { state: 'failing', sinceAt, message: expect.any(String) };
    expect(replica.status.getState()).toMatchObject({ connection: { ...failing, tries: 1 }, waiting: 1 });
    replica.reconnect();
    await settle();
    expect(replica.status.getState().connection).toMatchObject({ ...failing, tries: 2 });
    client.wire.cut();
    replica.reconnect();
    await settle();
    expect(replica.status.getState().connection.state).toBe('offline');
    backend.down = null;
    client.wire.online = true;
    replica.reconnect();
    await settle();
    expect(replica.status.getState()).toMatchObject({ connection: { state: 'online' }, waiting: 0 });
  });

  test('says when the token is not accepted, and when the versions do not fit; what waits is kept', async () => {
    const backend = newBackend();
    const client = new SimulatedClient(backend);
    const replica = await client.start();
    backend.down = 'unauthorized';
    await replica.mutate('mark', m('a'));
    await settle();
    expect(replica.status.getState()).toMatchObject({ connection: { state: 'unauthorized' }, waiting: 1 });
    backend.down = 'update_required';
    replica.reconnect();
    await settle();
    expect(replica.status.getState()).toMatchObject({ connection: { state: 'update_required' }, waiting: 1 });
    backend.down = null;
    replica.reconnect();
    await settle();
    expect(replica.status.getState()).toMatchObject({ connection: { state: 'online' }, waiting: 0 });
  });
});

describe('what the backend does not take', () => {
  test('an action refused by a rule goes to “Needs attention” with its text; those around it count', async () => {
    const backend = newBackend();
    const client = new SimulatedClient(backend);
    const replica = await client.start();
    client.wire.cut();
    await settle();
    for (const mark of ['a', 'no-b', 'c']) await replica.mutate('mark', m(mark));
    expect(marks(replica.get('products', 'p'))).toEqual(['a', 'no-b', 'c']);
    client.wire.online = true;
    replica.reconnect();
    await settle();
    expect(marks(replica.get('products', 'p'))).toEqual(['a', 'c']);
    const { waiting, attention } = replica.status.getState();
    expect(waiting).toBe(0);
    expect(attention).toMatchObject([{ name: 'mark', args: m('no-b'), refusal: { code: 'not_here' } }]);
    const again = await client.restart();
    expect(again.status.getState().attention).toEqual(attention);
    await again.dismissAttention(attention[0]?.id ?? '');
    expect((await client.restart()).status.getState().attention).toEqual([]);
  });

  test('an action it does not know is withdrawn, and later ones are not held up', async () => {
    const backend = newBackend();
    backend.registry = oldRegistry;
    const client = new SimulatedClient(backend);
    const replica = await client.start();
    await replica.mutate('mark', m('a'));
    await replica.mutate('novelty', { text: 'kept' });
    await replica.mutate('mark', m('b'));
    await settle();
    expect(marks(backend.doc('products', 'p'))).toEqual(['a', 'b']);
    expect(replica.status.getState()).toMatchObject({
      waiting: 0,
      connection: { state: 'online' },
      attention: [{ name: 'novelty', args: { text: 'kept' }, refusal: { code: 'unknown_mutator' } }],
    });
  });

  test('a push that was damaged on its way is sent again, even if it was processed before', async () => {
    const backend = newBackend();
    const client = new SimulatedClient(backend);
    const replica = await client.start();
    const fates: Fate[] = ['lost_response', 'cut_request'];
    client.wire.fate = (path) => (path === '/sync/push' ? (fates.shift() ?? 'ok') : 'ok');
    await replica.mutate('mark', m('a'));
    await client.time.pass(60_000);
    expect(marks(backend.doc('products', 'p'))).toEqual(['a']);
    expect(replica.status.getState()).toMatchObject({ waiting: 0, connection: { state: 'online' }, attention: [] });
  });

  test('a push too large for it is cut in smaller ones; an action too large alone needs attention', async () => {
    const backend = newBackend();
    const client = new SimulatedClient(backend);
    const replica = await client.start();
    client.wire.cut();
    await settle();
    backend.maxBytes = 20_000;
    for (let at = 0; at < 6; at += 1) await replica.mutate('mark', { ...m(`a${at}`), padding: 'x'.repeat(5_000) });
    await replica.mutate('mark', { ...m('big'), padding: 'x'.repeat(30_000) });
    await replica.mutate('mark', m('last'));
    client.wire.online = true;
    replica.reconnect();
    await settle();
    await client.time.pass(60_000);
    expect(marks(backend.doc('products', 'p'))).toEqual(['a0', 'a1', 'a2', 'a3', 'a4', 'a5', 'last']);
    expect(replica.status.getState()).toMatchObject({ waiting: 0, attention: [{ args: { mark: 'big' } }] });
  });

  test('a backend that takes only part of a push is sent the rest', async () => {
    const backend = newBackend();
    const client = new SimulatedClient(backend);
    const replica = await client.start();
    client.wire.cut();
    await settle();
    for (let at = 0; at < 9; at += 1) await replica.mutate('mark', m(`a${at}`));
    backend.atMost = 2;
    client.wire.online = true;
    replica.reconnect();
    await settle();
    expect(marks(backend.doc('products', 'p'))).toHaveLength(9);
    expect(replica.status.getState().waiting).toBe(0);
  });

  test('an action that no backend could take is refused before it is stored', async () => {
    const backend = newBackend();
    const client = new SimulatedClient(backend);
    const replica = await client.start();
    const outcome = await replica.mutate('mark', { ...m('a'), padding: 'x'.repeat(6_000_000) });
    expect(outcome).toMatchObject({ accepted: false, code: 'too_large' });
    expect(replica.status.getState().waiting).toBe(0);
  });
});

describe('one identity, used twice', () => {
  test('a profile put back from a backup takes a new identity, and nothing is done twice or lost', async () => {
    const backend = newBackend();
    const original = new SimulatedClient(backend, 'original');
    const first = await original.start();
    await first.mutate('mark', m('a'));
    await settle();
    original.wire.cut();
    await settle();
    await first.mutate('mark', m('b'));
    const copy = new SimulatedClient(backend, 'copy');
    copy.disk.write(original.disk.contents, 'strict');
    original.wire.online = true;
    first.reconnect();
    await settle();
    await first.mutate('mark', m('c'));
    await settle();
    // The copy still has b waiting, and counts its next action where the original has c.
    copy.wire.online = false;
    const second = await copy.start();
    await second.mutate('mark', m('d'));
    await second.mutate('mark', m('e'));
    copy.wire.online = true;
    second.reconnect();
    await settle();
    expect(marks(backend.doc('products', 'p'))).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(second.status.getState()).toMatchObject({ waiting: 0, attention: [], connection: { state: 'online' } });
    await first.mutate('mark', m('f'));
    await settle();
    expect(marks(second.get('products', 'p'))).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
  });

  test('an action made between push and pull is not taken for one of the other’s', async () => {
    const backend = newBackend();
    const original = new SimulatedClient(backend, 'original');
    const first = await original.start();
    await first.mutate('mark', m('a'));
    await settle();
    const copy = new SimulatedClient(backend, 'copy');
    copy.disk.write(original.disk.contents, 'strict');
    await first.mutate('mark', m('b'));
    await settle();
    copy.wire.online = false;
    const second = await copy.start();
    const acting: Promise<unknown>[] = [];
    copy.wire.fate = (path) => {
      if (path === '/sync/pull' && acting.length === 0) acting.push(second.mutate('mark', m('c')));
      return 'ok';
    };
    copy.wire.online = true;
    second.reconnect();
    await settle();
    await Promise.all(acting);
    await settle();
    expect(marks(backend.doc('products', 'p'))).toEqual(['a', 'b', 'c']);
    expect(second.status.getState()).toMatchObject({ waiting: 0, attention: [] });
  });

  test('the conflicting action is found even if the backend does not name it', async () => {
    const backend = newBackend();
    backend.vague = true;
    const original = new SimulatedClient(backend, 'original');
    const first = await original.start();
    original.wire.cut();
    await settle();
    await first.mutate('mark', m('a'));
    await first.mutate('mark', m('b'));
    const copy = new SimulatedClient(backend, 'copy');
    copy.disk.write(original.disk.contents, 'strict');
    original.wire.online = true;
    first.reconnect();
    await settle();
    await first.mutate('mark', m('c'));
    await settle();
    copy.wire.online = false;
    const second = await copy.start();
    await second.mutate('mark', m('d'));
    copy.wire.online = true;
    second.reconnect();
    await settle();
    await copy.time.pass(60_000);
    expect(marks(backend.doc('products', 'p'))).toEqual(['a', 'b', 'c', 'd']);
  });

  test('a backend put back from a backup gets what still waits, and the client follows it', async () => {
    const backend = newBackend();
    const client = new SimulatedClient(backend);
    const replica = await client.start();
    await replica.mutate('mark', m('a'));
    await settle();
    const backup = backend.backup();
    await replica.mutate('mark', m('b'));
    await settle();
    client.wire.cut();
    await settle();
    await replica.mutate('mark', m('c'));
    backend.restore(backup);
    client.wire.online = true;
    replica.reconnect();
    await settle();
    await client.time.pass(60_000);
    expect(marks(backend.doc('products', 'p'))).toEqual(['a', 'c']);
    expect(marks(replica.get('products', 'p'))).toEqual(['a', 'c']);
    expect(replica.status.getState()).toMatchObject({ waiting: 0, attention: [] });
  });

  test('somebody else on this computer starts anew; what the one before had not sent needs attention', async () => {
    const backend = newBackend();
    const client = new SimulatedClient(backend);
    const replica = await client.start();
    client.wire.cut();
    await settle();
    await replica.mutate('mark', m('a'));
    backend.user = { id: 'u2', name: 'Ben', role: 'tae' };
    client.wire.online = true;
    const next = await client.restart();
    await client.time.pass(1_000);
    expect(next.identity()?.user.id).toBe('u2');
    expect(next.status.getState()).toMatchObject({
      waiting: 0,
      connection: { state: 'online' },
      attention: [{ name: 'mark', args: m('a'), refusal: { code: 'other_user' } }],
    });
    expect(backend.doc('products', 'p')).toBeUndefined();
    await next.mutate('mark', m('b'));
    await settle();
    expect(marks(backend.doc('products', 'p'))).toEqual(['b']);
  });

  test('somebody else on this computer sees nothing of the one before, even if the first load fails', async () => {
    const backend = newBackend();
    backend.put('products', 'p', { id: 'p', name: 'seen by Ana' });
    const client = new SimulatedClient(backend);
    await client.start();
    backend.user = { id: 'u2', name: 'Ben', role: 'tae' };
    client.wire.fate = (path) => (path === '/sync/pull' ? 'lost_request' : 'ok');
    const next = await client.restart();
    expect(next.identity()?.user.id).toBe('u2');
    expect(next.all('products').size).toBe(0);
    expect(client.disk.contents.documents.size).toBe(0);
  });
});
