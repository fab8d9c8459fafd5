import type { StoreApi } from 'zustand/vanilla';
import type { Deadline } from '../../src-shared/desktop-contract.ts';
import type { QueueState } from '../queue/queue-store.ts';
import { ownDeadlines } from './own-deadlines.ts';

/**
 * Hands the acting agent's deadlines to `take` whenever a change of the queue changed them, once per turn of the event
 * loop, so that they fire with the window closed too. Returns the function that stops it.
 */
export function handOverDeadlines(
  queue: StoreApi<QueueState>,
  take: (deadlines: Deadline[]) => Promise<unknown>,
): () => void {
  let taken: string | null = null;
  let scheduled = false;
  const hand = (): void => {
    scheduled = false;
    const { index, policy, me, isComplete } = queue.getState();
    // Before the cases are read there is nothing to say, and what was said before the restart still holds.
    if (!isComplete || !index || !policy || me === null) return;
    // A past at-risk line reads null only from the next real change on; the time itself changes nothing here.
    const deadlines = ownDeadlines(policy, index.rows('mine'), index.now);
    const text = JSON.stringify(deadlines);
    if (text === taken) return;
    taken = text;
    take(deadlines).catch(() => {
      // Not taken: the next change hands them over again.
      taken = null;
    });
  };
  const schedule = (): void => {
    if (scheduled) return;
    scheduled = true;
    queueMicrotask(hand);
  };
  schedule();
  return queue.subscribe(schedule);
}
