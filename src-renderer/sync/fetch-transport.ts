import type { z } from 'zod';
import {
  errorBodySchema,
  identitySchema,
  pokeSchema,
  pullResponseSchema,
  pushResponseSchema,
} from '../../src-shared/sync/protocol.ts';
import { readLoad } from './load-lines.ts';
import { type Transport, TransportError } from './transport.ts';

/** What of an `EventSource` the transport uses. */
export interface EventStream {
  addEventListener(
    type: 'open' | 'error' | 'poke' | 'beat' | 'presence',
    listener: (event?: { readonly data?: unknown }) => void,
  ): void;
  close(): void;
}

/** What of the browser the transport uses. */
export interface Wire {
  fetch(url: string, init: RequestInit): Promise<Pick<Response, 'ok' | 'status' | 'text' | 'body'>>;
  openStream(url: string): EventStream;
}

const browserWire: Wire = {
  fetch: (url, init) => fetch(url, init),
  openStream: (url) => new EventSource(url),
};

/** The backend over HTTP. @param base where it is, such as `/api`; the main process adds the token on the way. */
export function createFetchTransport(base = '/api', wire: Wire = browserWire): Transport {
  async function call<Schema extends z.ZodType>(
    path: string,
    schema: Schema,
    init: RequestInit,
  ): Promise<z.output<Schema>> {
    let response: Awaited<ReturnType<Wire['fetch']>>;
    let text: string;
    try {
      response = await wire.fetch(`${base}${path}`, { ...init, cache: 'no-store' });
      text = await response.text();
    } catch (error) {
      throw noAnswer(path, error);
    }
    const body = parsedJson(text);
    if (!response.ok) throw refusedBy(path, response.status, body);
    const result = schema.safeParse(body);
    if (!result.success) throw new TransportError(`The answer to ${path} is not in the agreed form, or cut short.`);
    return result.data;
  }

  const post = (body: unknown, signal: AbortSignal): RequestInit => ({
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal,
  });

  return {
    me: (signal) => call('/sync/me', identitySchema, { signal }),
    push: (request, signal) => call('/sync/push', pushResponseSchema, post(request, signal)),
    pull: (request, signal) => call('/sync/pull', pullResponseSchema, post(request, signal)),
    async load(request, sink, signal) {
      const path = '/sync/load';
      const response = await wire
        .fetch(`${base}${path}`, { ...post(request, signal), cache: 'no-store' })
        .catch((error: unknown) => {
          throw noAnswer(path, error);
        });
      if (!response.ok) throw refusedBy(path, response.status, parsedJson(await response.text().catch(() => '')));
      if (response.body === null) throw new TransportError('The first load is empty.');
      await readLoad(response.body, sink, signal);
    },
    stream(listener) {
      const named = listener.session === undefined ? '' : `?session=${encodeURIComponent(listener.session)}`;
      const source = wire.openStream(`${base}/sync/events${named}`);
      source.addEventListener('open', () => listener.opened());
      source.addEventListener('poke', (event) => listener.poked(versionOf(event?.data)));
      source.addEventListener('beat', () => listener.beat());
      source.addEventListener('presence', (event) => listener.presence?.(parsedJson(String(event?.data))));
      // EventSource would try again by itself, at its own pace; the engine's backoff decides instead.
      source.addEventListener('error', () => {
        source.close();
        listener.failed();
      });
      return () => source.close();
    },
  };
}

function versionOf(data: unknown): number | null {
  return pokeSchema.safeParse(parsedJson(String(data))).data?.version ?? null;
}

function noAnswer(path: string, error: unknown): TransportError {
  return new TransportError(`No answer to ${path}: ${error instanceof Error ? error.message : String(error)}`);
}

function refusedBy(path: string, status: number, body: unknown): TransportError {
  const error = errorBodySchema.safeParse(body);
  if (error.success) {
    const { code, message, mutationID = null, path = null } = error.data.error;
    return new TransportError(message, { code, message, mutationID, path });
  }
  // A proxy between here and the backend answers in its own form.
  if (status === 401) return fault('unauthorized', 'The backend does not accept the access token.');
  if (status === 413) return fault('body_too_large', 'The request is larger than the backend takes.');
  if (status >= 500) return fault('gateway', `Something on the way to the backend answers with the error ${status}.`);
  return new TransportError(`The answer to ${path} is an error ${status} in no agreed form.`);
}

function fault(code: string, message: string): TransportError {
  return new TransportError(message, { code, message, mutationID: null, path: null });
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
