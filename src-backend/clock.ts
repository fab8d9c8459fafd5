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
