import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  annToken,
  answerOf,
  bobToken,
  mutation,
  naming,
  nowAt,
  pushBody,
  type Running,
  startBackend,
} from './backend-fixture.ts';

let running: Running;
beforeEach(async () => {
  running = await startBackend();
});
afterEach(() => running.backend.close());

async function accountNames(): Promise<Record<string, string>> {
  const { patch } = await running.pull(null);
  return Object.fromEntries(
    patch.flatMap((operation) =>
      operation.op === 'put' && (operation.collection === 'accounts' || operation.collection === 'products')
        ? [[operation.id, nameOf(operation.doc)]]
        : [],
    ),
  );
}

function nameOf(doc: unknown): string {
  return typeof doc === 'object' && doc !== null && 'name' in doc ? String(doc.name) : '';
}

describe('a push', () => {
  test('applies each mutation as the bearer of the token, and answers the counter of each client', async () => {
    const answer = await running.push(naming(1), naming(2), naming(1, 'c2'));
    expect(answer).toEqual({ lastMutationIDs: { c1: 2, c2: 1 }, rejections: [] });
    expect(await accountNames()).toEqual({ 'account-1': 'Name 1 by ann', 'account-2': 'Name 2 by ann' });
  });

  test('gives each mutation a version of its own', async () => {
    const before = (await running.pull(null)).patch.length;
    await running.push(naming(1), naming(2));
    const { patch } = await running.pull(null);
    const versions = patch.slice(before).map((operation) => (operation.op === 'clear' ? 0 : operation.version));
    expect(new Set(versions).size).toBe(2);
  });

  test('may be empty', async () => {
    const before = await running.state();
    expect(await running.push()).toEqual({ lastMutationIDs: {}, rejections: [] });
    expect(await running.state()).toEqual(before);
  });
});

describe('a mutation that was processed', () => {
  test('is skipped when it is sent again, in another push or in the same one', async () => {
    await running.push(naming(1), naming(2));
    const before = await running.state();
    expect(await running.push(naming(1), naming(2))).toEqual({ lastMutationIDs: { c1: 2 }, rejections: [] });
    expect(await running.push(naming(2), naming(2))).toEqual({ lastMutationIDs: { c1: 2 }, rejections: [] });
    expect(await running.state()).toEqual(before);
    expect((await running.push(naming(3), naming(3))).lastMutationIDs).toEqual({ c1: 3 });
  });

  test('is the same whatever the order of the keys in its arguments', async () => {
    await running.push(mutation(1, 'name_account', { id: 'a', name: 'Acme' }));
    const again = await running.push(mutation(1, 'name_account', { name: 'Acme', id: 'a' }));
    expect(again.lastMutationIDs).toEqual({ c1: 1 });
  });

  test('is the same however it is dated, since a restored profile puts its date right anew', async () => {
    await running.push(naming(1));
    const before = await running.state();
    expect(await running.push({ ...naming(1), timestamp: nowAt - 1 })).toEqual({
      lastMutationIDs: { c1: 1 },
      rejections: [],
    });
    expect(await running.state()).toEqual(before);
    const twice = await running.push(naming(2), { ...naming(2), timestamp: nowAt - 1 });
    expect(twice.lastMutationIDs).toEqual({ c1: 2 });
  });

  test('is an identity conflict when it says something else', async () => {
    await running.push(naming(1));
    const before = await running.state();
    const other = mutation(1, 'name_account', { id: 'account-1', name: 'Other' });
    const answer = await running.pushError(other, naming(2));
    expect(answer).toMatchObject({
      status: 409,
      error: { code: 'identity_conflict', clientID: 'c1', mutationID: 1 },
    });
    const within = await running.pushError(naming(2), mutation(2, 'name_account', { id: 'x', name: 'Other' }));
    expect(within.error).toMatchObject({ code: 'identity_conflict', mutationID: 2 });
    expect(await running.state()).toEqual(before);
  });

  test('tells its refusal again', async () => {
    const refusing = mutation(1, 'refuse', { id: 'a', name: 'Acme' });
    const first = await running.push(refusing);
    expect(first.rejections).toHaveLength(1);
    expect(await running.push(refusing)).toEqual(first);
  });
});

describe('a gap or a wrong order', () => {
  test.each([
    ['a gap', [naming(2)]],
    ['reordered', [naming(2), naming(1)]],
    ['a gap after good ones', [naming(1), naming(2), naming(4)]],
    ['a gap of another client', [naming(1), naming(3, 'c2')]],
  ])('%s is refused whole, naming the mutation', async (_name, mutations) => {
    const before = await running.state();
    const answer = await running.pushError(...mutations);
    expect(answer).toMatchObject({ status: 409, error: { code: 'out_of_order' } });
    expect(answer.error.mutationID).toBeGreaterThan(1);
    expect(await running.state()).toEqual(before);
  });
});

describe('a refusal by a rule', () => {
  test('undoes what the mutator wrote, is recorded, and lets the next mutation through', async () => {
    const answer = await running.push(mutation(1, 'refuse', { id: 'a', name: 'Acme' }), naming(2));
    expect(answer).toEqual({
      lastMutationIDs: { c1: 2 },
      rejections: [
        { clientID: 'c1', id: 1, name: 'refuse', refusal: { code: 'not_allowed', message: 'This is not allowed.' } },
      ],
    });
    expect(await accountNames()).toEqual({ 'account-2': 'Name 2 by ann' });
  });

  test('takes no case number', async () => {
    await running.push(mutation(1, 'refuse', { id: 'a', name: 'Acme' }), mutation(2, 'take_number', { id: 'p' }));
    expect((await accountNames()).p).toMatch(/^00000001 /);
  });

  test('advances the version, so that the client learns of it by a pull', async () => {
    const { cookie } = await running.pull(null);
    await running.push(mutation(1, 'refuse', { id: 'a', name: 'Acme' }));
    const pulled = await running.pull(cookie);
    expect(pulled.cookie).not.toBe(cookie);
    expect(pulled.lastMutationIDChanges).toEqual({ c1: 1 });
    expect(pulled.rejections).toHaveLength(1);
    expect(pulled.patch).toEqual([]);
  });

  test('a fault in a mutator is a refusal too, and is logged', async () => {
    const answer = await running.push(mutation(1, 'fault', { id: 'a', name: 'Acme' }), naming(2));
    expect(answer.lastMutationIDs).toEqual({ c1: 2 });
    expect(answer.rejections[0]?.refusal.code).toBe('internal');
    expect(running.logged.join('\n')).toContain('a fault in a rule');
    expect(await accountNames()).toEqual({ 'account-2': 'Name 2 by ann' });
  });
});

describe('what the backend tells a mutator', () => {
  test('the next number, its version, when it accepted, when it was done, and that this was late', async () => {
    const doneAt = nowAt - 3_600_000;
    await running.push(mutation(1, 'take_number', { id: 'p' }, 'c1', doneAt));
    const { patch } = await running.pull(null);
    const product = patch.find((operation) => operation.op === 'put' && operation.id === 'p');
    const version = product?.op === 'put' ? product.version : 0;
    expect((await accountNames()).p).toBe(`00000001 ${version} ${nowAt} ${doneAt} ${nowAt}`);
  });

  test('a time in the future is refused, later ones of the client are not', async () => {
    const answer = await running.push(mutation(1, 'take_number', { id: 'p' }, 'c1', nowAt + 600_000), naming(2));
    expect(answer.rejections).toMatchObject([{ id: 1, refusal: { code: 'future_time' } }]);
    expect(answer.lastMutationIDs).toEqual({ c1: 2 });
  });

  test('never a time before the action before', async () => {
    await running.push(
      mutation(1, 'take_number', { id: 'p' }, 'c1', nowAt - 1_000),
      mutation(2, 'take_number', { id: 'q' }, 'c1', nowAt - 60_000),
      mutation(1, 'take_number', { id: 'r' }, 'c2', nowAt - 60_000),
    );
    const names = await accountNames();
    expect(names.q?.split(' ')[3]).toBe(String(nowAt - 1_000));
    expect(names.r?.split(' ')[3]).toBe(String(nowAt - 60_000));
  });
});

describe('whose client it is', () => {
  test("another user's group, and a client of another group, are refused", async () => {
    await running.push(naming(1));
    const before = await running.state();
    const asBob = { authorization: `Bearer ${bobToken}` };
    const group = await running.post('/sync/push', pushBody([naming(2)]), asBob);
    expect(await answerOf(group)).toMatchObject({ status: 403, error: { code: 'foreign_client' } });
    const client = await running.post('/sync/push', pushBody([naming(2)], 'bobs'), asBob);
    expect(await answerOf(client)).toMatchObject({ status: 403, error: { code: 'foreign_client', clientID: 'c1' } });
    const ownGroup = await running.post('/sync/push', pushBody([naming(2)], 'second'));
    expect(await answerOf(ownGroup)).toMatchObject({ status: 403, error: { code: 'foreign_client' } });
    const pull = { pullVersion: 1, schemaVersion: 1, clientGroupID: 'group', cookie: null };
    expect((await running.post('/sync/pull', pull, asBob)).status).toBe(403);
    expect(await running.state()).toEqual(before);
  });

  test.each([
    ['none', {}],
    ['a wrong one', { authorization: 'Bearer wrong' }],
    ['not a bearer', { authorization: `Basic ${annToken}` }],
  ])('token: %s', async (_name, headers) => {
    const before = await running.state();
    for (const path of ['/sync/push', '/sync/pull']) {
      const response = await fetch(`${running.url}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(pushBody([naming(1)])),
      });
      expect(response.headers.get('www-authenticate')).toBe('Bearer');
      expect(await answerOf(response)).toMatchObject({ status: 401, error: { code: 'unauthorized' } });
    }
    expect((await fetch(`${running.url}/sync/me`, { headers })).status).toBe(401);
    expect((await fetch(`${running.url}/sync/events`, { headers })).status).toBe(401);
    expect(await running.state()).toEqual(before);
  });
});
