import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { mainSpace } from '../../../src-backend/backend.ts';
import { openSqliteStorage } from '../../../src-backend/storage/sqlite/sqlite-storage.ts';
import type { Storage, WriteTransaction } from '../../../src-backend/storage/storage.ts';
import { pull } from '../../../src-backend/sync/pull.ts';
import { accountIdSchema, userIdSchema } from '../../../src-shared/cases/case-document.ts';
import {
  clientGroupIdSchema,
  clientIdSchema,
  type PullResponse,
  pullResponseSchema,
} from '../../../src-shared/sync/protocol.ts';

const acting = { space: mainSpace, userId: userIdSchema.parse('ann') };
let storage: Storage;
beforeEach(async () => {
  storage = await openSqliteStorage({ file: ':memory:' });
});
afterEach(() => storage.close());

function put(...ids: readonly string[]): Promise<void> {
  return storage.write(mainSpace, async (tx) => {
    for (const id of ids) await tx.put('accounts', id, { id: accountIdSchema.parse(id), name: id, agreement: 'a' });
  });
}

async function page(cookie: string | null, documents = 1_000): Promise<PullResponse> {
  const body = { pullVersion: 1, schemaVersion: 1, clientGroupID: 'group', cookie };
  return pullResponseSchema.parse(JSON.parse(await pull(storage, acting, body, { documents, characters: 1e9 })));
}

/** All pages of a pull, with something done between them. */
async function pages(cookie: string | null, documents: number, between: () => Promise<void> = async () => {}) {
  const all = [await page(cookie, documents)];
  for (let last = all[0]; last?.more === true; ) {
    await between();
    last = await page(last.cookie, documents);
    all.push(last);
  }
  return all;
}

function brief(response: PullResponse): string[] {
  return response.patch.map((operation) => (operation.op === 'clear' ? 'clear' : `${operation.op} ${operation.id}`));
}

/** What a client has after it applied the pages. */
function applied(responses: readonly PullResponse[], before: readonly string[] = []): string[] {
  const ids = new Set(before);
  for (const operation of responses.flatMap(({ patch }) => patch)) {
    if (operation.op === 'clear') ids.clear();
    else if (operation.op === 'put') ids.add(operation.id);
    else ids.delete(operation.id);
  }
  return [...ids].toSorted();
}

function processed(mutationId: number, refused = false) {
  const clientId = clientIdSchema.parse('c1');
  return (tx: WriteTransaction) =>
    tx.recordMutation(
      { clientId, groupId: clientGroupIdSchema.parse('group'), lastMutationId: mutationId, lastOccurredAt: null },
      acting.userId,
      { clientId, mutationId, name: 'note', hash: 'h', refusal: refused ? { code: 'no', message: 'No.' } : null },
    );
}

describe('a first pull', () => {
  test('clears, and brings everything with its count', async () => {
    await put('a', 'b');
    const first = await page(null);
    expect(brief(first)).toEqual(['clear', 'put a', 'put b']);
    expect(first).toMatchObject({ more: false, total: 2, lastMutationIDChanges: {}, rejections: [] });
    expect(first.patch[1]).toEqual({
      op: 'put',
      collection: 'accounts',
      id: 'a',
      version: 1,
      doc: { id: 'a', name: 'a', agreement: 'a' },
    });
  });

  test('leaves out what was deleted before', async () => {
    await put('a', 'b');
    await storage.write(mainSpace, (tx) => tx.delete('accounts', 'a'));
    expect(brief(await page(null))).toEqual(['clear', 'put b']);
  });

  test('of an empty space is complete at once', async () => {
    expect(await page(null)).toMatchObject({ more: false, total: 0, patch: [{ op: 'clear' }] });
  });
});

describe('a later pull', () => {
  test('brings what changed since, deletions included', async () => {
    await put('a', 'b');
    const { cookie } = await page(null);
    await put('c');
    await storage.write(mainSpace, (tx) => tx.delete('accounts', 'a'));
    const later = await page(cookie);
    expect(brief(later)).toEqual(['put c', 'del a']);
    expect(later.total).toBe(1);
  });

  test('brings nothing, and the same cookie, when nothing changed', async () => {
    await put('a');
    const { cookie } = await page(null);
    expect(await page(cookie)).toEqual({
      cookie,
      more: false,
      total: 0,
      version: 1,
      lastMutationIDChanges: {},
      rejections: [],
      patch: [],
    });
  });

  test.each([
    ['of another copy of the data', '00000000-0000-4000-8000-000000000000.1'],
    ['of nobody', 'gibberish'],
    ['empty', ''],
  ])('with a cookie %s begins anew', async (_name, cookie) => {
    await put('a');
    expect(brief(await page(cookie))).toEqual(['clear', 'put a']);
  });

  test('with a cookie of a version that does not exist (yet) begins anew', async () => {
    await put('a');
    const epoch = (await page(null)).cookie.split('.')[0];
    expect(brief(await page(`${epoch}.2`))).toEqual(['clear', 'put a']);
    expect(brief(await page(`${epoch}.0.9.1.1`))).toEqual(['clear', 'put a']);
  });
});

describe('pages', () => {
  test('bring each document once, and the count with the first only', async () => {
    await put('a', 'b', 'c', 'd', 'e');
    const responses = await pages(null, 2);
    expect(responses.map(brief)).toEqual([['clear', 'put a', 'put b'], ['put c', 'put d'], ['put e']]);
    expect(responses.map(({ total }) => total)).toEqual([5, undefined, undefined]);
  });

  test('that end exactly with the last document are followed by an empty one', async () => {
    await put('a', 'b');
    expect((await pages(null, 2)).map(brief)).toEqual([['clear', 'put a', 'put b'], []]);
  });

  test('bring what changes between them, so that together they are the last page’s state', async () => {
    await put('a', 'b', 'c', 'd', 'e');
    let turn = 0;
    const responses = await pages(null, 2, async () => {
      turn += 1;
      if (turn === 1) {
        await put('f');
        await storage.write(mainSpace, async (tx) => {
          await tx.delete('accounts', 'a');
          await tx.delete('accounts', 'd');
        });
      }
    });
    expect(applied(responses)).toEqual(['b', 'c', 'e', 'f']);
  });

  test('what was processed is told with the last page only, whose state holds its effects', async () => {
    await put('a', 'b', 'c');
    const { cookie } = await page(null);
    await storage.write(mainSpace, processed(1));
    await put('d', 'e', 'f');
    const responses = await pages(cookie, 2, () => storage.write(mainSpace, processed(2, true)));
    expect(responses.map(({ lastMutationIDChanges }) => lastMutationIDChanges)).toEqual([{}, { c1: 2 }]);
    expect(responses.map(({ rejections }) => rejections.length)).toEqual([0, 1]);
  });
});

describe('what was processed', () => {
  test('is told until the client has pulled it, and to its group only', async () => {
    const { cookie } = await page(null);
    await storage.write(mainSpace, processed(1, true));
    const told = await page(cookie);
    expect(told.lastMutationIDChanges).toEqual({ c1: 1 });
    expect(told.rejections).toEqual([{ clientID: 'c1', id: 1, name: 'note', refusal: { code: 'no', message: 'No.' } }]);
    expect(await page(cookie)).toEqual(told);
    expect(await page(told.cookie)).toMatchObject({ lastMutationIDChanges: {}, rejections: [] });
    const another = { pullVersion: 1, schemaVersion: 1, clientGroupID: 'another', cookie: null };
    expect(JSON.parse(await pull(storage, acting, another))).toMatchObject({
      lastMutationIDChanges: {},
      rejections: [],
    });
  });
});
