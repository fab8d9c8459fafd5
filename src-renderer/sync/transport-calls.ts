import type { DurationMs } from '../../src-shared/ids.ts';
import type { Surroundings } from './surroundings.ts';
import { TransportError } from './transport.ts';

/** A call without an answer for so long counts as failed; every call can be repeated without harm. */
const callLimitMs: DurationMs = 60_000;
/** After so long a call may hang on a connection that died, as after sleep. */
const stuckAfterMs: DurationMs = 5_000;

/** Makes a call, which its signal may end. */
export type Call = <Result>(work: (signal: AbortSignal, goesOn: () => void) => Promise<Result>) => Promise<Result>;

/** Makes one call at a time, each with a limit and a way to end it. */
export interface Caller {
  /**
   * `goesOn` says that an answer that takes long is still coming, and begins the limit anew.
   *
   * @throws {TransportError} also when the call is aborted, whether or not the transport heeds the signal.
   */
  readonly call: Call;
  abort(): void;
  /** Ends the current call if it has been under way for long. */
  abortIfStuck(): void;
}

export function createCaller(surroundings: Surroundings): Caller {
  let current: { readonly controller: AbortController; stuck: boolean } | null = null;

  return {
    async call(work) {
      const controller = new AbortController();
      const mine = { controller, stuck: false };
      current = mine;
      let cancelLimits = () => {};
      const limit = () => {
        cancelLimits();
        mine.stuck = false;
        const cancelLimit = surroundings.schedule(callLimitMs, () => controller.abort());
        const cancelStuck = surroundings.schedule(stuckAfterMs, () => {
          mine.stuck = true;
        });
        cancelLimits = () => {
          cancelLimit();
          cancelStuck();
        };
      };
      limit();
      const aborted = new Promise<never>((_, reject) => {
        controller.signal.addEventListener('abort', () => reject(new TransportError('The backend did not answer.')));
      });
      try {
        const goesOn = () => {
          if (current === mine) limit();
        };
        return await Promise.race([work(controller.signal, goesOn), aborted]);
      } finally {
        cancelLimits();
        current = null;
      }
    },
    abort: () => current?.controller.abort(),
    abortIfStuck() {
      if (current?.stuck) current.controller.abort();
    },
  };
}
