import type { Backend } from '../backend/backend.ts';
import type { MainWindow } from '../window/main-window.ts';
import type { Clock, TestClock } from './test-clock.ts';

/**
 * Lets a test set the clock of renderer, main and backend alike: `globalThis.duelineTestClock.set(epochMs)`.
 * Resolves when the backend has it too; `setComputer` sets the computer's clock alone, without time passing. There is
 * nothing of this in an app whose clock does not stand.
 */
export function setUpTestClock(clock: Clock | TestClock, backend: Backend, window: MainWindow): void {
  if (!('set' in clock)) return;
  Object.assign(globalThis, {
    duelineTestClock: {
      set: async (at: number): Promise<void> => {
        // The backend first: what the page does at the new instant must not lie in the backend's future.
        await tellBackend(backend, at);
        clock.set(at);
        window.send('test-clock:set', { at, passes: true });
      },
      setComputer: (at: number): void => {
        clock.set(at, false);
        window.send('test-clock:set', { at, passes: false });
      },
    },
  });
}

async function tellBackend({ address }: Backend, at: number): Promise<void> {
  if (address === undefined) return;
  await fetch(`${address.baseUrl}/test/clock`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${address.token}` },
    body: JSON.stringify({ at }),
  }).catch(() => {
    // One that does not run learns the instant at its next start.
  });
}
