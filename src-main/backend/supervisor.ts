import type { BackendState } from '../../src-shared/desktop-contract.ts';
import type { DurationMs } from '../../src-shared/ids.ts';
import { ownNetwork } from '../network/network.ts';
import type { BackendAddress } from '../protocol/api-proxy.ts';
import type { BackendProcess } from './backend-process.ts';

/** A start that does not hold this long counts as quick. */
const steadyAfterMs: DurationMs = 30_000;
/** After so many quick exits in a row, starting again by itself would only use up the computer. */
const quickExitsAllowed = 5;
/** How long a backend may take to listen before it counts as stuck. */
const startTimeoutMs: DurationMs = 60_000;
/** How long a backend may take to put its data away when the app ends. */
const stopTimeoutMs: DurationMs = 10_000;

export interface SupervisorParts {
  /** Starts one backend process, which has been told its data folder and token. */
  readonly fork: () => { readonly process: BackendProcess; readonly token: string };
  readonly onChange: (state: BackendState) => void;
}

/** Keeps the embedded backend running. */
export interface Supervisor {
  readonly state: BackendState;
  /** Where the running backend answers; undefined while there is none. */
  readonly address: BackendAddress | undefined;
  start(): void;
  /** Starts again at once, whatever went wrong before. */
  restart(): void;
  /** Ends the backend and waits until its data is safe. */
  stop(): Promise<void>;
}

export function superviseBackend(parts: SupervisorParts): Supervisor {
  let state: BackendState = { kind: 'embedded', state: 'starting' };
  let address: BackendAddress | undefined;
  let current: BackendProcess | undefined;
  let timer: NodeJS.Timeout | undefined;
  let quickExits = 0;
  let stopping = false;

  function become(next: BackendState): void {
    state = next;
    parts.onChange(next);
  }

  function launch(): void {
    clearTimeout(timer);
    const { process: backend, token } = parts.fork();
    current = backend;
    let reason: string | undefined;
    timer = setTimeout(() => {
      reason = 'The backend did not start within a minute.';
      backend.kill();
    }, startTimeoutMs);

    backend.onAnswer((answer) => {
      if (backend !== current) return;
      if (answer.type === 'failed') {
        reason = answer.message;
        // It has said why it cannot run; it would say so again.
        quickExits = quickExitsAllowed;
        backend.kill();
        return;
      }
      clearTimeout(timer);
      timer = setTimeout(() => {
        quickExits = 0;
      }, steadyAfterMs);
      address = { baseUrl: `http://127.0.0.1:${answer.port}`, token, network: ownNetwork };
      become({ kind: 'embedded', state: 'running' });
    });

    backend.onExit((code, said) => {
      if (backend !== current) return;
      clearTimeout(timer);
      current = undefined;
      address = undefined;
      if (stopping) return;
      if (++quickExits > quickExitsAllowed) {
        const why = reason ?? `The backend ended ${quickExits} times in a row (exit code ${code}).${said}`;
        become({ kind: 'embedded', state: 'failed', message: why });
        return;
      }
      become({ kind: 'embedded', state: 'restarting' });
      timer = setTimeout(launch, restartDelayMs(quickExits));
    });
  }

  return {
    get state() {
      return state;
    },
    get address() {
      return address;
    },
    start: launch,
    restart: () => {
      if (stopping) return;
      quickExits = 0;
      become({ kind: 'embedded', state: 'restarting' });
      clearTimeout(timer);
      // A running one is ended first: two backends must not write one data folder. Its exit starts the next.
      if (current === undefined) {
        launch();
        return;
      }
      const ending = current;
      timer = setTimeout(() => ending.kill(), stopTimeoutMs);
      ending.stop();
    },
    stop: async () => {
      stopping = true;
      clearTimeout(timer);
      const ending = current;
      if (ending === undefined) return;
      await new Promise<void>((resolve) => {
        const tooLong = setTimeout(() => {
          ending.kill();
          resolve();
        }, stopTimeoutMs);
        ending.onExit(() => {
          clearTimeout(tooLong);
          resolve();
        });
        ending.stop();
      });
    },
  };
}

/** Pause before the n-th start in a row: none at first, so that a single crash is hardly seen, then doubling up to 10 s. */
export function restartDelayMs(quickExits: number): DurationMs {
  return quickExits <= 1 ? 0 : Math.min(250 * 2 ** (quickExits - 2), 10_000);
}
