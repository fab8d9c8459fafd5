import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from '@playwright/test';
import { localProxy } from '../network/local-proxy.ts';
import { expectCount } from './desk-page.ts';
import { test } from './launch.ts';
import { runtime } from './runtime.ts';
import { teamBackend } from './team-backend.ts';

test.describe('a backend elsewhere', () => {
  test('is joined with a token, which stays out of the page', async ({ launch, folder }) => {
    const backend = await teamBackend(path.join(folder, 'team'), ['--sample', '0']);
    await backend.start();
    try {
      const token = await backend.addUser('Ana Ortiz', 'coa');
      const profile = path.join(folder, 'member');
      const { window: page, close } = await launch({ profile, args: ['--server', backend.url] });
      const state = () => page.evaluate(() => window.desktop.call('backend:state', undefined));
      const join = (request: { url: string; token: string }) =>
        page.evaluate((asked) => window.desktop.call('backend:join', asked), request);

      await expect.poll(state).toMatchObject({ kind: 'remote', url: backend.url, state: 'needs_token' });
      expect(await page.evaluate(async () => (await fetch('/api/sync/me')).status)).toBe(503);
      expect(await join({ url: backend.url, token: 'guessed' })).toMatchObject({ ok: false });
      expect(await join({ url: 'http://127.0.0.1:1', token })).toMatchObject({ ok: false });
      expect(await state()).toMatchObject({ state: 'needs_token' });

      expect(await join({ url: backend.url, token })).toEqual({ ok: true });
      expect(await state()).toMatchObject({ kind: 'remote', url: backend.url, state: 'joined' });
      const me = await page.evaluate(async () => (await fetch('/api/sync/me')).json());
      expect(me).toMatchObject({ user: { name: 'Ana Ortiz' } });
      await close();

      const again = await launch({ profile });
      const remembered = await again.window.evaluate(() => window.desktop.call('backend:state', undefined));
      expect(remembered).toMatchObject({ kind: 'remote', url: backend.url });
    } finally {
      await backend.kill();
    }
  });

  test('is gone back to without asking, where the token can be kept encrypted', async ({ launch, folder }) => {
    test.skip(runtime.kind === 'electron', 'Whether there is a key store depends on the computer.');
    const backend = await teamBackend(path.join(folder, 'team'), ['--sample', '5']);
    await backend.start();
    try {
      const token = await backend.addUser('Ana Ortiz', 'coa');
      const profile = path.join(folder, 'member');
      const env = { DUELINE_STAND_IN_KEY: 'of this computer' };
      const first = await launch({ profile, env, args: ['--server', backend.url] });
      const form = first.window.getByRole('form', { name: 'Join a backend' });
      await expect(form).not.toContainText('no key store');
      await form.getByLabel('Token').fill(token);
      await form.getByLabel('Token').press('Enter');
      await expectCount(first.window, 'All open', 5);
      await first.close();
      expect(readFileSync(path.join(profile, 'credentials.json'), 'utf8')).not.toContain(token);

      const again = await launch({ profile, env });
      await expect(again.window.getByText('Online')).toBeVisible();
      await again.close();

      // Without the key, what is kept says nothing: the token is asked for, and the form says why.
      const elsewhere = await launch({ profile });
      await expect(elsewhere.window.getByRole('form', { name: 'Join a backend' })).toContainText('no key store');
    } finally {
      await backend.kill();
    }
  });

  test("is reached through the proxy of the system's settings", async ({ launch, folder }) => {
    const backend = await teamBackend(path.join(folder, 'team'), ['--sample', '5', '--public-host', 'desk.test']);
    await backend.start();
    const proxy = await localProxy({ 'desk.test': Number(new URL(backend.url).port) });
    try {
      const token = await backend.addUser('Ana Ortiz', 'coa');
      const args = ['--server', 'http://desk.test', '--token', token];
      const { app, window: page } = await launch({ args });
      await app.evaluate(async ({ session }, proxyRules) => {
        await session.fromPartition('backend').setProxy({ proxyRules });
      }, proxy.url);
      await expectCount(page, 'All open', 5);
      await expect(page.getByText('Online')).toBeVisible();
      await expect.poll(() => proxy.asked.join(' ')).toMatch(/POST http:\/\/desk.test\/sync\/pull/);
      await expect.poll(() => proxy.asked.join(' ')).toMatch(/GET http:\/\/desk.test\/sync\/events\?/);
    } finally {
      proxy.close();
      await backend.kill();
    }
  });

  test('does not get the cases that a profile keeps on this computer', async ({ launch, folder }) => {
    const profile = path.join(folder, 'own');
    const own = await launch({ profile, args: ['--sample', '0'] });
    await own.backendPid();
    await own.close();
    await expect(launch({ profile, args: ['--server', 'http://127.0.0.1:1'] })).rejects.toThrow(
      'keeps its cases on this computer',
    );
  });
});
