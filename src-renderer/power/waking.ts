import type { DurationMs } from '../../src-shared/ids.ts';
import type { Surroundings } from '../sync/surroundings.ts';
import type { Sight } from './sight.ts';

/** So late at most the backend is asked after the network or the computer is back. */
export const wakeJitterMs: DurationMs = 3_000;

export interface WakingParts {
  readonly sight: Sight;
  /** Calls back when the network returned or changed, or the computer woke; returns the function that stops it. */
  readonly onNetwork: (callback: () => void) => () => void;
  readonly schedule: Surroundings['schedule'];
  readonly random: Surroundings['random'];
}

/**
 * Reasons to ask the backend now. A window that is looked at asks at once; a new network is asked after a random while,
 * since an office's power, Wi-Fi and morning come back to all its computers in one second. Several reasons within that
 * while are one.
 */
export function createWaking({ sight, onNetwork, schedule, random }: WakingParts): Surroundings['onWake'] {
  return (callback) => {
    let cancel: (() => void) | null = null;
    const soon = (): void => {
      cancel ??= schedule(Math.round(random() * wakeJitterMs), () => {
        cancel = null;
        callback('network');
      });
    };
    const stops = [
      onNetwork(soon),
      sight.subscribe((isSeen) => {
        if (isSeen) callback('sight');
      }),
    ];
    return () => {
      cancel?.();
      for (const stop of stops) stop();
    };
  };
}

/** The browser's word of the network, and the main process's of the computer. */
export function networkOf(
  page: Pick<EventTarget, 'addEventListener' | 'removeEventListener'>,
  onComputerBack: (callback: () => void) => () => void,
): WakingParts['onNetwork'] {
  return (callback) => {
    const stop = onComputerBack(callback);
    page.addEventListener('online', callback);
    return () => {
      stop();
      page.removeEventListener('online', callback);
    };
  };
}
