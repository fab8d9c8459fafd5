/** So many at once, and then so many a second, for each key. */
export class RateBound {
  readonly #atOnce: number;
  readonly #aSecond: number;
  /** How much of `atOnce` is used, as of when, by keys that were heard of lately. */
  readonly #used = new Map<string, { readonly used: number; readonly at: number }>();

  constructor(atOnce: number, aSecond: number) {
    this.#atOnce = atOnce;
    this.#aSecond = aSecond;
  }

  /** False if it is too much. */
  allows(key: string): boolean {
    const now = performance.now();
    const used = this.#usedBy(key, now);
    if (used + 1 > this.#atOnce) return false;
    this.#used.delete(key);
    this.#used.set(key, { used: used + 1, at: now });
    this.#forgetQuiet(now);
    return true;
  }

  #usedBy(key: string, now: number): number {
    const known = this.#used.get(key);
    return known === undefined ? 0 : Math.max(0, known.used - ((now - known.at) / 1_000) * this.#aSecond);
  }

  /** The longest quiet come first. */
  #forgetQuiet(now: number): void {
    for (const key of this.#used.keys()) {
      if (this.#usedBy(key, now) > 0) return;
      this.#used.delete(key);
    }
  }
}
