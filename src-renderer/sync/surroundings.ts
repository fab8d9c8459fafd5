import type { DurationMs, EpochMs } from '../../src-shared/ids.ts';
import type { ComputerClocks } from '../../src-shared/time/desk-clock.ts';
import { browserMachine } from '../time/browser-machine.ts';

/** Why the backend is asked now: the network may be another one, or the window is looked at again. */
export type Wake = 'network' | 'sight';

/** Everything of the outside world that the sync client reads, so that a test can hold it still. */
export interface Surroundings {
  /** This computer's clock; the desk's time for what works on the cases. */
  now(): EpochMs;
  /** Time that has passed since some beginning; nobody can set it. */
  monotonic(): DurationMs;
  /** A number from 0 up to, but not including, 1. */
  random(): number;
  /** A new unique id. */
  newId(): string;
  /** Calls back once after `afterMs`; the returned function cancels it. */
  schedule(afterMs: DurationMs, callback: () => void): () => void;
  /** Calls back when there is time to spare; the returned function cancels it. */
  whenIdle(callback: () => void): () => void;
  /** Calls back when the network returns or the window is looked at again; returns the function that stops it. */
  onWake(callback: (why?: Wake) => void): () => void;
  /** Calls back when the window may be about to go; returns the function that stops it. */
  onHide(callback: () => void): () => void;
}

/** The browser's own. @param clocks where they are not this computer's. */
export function browserSurroundings(clocks: ComputerClocks = browserMachine): Surroundings {
  return {
    now: () => clocks.now(),
    monotonic: () => clocks.monotonic(),
    random: Math.random,
    newId: () => crypto.randomUUID(),
    schedule(afterMs, callback) {
      const timer = setTimeout(callback, afterMs);
      return () => clearTimeout(timer);
    },
    whenIdle(callback) {
      const request = requestIdleCallback(callback, { timeout: 60_000 });
      return () => cancelIdleCallback(request);
    },
    onWake(callback) {
      const whenVisible = () => {
        if (document.visibilityState === 'visible') callback('sight');
      };
      const whenOnline = () => callback('network');
      addEventListener('online', whenOnline);
      document.addEventListener('visibilitychange', whenVisible);
      return () => {
        removeEventListener('online', whenOnline);
        document.removeEventListener('visibilitychange', whenVisible);
      };
    },
    onHide(callback) {
      const whenHidden = () => {
        if (document.visibilityState === 'hidden') callback();
      };
      addEventListener('pagehide', callback);
      document.addEventListener('visibilitychange', whenHidden);
      return () => {
        removeEventListener('pagehide', callback);
        document.removeEventListener('visibilitychange', whenHidden);
      };
    },
  };
}
