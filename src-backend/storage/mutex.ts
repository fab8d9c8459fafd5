/** Lets one piece of async work run at a time, in the order of asking. */
export class Mutex {
  #last: Promise<unknown> = Promise.resolve();

  run<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.#last.then(work);
    // The next one runs whether this one fails or not.
    this.#last = result.catch(() => undefined);
    return result;
  }
}
