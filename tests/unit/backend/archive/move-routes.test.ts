import { readdir } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createBackend, mainSpace } from '../../../../src-backend/backend.ts';
import { tokenHash } from '../../../../src-backend/identity/tokens.ts';
import { openSqliteStorage } from '../../../../src-backend/storage/sqlite/sqlite-storage.ts';
import { PushGate } from '../../../../src-backend/sync/push-gate.ts';
import { userIdSchema } from '../../../../src-shared/cases/case-document.ts';
import { movedInSchema } from '../../../../src-shared/sync/moving.ts';
import { spaceIdSchema } from '../../../../src-shared/sync/protocol.ts';
import { answerOf, mutation, pushBody, type Running, startBackend, user } from '../backend-fixture.ts';
import { archiveOf, rowsOf, smallCase } from './desk-to-archive.ts';

const team = spaceIdSchema.parse('team');
const leadToken = 'token-of-the-lead';
const coaToken = 'token-of-a-coa';
const lead = user('the-lead', 'lead');

let desk: Running;
let server: Running;
beforeEach(async () => {
  desk = await startBackend({ mayMoveOut: true });
  const storage = await openSqliteStorage({ file: ':memory:' });
  await storage.write(team, async (tx) => {
    for (const each of [lead, user('a-coa')]) await tx.put('users', each.id, each);
    await tx.addToken(tokenHash(leadToken), lead.id);
    await tx.addToken(tokenHash(coaToken), userIdSchema.parse('a-coa'));
  });
  server = await startBackend({ storage });
});
afterEach(() => Promise.all([desk.backend.close(), server.backend.close()]));

const naming = (id: number) => mutation(id, 'name_account', { id: `a${id}`, name: `Name ${id}` });

function moveIn(body: BodyInit, token = leadToken, query = '?user=ann'): Promise<Response> {
  return fetch(`${server.url}/move/in${query}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/gzip' },
    body,
    duplex: 'half',
  } as RequestInit);
}

async function moveOut(): Promise<Response> {
  return fetch(`${desk.url}/move/out`, { headers: { authorization: 'Bearer token-of-ann' } });
}

test('a desk moves as a stream from backend to backend; its clients go on where they were', async () => {
  await desk.push(naming(1), naming(2));
  const before = await rowsOf(desk.storage, mainSpace);
  const out = await moveOut();
  expect(out.headers.get('content-type')).toBe('application/gzip');
  const moved = movedInSchema.parse(await (await moveIn(out.body ?? '')).json());
  expect(moved).toMatchObject({ space: 'team', user: user('ann'), isNew: true });

  const rows = await rowsOf(server.storage, team);
  expect(rows).toEqual(expect.arrayContaining(before));
  // The same client again: what was processed is skipped, what follows is processed.
  const again = await fetch(`${server.url}/sync/push`, {
    method: 'POST',
    headers: { authorization: `Bearer ${moved.token}`, 'content-type': 'application/json' },
    body: JSON.stringify(pushBody([naming(2), naming(3)])),
  });
  expect(await again.json()).toEqual({ lastMutationIDs: { c1: 3 }, rejections: [] });
  const me = (url: string, token: string) =>
    fetch(`${url}/sync/me`, { headers: { authorization: `Bearer ${token}` } }).then((answer) => answer.json());
  const here = await me(desk.url, 'token-of-ann');
  expect(await me(server.url, moved.token)).toMatchObject({ space: 'team', desk: here.desk, user: here.user });
});

test('the same archive again is known, and gives another token', async () => {
  const archive = await archiveOf(desk.storage, mainSpace);
  const first = movedInSchema.parse(await (await moveIn(new Blob([new Uint8Array(archive)]))).json());
  const second = movedInSchema.parse(await (await moveIn(new Blob([new Uint8Array(archive)]))).json());
  expect([first.isNew, second.isNew]).toEqual([true, false]);
  expect(await server.storage.findToken(tokenHash(second.token))).toMatchObject({ userId: 'ann', space: 'team' });
});

test('from the archive on no push is taken, until the desk stays after all', async () => {
  await desk.push(naming(1));
  await (await moveOut()).arrayBuffer();
  const before = await desk.state();
  expect(await desk.pushError(naming(2))).toMatchObject({ status: 503, error: { code: 'unavailable' } });
  expect(await desk.state()).toEqual(before);
  const stays = await fetch(`${desk.url}/move/stay`, {
    method: 'POST',
    headers: { authorization: 'Bearer token-of-ann' },
  });
  expect(stays.status).toBe(204);
  expect((await desk.push(naming(2))).lastMutationIDs).toEqual({ c1: 2 });
});

test('what was let through before comes to its end before the archive begins', async () => {
  const gate = new PushGate();
  const applied = Promise.withResolvers<void>();
  const order: string[] = [];
  const running = gate.run(async () => {
    await applied.promise;
    order.push('applied');
  });
  const failing = gate.run(() => Promise.reject(new Error('not applied')));
  const closed = gate.close().then(() => order.push('closed'));
  await expect(gate.run(async () => order.push('too late'))).rejects.toMatchObject({ code: 'unavailable' });
  applied.resolve();
  await expect(failing).rejects.toThrow('not applied');
  await Promise.all([running, closed]);
  expect(order).toEqual(['applied', 'closed']);
});

test.each<[string, () => Promise<Response>, object]>([
  ['without a token', async () => moveIn('x', 'nobody'), { status: 401, error: { code: 'unauthorized' } }],
  ['by a COA', async () => moveIn('x', coaToken), { status: 403, error: { code: 'not_allowed' } }],
  [
    'for nobody',
    async () => moveIn('x', leadToken, ''),
    { status: 400, error: { code: 'invalid_body', path: 'user' } },
  ],
  ['of a text', async () => moveIn('x'), { status: 400, error: { code: 'archive_refused' } }],
  [
    'for somebody unknown',
    async () => moveIn(await whole(), leadToken, '?user=zoe'),
    { status: 400, error: { code: 'archive_refused' } },
  ],
  [
    'cut short',
    async () => moveIn((await whole()).subarray(0, -9)),
    { status: 400, error: { code: 'archive_refused' } },
  ],
])('a move %s is refused and changes nothing', async (_, move, expected) => {
  const before = await rowsOf(server.storage, team);
  expect(await answerOf(await move())).toMatchObject(expected);
  expect(await rowsOf(server.storage, team)).toEqual(before);
});

async function whole(): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await archiveOf(desk.storage, mainSpace));
}

test('a space with cases is told, and stays as it is', async () => {
  const doc = smallCase('own');
  await server.storage.write(team, (tx) => tx.put('cases', doc.id, doc));
  const before = await rowsOf(server.storage, team);
  expect(await answerOf(await moveIn(await whole()))).toMatchObject({
    status: 409,
    error: { code: 'space_not_empty' },
  });
  expect(await rowsOf(server.storage, team)).toEqual(before);
});

test('an upload that breaks off changes nothing and leaves no file', async () => {
  const before = await rowsOf(server.storage, team);
  const bytes = await whole();
  const sent = request(`${server.url}/move/in?user=ann`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${leadToken}`,
      'content-type': 'application/gzip',
      'content-length': bytes.length,
    },
  });
  const ended = new Promise((resolve) => sent.on('error', resolve).on('close', resolve));
  sent.write(bytes.subarray(0, 100));
  sent.once('socket', (socket) => socket.once('connect', () => setImmediate(() => sent.destroy())));
  await ended;
  await server.backend.close();
  expect((await readdir(tmpdir())).filter((name) => name.startsWith('dueline-move-'))).toEqual([]);
  server = await startBackend();
  expect(before).toHaveLength(2);
});

test('a full disk is told, and stores nothing', async () => {
  const small = await openSqliteStorage({ file: ':memory:', maxPages: 40 });
  await small.write(team, async (tx) => {
    await tx.put('users', lead.id, lead);
    await tx.addToken(tokenHash(leadToken), lead.id);
  });
  await server.backend.close();
  const backend = await createBackend({ storage: small, policy: null, log: () => {} });
  server = { ...server, backend, url: `http://127.0.0.1:${await backend.listen(0)}` };
  await desk.storage.write(mainSpace, async (tx) => {
    for (let at = 0; at < 200; at += 1)
      await tx.put('cases', `c${at}`, { ...smallCase(`c${at}`), subject: 'x'.repeat(180) });
  });
  expect(await answerOf(await moveIn(await whole()))).toMatchObject({ status: 503, error: { code: 'unavailable' } });
  expect((await rowsOf(small, team)).length).toBe(1);
});

test('a desk is not let out by a team server', async () => {
  const answer = await fetch(`${server.url}/move/out`, { headers: { authorization: `Bearer ${leadToken}` } });
  expect(answer.status).toBe(404);
});
