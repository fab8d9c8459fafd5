import type { EpochMs } from '../src-shared/ids.ts';

/** The backend's only source of time. */
export interface Clock {
  now(): EpochMs;
}

export const systemClock: Clock = { now: () => Date.now() };

/** A clock that stands still until it is set. Only for tests. */
export class TestClock implements Clock {
  readonly #listeners = new Set<() => void>();
  #at: EpochMs;

  constructor(at: EpochMs) {
    this.#at = at;
  }

  now(): EpochMs {
    return this.#at;
  }

  set(at: EpochMs): void {
    this.#at = at;
    for (const listener of this.#listeners) listener();
  }

  /** Calls back whenever time passes. Returns what stops it. */
  whenSet(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
