import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { mainSpace } from '../../src-backend/backend.ts';
import { moveUser, removeUser } from '../../src-backend/identity/access.ts';
import { tokenHash } from '../../src-backend/identity/tokens.ts';
import { storePolicy } from '../../src-backend/space/policy-source.ts';
import type { Storage } from '../../src-backend/storage/storage.ts';
import { accountIdSchema } from '../../src-shared/cases/case-document.ts';
import { pullResponseSchema, spaceIdSchema } from '../../src-shared/sync/protocol.ts';
import {
  answerOf,
  naming,
  policy,
  pushBody,
  type Running,
  startBackend,
  user,
} from '../unit/backend/backend-fixture.ts';

const other = spaceIdSchema.parse('other');
const zoe = user('zoe', 'lead');
const zoeToken = 'token-of-zoe-in-other';
const movingToken = 'token-of-ann-that-moves';

/** What no token of another space may reach, on every storage. */
export function spaceScope(name: string, open: () => Promise<{ storage: Storage; remove(): Promise<unknown> }>): void {
  describe(`two spaces on ${name}`, () => {
    let running: Running;
    let remove: () => Promise<unknown>;
    const streams: AbortController[] = [];

    beforeEach(async () => {
      const opened = await open();
      remove = opened.remove;
      running = await startBackend({ storage: opened.storage });
      await storePolicy(opened.storage, other, policy);
      await opened.storage.write(other, async (tx) => {
        await tx.put('users', zoe.id, zoe);
        await tx.addToken(tokenHash(zoeToken), zoe.id);
        const id = accountIdSchema.parse('secret-of-other');
        await tx.put('accounts', id, { id, name: 'Secret of other', agreement: 'standard' });
      });
      await opened.storage.write(mainSpace, (tx) => tx.addToken(tokenHash(movingToken), user('ann').id));
    });
    afterEach(async () => {
      for (const stream of streams.splice(0)) stream.abort();
      await running.backend.close();
      await remove();
    });

    const as = (token: string) => ({ authorization: `Bearer ${token}` });
    const pullBody = (cookie: string | null, more: object = {}) => ({
      pullVersion: 1,
      schemaVersion: 1,
      clientGroupID: 'group',
      cookie,
      ...more,
    });

    /** The texts of a stream, and whether it has ended. */
    async function listen(token: string) {
      const controller = new AbortController();
      streams.push(controller);
      const response = await fetch(`${running.url}/sync/events`, { headers: as(token), signal: controller.signal });
      let heard = '';
      let wake = () => {};
      const ended = (async () => {
        for await (const chunk of response.body ?? []) {
          heard += Buffer.from(chunk).toString('utf8');
          wake();
        }
      })().catch(() => {});
      const until = async (pattern: RegExp) => {
        while (!pattern.test(heard)) await new Promise<void>((resolve) => (wake = resolve));
      };
      return { heard: () => heard, ended, until };
    }

    test('no document, counter or result of one reaches a token of the other', async () => {
      await running.push(naming(1), naming(2));
      for (const path of ['/sync/pull', '/sync/load']) {
        const mine = await (await running.post(path, pullBody(null))).text();
        const theirs = await (await running.post(path, pullBody(null), as(zoeToken))).text();
        expect(mine).not.toMatch(/other|zoe/i);
        expect(theirs).not.toMatch(/Name 1|User ann|"c1"/);
        expect(theirs).toContain('Secret of other');
      }
      // The same ids in the other space are other clients.
      const pushed = await running.post('/sync/push', pushBody([naming(1)]), as(zoeToken));
      expect(await pushed.json()).toEqual({ lastMutationIDs: { c1: 1 }, rejections: [] });
      const me = await (await fetch(`${running.url}/sync/me`, { headers: as(zoeToken) })).json();
      expect(me).toMatchObject({ space: 'other', user: { id: 'zoe' } });
    });

    test('a cookie of one means nothing in the other', async () => {
      const { cookie } = await running.pull(null);
      const page = pullResponseSchema.parse(
        await (await running.post('/sync/pull', pullBody(cookie), as(zoeToken))).json(),
      );
      expect(page.patch[0]).toEqual({ op: 'clear' });
      expect(JSON.stringify(page)).not.toContain('ann');
    });

    test('who names another space than the token’s is refused, and nothing is applied', async () => {
      const before = await running.state();
      const asked: [string, object][] = [
        ['/sync/push', { ...pushBody([naming(1)]), space: 'other' }],
        ['/sync/pull', pullBody(null, { space: 'other' })],
        ['/sync/load', pullBody(null, { space: 'other' })],
      ];
      for (const [path, body] of asked) {
        expect(await answerOf(await running.post(path, body))).toMatchObject({
          status: 409,
          error: { code: 'other_space', path: 'space' },
        });
      }
      expect(await running.state()).toEqual(before);
      expect((await running.post('/sync/push', { ...pushBody([naming(1)]), space: 'main' })).status).toBe(200);
    });

    test('a change of one is no poke in the other', async () => {
      const stream = await listen(zoeToken);
      await stream.until(/poke/);
      const before = stream.heard();
      await running.push(naming(1));
      const own = await listen(movingToken);
      await own.until(/poke/);
      await running.storage.write(other, (tx) => tx.delete('accounts', 'secret-of-other'));
      await stream.until(/poke.*poke/s);
      expect(stream.heard().slice(before.length).match(/poke/g)).toHaveLength(1);
    });

    test('a stream ends with the access of its user, whether that was moved or removed', async () => {
      const stream = await listen(movingToken);
      await stream.until(/poke/);
      const before = stream.heard();
      await moveUser(running.storage, user('ann'), mainSpace, other);
      await stream.ended;
      expect(stream.heard()).toBe(before);
      const me = await (await fetch(`${running.url}/sync/me`, { headers: as(movingToken) })).json();
      expect(me).toMatchObject({ space: 'other', user: { id: 'ann' } });

      const there = await listen(movingToken);
      await there.until(/poke/);
      await removeUser(running.storage, other, user('ann').id);
      await there.ended;
      expect((await fetch(`${running.url}/sync/me`, { headers: as(movingToken) })).status).toBe(401);
      expect(await answerOf(await running.post('/sync/push', pushBody([naming(1)]), as(movingToken)))).toMatchObject({
        status: 401,
        error: { code: 'unauthorized' },
      });
    });
  });
}
