import type { BackendState } from '../../src-shared/desktop-contract.ts';
import type { Backend } from './backend.ts';
import { forkBackend, type StartMessage } from './backend-process.ts';
import { superviseBackend } from './supervisor.ts';

/** Starts the backend inside the app and keeps it running. `start` is asked anew for each start. */
export function embeddedBackend(
  entry: string,
  start: () => Omit<StartMessage, 'type' | 'token'>,
  env: NodeJS.ProcessEnv,
): Backend {
  const listeners: ((state: BackendState) => void)[] = [];
  const supervisor = superviseBackend({
    fork: () => forkBackend(entry, start, env),
    onChange: (state) => {
      for (const listener of listeners) listener(state);
    },
  });
  supervisor.start();
  return {
    get state() {
      return supervisor.state;
    },
    get address() {
      return supervisor.address;
    },
    onChange: (listener) => listeners.push(listener),
    restart: supervisor.restart,
    join: async () => ({
      ok: false,
      message:
        "This profile keeps its cases on this computer. To join a team's backend, start Dueline with --server URL and another --profile.",
    }),
    stop: supervisor.stop,
  };
}
