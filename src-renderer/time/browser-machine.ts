import type { Machine } from './clock.ts';

/** The browser's own clock and timers. */
export const browserMachine: Machine = {
  now: () => Date.now(),
  setTimeout: (work, ms) => window.setTimeout(work, ms),
  clearTimeout: (handle) => {
    if (typeof handle === 'number') window.clearTimeout(handle);
  },
};
