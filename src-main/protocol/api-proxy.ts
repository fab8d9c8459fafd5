import type { ErrorBody } from '../../src-shared/sync/protocol.ts';
import type { Network } from '../network/network.ts';
import { wayBlocked } from '../network/way-blocked.ts';

/** Where the backend answers and how the acting user is known to it. */
export interface BackendAddress {
  /** Without a slash at its end. */
  readonly baseUrl: string;
  readonly token: string;
  /** The way there. */
  readonly network: Network;
}

/** Hop-by-hop headers (RFC 9110 7.6.1), what belongs to the page rather than to the backend, and what `fetch` sets itself. */
const notForwarded = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'cookie',
  'set-cookie',
  'authorization',
  'origin',
  'referer',
  'host',
  'content-length',
  'accept-encoding',
]);

/**
 * Passes a request of the renderer on to the backend and streams the answer back, event streams included.
 * The token is added here and never reaches the page. When the page goes away, the request to the backend is ended.
 */
export async function proxyToBackend(
  request: Request,
  pathAndQuery: string,
  backend: BackendAddress | undefined,
): Promise<Response> {
  if (backend === undefined)
    return unavailable('unreachable', 'The backend is not running. What you do is kept and sent when it is back.');
  const gone = new AbortController();
  request.signal.addEventListener('abort', () => gone.abort(), { once: true });
  try {
    // Whole: a body is a push of some kilobytes, and Chromium's network takes streams only in pieces that it copies.
    const body = request.body === null ? undefined : await request.arrayBuffer();
    const answer = await backend.network.fetch(`${backend.baseUrl}${pathAndQuery}`, {
      method: request.method,
      headers: requestHeaders(request.headers, backend.token),
      signal: gone.signal,
      // The API never redirects; following one would take the token elsewhere.
      redirect: 'error',
      ...(body === undefined ? {} : { body }),
    });
    return new Response(answer.body && endingUpstream(answer.body, gone), {
      status: answer.status,
      statusText: answer.statusText,
      headers: responseHeaders(answer.headers),
    });
  } catch (error) {
    const blocked = wayBlocked(error, backend.baseUrl);
    if (blocked !== null) return unavailable('way_blocked', blocked);
    return unavailable('unreachable', 'The backend cannot be reached. What you do is kept and sent when it is back.');
  }
}

/** The headers for the backend: those of the page that describe the request, and the token. */
export function requestHeaders(fromPage: Headers, token: string): Headers {
  const headers = new Headers();
  const named = connectionHeaders(fromPage);
  for (const [name, value] of fromPage) {
    if (!notForwarded.has(name) && !named.has(name) && !name.startsWith('sec-')) headers.set(name, value);
  }
  headers.set('authorization', `Bearer ${token}`);
  return headers;
}

/** The headers for the page. The body has been decompressed on its way, so its old encoding and length are not told. */
export function responseHeaders(fromBackend: Headers): Headers {
  const headers = new Headers();
  const named = connectionHeaders(fromBackend);
  for (const [name, value] of fromBackend) {
    if (notForwarded.has(name) || named.has(name) || name === 'content-encoding') continue;
    headers.set(name, value);
  }
  headers.set('cache-control', 'no-store');
  headers.set('x-content-type-options', 'nosniff');
  // Data and never a page, whatever a backend calls it.
  headers.set('content-security-policy', "default-src 'none'; sandbox");
  return headers;
}

/** Headers that `Connection` declares to be for this hop only. */
function connectionHeaders(headers: Headers): ReadonlySet<string> {
  const names = (headers.get('connection') ?? '').split(',');
  return new Set(names.map((name) => name.trim().toLowerCase()));
}

/** The same bytes; a reader that cancels ends the request to the backend too. */
function endingUpstream(body: ReadableStream<Uint8Array>, gone: AbortController): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  return new ReadableStream({
    pull: async (controller) => {
      const { done, value } = await reader.read();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: () => gone.abort(),
  });
}

function unavailable(code: 'unreachable' | 'way_blocked', message: string): Response {
  // Not a word of the backend's: the window tells "nobody answers" from "it answers that it cannot".
  const body: ErrorBody = { error: { code, message } };
  return Response.json(body, { status: 503, headers: { 'cache-control': 'no-store' } });
}
