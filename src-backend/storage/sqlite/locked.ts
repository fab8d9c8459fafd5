import { setTimeout as pause } from 'node:timers/promises';
import { sqliteBusy, sqliteCode } from './storage-problem.ts';

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
      if (sqliteCode(error) !== sqliteBusy || performance.now() > giveUpAt) throw error;
    }
    await pause(betweenTriesMs);
  }
}
