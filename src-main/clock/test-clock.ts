import type { EpochMs } from '../../src-shared/ids.ts';
import type { ComputerClocks } from '../../src-shared/time/desk-clock.ts';

/** What time it is for the app. */
export interface Clock extends ComputerClocks {
  /** The instant at which the clock stands in tests; null for the computer's clock. */
  readonly standsAt: EpochMs | null;
  /** Called when a test has put the clock to another instant. */
  onSet(listener: (at: EpochMs) => void): void;
}

export interface TestClock extends Clock {
  /** Time passes until `at`; or, if it does not pass, somebody sets the computer's clock to `at`. */
  set(at: EpochMs, passes?: boolean): void;
}

/**
 * The app's clock: the computer's, or in tests one that stands at `DUELINE_TEST_CLOCK` until it is set.
 * A packaged app takes no notice of the variable.
 *
 * @throws if the variable holds no instant.
 */
export function chooseClock(variable: string | undefined, isPackaged: boolean): Clock | TestClock {
  if (isPackaged || variable === undefined || variable === '') {
    return { now: () => Date.now(), monotonic: () => performance.now(), standsAt: null, onSet: () => {} };
  }
  let at = Date.parse(variable);
  if (Number.isNaN(at)) throw new Error(`DUELINE_TEST_CLOCK must be an ISO instant, not '${variable}'.`);
  let monotonic = 0;
  const listeners: ((at: EpochMs) => void)[] = [];
  return {
    now: () => at,
    monotonic: () => monotonic,
    get standsAt() {
      return at;
    },
    onSet: (listener) => listeners.push(listener),
    set: (next, passes = true) => {
      if (!Number.isSafeInteger(next))
        throw new Error(`The test clock is set in whole epoch milliseconds, not ${next}.`);
      if (passes) monotonic += Math.max(0, next - at);
      at = next;
      for (const listener of listeners) listener(at);
    },
  };
}

/** The environment for child processes: without the test clock's variable when packaged. */
export function environmentForChildren(env: NodeJS.ProcessEnv, isPackaged: boolean): NodeJS.ProcessEnv {
  if (!isPackaged) return { ...env };
  const { DUELINE_TEST_CLOCK: _dead, ...rest } = env;
  return rest;
}
