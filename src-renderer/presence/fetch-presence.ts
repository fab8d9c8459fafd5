import { presenceRequestSchema } from '../../src-shared/sync/presence.ts';
import type { Wire } from '../sync/fetch-transport.ts';
import type { Tell } from './announcer.ts';

/** What of the browser telling takes. */
export type PresenceWire = { fetch(...args: Parameters<Wire['fetch']>): Promise<Pick<Response, 'ok' | 'status'>> };

const browserWire: PresenceWire = { fetch: (url, init) => fetch(url, init) };

/** Tells the backend over HTTP. @param session names this window, to its event stream too. */
export function fetchTell(session: string, base = '/api', wire: PresenceWire = browserWire): Tell {
  return async ({ caseId, activity }, signal) => {
    const answer = await wire.fetch(`${base}/sync/presence`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(presenceRequestSchema.parse({ session, caseId, activity })),
      cache: 'no-store',
      signal,
    });
    if (answer.status === 404) return 'missing';
    return answer.ok ? 'told' : 'failed';
  };
}
