import { ApiError } from '../http/api-error.ts';

/** Lets pushes through, until the desk moves away. */
export class PushGate {
  readonly #running = new Set<Promise<unknown>>();
  #isClosed = false;

  /** @throws {ApiError} `unavailable` while it is closed. */
  async run<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#isClosed) {
      throw new ApiError(
        'unavailable',
        'This desk is being moved. What you do is kept here and sent when it is there.',
      );
    }
    const running = work();
    this.#running.add(running);
    return running.finally(() => this.#running.delete(running));
  }

  /** Resolves when what was let through has come to its end, however it ended. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.allSettled(this.#running);
  }

  open(): void {
    this.#isClosed = false;
  }
}
