import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer as createHttp, type RequestListener, type Server } from 'node:http';
import { createServer as createHttps } from 'node:https';
import path from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { verifyToken } from '../../../../src-main/backend/join.ts';
import { ownNetwork } from '../../../../src-main/network/network.ts';
import { backendPartition, systemNetwork } from '../../../../src-main/network/system-network.ts';
import { noAnswer, wayBlocked } from '../../../../src-main/network/way-blocked.ts';
import { proxyToBackend } from '../../../../src-main/protocol/api-proxy.ts';
import { fromPartition } from '../../../electron-standin/session.ts';
import { localProxy } from '../../../network/local-proxy.ts';

vi.mock('electron', () => import('../../../electron-standin/electron.ts'));

const certificates = path.join(import.meta.dirname, '../../../fixtures/certificates');
const companyCa = path.join(certificates, 'company-ca.pem');
const closers: (() => unknown)[] = [];
afterEach(async () => {
  vi.unstubAllEnvs();
  await fromPartition(backendPartition).setProxy({ proxyRules: '' });
  for (const close of closers.splice(0)) close();
});

async function listening(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The server has no address.');
  return address.port;
}

const secured = (listener: RequestListener) =>
  listening(
    createHttps(
      {
        key: readFileSync(path.join(certificates, 'desk.test.key')),
        cert: readFileSync(path.join(certificates, 'desk.test.pem')),
      },
      listener,
    ),
  );
const plain = (listener: RequestListener) => listening(createHttp(listener));

const me: RequestListener = (request, response) => {
  const isKnown = request.headers.authorization === 'Bearer good';
  response.statusCode = isKnown ? 200 : 401;
  const identity = { space: 'main', user: { id: 'u1', name: 'Ana', role: 'coa' }, serverAt: 1 };
  response.end(JSON.stringify(isKnown ? identity : { error: { code: 'unauthorized', message: 'No.' } }));
};

describe('a backend elsewhere', () => {
  test("is reached through the proxy of the system's settings, which alone knows where it is", async () => {
    const proxy = await localProxy({ 'desk.test': await plain(me) });
    closers.push(proxy.close);
    const network = systemNetwork();
    await fromPartition(backendPartition).setProxy({ proxyRules: proxy.url });
    expect(await verifyToken({ url: 'http://desk.test', token: 'good' }, network)).toEqual({ ok: true });
    const asked = new Request('app://dueline/api/sync/me');
    const address = { baseUrl: 'http://desk.test', token: 'good', network };
    expect((await proxyToBackend(asked, '/sync/me', address)).status).toBe(200);
    expect(proxy.asked).toEqual(['GET http://desk.test/sync/me', 'GET http://desk.test/sync/me']);
  });

  test('is reached by TLS through the proxy, if the system trusts the authority of its certificate', async () => {
    const proxy = await localProxy({ 'desk.test': await secured(me) });
    closers.push(proxy.close);
    const network = systemNetwork();
    await fromPartition(backendPartition).setProxy({ proxyRules: proxy.url });
    const request = { url: 'https://desk.test', token: 'good' };
    expect(await verifyToken(request, network)).toMatchObject({
      ok: false,
      message: expect.stringContaining('does not trust the certificate of https://desk.test'),
    });
    vi.stubEnv('DUELINE_STAND_IN_CA', companyCa);
    expect(await verifyToken(request, network)).toEqual({ ok: true });
    expect(proxy.asked).toEqual(['CONNECT desk.test:443', 'CONNECT desk.test:443']);
  });

  test('gets no token past a certificate that is not trusted, and the window is told what stands in the way', async () => {
    const tokens: unknown[] = [];
    const port = await secured((request, response) => {
      tokens.push(request.headers.authorization);
      response.end();
    });
    const address = { baseUrl: `https://127.0.0.1:${port}`, token: 'secret', network: systemNetwork() };
    const answer = await proxyToBackend(new Request('app://dueline/api/sync/me'), '/sync/me', address);
    expect(await answer.json()).toMatchObject({
      error: { code: 'way_blocked', message: expect.stringContaining('does not trust the certificate') },
    });
    expect(tokens).toEqual([]);
  });

  test('that the proxy refuses, or behind a proxy that is gone, is told from one that is down', async () => {
    const proxy = await localProxy({});
    closers.push(proxy.close);
    const network = systemNetwork();
    const join = () => verifyToken({ url: 'https://desk.test', token: 'good' }, network);
    await fromPartition(backendPartition).setProxy({ proxyRules: proxy.url });
    const refused = await join();
    await fromPartition(backendPartition).setProxy({ proxyRules: 'http://127.0.0.1:1' });
    const gone = await join();
    for (const result of [refused, gone]) {
      expect(result).toMatchObject({ message: expect.stringContaining('The proxy of this computer') });
    }
    await fromPartition(backendPartition).setProxy({ proxyRules: '' });
    expect(await verifyToken({ url: 'http://127.0.0.1:1', token: 'good' }, network)).toMatchObject({
      message: expect.stringContaining('cannot be reached'),
    });
  });

  test('takes in a long stream part by part, without its length', async () => {
    const arrived = Promise.withResolvers<void>();
    const port = await plain((request, response) => {
      request.once('data', () => arrived.resolve());
      let bytes = 0;
      request.on('data', (part: Buffer) => {
        bytes += part.byteLength;
      });
      const { 'content-length': length = null } = request.headers;
      request.on('end', () => response.writeHead(201).end(JSON.stringify({ bytes, length })));
    });
    let parts = 0;
    const body = new ReadableStream<Uint8Array>({
      async pull(controller) {
        // The rest exists only once the first part is there.
        if (parts === 1) await arrived.promise;
        if (parts++ === 40) controller.close();
        else controller.enqueue(new Uint8Array(65_536));
      },
    });
    const answer = await systemNetwork().send(`http://127.0.0.1:${port}/move/in`, { 'x-a': 'b' }, body);
    expect(answer.status).toBe(201);
    expect(await answer.json()).toEqual({ bytes: 40 * 65_536, length: null });
  });

  test('that goes away during a stream fails it, and the stream is let go of', async () => {
    const port = await plain((request) => request.once('data', () => request.socket.destroy()));
    const letGo = Promise.withResolvers<void>();
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new Uint8Array(65_536)),
      cancel: () => letGo.resolve(),
    });
    await expect(systemNetwork().send(`http://127.0.0.1:${port}/move/in`, {}, body)).rejects.toThrow();
    await letGo.promise;
  });
});

test('the backend inside the app is asked directly, whatever proxy there is', async () => {
  const port = await plain(me);
  const proxy = await localProxy({});
  closers.push(proxy.close);
  await fromPartition(backendPartition).setProxy({ proxyRules: proxy.url });
  const address = { baseUrl: `http://127.0.0.1:${port}`, token: 'good', network: ownNetwork };
  expect((await proxyToBackend(new Request('app://dueline/api/sync/me'), '/sync/me', address)).status).toBe(200);
  expect(proxy.asked).toEqual([]);
});

describe('what stands in the way', () => {
  test.each([
    ['net::ERR_CERT_AUTHORITY_INVALID', 'does not trust'],
    ['net::ERR_CERT_DATE_INVALID', 'expired'],
    ['net::ERR_CERT_COMMON_NAME_INVALID', 'another name'],
    ['net::ERR_CERT_REVOKED', 'does not trust'],
    ['net::ERR_PROXY_CONNECTION_FAILED', 'proxy'],
    ['net::ERR_TUNNEL_CONNECTION_FAILED', 'proxy'],
    ['net::ERR_PROXY_AUTH_UNSUPPORTED', 'name and password'],
  ])('%s is said in words', (name, words) => {
    expect(wayBlocked(new Error(name), 'https://desk.test')).toContain(words);
  });

  test.each([
    'net::ERR_INTERNET_DISCONNECTED',
    'net::ERR_CONNECTION_REFUSED',
    'net::ERR_NAME_NOT_RESOLVED',
    'fetch failed',
    '',
  ])('%j may be over in a moment, so nobody is blamed', (name) => {
    expect(wayBlocked(new Error(name), 'https://desk.test')).toBeNull();
    expect(noAnswer(new Error(name), 'https://desk.test')).toContain('Check the address and the network');
  });
});
