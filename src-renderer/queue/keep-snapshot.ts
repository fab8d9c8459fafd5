import type { StoreApi } from 'zustand/vanilla';
import type { DurationMs } from '../../src-shared/ids.ts';
import type { Directory } from './queue-entry.ts';
import { type QueueSnapshot, takeSnapshot } from './queue-snapshot.ts';
import type { QueueState } from './queue-store.ts';
import { roleViews } from './role-views.ts';

/** Long enough that a burst of changes is written once; a snapshot that is a little old costs nothing. */
const restMs: DurationMs = 3_000;

/** Keeps the queue's first rows for the next start, some seconds after they changed. Returns what stops it. */
export function keepSnapshot(
  queue: StoreApi<QueueState>,
  directory: Directory,
  save: (snapshot: QueueSnapshot) => Promise<void>,
  schedule: (ms: DurationMs, work: () => void) => () => void,
): () => void {
  let cancel: (() => void) | null = null;
  const write = (): void => {
    cancel = null;
    const { index, policy, me, role, isComplete } = queue.getState();
    if (!isComplete || !index || !policy || me === null) return;
    // Not kept: the next start reads the documents first, as on a new computer.
    save(takeSnapshot(index, roleViews[role].start, me, policy.policy, directory)).catch(() => {});
  };
  const stop = queue.subscribe((now, before) => {
    if (now.revision !== before.revision && now.isComplete) cancel ??= schedule(restMs, write);
  });
  return () => {
    stop();
    cancel?.();
  };
}
