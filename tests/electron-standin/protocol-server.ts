import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type Electron from 'electron';
import { toAppUrl, toBrowserUrl } from './urls.ts';

type Handler = (request: Request) => Response | Promise<Response>;
const handlers = new Map<string, Handler>();

/** `protocol`: what a scheme's handler returns is served by a loopback server, to this app's browser only. */
export const protocol = {
  /** The browser knows these URLs as http of `.localhost`, which has every privilege that the app asks for. */
  registerSchemesAsPrivileged(_schemes: Electron.CustomScheme[]): void {},
  handle(scheme: string, handler: Handler): void {
    handlers.set(scheme, handler);
  },
} satisfies Pick<Electron.Protocol, 'registerSchemesAsPrivileged' | 'handle'>;

/** Name and secret of the cookie that tells this app's browser from anything else on the machine. */
export const browserCookie = { name: 'stand-in', value: randomBytes(32).toString('hex') };

/** Starts the loopback server. Answers its port. */
export function startProtocolServer(): Promise<number> {
  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else response.writeHead(500, { 'content-type': 'text/plain' }).end(String(error));
    });
  });
  // Event streams stay open as long as the page does.
  server.requestTimeout = 0;
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (typeof address === 'object' && address) resolve(address.port);
    });
  });
}

async function serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const origin = toAppUrl(`http://${incoming.headers.host}`);
  const handler = handlers.get(origin.split(':')[0] ?? '');
  const cookies = (incoming.headers.cookie ?? '').split(/;\s*/);
  if (!handler || !cookies.includes(`${browserCookie.name}=${browserCookie.value}`)) {
    outgoing.writeHead(403, { 'content-type': 'text/plain' }).end('Only the app itself is served here.');
    return;
  }
  const aborted = new AbortController();
  outgoing.once('close', () => {
    if (!outgoing.writableFinished) aborted.abort();
  });
  const response = await handler(toRequest(`${origin}${incoming.url}`, incoming, aborted.signal));
  const headers = new Map<string, string>();
  for (const [name, value] of response.headers) {
    headers.set(name, name === 'location' ? toBrowserUrl(value) : value);
  }
  outgoing.writeHead(response.status, [...headers].flat());
  if (response.body === null) outgoing.end();
  else {
    outgoing.flushHeaders();
    // A page that goes away in the middle of an answer is no error.
    await pipeline(Readable.from(response.body), outgoing).catch(() => {});
  }
}

function toRequest(url: string, incoming: IncomingMessage, signal: AbortSignal): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (name === 'cookie' || name === 'host' || value === undefined) continue;
    headers.set(name, name === 'origin' || name === 'referer' ? toAppUrl(String(value)) : String(value));
  }
  const hasBody = incoming.method !== 'GET' && incoming.method !== 'HEAD';
  return new Request(url, {
    method: incoming.method ?? 'GET',
    headers,
    signal,
    ...(hasBody ? { body: Readable.toWeb(incoming) as ReadableStream, duplex: 'half' } : {}),
  });
}
