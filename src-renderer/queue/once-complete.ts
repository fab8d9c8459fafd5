import type { StoreApi } from 'zustand/vanilla';
import type { QueueState } from './queue-store.ts';

/** Runs `act` once every case is in the queue's index; at once if they are. */
export function onceComplete(queue: StoreApi<QueueState>, act: () => void): void {
  if (queue.getState().isComplete) {
    act();
    return;
  }
  const stop = queue.subscribe(({ isComplete }) => {
    if (!isComplete) return;
    stop();
    act();
  });
}
