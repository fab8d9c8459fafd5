import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { openReplica } from '../../../../src-renderer/replica/open-replica.ts';
import type { Replica } from '../../../../src-renderer/replica/replica.ts';
import { createFetchTransport } from '../../../../src-renderer/sync/fetch-transport.ts';
import { createMemoryStore, MemoryDisk } from '../../../../src-renderer/sync/memory-store.ts';
import { productIdSchema } from '../../../../src-shared/cases/case-document.ts';
import { accepted, defineMutator, notDone } from '../../../../src-shared/mutators/mutator.ts';
import { withdraw } from '../../../../src-shared/mutators/withdraw.ts';
import { FakeBackend } from '../sync/fake-backend.ts';
import { MemoryJournal } from '../sync/memory-journal.ts';
import { marks, SimulatedTime, SimulatedWire, settle } from '../sync/simulated-world.ts';

/** A desk whose rule against a mark can change, here and at the backend. */
class Desk {
  readonly against = { here: false, there: true };
  readonly journal = new MemoryJournal();
  readonly registry = this.#registry();
  readonly backend = new FakeBackend(this.registry);
  readonly wire = new SimulatedWire(this.backend);
  disk = new MemoryDisk();
  time = new SimulatedTime('none');
  #session = { alive: false };
  #starts = 0;

  async start(): Promise<Replica<Desk['registry']>> {
    const session = { alive: true };
    this.#session = session;
    this.time = new SimulatedTime(`start-${++this.#starts}`);
    const never = () => new Promise<never>(() => {});
    const replica = await openReplica({
      store: createMemoryStore(this.disk),
      journal: {
        keeps: true,
        read: this.journal.read,
        append: async (request) => (session.alive ? this.journal.append(request) : never()),
        acknowledge: async (request) => (session.alive ? this.journal.acknowledge(request) : never()),
      },
      transport: createFetchTransport('/api', this.wire),
      surroundings: this.time,
      registry: this.registry,
    });
    await replica.loaded;
    await settle();
    return replica;
  }

  crash(): void {
    this.#session.alive = false;
    this.disk.kill();
    this.time.forget();
    this.wire.drop();
  }

  async online(replica: Replica<Desk['registry']>): Promise<void> {
    this.wire.online = true;
    replica.reconnect();
    await settle();
    await this.time.pass(60_000);
  }

  marks(): string[] {
    return marks(this.backend.doc('products', 'p'));
  }

  /** The actions that wait in the store. */
  waiting(): { args: unknown; timestamp: number }[] {
    return [...this.disk.contents.outbox.values()].map((text) => JSON.parse(text));
  }

  #registry() {
    const mark = defineMutator({
      args: z.object({ mark: z.string(), eventId: z.string() }),
      run: async (tx, args, context) => {
        const isRefused = context.authority === null ? this.against.here : this.against.there;
        if (isRefused) return notDone('against', `The rule is against ${args.mark}.`);
        const before = await tx.get('products', 'p');
        const name = before === undefined ? args.mark : `${before.name} ${args.mark}`;
        await tx.set('products', 'p', { id: productIdSchema.parse('p'), name });
        return accepted;
      },
    });
    return { mark, withdraw };
  }
}

/** A mark was refused by the backend; the network is gone now, and the rule would let it pass. */
async function withRefusedMark() {
  const desk = new Desk();
  const replica = await desk.start();
  const doneAt = desk.time.at;
  await replica.mutate('mark', { mark: 'a', eventId: 'e1' });
  await desk.time.pass(1_000);
  desk.wire.cut();
  await settle();
  const [item] = replica.status.getState().attention;
  if (item === undefined) throw new Error('The mark was not refused.');
  desk.against.there = false;
  return { desk, replica, item, doneAt };
}

describe('a refused action', () => {
  test('says what it was, why it was refused, when it was done and by whom', async () => {
    const { item, doneAt } = await withRefusedMark();
    expect(item).toMatchObject({
      name: 'mark',
      args: { mark: 'a', eventId: 'e1' },
      refusal: { code: 'against', message: 'The rule is against a.' },
      done: { at: doneAt, by: { name: 'Ana' } },
    });
  });

  test('done anew is a new action of the present time, with an entry of its own', async () => {
    const { desk, replica, item, doneAt } = await withRefusedMark();
    await desk.time.pass(3_600_000);
    expect(await replica.retryAttention(item.id)).toEqual({ accepted: true });
    expect(replica.status.getState()).toMatchObject({ waiting: 1, attention: [] });
    const [row] = desk.waiting();
    expect(row?.timestamp).toBe(doneAt + 3_601_000);
    expect(row?.args).toEqual({ mark: 'a', eventId: expect.stringMatching(/^start-1-/) });
    await desk.online(replica);
    expect(desk.marks()).toEqual(['a']);
  });

  test('that would be refused again stays, with the reason told', async () => {
    const { desk, replica, item } = await withRefusedMark();
    desk.against.here = true;
    expect(await replica.retryAttention(item.id)).toMatchObject({ accepted: false, code: 'against' });
    expect(replica.status.getState()).toMatchObject({ waiting: 0, attention: [{ id: item.id }] });
  });

  test('stays when the retry cannot be stored', async () => {
    const { desk, replica, item } = await withRefusedMark();
    desk.journal.beforeWrite = () => {
      throw new Error('EIO');
    };
    expect(await replica.retryAttention(item.id)).toMatchObject({ accepted: false, code: 'storage' });
    expect(replica.status.getState()).toMatchObject({ waiting: 0, attention: [{ id: item.id }] });
  });

  test('is done anew once, however often it is asked for', async () => {
    const { desk, replica, item } = await withRefusedMark();
    const outcomes = await Promise.all([replica.retryAttention(item.id), replica.retryAttention(item.id)]);
    expect(outcomes).toMatchObject([{ accepted: true }, { accepted: false, code: 'not_there' }]);
    await desk.online(replica);
    expect(desk.marks()).toEqual(['a']);
  });

  test('goes when another action is done in its place, in the same write', async () => {
    const { desk, replica, item } = await withRefusedMark();
    const changes: unknown[] = [];
    desk.disk.beforeCommit = (change) => changes.push([change.putOutbox?.length, change.removeAttention]);
    expect(await replica.mutate('mark', { mark: 'b', eventId: 'e2' }, item.id)).toEqual({ accepted: true });
    expect(changes).toEqual([[1, [item.id]]]);
    expect(replica.status.getState().attention).toEqual([]);
  });

  test('that was discarded can be brought back, also after a restart', async () => {
    const { desk, replica, item } = await withRefusedMark();
    await replica.dismissAttention(item.id);
    await replica.restoreAttention(item);
    desk.crash();
    const again = await desk.start();
    expect(again.status.getState().attention).toEqual([item]);
  });

  test('does not come back out of the journal once it was discarded', async () => {
    const { desk, replica, item } = await withRefusedMark();
    desk.disk.beforeCommit = () => desk.crash();
    void replica.dismissAttention(item.id).catch(() => {});
    await settle();
    desk.disk.beforeCommit = () => {};
    expect((await desk.start()).status.getState().attention).toEqual([]);
  });
});

describe('wherever the app ends while a refused action is done anew, it is neither lost nor doubled', () => {
  for (const place of ['journal before', 'journal after', 'store before', 'store after'] as const) {
    for (const wiped of [false, true]) {
      test(`${place} the write${wiped ? ', with the store lost' : ''}`, async () => {
        const { desk, replica, item } = await withRefusedMark();
        const strike = (where: string) => () => {
          if (where !== place || replica.status.getState().attention.length === 0) return;
          desk.crash();
          throw new Error('The app ended.');
        };
        desk.journal.beforeWrite = strike('journal before');
        desk.journal.afterWrite = strike('journal after');
        desk.disk.beforeCommit = strike('store before');
        desk.disk.afterCommit = strike('store after');
        void replica.retryAttention(item.id).catch(() => {});
        await settle();
        for (const hook of ['beforeWrite', 'afterWrite'] as const) desk.journal[hook] = () => {};
        if (wiped) desk.disk = new MemoryDisk();
        desk.disk.beforeCommit = () => {};
        desk.disk.afterCommit = () => {};

        const again = await desk.start();
        const { attention } = again.status.getState();
        expect(attention.length + desk.waiting().length).toBe(1);
        expect(attention.length).toBe(place === 'journal before' ? 1 : 0);
        await desk.online(again);
        if (attention.length > 0) await again.retryAttention(item.id);
        await desk.online(again);
        expect(desk.marks()).toEqual(['a']);
        expect(again.status.getState()).toMatchObject({ waiting: 0, attention: [] });
      });
    }
  }

  test('also where the store cannot be opened for a while', async () => {
    const { desk, replica, item } = await withRefusedMark();
    desk.disk.beforeCommit = () => {
      throw new Error('The disk takes nothing.');
    };
    expect(await replica.retryAttention(item.id)).toEqual({ accepted: true });
    desk.crash();
    desk.disk.beforeCommit = () => {};
    const again = await desk.start();
    expect(again.status.getState()).toMatchObject({ waiting: 1, attention: [] });
    await desk.online(again);
    expect(desk.marks()).toEqual(['a']);
  });
});
