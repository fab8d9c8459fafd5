import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { constants, createGzip, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { type Network, ownNetwork } from '../../../../src-main/network/network.ts';
import { systemNetwork } from '../../../../src-main/network/system-network.ts';
import {
  type BackendAddress,
  proxyToBackend,
  requestHeaders,
  responseHeaders,
} from '../../../../src-main/protocol/api-proxy.ts';

vi.mock('electron', () => import('../../../electron-standin/electron.ts'));

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

async function backendOn(network: Network, listener: RequestListener): Promise<BackendAddress> {
  const server = createServer(listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The server has no address.');
  return { baseUrl: `http://127.0.0.1:${address.port}`, token: 'secret', network };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

const ways = [
  ['inside the app', () => ownNetwork],
  ["elsewhere, by the system's network", systemNetwork],
] as const;

describe.each(ways)('the way to the backend %s', (_name, way) => {
  const network = way();
  const backend = (listener: RequestListener) => backendOn(network, listener);

  test('method, path, query and body arrive with the token and without what belongs to the page', async () => {
    const address = await backend(async (request, response) => {
      const { authorization, cookie, origin, 'content-type': type } = request.headers;
      const body = await bodyOf(request);
      response.end(
        JSON.stringify({ method: request.method, url: request.url, authorization, cookie, origin, type, body }),
      );
    });
    const request = new Request('app://dueline/api/sync/push?x=1', {
      method: 'POST',
      body: '{"a":1}',
      headers: {
        'content-type': 'application/json',
        cookie: 'a=b',
        origin: 'app://dueline',
        authorization: 'Bearer forged',
      },
    });
    const answer = await proxyToBackend(request, '/sync/push?x=1', address);
    expect(await answer.json()).toEqual({
      method: 'POST',
      url: '/sync/push?x=1',
      authorization: 'Bearer secret',
      type: 'application/json',
      body: '{"a":1}',
    });
  });

  test('errors of the backend pass as they are', async () => {
    const address = await backend((_request, response) => {
      response.writeHead(409, { 'content-type': 'application/json', 'set-cookie': 'a=b' }).end('{"error":{}}');
    });
    const answer = await proxyToBackend(new Request('app://dueline/api/x'), '/x', address);
    expect([answer.status, await answer.text(), answer.headers.get('set-cookie')]).toEqual([409, '{"error":{}}', null]);
  });

  test('a compressed answer arrives readable, without its old encoding and length', async () => {
    const address = await backend((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('x'.repeat(10_000)));
    });
    const answer = await proxyToBackend(new Request('app://dueline/api/x'), '/x', address);
    expect(answer.headers.get('content-encoding')).toBeNull();
    expect(await answer.text()).toBe('x'.repeat(10_000));
  });

  test('a compressed stream is asked for, and comes through piece by piece', async () => {
    const sendsMore = Promise.withResolvers<void>();
    const address = await backend(async (request, response) => {
      expect(request.headers['accept-encoding']).toContain('gzip');
      response.writeHead(200, { 'content-encoding': 'gzip' });
      const packed = createGzip();
      packed.pipe(response);
      packed.write('first\n');
      packed.flush(constants.Z_SYNC_FLUSH);
      await sendsMore.promise;
      packed.end('second\n');
    });
    const answer = await proxyToBackend(new Request('app://dueline/api/sync/load'), '/sync/load', address);
    const reader = answer.body?.getReader();
    expect(new TextDecoder().decode((await reader?.read())?.value)).toBe('first\n');
    sendsMore.resolve();
    expect(new TextDecoder().decode((await reader?.read())?.value)).toBe('second\n');
  });

  test('an event stream comes through as it is sent, and ends upstream when the page goes away', async () => {
    const upstreamClosed = Promise.withResolvers<void>();
    const address = await backend((request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('event: poke\n\n');
      request.on('close', () => upstreamClosed.resolve());
    });
    const answer = await proxyToBackend(new Request('app://dueline/api/sync/events'), '/sync/events', address);
    const reader = answer.body?.getReader();
    const first = await reader?.read();
    expect(new TextDecoder().decode(first?.value)).toBe('event: poke\n\n');
    await reader?.cancel();
    await upstreamClosed.promise;
  });

  test('a request that the page gives up before the answer is given up upstream', async () => {
    const arrived = Promise.withResolvers<IncomingMessage>();
    const address = await backend((request) => arrived.resolve(request));
    const page = new AbortController();
    const request = new Request('app://dueline/api/slow', { signal: page.signal });
    const answer = proxyToBackend(request, '/slow', address);
    const upstream = await arrived.promise;
    const closed = once(upstream.socket, 'close');
    page.abort();
    await closed;
    expect((await answer).status).toBe(503);
  });

  test('without a backend, or one that does not answer, the page gets the documented error', async () => {
    const gone = { baseUrl: 'http://127.0.0.1:1', token: 'x', network };
    for (const address of [undefined, gone]) {
      const answer = await proxyToBackend(new Request('app://dueline/api/sync/me'), '/sync/me', address);
      expect(answer.status).toBe(503);
      expect(await answer.json()).toMatchObject({
        error: { code: 'unreachable', message: expect.stringContaining('kept') },
      });
    }
  });

  test('a redirect is not followed: it would carry the token elsewhere', async () => {
    const address = await backend((_request, response) => {
      response.writeHead(302, { location: 'http://example.com/' }).end();
    });
    const answer = await proxyToBackend(new Request('app://dueline/api/x'), '/x', address);
    expect(answer.status).toBe(503);
  });
});

describe('the headers on the way to the backend', () => {
  test('hop-by-hop headers end here, those that Connection names too', () => {
    const fromPage = new Headers({
      connection: 'x-private, close',
      'x-private': '1',
      'x-public': '2',
      'sec-fetch-site': 'same-origin',
      te: 'trailers',
    });
    expect([...requestHeaders(fromPage, 't')]).toEqual([
      ['authorization', 'Bearer t'],
      ['x-public', '2'],
    ]);
    const fromBackend = new Headers({ connection: 'x-private', 'x-private': '1', 'content-length': '3', etag: 'e' });
    expect(Object.fromEntries(responseHeaders(fromBackend))).toEqual({
      etag: 'e',
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
    });
  });
});
