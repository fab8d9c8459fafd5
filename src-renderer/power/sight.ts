import type { Desktop } from '../../src-shared/desktop-contract.ts';

/** Whether somebody can see the window. */
export interface Sight {
  isSeen(): boolean;
  /** Returns the function that stops it. */
  subscribe(listener: (isSeen: boolean) => void): () => void;
}

/**
 * Asks the main process: Chromium's own visibility says `visible` whatever becomes of a window whose timers are not
 * throttled (https://github.com/electron/electron/issues/40353).
 */
export function windowSight(desktop: Pick<Desktop, 'call' | 'on'>): Sight {
  const listeners = new Set<(isSeen: boolean) => void>();
  let seen = true;
  let isTold = false;
  const take = (isSeen: boolean): void => {
    isTold = true;
    if (isSeen === seen) return;
    seen = isSeen;
    for (const listener of [...listeners]) listener(seen);
  };
  desktop.on('window:sight', ({ isSeen }) => take(isSeen));
  void desktop.call('window:sight', undefined).then(({ isSeen }) => {
    // What was told meanwhile is newer.
    if (!isTold) take(isSeen);
  });
  return {
    isSeen: () => seen,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
