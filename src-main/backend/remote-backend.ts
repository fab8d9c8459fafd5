import type { BackendState } from '../../src-shared/desktop-contract.ts';
import type { Network } from '../network/network.ts';
import { parseServer } from '../startup/arguments.ts';
import type { Backend } from './backend.ts';
import type { Credentials } from './credentials.ts';
import { verifyToken } from './join.ts';

/** A backend elsewhere. Without a token nothing is sent until `join` has brought one. */
export function remoteBackend(url: string, token: string | null, credentials: Credentials, network: Network): Backend {
  const listeners: ((state: BackendState) => void)[] = [];
  let current = token ?? undefined;
  let isOpening = token === null;
  let keepsToken: boolean | null = null;
  const state = (): BackendState => ({
    kind: 'remote',
    url,
    state: current !== undefined ? 'joined' : isOpening ? 'opening' : 'needs_token',
    keepsToken,
  });
  const tell = (): void => {
    for (const listener of listeners) listener(state());
  };

  /** The key store may ask the user first, for as long as the user likes. */
  async function open(): Promise<void> {
    keepsToken = await credentials.areKept();
    if (token !== null) {
      await keep(token);
      return;
    }
    const kept = await credentials.tokenFor(url);
    // Somebody may have joined by hand meanwhile, which was told then.
    const isNews = current === undefined;
    current ??= kept;
    isOpening = false;
    if (isNews) tell();
  }

  /** A token that the disk does not take works all the same. */
  async function keep(given: string): Promise<void> {
    await credentials.keep(url, given).catch(() => {
      keepsToken = false;
    });
  }

  void open();
  return {
    get state() {
      return state();
    },
    get address() {
      return current === undefined ? undefined : { baseUrl: url, token: current, network };
    },
    onChange: (listener) => listeners.push(listener),
    // Nothing of a backend elsewhere runs here.
    restart: () => {},
    join: async (request) => {
      if (parseServer(request.url) !== url) {
        return {
          ok: false,
          message: `This profile works with ${url}. Start Dueline with another --profile to join another.`,
        };
      }
      const result = await verifyToken({ url, token: request.token }, network);
      if (!result.ok) return result;
      current = request.token;
      await keep(request.token);
      tell();
      return result;
    },
    stop: async () => {},
  };
}
