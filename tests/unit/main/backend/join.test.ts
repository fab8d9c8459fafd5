import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { verifyToken } from '../../../../src-main/backend/join.ts';
import { ownNetwork } from '../../../../src-main/network/network.ts';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(() => server.close());
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The server has no address.');
  return `http://127.0.0.1:${address.port}`;
}

describe('joining a backend', () => {
  test('the token is good when the backend says whose it is', async () => {
    const url = await serve((request, response) => {
      const known = request.url === '/sync/me' && request.headers.authorization === 'Bearer good';
      response.statusCode = known ? 200 : 401;
      const me = { space: 'main', user: { id: 'u1', name: 'Ana', role: 'coa' }, serverAt: 1 };
      response.end(JSON.stringify(known ? me : { error: { code: 'unauthorized', message: 'No.' } }));
    });
    expect(await verifyToken({ url, token: 'good' }, ownNetwork)).toEqual({ ok: true });
    expect(await verifyToken({ url, token: 'bad' }, ownNetwork)).toEqual({
      ok: false,
      message: 'The backend does not know this token.',
    });
  });

  test('what is no backend, or does not answer, is said so', async () => {
    const url = await serve((_request, response) => {
      response.end('<html>');
    });
    expect(await verifyToken({ url, token: 't' }, ownNetwork)).toMatchObject({
      message: expect.stringContaining('not as a Dueline backend'),
    });
    expect(await verifyToken({ url: 'http://127.0.0.1:1', token: 't' }, ownNetwork)).toMatchObject({
      message: expect.stringContaining('cannot be reached'),
    });
  });
});
