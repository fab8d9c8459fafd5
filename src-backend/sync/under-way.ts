/** Work that has begun and not come to its end. */
export class UnderWay {
  readonly #running = new Set<Promise<unknown>>();

  run<Result>(work: () => Promise<Result>): Promise<Result> {
    const running = work();
    this.#running.add(running);
    return running.finally(() => this.#running.delete(running));
  }

  /** Resolves when everything that has begun by now has come to its end, however it ended. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#running);
  }
}
