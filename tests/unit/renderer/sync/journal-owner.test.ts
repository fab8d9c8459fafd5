import { afterEach, describe, expect, test } from 'vitest';
import { openReplica } from '../../../../src-renderer/replica/open-replica.ts';
import {
  type ClientStore,
  newClient,
  type StoreHead,
  StoreOpenError,
} from '../../../../src-renderer/sync/client-store.ts';
import { createFetchTransport } from '../../../../src-renderer/sync/fetch-transport.ts';
import { recover, strayChange } from '../../../../src-renderer/sync/journal-recovery.ts';
import { nothing } from '../../../../src-renderer/sync/journal-requests.ts';
import { createMemoryStore, MemoryDisk } from '../../../../src-renderer/sync/memory-store.ts';
import { type Identity, identitySchema, pushRequestSchema } from '../../../../src-shared/sync/protocol.ts';
import { FakeBackend } from './fake-backend.ts';
import { MemoryJournal } from './memory-journal.ts';
import { marks, SimulatedTime, SimulatedWire, settle, type TestReplica } from './simulated-world.ts';
import { registry } from './tiny-registry.ts';

const user = (id: string, name: string) => ({ id, name, role: 'coa' as const });
const person = (id: string, name: string): Identity =>
  identitySchema.parse({ space: 'main', user: user(id, name), serverAt: 1 });
const [ana, ben] = [person('u1', 'Ana'), person('u2', 'Ben')];

const client = (name: string) => newClient(() => name);
const fresh = () => client('fresh');
const entry = (name: string, id: number, by: Identity | null) => ({
  ...client(name),
  id,
  name: 'mark',
  args: { id: 'p', mark: `${name}${id}` },
  timestamp: 100 + id,
  by,
});
const empty: StoreHead = { meta: {}, outbox: [], attention: [], drafts: [] };
const headOf = (name: string, identity?: Identity): StoreHead => ({
  ...empty,
  meta: {
    client: client(name),
    cookie: 'e.1',
    confirmedMutationID: 1,
    ...(identity === undefined ? {} : { identity }),
  },
});

/** A journal in which `a` became `b`, of which nothing waits. */
async function renewed(owner?: Identity): Promise<MemoryJournal> {
  const journal = new MemoryJournal();
  await journal.append({ ...nothing, entries: [entry('a', 1, ana)] });
  await journal.acknowledge({ ...client('a'), through: 1 });
  const named = owner === undefined ? {} : { owner };
  await journal.append({ ...nothing, replaces: { clientID: client('a').clientID, by: client('b'), ...named } });
  await journal.acknowledge({ ...client('b'), through: 3, ...named });
  return journal;
}

describe('a client of which nothing waits', () => {
  test('goes on as the one whose it is, whoever the store takes itself for', async () => {
    const { change } = recover(headOf('a', ana), (await renewed(ben)).contents(), 500, fresh);
    expect(change).toMatchObject({
      clearDocuments: true,
      meta: { client: client('b'), identity: ben, cookie: null, confirmedMutationID: 3 },
    });
  });

  test('goes on so in place of a store that cannot be opened, too', async () => {
    const { change } = recover(empty, (await renewed(ben)).contents(), 500, fresh, true);
    expect(change.meta).toMatchObject({ client: client('b'), identity: ben, confirmedMutationID: 3 });
  });

  test('does not go on where nobody knows whose it is', async () => {
    const journal = await renewed();
    const { change, acknowledge } = recover(headOf('a', ana), journal.contents(), 500, fresh);
    expect(change.meta).toEqual({ client: client('fresh'), cookie: null, confirmedMutationID: 0 });
    expect(acknowledge).toEqual({ ...client('fresh'), through: 0, owner: ana });
    const inPlace = recover(empty, journal.contents(), 500, fresh, true);
    expect(inPlace).toMatchObject({ acknowledge: null, strays: [] });
    expect(inPlace.change.meta?.client).toBeUndefined();
    const unnamed = recover(headOf('b'), journal.contents(), 500, fresh);
    expect(unnamed.change.meta).toMatchObject({ client: client('fresh') });
  });

  test('goes on as ever in the store that knows whose it is, and the journal is told', async () => {
    const { change, acknowledge } = recover(headOf('b', ana), (await renewed()).contents(), 500, fresh);
    expect(change.meta).toMatchObject({ confirmedMutationID: 3 });
    expect(change.meta?.client).toBeUndefined();
    expect(acknowledge).toEqual({ ...client('b'), through: 1, owner: ana });
  });

  test('goes on as ever where nobody has acted as it yet', async () => {
    const journal = new MemoryJournal();
    await journal.acknowledge({ ...client('a'), through: 0 });
    const head: StoreHead = { ...empty, meta: { client: client('a') } };
    expect(recover(head, journal.contents(), 500, fresh).change.meta).toEqual({});
  });
});

test('what waits of nobody knows whom needs attention, and goes out in nobody’s name', async () => {
  const journal = new MemoryJournal();
  await journal.append({ ...nothing, entries: [entry('b', 1, null), entry('b', 2, null)] });
  for (const head of [empty, headOf('a', ana)]) {
    const { change, strays } = recover(head, journal.contents(), 500, fresh);
    expect(change.meta?.client).toBeUndefined();
    expect(strays).toMatchObject([client('b')]);
    const [stray] = strays;
    const taken = stray === undefined ? {} : strayChange(stray, ana, 500);
    expect(taken).toMatchObject({
      putAttention: [
        { args: { mark: 'b1' }, refusal: { code: 'other_user' } },
        { args: { mark: 'b2' }, refusal: { code: 'other_user' } },
      ],
    });
    expect(taken.putOutbox).toBeUndefined();
  }
});

describe('on one computer with a journal', () => {
  let replica: TestReplica | null = null;
  afterEach(() => replica?.close());

  test('nobody ever sends as another’s client: a profile put back, a broken store, two sign-ins', async () => {
    const backend = new FakeBackend(registry);
    const wire = new SimulatedWire(backend);
    const journal = new MemoryJournal();
    const disk = new MemoryDisk();
    let time = new SimulatedTime('first');
    let starts = 0;
    const broken = (store: ClientStore, times: number): ClientStore => {
      let left = times;
      return {
        ...store,
        async open() {
          left -= 1;
          if (left >= 0) throw new StoreOpenError('It cannot be opened.', 'broken');
          return store.open();
        },
      };
    };
    const senders = new Map<string, Set<string>>();
    wire.onCall = () => {
      if (wire.paths.at(-1) !== '/sync/push') return;
      const { mutations } = pushRequestSchema.parse(JSON.parse(wire.bodies.at(-1) ?? ''));
      for (const { clientID } of mutations) {
        senders.set(clientID, (senders.get(clientID) ?? new Set()).add(backend.user.id));
      }
    };
    const start = async (who: Identity['user'], unopenable = 0) => {
      backend.user = who;
      starts += 1;
      time = new SimulatedTime(`start-${starts}`);
      replica = await openReplica({
        store: broken(createMemoryStore(disk), unopenable),
        journal,
        transport: createFetchTransport('/api', wire),
        surroundings: time,
        registry,
      });
      await replica.loaded;
      await settle();
      return replica;
    };
    const stop = () => {
      disk.kill();
      time.forget();
      wire.drop();
    };
    const mark = async (at: TestReplica, text: string) => {
      expect(await at.mutate('mark', { id: 'p', mark: text })).toEqual({ accepted: true });
      await settle();
    };

    await mark(await start(ana.user), 'a');
    const profile = disk.contents;
    stop();
    await mark(await start(ben.user), 'b');
    await settle();
    expect(journal.waiting()).toEqual([]);
    stop();
    disk.write(profile, 'strict');

    const inPlace = await start(ana.user, 3);
    await mark(inPlace, 'c');
    await time.pass(60_000);
    await mark(inPlace, 'd');
    stop();
    disk.write(profile, 'strict');
    await mark(await start(ben.user), 'e');

    expect(marks(backend.doc('products', 'p'))).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect([...senders.values()].map((people) => people.size)).toEqual([...senders].map(() => 1));
    expect(journal.contents().clients.at(-1)).toMatchObject({ owner: { user: { id: ben.user.id } }, waiting: [] });
  });
});
