import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createBackend, mainSpace, openDataFolder } from '../../../src-backend/backend.ts';
import { systemClock } from '../../../src-backend/clock.ts';
import { issueToken } from '../../../src-backend/identity/tokens.ts';
import { storePolicy } from '../../../src-backend/space/policy-source.ts';
import { openSqliteStorage } from '../../../src-backend/storage/sqlite/sqlite-storage.ts';
import { accountIdSchema, userIdSchema } from '../../../src-shared/cases/case-document.ts';
import { accepted, defineMutator } from '../../../src-shared/mutators/mutator.ts';
import { identitySchema } from '../../../src-shared/sync/protocol.ts';
import {
  annToken,
  answerOf,
  bobToken,
  mutation,
  naming,
  nowAt,
  policy,
  pushBody,
  type Running,
  startBackend,
  user,
} from './backend-fixture.ts';

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

async function start(options: Parameters<typeof startBackend>[0] = {}): Promise<Running> {
  const running = await startBackend(options);
  cleanups.push(() => running.backend.close());
  return running;
}

async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'dueline-live-'));
  cleanups.push(() => rm(folder, { recursive: true }));
  return folder;
}

/** An event stream, read poke by poke. */
async function listen(running: Running, token = annToken) {
  const response = await fetch(`${running.url}/sync/events`, { headers: { authorization: `Bearer ${token}` } });
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  return {
    /** The version of the next poke; null when the stream has ended. */
    async next(): Promise<number | null> {
      while (true) {
        const event = /^event: poke\ndata: \{"version":(\d+)\}\n\n/.exec(rest);
        if (event !== null) {
          rest = rest.slice(event[0].length);
          return Number(event[1]);
        }
        const chunk = await reader?.read();
        if (chunk === undefined || chunk.done) return null;
        rest += chunk.value;
      }
    },
    async end(): Promise<void> {
      await reader?.cancel();
    },
  };
}

describe('pokes', () => {
  test('tell the version at once, and then each change to everybody', async () => {
    const running = await start();
    const ann = await listen(running);
    const bob = await listen(running, bobToken);
    const first = await ann.next();
    expect(await bob.next()).toBe(first);
    await running.push(naming(1));
    const { version } = await running.storage.read(mainSpace, async (tx) => ({ version: tx.version }));
    expect(version).toBeGreaterThan(first ?? 0);
    expect([await ann.next(), await bob.next()]).toEqual([version, version]);
  });

  test('tell the version that the next pull is of, by which a client knows that it has it', async () => {
    const running = await start();
    const ann = await listen(running);
    await ann.next();
    await running.push(naming(1));
    const told = await ann.next();
    expect(told).not.toBeNull();
    expect((await running.pull(null)).version).toBe(told);
  });

  test('of many changes at once are fewer than the changes, and the last tells the last version', async () => {
    const running = await start();
    const ann = await listen(running);
    const first = (await ann.next()) ?? 0;
    await running.push(...Array.from({ length: 200 }, (_, index) => naming(index + 1)));
    const seen: number[] = [];
    while (seen.at(-1) !== first + 200) seen.push((await ann.next()) ?? 0);
    expect(seen.length).toBeLessThan(200);
  });

  test('a listener that went away does not disturb the others', async () => {
    const running = await start();
    const gone = await listen(running);
    const ann = await listen(running);
    await gone.end();
    const first = (await ann.next()) ?? 0;
    await running.push(naming(1));
    expect(await ann.next()).toBe(first + 1);
  });

  test('tell what another process wrote to the same data', async () => {
    const folder = await makeFolder();
    const running = await start({ storage: await openDataFolder(folder) });
    const ann = await listen(running);
    const first = (await ann.next()) ?? 0;
    const importing = await openDataFolder(folder);
    await importing.write(mainSpace, (tx) =>
      tx.put('accounts', 'a', { id: accountIdSchema.parse('a'), name: 'Imported', agreement: 'standard' }),
    );
    await importing.close();
    expect(await ann.next()).toBe(first + 1);
  });
});

describe('a stop', () => {
  test('ends the event streams and closes the data', async () => {
    const running = await start();
    const ann = await listen(running);
    await ann.next();
    await running.backend.close();
    expect(await ann.next()).toBeNull();
    expect(() => running.storage.read(mainSpace, async () => null)).toThrow('closed');
    await expect(fetch(`${running.url}/health`)).rejects.toThrow();
  });

  test('cuts off a request that does not come to an end', async () => {
    const running = await start();
    const body = JSON.stringify(pushBody([naming(1)]));
    const socket = connect(Number(new URL(running.url).port), '127.0.0.1');
    socket.write(
      `POST /sync/push HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${annToken}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\nexpect: 100-continue\r\n\r\n`,
    );
    const [reply] = await once(socket, 'data');
    expect(String(reply)).toContain('100 Continue');
    socket.write(body.slice(0, -10));
    const cutOff = once(socket, 'close');
    await running.backend.close();
    await cutOff;
  });

  test('lets a request finish that is being answered', async () => {
    const begun = Promise.withResolvers<void>();
    const mayEnd = Promise.withResolvers<void>();
    const slow = defineMutator({
      args: z.strictObject({}),
      async run() {
        begun.resolve();
        await mayEnd.promise;
        return accepted;
      },
    });
    const running = await start({ registry: { slow } });
    const pushing = running.push(mutation(1, 'slow', {}));
    await begun.promise;
    const closing = running.backend.close();
    mayEnd.resolve();
    expect((await pushing).lastMutationIDs).toEqual({ c1: 1 });
    await closing;
  });
});

describe('who acts', () => {
  test('is told with the space and the backend’s time', async () => {
    const running = await start();
    const response = await fetch(`${running.url}/sync/me`, { headers: { authorization: `Bearer ${bobToken}` } });
    expect(identitySchema.parse(await response.json())).toEqual({
      space: 'main',
      desk: await running.storage.read(mainSpace, async (tx) => tx.epoch),
      user: user('bob'),
      serverAt: nowAt,
    });
  });

  test('a stored token works for its user, until the user is removed', async () => {
    const running = await start();
    const token = await issueToken(running.storage, mainSpace, userIdSchema.parse('bob'));
    const me = () => fetch(`${running.url}/sync/me`, { headers: { authorization: `Bearer ${token}` } });
    expect(await (await me()).json()).toMatchObject({ user: { id: 'bob' } });
    await running.storage.write(mainSpace, (tx) => tx.delete('users', 'bob'));
    expect(await answerOf(await me())).toMatchObject({ status: 401, error: { code: 'unauthorized' } });
  });

  test('the token itself is not in the data', async () => {
    const folder = await makeFolder();
    const storage = await openDataFolder(folder);
    const token = await issueToken(storage, mainSpace, userIdSchema.parse('bob'));
    await storage.close();
    expect((await readFile(join(folder, 'dueline.sqlite'))).includes(token)).toBe(false);
  });
});

describe('names and origins that were allowed', () => {
  test('are answered', async () => {
    const running = await start({ allowedOrigins: ['https://desk.example'] });
    const headers = { origin: 'https://desk.example' };
    expect((await fetch(`${running.url}/health`, { headers })).status).toBe(200);
    expect((await fetch(`${running.url}/health`, { headers: { origin: 'https://desk.example.org' } })).status).toBe(
      403,
    );
  });
});

describe('the test clock', () => {
  test('is set by a request, and then rules the time of record', async () => {
    const running = await start();
    const response = await fetch(`${running.url}/test/clock`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ at: nowAt + 3_600_000 }),
    });
    expect(response.status).toBe(204);
    const answer = await running.push(mutation(1, 'take_number', { id: 'p' }, 'c1', nowAt + 3_600_000));
    expect(answer.rejections).toEqual([]);
    expect((await running.post('/test/clock', { at: 'later' })).status).toBe(400);
  });

  test('is not there with the system’s clock', async () => {
    const running = await start({ clock: systemClock });
    expect((await running.post('/test/clock', { at: nowAt })).status).toBe(404);
  });
});

describe('a full disk', () => {
  test('is answered 503, keeps what was accepted before, and goes on when there is room', async () => {
    const folder = await makeFolder();
    const file = join(folder, 'dueline.sqlite');
    const small = await startBackend({ storage: await openSqliteStorage({ file, maxPages: 60 }) });
    const big = 'x'.repeat(50_000);
    const pushed = Array.from({ length: 8 }, (_, index) =>
      mutation(index + 1, 'name_account', { id: `a${index + 1}`, name: big }),
    );
    const answer = await small.pushError(...pushed);
    expect(answer).toMatchObject({ status: 503, error: { code: 'unavailable' } });
    expect(answer.error.message).not.toContain(folder);
    expect(small.logged.join('\n')).toContain('disk is full');
    const kept = (await small.pull(null)).lastMutationIDChanges.c1 ?? 0;
    expect(kept).toBeGreaterThan(0);
    expect(kept).toBeLessThan(8);
    await small.backend.close();

    const roomy = await start({ storage: await openSqliteStorage({ file }) });
    expect((await roomy.push(...pushed)).lastMutationIDs).toEqual({ c1: 8 });
    const { patch } = await roomy.pull(null);
    expect(patch.filter((operation) => operation.op === 'put' && operation.collection === 'accounts')).toHaveLength(8);
  });
});

describe('the policy', () => {
  test('in force is the one a mutator gets, also after a change of it', async () => {
    const seen: unknown[] = [];
    const look = defineMutator({
      args: z.strictObject({}),
      run: async (_tx, _args, context) => {
        seen.push(context.policy);
        return accepted;
      },
    });
    const running = await start({ registry: { look } });
    await running.push(mutation(1, 'look', {}), mutation(2, 'look', {}));
    const changed = { ...policy, resolution_pauses_on: [] };
    await storePolicy(running.storage, mainSpace, changed);
    await running.push(mutation(3, 'look', {}));
    expect(seen).toEqual([policy, policy, changed]);
    // The same object, so that what is compiled from it is found again.
    expect(seen[1]).toBe(seen[0]);
  });

  test('is stored at the start only if it differs', async () => {
    const storage = await openSqliteStorage({ file: ':memory:' });
    await storePolicy(storage, mainSpace, policy);
    const backend = await createBackend({ storage, policy });
    cleanups.push(() => backend.close());
    expect(await storage.read(mainSpace, async (tx) => tx.version)).toBe(1);
  });
});

describe('two pushes of one client at once', () => {
  test('are processed once', async () => {
    const running = await start();
    const body = pushBody(Array.from({ length: 30 }, (_, index) => naming(index + 1)));
    const answers = await Promise.all([running.post('/sync/push', body), running.post('/sync/push', body)]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    const { patch, lastMutationIDChanges } = await running.pull(null);
    expect(lastMutationIDChanges).toEqual({ c1: 30 });
    expect(patch.filter((operation) => operation.op === 'put' && operation.collection === 'accounts')).toHaveLength(30);
  });
});
