import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { mainSpace } from '../../../../src-backend/backend.ts';
import { tokenHash } from '../../../../src-backend/identity/tokens.ts';
import { openSqliteStorage } from '../../../../src-backend/storage/sqlite/sqlite-storage.ts';
import type { Backend } from '../../../../src-main/backend/backend.ts';
import { movableBackend } from '../../../../src-main/move/movable-backend.ts';
import { deskMover, type MoveParts } from '../../../../src-main/move/move-desk.ts';
import { afterMove, movedMark } from '../../../../src-main/move/moved-mark.ts';
import { ownNetwork } from '../../../../src-main/network/network.ts';
import { systemNetwork } from '../../../../src-main/network/system-network.ts';
import { rememberedBackend } from '../../../../src-main/profile/remembered-backend.ts';
import type { MoveProgress } from '../../../../src-shared/desktop-contract.ts';
import { spaceIdSchema } from '../../../../src-shared/sync/protocol.ts';
import { rowsOf, smallCase } from '../../backend/archive/desk-to-archive.ts';
import { annToken, mutation, type Running, startBackend, user } from '../../backend/backend-fixture.ts';

vi.mock('electron', () => import('../../../electron-standin/electron.ts'));

const team = spaceIdSchema.parse('team');
const leadToken = 'token-of-the-lead';
const lead = user('the-lead', 'lead');
const closers: (() => unknown)[] = [];
let profile = '';
let desk: Running;
let server: Running;
let backend: ReturnType<typeof movableBackend>;
let kept: [string, string][] = [];
let told: string[] = [];
const progress: MoveProgress[] = [];

beforeEach(async () => {
  profile = mkdtempSync(path.join(os.tmpdir(), 'dueline-profile-'));
  kept = [];
  told = [];
  progress.splice(0);
  desk = await startBackend({ mayMoveOut: true });
  await desk.push(naming(1));
  const storage = await openSqliteStorage({ file: ':memory:' });
  await storage.write(team, async (tx) => {
    for (const each of [lead, user('a-coa')]) await tx.put('users', each.id, each);
    await tx.addToken(tokenHash(leadToken), lead.id);
    await tx.addToken(tokenHash('coa'), user('a-coa').id);
  });
  server = await startBackend({ storage });
  backend = movableBackend(embedded());
  backend.onChange((state) => told.push(state.kind));
});
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
  await Promise.all([desk.backend.close(), server.backend.close()]);
  rmSync(profile, { recursive: true });
});

const naming = (id: number) => mutation(id, 'name_account', { id: `a${id}`, name: `Name ${id}` });

/** The embedded backend, as the app's main process knows it. */
function embedded(): Backend & { restarts: number } {
  let address: Backend['address'] = { baseUrl: desk.url, token: annToken, network: ownNetwork };
  return {
    restarts: 0,
    state: { kind: 'embedded', state: 'running' },
    get address() {
      return address;
    },
    onChange: () => {},
    restart() {
      this.restarts += 1;
      address = { baseUrl: desk.url, token: annToken, network: ownNetwork };
    },
    join: async () => ({ ok: false, message: '' }),
    stop: async () => {
      address = undefined;
    },
  };
}

const joined: MoveParts['joined'] = (url) => ({
  state: { kind: 'remote', url, state: 'joined', keepsToken: true },
  address: { baseUrl: url, token: kept.at(-1)?.[1] ?? '', network: ownNetwork },
  onChange: () => {},
  restart: () => {},
  join: async () => ({ ok: true }),
  stop: async () => {},
});

function mover(changes: Partial<MoveParts> = {}) {
  return deskMover({
    backend,
    dataDir: path.join(profile, 'data'),
    mark: movedMark(profile),
    remembered: rememberedBackend(profile),
    credentials: { keep: async (url, token) => void kept.push([url, token]) },
    joined,
    network: systemNetwork(),
    mayNotMoveTo: () => null,
    progressed: (step) => progress.push(step),
    now: () => 5,
    ...changes,
  });
}

const request = () => ({ url: `${server.url}/`, token: leadToken });
/** What the next start of the app takes the profile for. */
const nextStart = () => afterMove(rememberedBackend(profile).read(), movedMark(profile).read());

async function isUsableHere(id: number): Promise<void> {
  expect(backend.state).toEqual({ kind: 'embedded', state: 'running' });
  expect(nextStart()?.kind).not.toBe('remote');
  expect((await desk.push(naming(id))).lastMutationIDs).toEqual({ c1: id });
}

async function serve(listener: RequestListener): Promise<string> {
  const fake = createServer(listener);
  fake.listen(0, '127.0.0.1');
  await once(fake, 'listening');
  closers.push(() => {
    fake.closeAllConnections();
    return new Promise((resolve) => fake.close(resolve));
  });
  const address = fake.address();
  if (typeof address !== 'object' || address === null) throw new Error('The server has no address.');
  return `http://127.0.0.1:${address.port}`;
}

/** The team server behind a line that does something to its answer to the move. */
function behind(answering: (send: () => void, cut: () => void) => void): Promise<string> {
  return serve((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', async () => {
      const headers = Object.fromEntries(
        ['authorization', 'content-type'].flatMap((name) => {
          const value = incoming.headers[name];
          return typeof value === 'string' ? [[name, value] as const] : [];
        }),
      );
      const body = incoming.method === 'POST' ? { body: Buffer.concat(chunks) } : {};
      const answer = await fetch(`${server.url}${incoming.url}`, {
        method: incoming.method ?? 'GET',
        headers,
        ...body,
      });
      const text = await answer.text();
      const send = () => {
        outgoing.statusCode = answer.status;
        outgoing.end(text);
      };
      if (incoming.url?.startsWith('/move/in')) answering(send, () => outgoing.destroy());
      else send();
    });
  });
}

describe('moving a desk', () => {
  test('takes it to the server, and the profile with it', async () => {
    const before = await rowsOf(desk.storage, mainSpace);
    const result = await mover()(request());
    const dataDir = path.join(profile, 'data');
    expect(result).toEqual({ ok: true, url: server.url, space: 'team', documents: 4, dataDir });
    expect(await rowsOf(server.storage, team)).toEqual(expect.arrayContaining(before));
    expect(backend.state).toMatchObject({ kind: 'remote', url: server.url, state: 'joined' });
    expect(told).toEqual(['remote']);
    expect(nextStart()).toEqual({ kind: 'remote', url: server.url });
    expect(rememberedBackend(profile).read()).toEqual({ kind: 'remote', url: server.url });
    const [[url, token] = ['', '']] = kept;
    expect(url).toBe(server.url);
    expect(await server.storage.findToken(tokenHash(token))).toMatchObject({ userId: 'ann', space: 'team' });
    expect(JSON.parse(readFileSync(path.join(dataDir, 'moved.json'), 'utf8'))).toEqual({
      url: server.url,
      space: 'team',
      userId: 'ann',
      at: 5,
    });
    expect(progress[0]).toEqual({ step: 'checking', sentBytes: 0 });
    expect(progress.at(-1)?.sentBytes).toBeGreaterThan(100);
  });

  test('is refused where the desk is elsewhere already', async () => {
    await mover()(request());
    expect(await mover()(request())).toEqual({ ok: false, message: `This desk is at ${server.url} already.` });
  });

  test('is refused to another server than the one that an administrator has set', async () => {
    const mayNotMoveTo = (url: string) => (url === server.url ? 'Elsewhere.' : null);
    expect(await mover({ mayNotMoveTo })(request())).toEqual({ ok: false, message: 'Elsewhere.' });
    expect(backend.state.kind).toBe('embedded');
  });

  test('happens once at a time', async () => {
    const move = mover();
    const first = move(request());
    expect(await move(request())).toMatchObject({ ok: false, message: expect.stringContaining('already') });
    expect(await first).toMatchObject({ ok: true });
  });
});

describe('a move that fails leaves the desk usable where it is', () => {
  test.each<[string, () => Promise<{ url: string; token: string }>, RegExp]>([
    ['no address', async () => ({ url: 'ftp://x', token: 't' }), /must begin with https/],
    ['nothing listens', async () => ({ url: 'http://127.0.0.1:1', token: 't' }), /cannot be reached/],
    [
      'no backend',
      async () => ({ url: await serve((_, answer) => answer.end('<html>')), token: 't' }),
      /not as a Dueline/,
    ],
    [
      'another version',
      async () => ({
        url: await serve((_, answer) => answer.end('{"status":"ok","protocolVersion":9,"schemaVersion":1}')),
        token: 't',
      }),
      /another version/,
    ],
    ['wrong token', async () => ({ ...request(), token: 'wrong' }), /does not know this token/],
    ['no lead', async () => ({ ...request(), token: 'coa' }), /no lead or administrator/],
    [
      'cut before the answer',
      async () => ({ ...request(), url: await behind((_, cut) => cut()) }),
      /connection to the server broke/,
    ],
  ])('%s', async (_, asked, message) => {
    const result = await mover()(await asked());
    expect(result).toEqual({ ok: false, message: expect.stringMatching(message) });
    await isUsableHere(2);
  });

  test('a space that has cases', async () => {
    const doc = smallCase('own');
    await server.storage.write(team, (tx) => tx.put('cases', doc.id, doc));
    expect(await mover()(request())).toMatchObject({
      ok: false,
      message: expect.stringContaining('holds cases already'),
    });
    await isUsableHere(2);
  });

  test.each<[string, Partial<MoveParts>]>([
    ['the token', { credentials: { keep: async () => fail() } }],
    ['the mark', { mark: { write: () => fail() } }],
  ])('a full disk at %s', async (_, changes) => {
    expect(await mover(changes)(request())).toEqual({
      ok: false,
      message: 'The desk was not moved: ENOSPC: no space left on device',
    });
    await isUsableHere(2);
  });

  test('its backend ends on the way', async () => {
    const own = embedded();
    backend = movableBackend(own);
    const url = await behind((send) => {
      own.restart();
      send();
    });
    expect(await mover()({ url, token: leadToken })).toMatchObject({
      message: expect.stringContaining('started anew'),
    });
    expect(nextStart()).toBeUndefined();
  });
});

function fail(): never {
  throw new Error('ENOSPC: no space left on device');
}

describe('a move that is done again', () => {
  test('after only the answer was lost is known as done, with a token of its own', async () => {
    const url = await behind((_, cut) => cut());
    expect(await mover()({ url, token: leadToken })).toMatchObject({ ok: false });
    const version = await server.storage.read(team, async (tx) => tx.version);
    expect(await mover()(request())).toMatchObject({ ok: true });
    expect(await server.storage.read(team, async (tx) => tx.version)).toBe(version);
    expect(await server.storage.findToken(tokenHash(kept.at(-1)?.[1] ?? ''))).toMatchObject({ userId: 'ann' });
  });

  test('after the desk was worked on meanwhile brings what was done, once', async () => {
    const url = await behind((_, cut) => cut());
    await mover()({ url, token: leadToken });
    await desk.push(naming(2), naming(3));
    expect(await mover()(request())).toMatchObject({ ok: true });
    expect(await rowsOf(server.storage, team)).toEqual(expect.arrayContaining(await rowsOf(desk.storage, mainSpace)));
  });

  test('after somebody worked there meanwhile is refused, and both stay as they are', async () => {
    const url = await behind((_, cut) => cut());
    await mover()({ url, token: leadToken });
    await desk.push(naming(2));
    await server.storage.write(team, (tx) => tx.put('users', 'new', user('new')));
    const before = await rowsOf(server.storage, team);
    expect(await mover()(request())).toMatchObject({ message: expect.stringContaining('worked on since') });
    expect(await rowsOf(server.storage, team)).toEqual(before);
    await isUsableHere(3);
  });
});

describe('after a crash', () => {
  test('before the mark the desk is here, with the mark it is there', async () => {
    rememberedBackend(profile).write({ kind: 'embedded' });
    const dies = () => {
      throw new Error('the app ended');
    };
    await mover({ mark: { write: dies } })(request());
    expect(nextStart()).toEqual({ kind: 'embedded' });
    expect(existsSync(path.join(profile, 'data', 'moved.json'))).toBe(false);
    await mover({ remembered: { write: dies } })(request());
    expect(rememberedBackend(profile).read()).toEqual({ kind: 'embedded' });
    expect(nextStart()).toEqual({ kind: 'remote', url: server.url });
  });
});
