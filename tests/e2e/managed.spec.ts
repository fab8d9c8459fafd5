import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, type Page } from '@playwright/test';
import { expectCount } from './desk-page.ts';
import { expectAccessible } from './expect-accessible.ts';
import { test } from './launch.ts';
import { teamBackend } from './team-backend.ts';

/** Puts down what an administrator set; answers the environment that leads the app there. */
function managedFile(
  folder: string,
  content: unknown,
): { readonly file: string; readonly env: Record<string, string> } {
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, 'managed.json');
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return { file, env: { DUELINE_TEST_MANAGED: file } };
}

const settingsOf = async (page: Page) => {
  await page.keyboard.press(',');
  const dialog = page.getByRole('dialog', { name: 'Settings' });
  await expect(dialog).toBeVisible();
  return dialog;
};
const banner = (page: Page) => page.getByRole('alert').filter({ hasText: 'What your administrator set' });

test.describe('what an administrator has set', () => {
  test('holds, is shown as locked, and is nothing that the window could change', async ({ launch, folder }) => {
    const { env } = managedFile(folder, { thresholdsOff: [], quietHours: '22:00-06:00', closeToTray: false });
    const { window: page } = await launch({ args: ['--sample', '3'], env });
    await expectCount(page, 'All open', 3);
    await expect(banner(page)).toHaveCount(0);
    const dialog = await settingsOf(page);
    const deadlines = dialog.getByRole('group', { name: 'Tell me of a deadline' });
    await expect(deadlines.getByRole('checkbox', { name: 'When it is due' })).toBeChecked();
    await expect(deadlines.getByRole('checkbox', { name: 'When it is due' })).toBeDisabled();
    await expect(deadlines).toContainText('Set by your administrator.');
    await expect(dialog.getByLabel('From')).toHaveValue('22:00');
    await expect(dialog.getByLabel('From')).toBeDisabled();
    await expect(dialog.getByRole('checkbox', { name: 'Keep it in the tray' })).not.toBeChecked();
    await expect(dialog.getByRole('checkbox', { name: 'Play a sound' })).toBeEnabled();
    const managed = dialog.getByRole('group', { name: 'Managed by your administrator' });
    await expect(managed).toContainText('Quiet hours22:00 to 06:00');
    await expectAccessible(page, 'settings that are locked');

    const settings = await page.evaluate(async () => {
      const now = await window.desktop.call('settings:read', undefined);
      const notifications = { ...now.notifications, thresholdsOff: ['due'], quietHours: null, everything: true };
      await window.desktop.call('settings:write', { ...now, closeToTray: true, notifications });
      return window.desktop.call('settings:read', undefined);
    });
    expect(settings).toMatchObject({
      closeToTray: false,
      notifications: { thresholdsOff: [], quietHours: { from: '22:00', to: '06:00' }, everything: true },
    });
  });

  test('with errors does not stop the app: place and expectation are told, and what is right holds', async ({
    launch,
    folder,
  }) => {
    const { file, env } = managedFile(folder, {
      updateChannel: 'nightly',
      closeToTray: false,
      servr: 'https://x.example',
    });
    const { window: page } = await launch({ args: ['--sample', '3'], env });
    await expectCount(page, 'All open', 3);
    await expect(banner(page)).toContainText(
      `${file}, updateChannel: Expected "stable", "beta" or "off"; found "nightly".`,
    );
    await expect(banner(page)).toContainText('And 1 more, listed in Settings.');
    await expectAccessible(page, 'the banner of a managed setting with an error');
    await banner(page).getByRole('button', { name: 'Hide' }).press('Enter');
    await expect(banner(page)).toHaveCount(0);
    const dialog = await settingsOf(page);
    const errors = dialog.getByRole('list', { name: 'Errors in what your administrator set' });
    await expect(errors.getByRole('listitem')).toHaveCount(2);
    await expect(errors).toContainText(`${file}, servr: There is no such setting.`);
    await expect(dialog.getByRole('checkbox', { name: 'Keep it in the tray' })).toBeDisabled();
  });

  test('decides the server before the command line does, and keeps it while the setting is broken', async ({
    launch,
    folder,
  }) => {
    const backend = await teamBackend(path.join(folder, 'team'), ['--sample', '4']);
    await backend.start();
    try {
      const token = await backend.addUser('Ana Ortiz', 'coa');
      const profile = path.join(folder, 'member');
      const { env } = managedFile(folder, { server: backend.url });
      // The token of another server does not go to this one: it is asked for.
      const other = ['--server', 'http://127.0.0.1:1', '--token', token];
      const first = await launch({ profile, args: other, env });
      const state = (page: Page) => page.evaluate(() => window.desktop.call('backend:state', undefined));
      expect(await state(first.window)).toMatchObject({ kind: 'remote', url: backend.url, state: 'needs_token' });
      const address = first.window.getByLabel('Address');
      await expect(address).toHaveValue(backend.url);
      await expect(address).not.toBeEditable();
      await expect(first.window.getByText('Your administrator has set the address.')).toBeVisible();
      await expectAccessible(first.window, 'joining the administrator’s server');
      await first.window.getByLabel('Token').fill(token);
      await first.window.keyboard.press('Enter');
      await expectCount(first.window, 'All open', 4);
      await first.close();

      const torn = managedFile(folder, '{"server": "http');
      const again = await launch({
        profile,
        args: ['--server', 'http://127.0.0.1:1', '--token', token],
        env: torn.env,
      });
      expect(await state(again.window)).toMatchObject({ kind: 'remote', url: backend.url });
    } finally {
      await backend.kill();
    }
  });
});
