import type { BackendState } from '../../src-shared/desktop-contract.ts';
import type { Backend } from '../backend/backend.ts';

/** A backend whose place another one can take while the window goes on. */
export interface MovableBackend extends Backend {
  /** Goes on with another backend; the one before is stopped. */
  become(next: Backend): Promise<void>;
}

export function movableBackend(first: Backend): MovableBackend {
  const listeners: ((state: BackendState) => void)[] = [];
  let current = first;
  const follow = (backend: Backend): void => {
    backend.onChange((state) => {
      if (backend !== current) return;
      for (const listener of listeners) listener(state);
    });
  };
  follow(first);
  return {
    get state() {
      return current.state;
    },
    get address() {
      return current.address;
    },
    onChange: (listener) => listeners.push(listener),
    restart: () => current.restart(),
    join: (request) => current.join(request),
    stop: () => current.stop(),
    async become(next) {
      const before = current;
      current = next;
      follow(next);
      for (const listener of listeners) listener(next.state);
      await before.stop();
    },
  };
}
