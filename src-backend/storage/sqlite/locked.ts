import { setTimeout as pause } from 'node:timers/promises';
import { StorageError } from '../storage.ts';

const patienceMs = 10_000;
const betweenTriesMs = 20;

/**
 * Runs `work` again while another process holds the lock, for at most ten seconds, and lets this process serve others
 * in between.
 */
export async function whenUnlocked<Result>(work: () => Result): Promise<Result> {
  const giveUpAt = performance.now() + patienceMs;
  while (true) {
    try {
      return work();
    } catch (error) {
      const locked = error instanceof StorageError && error.problem === 'busy';
      if (!locked || performance.now() > giveUpAt) throw error;
    }
    await pause(betweenTriesMs);
  }
}
