import type { ClientStore } from '../sync/client-store.ts';
import type { Surroundings } from '../sync/surroundings.ts';

/** Tidies a store up when there is time to spare, one bounded step at a time. */
export interface IdleCompaction {
  request(): void;
  /** Does nothing more from now on. */
  close(): void;
}

export function createIdleCompaction(
  store: Pick<ClientStore, 'compact'>,
  surroundings: Pick<Surroundings, 'whenIdle'>,
): IdleCompaction {
  let cancel: (() => void) | null = null;
  let isClosed = false;

  function request(): void {
    if (isClosed || cancel !== null) return;
    cancel = surroundings.whenIdle(() => {
      cancel = null;
      store.compact().then(
        (more) => {
          if (more) request();
        },
        // The delta is only longer than it could be; the next pull tries again.
        () => {},
      );
    });
  }

  return {
    request,
    close() {
      isClosed = true;
      cancel?.();
    },
  };
}
