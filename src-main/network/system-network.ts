import { type IncomingMessage, net, type Session, session } from 'electron';
import type { Network } from './network.ts';

/** In memory only: what the backend answers is no business of a cache or a cookie jar on the disk. */
export const backendPartition = 'backend';

/**
 * The way to a backend elsewhere, by Chromium's network: it takes the proxy and the trusted certificates from the
 * system, which Node's own `fetch` does not. Only after the app is ready.
 */
export function systemNetwork(): Network {
  const own = session.fromPartition(backendPartition, { cache: false });
  return {
    fetch: (url, init) => own.fetch(url, { ...init, cache: 'no-store' }),
    send: (url, headers, body) => send(own, url, headers, body),
  };
}

/** `fetch` would collect the whole body first, and copy it for each part that comes. */
function send(
  own: Session,
  url: string,
  headers: Readonly<Record<string, string>>,
  body: ReadableStream<Uint8Array>,
): Promise<Response> {
  const reader = body.getReader();
  return new Promise<Response>((resolve, reject) => {
    const request = net.request({ method: 'POST', url, session: own, redirect: 'error', headers: { ...headers } });
    request.chunkedEncoding = true;
    request.on('response', (answer) => resolve(collected(answer)));
    const give = (error: Error): void => {
      reject(error);
      void reader.cancel(error).catch(() => {});
    };
    request.on('error', give);
    const write = async (): Promise<void> => {
      for (let part = await reader.read(); !part.done; part = await reader.read()) {
        const bytes = Buffer.from(part.value);
        // One part at a time: the next is read when this one is on its way.
        await new Promise<void>((written) => request.write(bytes, undefined, () => written()));
      }
      request.end();
    };
    write().catch((error: Error) => {
      request.abort();
      give(error);
    });
  });
}

async function collected(answer: IncomingMessage): Promise<Response> {
  const parts: Buffer[] = [];
  await new Promise<void>((resolve, reject) => {
    answer.on('data', (part) => parts.push(part));
    answer.on('end', resolve);
    answer.on('aborted', () => reject(new Error('The answer was cut short.')));
    answer.on('error', reject);
  });
  return new Response(Buffer.concat(parts), { status: answer.statusCode, statusText: answer.statusMessage });
}
