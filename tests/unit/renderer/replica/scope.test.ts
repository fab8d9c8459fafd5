import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { mainSpace } from '../../../../src-backend/backend.ts';
import { moveUser, removeUser } from '../../../../src-backend/identity/access.ts';
import { tokenHash } from '../../../../src-backend/identity/tokens.ts';
import { storePolicy } from '../../../../src-backend/space/policy-source.ts';
import { accountIdSchema } from '../../../../src-shared/cases/case-document.ts';
import { spaceIdSchema } from '../../../../src-shared/sync/protocol.ts';
import { archiveOf, takeInBytes } from '../../backend/archive/desk-to-archive.ts';
import { policy, type Running, startBackend, user } from '../../backend/backend-fixture.ts';
import { backendRegistry, type CleanUp, newClient, Way } from '../sync/real-client.ts';

const other = spaceIdSchema.parse('other');
const ann = user('ann');
const token = 'stored-token-of-ann';
const cleanUp: CleanUp = [];
let running: Running;
let way: Way;
let client: Awaited<ReturnType<typeof newClient>>;

const account = (id: string) => ({ id: accountIdSchema.parse(id), name: `Account ${id}`, agreement: 'standard' });

beforeEach(async () => {
  running = await startBackend({ registry: backendRegistry });
  cleanUp.push(() => running.backend.close());
  await storePolicy(running.storage, other, policy);
  await running.storage.write(mainSpace, async (tx) => {
    await tx.addToken(tokenHash(token), ann.id);
    await tx.put('accounts', 'of main', account('of main'));
  });
  await running.storage.write(other, (tx) => tx.put('accounts', 'of other', account('of other')));
  way = new Way(running.url, token);
  client = await newClient(way, 'ann', cleanUp);
});
afterEach(async () => {
  for (const step of cleanUp.splice(0).reverse()) await step();
});

const accounts = () => [...client.replica.all('accounts').keys()].sort();
const attention = () => client.replica.status.getState().attention;
const isThere = () =>
  client.until(() => client.replica.identity()?.space === 'other' && accounts().join() === 'of other');

async function goOffline(): Promise<void> {
  way.url = null;
  await way.end();
}

function comeBack(): void {
  way.url = running.url;
  client.replica.reconnect();
}

describe('access that moves to another space', () => {
  test('leaves nothing of the space before, and shows the other one', async () => {
    expect(accounts()).toEqual(['of main']);
    await client.replica.saveQueueSnapshot([{ id: 'of main' }]);
    await moveUser(running.storage, ann, mainSpace, other);
    await isThere();
    expect(client.replica.get('accounts', 'of main')).toBeUndefined();
    expect(client.replica.queueSnapshot()).toBeNull();
    expect(client.replica.identity()?.space).toBe('other');
  });

  test('keeps what waited and what was half written for who wrote it, and sends none of it there', async () => {
    await goOffline();
    await client.replica.mutate('name_account', { id: 'new', name: 'Made in main' });
    await client.replica.saveDraft('case of main', { kind: 'reply', text: 'Half a sentence' });
    await moveUser(running.storage, ann, mainSpace, other);
    comeBack();
    await isThere();
    expect(attention().map(({ name, args, refusal }) => [name, args, refusal.code])).toEqual([
      ['name_account', { id: 'new', name: 'Made in main' }, 'other_space'],
      ['draft', { caseId: 'case of main', kind: 'reply', text: 'Half a sentence' }, 'other_space'],
    ]);
    expect(client.replica.draft('case of main')).toBeUndefined();
    expect(client.replica.status.getState().waiting).toBe(0);
    expect(await running.storage.read(other, (tx) => tx.get('accounts', 'new'))).toBeUndefined();
    expect(await running.storage.read(mainSpace, (tx) => tx.get('accounts', 'new'))).toBeUndefined();
  });

  test('is noticed by a push that is under way as well', async () => {
    // The client does not know yet: it has met the space before.
    await moveUser(running.storage, ann, mainSpace, other);
    await client.replica.mutate('name_account', { id: 'new', name: 'Made in main' });
    await client.until(
      (status) => status.attention.length + status.waiting === 1 && client.replica.identity()?.space === 'other',
    );
    await isThere();
    expect(await running.storage.read(other, (tx) => tx.get('accounts', 'new'))).toBeUndefined();
  });

  test('and back again begins with nothing, too', async () => {
    await moveUser(running.storage, ann, mainSpace, other);
    await isThere();
    await moveUser(running.storage, ann, other, mainSpace);
    await client.until(() => client.replica.identity()?.space === 'main' && accounts().join() === 'of main');
  });
});

test('a desk that moved house is the same under another name: what waits goes out there, once', async () => {
  await client.replica.mutate('name_account', { id: 'one', name: 'One' });
  await client.until((status) => status.waiting === 0);
  await goOffline();
  await client.replica.mutate('name_account', { id: 'two', name: 'Two' });
  await client.replica.saveDraft('a case', { kind: 'note', text: 'Half a note' });
  const there = await startBackend({ registry: backendRegistry });
  cleanUp.push(() => there.backend.close());
  const access = { userId: ann.id, hash: tokenHash(token) };
  await takeInBytes(there.storage, other, await archiveOf(running.storage, mainSpace), access);
  way.url = there.url;
  client.replica.backendChanged();
  await client.until((status) => status.waiting === 0 && client.replica.identity()?.space === 'other');
  expect(accounts()).toEqual(['of main', 'one', 'two']);
  expect(attention()).toEqual([]);
  expect(client.replica.draft('a case')).toEqual({ kind: 'note', text: 'Half a note' });
  expect(await there.storage.read(other, (tx) => tx.get('accounts', 'two'))).toBeDefined();
  expect(await running.storage.read(mainSpace, (tx) => tx.get('accounts', 'two'))).toBeUndefined();
});

test('a user who was removed is told so, and keeps what waits', async () => {
  await goOffline();
  await client.replica.mutate('name_account', { id: 'new', name: 'Kept' });
  await removeUser(running.storage, mainSpace, ann.id);
  comeBack();
  await client.until((status) => status.connection.state === 'unauthorized');
  expect(client.replica.status.getState()).toMatchObject({ waiting: 1, attention: [] });
  expect(client.replica.get('accounts', 'new')?.name).toBe('Kept by ann');
});
