import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { maxPushBytes } from '../../../src-shared/sync/protocol.ts';
import { annToken, answerOf, mutation, naming, pushBody, type Running, startBackend } from './backend-fixture.ts';

let running: Running;
let before: unknown;
beforeEach(async () => {
  running = await startBackend();
  await running.push(naming(1));
  before = await running.state();
});
/** Whatever was sent: nothing changed, and the backend serves the next one. */
afterEach(async () => {
  expect(await running.state()).toEqual(before);
  expect((await running.push(naming(2))).lastMutationIDs).toEqual({ c1: 2 });
  await running.backend.close();
});

async function refusal(body: unknown, path = '/sync/push', headers: Record<string, string> = {}) {
  const response = await running.post(path, body, headers);
  expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
  expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  return answerOf(response);
}

/** Sends bytes as they are and answers with all that came back. */
function sendRaw(text: string, { andEnd }: { andEnd: boolean }): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(running.url).port), '127.0.0.1', () => {
      socket.write(text);
      if (andEnd) socket.end();
    });
    let answer = '';
    socket.on('data', (data) => {
      answer += data.toString();
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(answer));
  });
}

describe('a body that cannot be read', () => {
  const whole = JSON.stringify(pushBody([naming(2)]));
  test.each([
    ['cut off', whole.slice(0, -20)],
    ['empty', ''],
    ['not JSON', 'push=everything'],
    ['JSON twice', `${whole}${whole}`],
    ['with a prototype', whole.replace('{', '{"__proto__":{"admin":true},')],
    ['a number', '1'],
    ['null', 'null'],
    ['a list', '[]'],
    ['nested without end', `${'['.repeat(200_000)}${']'.repeat(200_000)}`],
    ['nested in the arguments', whole.replace('"Name 2"', `${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`)],
  ])('%s', async (_name, body) => {
    expect(await refusal(body)).toMatchObject({ status: 400, error: { code: 'invalid_body' } });
  });

  test('cut off by the connection', async () => {
    const head = `POST /sync/push HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${annToken}\r\ncontent-type: application/json\r\n`;
    const answer = await sendRaw(`${head}content-length: ${whole.length}\r\n\r\n${whole.slice(0, -20)}`, {
      andEnd: true,
    });
    expect(answer === '' || answer.startsWith('HTTP/1.1 400')).toBe(true);
  });

  test('with another length than announced', async () => {
    const head = `POST /sync/push HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${annToken}\r\ncontent-type: application/json\r\nconnection: close\r\n`;
    const answer = await sendRaw(`${head}content-length: ${whole.length - 20}\r\n\r\n${whole}`, { andEnd: false });
    expect(answer).toContain('HTTP/1.1 400');
    expect(answer).toContain('"code":"invalid_body"');
  });

  test('not HTTP', async () => {
    const answer = await sendRaw('MAIL FROM:<ann@example.com>\r\n\r\n', { andEnd: false });
    expect(answer).toContain('HTTP/1.1 400');
    expect(answer).toContain('"code":"invalid_body"');
  });
});

describe('a body of the wrong kind', () => {
  test.each([
    ['text/plain'],
    ['application/x-www-form-urlencoded'],
    ['multipart/form-data; boundary=x'],
    ['application/jsonp'],
    ['nonsense'],
  ])('%s', async (type) => {
    const answer = await refusal(pushBody([naming(2)]), '/sync/push', { 'content-type': type });
    expect(answer).toMatchObject({ status: 415, error: { code: 'unsupported_media_type' } });
  });

  test('larger than 5 MB', async () => {
    const padded = mutation(2, 'name_account', { id: 'a', name: 'x'.repeat(maxPushBytes) });
    expect(await refusal(pushBody([padded]))).toMatchObject({ status: 413, error: { code: 'body_too_large' } });
  });
});

describe('wrong types', () => {
  const good = naming(2);
  const { clientID: _without, ...anonymous } = good;
  test.each([
    ['mutations', 'mutations', { ...pushBody([]), mutations: 'all' }],
    ['no mutations', 'mutations', { ...pushBody([]), mutations: undefined }],
    ['a mutation', 'mutations[0]', pushBody(['do it'])],
    ['an id', 'mutations[0].id', pushBody([{ ...good, id: '2' }])],
    ['id 0', 'mutations[0].id', pushBody([{ ...good, id: 0 }])],
    ['a broken id', 'mutations[0].id', pushBody([{ ...good, id: 2.5 }])],
    ['a huge id', 'mutations[0].id', pushBody([{ ...good, id: 1e300 }])],
    ['a time', 'mutations[1].timestamp', pushBody([good, { ...good, timestamp: 'now' }])],
    ['no client', 'mutations[0].clientID', pushBody([anonymous])],
    ['an empty client', 'mutations[0].clientID', pushBody([{ ...good, clientID: '' }])],
    ['a long client', 'mutations[0].clientID', pushBody([{ ...good, clientID: 'x'.repeat(129) }])],
    ['a client with a NUL', 'mutations[0].clientID', pushBody([{ ...good, clientID: 'c\u0000' }])],
    ['a client with half a character', 'mutations[0].clientID', pushBody([{ ...good, clientID: 'c\ud800' }])],
    ['a group', 'clientGroupID', { ...pushBody([good]), clientGroupID: { $ne: null } }],
    ['a version', 'pushVersion', { ...pushBody([good]), pushVersion: '1' }],
    ['too many mutations', 'mutations', pushBody(Array.from({ length: 10_001 }, () => good))],
  ])('%s', async (_name, path, body) => {
    expect(await refusal(body)).toMatchObject({ status: 400, error: { code: 'invalid_body', path } });
  });

  test.each([
    ['a cookie', 'cookie', { cookie: 7 }],
    ['no cookie', 'cookie', { cookie: undefined }],
    ['a long cookie', 'cookie', { cookie: 'x'.repeat(201) }],
    ['a group', 'clientGroupID', { clientGroupID: null }],
  ])('in a pull: %s', async (_name, path, wrong) => {
    const body = { pullVersion: 1, schemaVersion: 1, clientGroupID: 'group', cookie: null, ...wrong };
    expect(await refusal(body, '/sync/pull')).toMatchObject({ status: 400, error: { code: 'invalid_body', path } });
  });
});

describe('actions that are not known or not right', () => {
  test.each([['explode'], ['constructor'], ['__proto__'], ['toString'], ['NAME_ACCOUNT'], ['name_account ']])(
    'the name %s, also behind good ones',
    async (name) => {
      expect(await refusal(pushBody([naming(2), mutation(3, name, {})]))).toMatchObject({
        status: 400,
        error: { code: 'unknown_mutator', path: 'mutations[1].name', clientID: 'c1', mutationID: 3 },
      });
    },
  );

  test.each([
    ['missing', { id: 'a' }, 'mutations[1].args.name'],
    ['of another type', { id: 'a', name: 5 }, 'mutations[1].args.name'],
    ['not an object', 'a', 'mutations[1].args'],
    ['one too many', { id: 'a', name: 'A', role: 'lead' }, 'mutations[1].args'],
  ])('an argument %s, also behind good ones', async (_name, args, path) => {
    expect(await refusal(pushBody([naming(2), mutation(3, 'name_account', args)]))).toMatchObject({
      status: 400,
      error: { code: 'invalid_args', path, clientID: 'c1', mutationID: 3 },
    });
  });
});

describe('another version of the app', () => {
  test.each([
    ['/sync/push', 'pushVersion', { ...pushBody([naming(2)]), pushVersion: 2 }],
    ['/sync/push', 'schemaVersion', { ...pushBody([naming(2)]), schemaVersion: 2 }],
    ['/sync/pull', 'pullVersion', { pullVersion: 0, something: 'new' }],
    ['/sync/pull', 'schemaVersion', { pullVersion: 1, schemaVersion: 7, clientGroupID: 'group', cookie: null }],
  ])('%s with another %s is told to update', async (route, path, body) => {
    expect(await refusal(body, route)).toMatchObject({ status: 409, error: { code: 'update_required', path } });
  });
});

describe('requests of web pages', () => {
  test.each([['https://evil.example'], ['null'], ['http://localhost:3000'], ['file://'], ['app://dueline']])(
    'the origin %s is refused',
    async (origin) => {
      expect(await refusal(pushBody([naming(2)]), '/sync/push', { origin })).toMatchObject({
        status: 403,
        error: { code: 'foreign_origin' },
      });
      expect((await fetch(`${running.url}/health`, { headers: { origin } })).status).toBe(403);
    },
  );

  test.each([
    ['evil.example'],
    ['localhost.evil.example'],
    ['127.0.0.1.evil.example'],
    ['[::1].evil.example'],
    ['user@localhost'],
  ])('the host %s is refused (DNS rebinding)', async (host) => {
    const body = JSON.stringify(pushBody([naming(2)]));
    const answer = await sendRaw(
      `POST /sync/push HTTP/1.1\r\nhost: ${host}\r\nauthorization: Bearer ${annToken}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n${body}`,
      { andEnd: false },
    );
    expect(answer).toContain('HTTP/1.1 403');
    expect(answer).toContain('"code":"foreign_host"');
  });

  test.each([['localhost'], ['LOCALHOST:80'], ['127.0.0.1:1'], ['127.8.8.8'], ['[::1]:5']])(
    'the host %s is this machine',
    async (host) => {
      const answer = await sendRaw(`GET /health HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\n\r\n`, {
        andEnd: false,
      });
      expect(answer).toContain('HTTP/1.1 200');
    },
  );
});

describe('what is not there', () => {
  test.each([
    ['GET', '/'],
    ['GET', '/sync/push'],
    ['POST', '/sync/other'],
    ['DELETE', '/sync/me'],
    ['GET', '/sync/../../etc/passwd'],
  ])('%s %s', async (method, path) => {
    const response = await fetch(`${running.url}${path}`, { method, headers: { authorization: `Bearer ${annToken}` } });
    expect(await answerOf(response)).toMatchObject({ status: 404, error: { code: 'not_found' } });
  });

  test('a path that cannot be decoded', async () => {
    const answer = await sendRaw('GET /%c3%28%zz HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n', {
      andEnd: false,
    });
    expect(answer).toContain('HTTP/1.1 4');
    expect(answer).toContain('{"error":{"code":"');
  });
});
