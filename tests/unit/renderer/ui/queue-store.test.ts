import { describe, expect, it } from 'vitest';
import { keepSnapshot } from '../../../../src-renderer/queue/keep-snapshot.ts';
import type { QueueSnapshot } from '../../../../src-renderer/queue/queue-snapshot.ts';
import { createQueueStore, directoryOf } from '../../../../src-renderer/queue/queue-store.ts';
import { createClock } from '../../../../src-renderer/time/clock.ts';
import { event, minutesIn } from '../../shared/cases/timeline.ts';
import { caseOf, me } from './cases.ts';
import { readableReplica } from './readable-replica.ts';

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

  it('is not shown where the window starts in another view, since the role changed', () => {
    const parts = readableReplica(keptBy('me'));
    parts.actAs('me', 'lead');
    expect(createQueueStore(parts.replica, createClock(machine, minutesIn(0))).state.getState()).toMatchObject({
      index: null,
      role: 'lead',
    });
  });

  it('is not shown to anybody else, and not if it cannot be understood', () => {
    expect(desk(keptBy('me'), 'ana').queue.state.getState().index).toBeNull();
    expect(desk({ rows: 'of another version' }, 'me').queue.state.getState().index).toBeNull();
  });
});
