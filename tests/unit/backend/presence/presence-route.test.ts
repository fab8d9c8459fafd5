import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { mainSpace } from '../../../../src-backend/backend.ts';
import { issueToken } from '../../../../src-backend/identity/tokens.ts';
import { spaceIdSchema } from '../../../../src-shared/sync/protocol.ts';
import { annToken, answerOf, bobToken, naming, type Running, startBackend, user } from '../backend-fixture.ts';
import { listenPresence, tellPresence } from './listen-presence.ts';

let running: Running;
const cleanups: (() => unknown)[] = [];
beforeEach(async () => {
  running = await startBackend();
  cleanups.push(() => running.backend.close());
});
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

async function listen(token: string, session?: string, url = running.url) {
  const stream = await listenPresence(url, token, session);
  cleanups.push(stream.end);
  return stream;
}

const looking = { session: 'ann-1', caseId: 'a', activity: 'viewing' };

test('a window tells what it shows, others learn of it, and its end ends it', async () => {
  const bob = await listen(bobToken, 'bob-1');
  const ann = await listen(annToken, 'ann-1');
  expect((await tellPresence(running.url, annToken, looking)).status).toBe(204);
  await bob.until('a', 'ann viewing');
  await tellPresence(running.url, annToken, { ...looking, activity: 'writing' });
  await bob.until('a', 'ann writing');
  const late = await listen(bobToken);
  await late.until('a', 'ann writing');
  ann.end();
  await bob.until('a', '');
});

test('a window that shows no case is nowhere', async () => {
  const bob = await listen(bobToken);
  await tellPresence(running.url, annToken, looking);
  await bob.until('a', 'ann viewing');
  await tellPresence(running.url, annToken, { ...looking, caseId: null });
  await bob.until('a', '');
});

test('nothing of it is stored, and no version comes of it', async () => {
  const before = await running.state();
  const bob = await listen(bobToken);
  await tellPresence(running.url, annToken, looking);
  await bob.until('a', 'ann viewing');
  expect(await running.state()).toEqual(before);
});

test('another space hears nothing of it', async () => {
  const space = spaceIdSchema.parse('elsewhere');
  const eve = user('eve');
  await running.storage.write(space, (tx) => tx.put('users', eve.id, eve));
  const token = await issueToken(running.storage, space, eve.id);
  const elsewhere = await listen(token, 'eve-1');
  const bob = await listen(bobToken);
  await tellPresence(running.url, annToken, looking);
  await bob.until('a', 'ann viewing');
  await tellPresence(running.url, token, { session: 'eve-1', caseId: 'b', activity: 'viewing' });
  // One space's events come in their order: what is told of b would have come after a.
  await elsewhere.until('b', 'eve viewing');
  expect(elsewhere.shows('a')).toBe('');
  await tellPresence(running.url, annToken, { ...looking, caseId: 'c' });
  await bob.until('c', 'ann viewing');
  expect(bob.shows('b')).toBe('');
});

test('whoever was removed from the space hears nothing more of it, and is nowhere in it', async () => {
  const ann = await listen(annToken);
  const bob = await listen(bobToken, 'bob-1');
  await tellPresence(running.url, bobToken, { ...looking, session: 'bob-1' });
  await Promise.all([ann.until('a', 'bob viewing'), bob.until('a', 'bob viewing')]);
  await running.storage.write(mainSpace, (tx) => tx.delete('users', 'bob'));
  await ann.until('a', '');
  await expect(bob.until('a', 'ann viewing')).rejects.toThrow(/ended|terminated/);
});

describe('what is refused', () => {
  test.each<[string, string | undefined, unknown]>([
    ['nothing', undefined, ''],
    ['no JSON', undefined, 'looking'],
    ['a list', undefined, []],
    ['no session', 'session', { ...looking, session: undefined }],
    ['an empty session', 'session', { ...looking, session: '' }],
    ['a long session', 'session', { ...looking, session: 'x'.repeat(129) }],
    ['a control character', 'caseId', { ...looking, caseId: 'a\n\nevent: poke' }],
    ['no case', 'caseId', { ...looking, caseId: undefined }],
    ['a case that is none', 'caseId', { ...looking, caseId: { id: 'a' } }],
    ['another activity', 'activity', { ...looking, activity: 'sleeping' }],
    ['text of the composer', undefined, { ...looking, text: 'Dear customer' }],
    ['a prototype', undefined, '{"__proto__":{"x":1},"session":"s","caseId":"a","activity":"viewing"}'],
  ])('%s', async (_name, path, body) => {
    const { status, error } = await answerOf(await tellPresence(running.url, annToken, body));
    expect({ status, code: error.code, path: error.path }).toEqual({ status: 400, code: 'invalid_body', path });
  });

  test('a long body', async () => {
    const answer = await answerOf(await tellPresence(running.url, annToken, { ...looking, caseId: 'x'.repeat(5_000) }));
    expect(answer).toMatchObject({ status: 413, error: { code: 'body_too_large' } });
  });

  test('an unknown token', async () => {
    const answer = await answerOf(await tellPresence(running.url, 'nobody', looking));
    expect(answer).toMatchObject({ status: 401, error: { code: 'unauthorized' } });
  });

  test('too much of it by one user, which concerns nobody else and no push', async () => {
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, n) => tellPresence(running.url, annToken, { ...looking, caseId: `case ${n}` })),
    );
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(20);
    expect(answers.filter(({ status }) => status === 204).length).toBeGreaterThanOrEqual(20);
    const [first] = refused;
    expect(first && (await answerOf(first)).error.code).toBe('too_many_requests');
    expect((await tellPresence(running.url, bobToken, looking)).status).toBe(204);
    expect((await running.push(naming(1))).lastMutationIDs).toEqual({ c1: 1 });
  });
});

test('a session in a wrong form does not keep anybody from the stream', async () => {
  const bob = await listen(bobToken, `${'x'.repeat(500)}&session=2`);
  await tellPresence(running.url, annToken, looking);
  await bob.until('a', 'ann viewing');
});
