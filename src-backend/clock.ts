import type { EpochMs } from '../src-shared/ids.ts';

/** The backend's only source of time. */
export interface Clock {
  now(): EpochMs;
}

export const systemClock: Clock = { now: () => Date.now() };

/** A clock that stands still until it is set. Only for tests. */
export class TestClock implements Clock {
  #at: EpochMs;

  constructor(at: EpochMs) {
    this.#at = at;
  }

  now(): EpochMs {
    return this.#at;
  }

  set(at: EpochMs): void {
    this.#at = at;
  }
}

/**
 * The clock that `DUELINE_TEST_CLOCK` asks for: the system's unless it holds an ISO instant.
 *
 * @throws {RangeError} if it holds something else.
 */
export function clockFrom(testClock: string | undefined): Clock {
  if (testClock === undefined || testClock === '') return systemClock;
  const at = Date.parse(testClock);
  if (Number.isNaN(at)) {
    throw new RangeError(
      `DUELINE_TEST_CLOCK is "${testClock}", but must be an ISO instant such as 2026-03-02T17:00:00Z.`,
    );
  }
  return new TestClock(at);
}
