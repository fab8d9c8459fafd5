import type { ComputerClocks } from '../../src-shared/time/desk-clock.ts';
import type { Machine } from './clock.ts';

/** The browser's own clocks and timers. */
export const browserMachine: Machine & ComputerClocks = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  setTimeout: (work, ms) => window.setTimeout(work, ms),
  clearTimeout: (handle) => {
    if (typeof handle === 'number') window.clearTimeout(handle);
  },
};
