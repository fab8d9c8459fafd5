import type { BackendState } from '../../src-shared/desktop-contract.ts';
import type { Network } from '../network/network.ts';
import { parseServer } from '../startup/arguments.ts';
import type { Backend } from './backend.ts';
import type { Credentials } from './credentials.ts';
import { verifyToken } from './join.ts';

/** A backend elsewhere. Without a token nothing is sent until `join` has brought one. */
export function remoteBackend(url: string, token: string | null, credentials: Credentials, network: Network): Backend {
  const listeners: ((state: BackendState) => void)[] = [];
  if (token !== null) credentials.keep(url, token);
  let current = token ?? credentials.tokenFor(url);
  const state = (): BackendState => ({
    kind: 'remote',
    url,
    state: current === undefined ? 'needs_token' : 'joined',
  });
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
      credentials.keep(url, request.token);
      current = request.token;
      for (const listener of listeners) listener(state());
      return result;
    },
    stop: async () => {},
  };
}
