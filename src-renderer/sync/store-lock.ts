import type { DurationMs } from '../../src-shared/ids.ts';
import { StoreOpenError } from './client-store.ts';

/** A window that was just closed or reloaded gives its lock back within this. */
const patienceMs: DurationMs = 3_000;

/**
 * Takes the right to write a local store, which one window has at a time: two would count the same mutation ids, and
 * one's actions would replace the other's. Answers with the function that gives it back; a window that ends, however
 * it ends, gives it back by itself.
 *
 * @throws {StoreOpenError} if another window holds it.
 */
export function lockStore(name: string, waitMs: DurationMs = patienceMs): Promise<() => void> {
  return new Promise((resolve, reject) => {
    const untilReleased = () => new Promise<void>((release) => resolve(release));
    navigator.locks.request(`store ${name}`, { signal: AbortSignal.timeout(waitMs) }, untilReleased).catch(() => {
      reject(
        new StoreOpenError(
          'Dueline is open in another window on the same data. Work there, or close it: then this one goes on.',
          'held',
        ),
      );
    });
  });
}
