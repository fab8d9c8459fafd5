import { describe, expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { handOverDeadlines } from '../../../../src-renderer/deadlines/hand-over.ts';
import { keepSnapshot } from '../../../../src-renderer/queue/keep-snapshot.ts';
import type { QueueSnapshot } from '../../../../src-renderer/queue/queue-snapshot.ts';
import { createQueueStore, directoryOf } from '../../../../src-renderer/queue/queue-store.ts';
import type { Changes, Replica, SyncStatus } from '../../../../src-renderer/replica/replica.ts';
import { createClock } from '../../../../src-renderer/time/clock.ts';
import type { CaseDocument } from '../../../../src-shared/cases/case-document.ts';
import type { Deadline } from '../../../../src-shared/desktop-contract.ts';
import type { CollectionName, Collections } from '../../../../src-shared/sync/collections.ts';
import type { Identity } from '../../../../src-shared/sync/protocol.ts';
import { createDeskClock } from '../../../../src-shared/time/desk-clock.ts';
import { event, minutesIn } from '../../shared/cases/timeline.ts';
import { caseOf, compiled, me } from './cases.ts';

type Store = { [Name in CollectionName]: Map<string, Collections[Name]> };

/** A replica of which only the reading side is used. */
function readableReplica(snapshot: unknown = null) {
  const store: Store = {
    cases: new Map(),
    accounts: new Map(),
    contacts: new Map(),
    products: new Map(),
    users: new Map(),
    policy: new Map(),
  };
  const listeners = new Set<(changes: Changes) => void>();
  let identity: Identity | null = null;
  const status = createStore<SyncStatus>(() => ({
    connection: { state: 'connecting' },
    waiting: 0,
    lastSyncAt: null,
    progress: null,
    attention: [],
    storageProblem: null,
  }));
  const unused = async (): Promise<never> => {
    throw new Error('Not part of this test.');
  };
  const replica: Replica = {
    status,
    time: createDeskClock({ now: () => 0, monotonic: () => 0 }),
    backendChanged: () => {},
    loaded: Promise.resolve(),
    identity: () => identity,
    get: (collection, id) => store[collection].get(id),
    all: (collection) => store[collection],
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    mutate: unused,
    draft: () => undefined,
    saveDraft: unused,
    dismissAttention: unused,
    retryAttention: unused,
    restoreAttention: unused,
    reconnect: () => {},
    queueSnapshot: () => snapshot,
    saveQueueSnapshot: unused,
    close: unused,
  };
  const tell = (collection: CollectionName, ids: readonly string[]): void => {
    for (const listener of listeners) listener(new Map([[collection, new Set(ids)]]));
  };
  return {
    replica,
    put(...docs: readonly CaseDocument[]) {
      for (const doc of docs) store.cases.set(doc.id, doc);
      tell(
        'cases',
        docs.map(({ id }) => id),
      );
    },
    putPolicy() {
      store.policy.set('current', compiled.policy);
      tell('policy', ['current']);
    },
    actAs(id: string) {
      identity = { space: 'main', user: { id, name: 'Me', role: 'coa' }, serverAt: 0 };
      status.setState({ connection: { state: 'online' } });
    },
  };
}

const machine = { now: () => minutesIn(0), setTimeout: () => 0, clearTimeout: () => {} };
const mine = (id: string) => caseOf(id, [event(1, { type: 'assigned', ownerId: me })]);

function desk(snapshot: unknown = null, actingId: string | null = null) {
  const parts = readableReplica(snapshot);
  if (actingId !== null) parts.actAs(actingId);
  const clock = createClock(machine, minutesIn(0));
  return { ...parts, clock, queue: createQueueStore(parts.replica, clock) };
}

describe('the queue on a replica', () => {
  it('waits for the policy, since nothing can be sorted without it', () => {
    const { queue, put, putPolicy } = desk();
    put(caseOf('a'));
    expect(queue.state.getState().index).toBeNull();
    putPolicy();
    expect(queue.state.getState().counts.open).toBe(1);
  });

  it('knows whose cases are mine as soon as it is known who acts', () => {
    const { queue, put, putPolicy, actAs } = desk();
    putPolicy();
    put(mine('a'));
    expect(queue.state.getState().counts.mine).toBe(0);
    actAs('me');
    expect(queue.state.getState().counts.mine).toBe(1);
  });

  it('publishes a tick only when a case crosses a line', () => {
    const { queue, put, putPolicy, clock } = desk();
    putPolicy();
    put(caseOf('a'));
    const { revision } = queue.state.getState();
    clock.standAt(minutesIn(59));
    expect(queue.state.getState().revision).toBe(revision);
    clock.standAt(minutesIn(61));
    expect(queue.state.getState()).toMatchObject({ revision: revision + 1, counts: { overdue: 1 } });
  });

  it('stops when it is closed', () => {
    const { queue, put, putPolicy } = desk();
    putPolicy();
    queue.close();
    put(caseOf('a'));
    expect(queue.state.getState().counts.open).toBe(0);
  });
});

describe('the deadlines handed to the main process', () => {
  function handed() {
    const parts = desk();
    const handed: (readonly Deadline[])[] = [];
    handOverDeadlines(parts.queue.state, async (deadlines) => {
      handed.push(deadlines);
    });
    parts.putPolicy();
    parts.actAs('me');
    return { ...parts, handed };
  }
  const turn = () => new Promise<void>((resolve) => queueMicrotask(resolve));

  it('are those of my own open cases', async () => {
    const { put, handed: seen } = handed();
    put(mine('a'), caseOf('not mine'));
    await turn();
    expect(seen.at(-1)).toStrictEqual([
      {
        caseId: 'a',
        number: 'a',
        subject: 'Subject of a',
        clock: 'first_response',
        atRiskAt: minutesIn(30),
        dueAt: minutesIn(60),
        overdueAt: minutesIn(60) + 1,
      },
      {
        caseId: 'a',
        number: 'a',
        subject: 'Subject of a',
        clock: 'resolution',
        atRiskAt: minutesIn(180),
        dueAt: minutesIn(240),
        overdueAt: minutesIn(240) + 1,
      },
    ]);
  });

  it('are handed over once for many changes in one turn, and not again when nothing changed', async () => {
    const { put, handed: seen } = handed();
    await turn();
    const before = seen.length;
    put(mine('a'));
    put(mine('b'));
    await turn();
    expect(seen).toHaveLength(before + 1);
    put(caseOf('not mine'));
    await turn();
    expect(seen).toHaveLength(before + 1);
  });

  it('go when the case is resolved', async () => {
    const { put, handed: seen } = handed();
    put(mine('a'));
    await turn();
    put(caseOf('a', [event(1, { type: 'assigned', ownerId: me }), event(2, { type: 'resolved' })]));
    await turn();
    expect(seen.at(-1)).toStrictEqual([]);
  });
});

describe('the snapshot of the queue', () => {
  function keptBy(id: string): unknown {
    const { queue, put, putPolicy, actAs, replica } = desk();
    putPolicy();
    actAs(id);
    put(mine('a'), mine('b'), caseOf('not mine'));
    const saved: QueueSnapshot[] = [];
    let work = () => {};
    keepSnapshot(
      queue.state,
      directoryOf(replica),
      async (snapshot) => void saved.push(snapshot),
      (_ms, later) => {
        work = later;
        return () => {};
      },
    );
    put(caseOf('another'));
    work();
    return JSON.parse(JSON.stringify(saved.at(-1) ?? null));
  }

  it('paints the first rows and all counts before the documents are read', () => {
    const { queue } = desk(keptBy('me'), 'me');
    const { index, counts, isComplete } = queue.state.getState();
    expect(isComplete).toBe(false);
    expect(index?.rows('mine').map(({ id }) => id)).toStrictEqual(['a', 'b']);
    expect(counts).toMatchObject({ mine: 2, unassigned: 2, open: 4 });
  });

  it('gives way to the documents as soon as they are there', () => {
    const { queue, put, putPolicy } = desk(keptBy('me'), 'me');
    putPolicy();
    put(mine('c'));
    const { index, isComplete } = queue.state.getState();
    expect(isComplete).toBe(true);
    expect(index?.rows('mine').map(({ id }) => id)).toStrictEqual(['c']);
  });

  it('is not shown to anybody else, and not if it cannot be understood', () => {
    expect(desk(keptBy('me'), 'ana').queue.state.getState().index).toBeNull();
    expect(desk({ rows: 'of another version' }, 'me').queue.state.getState().index).toBeNull();
  });

  it('hands over no deadlines: those of the last window still hold', async () => {
    const { queue } = desk(keptBy('me'), 'me');
    let calls = 0;
    handOverDeadlines(queue.state, async () => {
      calls += 1;
    });
    await new Promise<void>((resolve) => queueMicrotask(resolve));
    expect(calls).toBe(0);
  });
});
