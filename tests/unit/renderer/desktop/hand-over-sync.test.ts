import { describe, expect, test } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { handOverSync } from '../../../../src-renderer/desktop/hand-over-sync.ts';
import type { SyncStatus } from '../../../../src-renderer/replica/replica.ts';
import type { SyncFacts } from '../../../../src-shared/desktop/sync-facts.ts';

const starting: SyncStatus = {
  connection: { state: 'connecting' },
  waiting: 0,
  lastSyncAt: null,
  progress: null,
  attention: [],
  storageProblem: null,
};

describe('the state of sync', () => {
  test('is told at once, and when the connection or what waits changes', () => {
    const status = createStore<SyncStatus>(() => starting);
    const told: SyncFacts[] = [];
    const stop = handOverSync(status, async (facts) => told.push(facts));
    status.setState({ lastSyncAt: 1 });
    status.setState({ waiting: 2 });
    status.setState({ connection: { state: 'offline', sinceAt: 1 } });
    status.setState({ connection: { state: 'offline', sinceAt: 2 } });
    stop();
    status.setState({ waiting: 3 });
    expect(told).toEqual([
      { connection: 'connecting', waiting: 0 },
      { connection: 'connecting', waiting: 2 },
      { connection: 'offline', waiting: 2 },
    ]);
  });

  test('is told again when it was not taken', async () => {
    const status = createStore<SyncStatus>(() => starting);
    const told: SyncFacts[] = [];
    let isTaken = false;
    handOverSync(status, async (facts) => {
      if (!isTaken) throw new Error('gone');
      told.push(facts);
    });
    await new Promise((resolve) => setTimeout(resolve));
    isTaken = true;
    status.setState({ lastSyncAt: 5 });
    expect(told).toEqual([{ connection: 'connecting', waiting: 0 }]);
  });
});
