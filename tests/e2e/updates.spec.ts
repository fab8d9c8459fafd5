import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, type Page } from '@playwright/test';
import { type UpdateServer, updateServer } from '../updates/update-server.ts';
import { expectCount } from './desk-page.ts';
import { expectAccessible } from './expect-accessible.ts';
import { test as base, type Dueline, type LaunchOptions } from './launch.ts';

interface Fixtures {
  readonly server: UpdateServer;
  /** Starts the app with the test's update server. */
  readonly launchUpdating: (options?: LaunchOptions) => Promise<Dueline>;
}

const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from a pattern, and refuses another argument.
  server: async ({}, use) => {
    const server = await updateServer();
    await use(server);
    server.close();
  },
  launchUpdating: async ({ launch, server, folder }, use) => {
    // What outlives the installer lies outside of the profile.
    const data = { XDG_CACHE_HOME: folder, XDG_CONFIG_HOME: folder, LOCALAPPDATA: folder, APPDATA: folder };
    const env = { DUELINE_TEST_UPDATES: server.url, ...data };
    await use((options = {}) => launch({ args: ['--sample', '3'], ...options, env: { ...env, ...options.env } }));
  },
});

const line = (page: Page) => page.getByRole('status').filter({ hasText: /Dueline|The update/ });
const restartButton = (page: Page) => page.getByRole('button', { name: 'Restart to update' });

/** Asks for an update in Settings; answers what is said there. */
async function check(page: Page) {
  await page.keyboard.press(',');
  const dialog = page.getByRole('dialog', { name: 'Settings' });
  await dialog.getByRole('button', { name: 'Check now' }).press('Enter');
  return dialog.getByRole('status', { name: 'Updates' });
}

/** Does what ends the app, which may be gone before it answers, and waits for its end. */
async function endBy(dueline: Dueline, act: () => Promise<void>): Promise<void> {
  const child = dueline.app.process();
  const end = new Promise<void>((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    else child.once('exit', () => resolve());
  });
  await act().catch((error: unknown) => {
    if (!String(error).includes('has been closed')) throw error;
  });
  await end;
}

test.describe('an update', () => {
  test('is fetched quietly, and a restart hands it to the installer', async ({ launchUpdating, server }) => {
    server.publish({ version: '9.0.0' });
    const dueline = await launchUpdating();
    const { window: page, profile } = dueline;
    await expectCount(page, 'All open', 3);
    await expect(await check(page)).toHaveText('9.0.0 is ready. It is installed when you restart.');
    await expectAccessible(page, 'settings with an update that is ready');
    await page.keyboard.press('Escape');
    await expect(line(page)).toContainText('Dueline 9.0.0 is ready.');
    await expectAccessible(page, 'the line of an update that is ready');
    const handedOver = path.join(profile, 'test-handed-over.json');
    expect(existsSync(handedOver)).toBe(false);

    await endBy(dueline, () => page.keyboard.press('Control+Shift+U'));
    const { program, args } = JSON.parse(readFileSync(handedOver, 'utf8'));
    expect(args).toEqual(['--updated', '/S', '--force-run']);
    expect(readFileSync(program, 'utf8')).toMatch(/^signed 9\.0\.0 /);

    // The installer did nothing here: the next start says so.
    const again = await launchUpdating({ profile });
    await expect(line(again.window)).toContainText('The update to 9.0.0 was not installed.');
  });

  test('waits for what is being written, and keeps it when somebody goes ahead', async ({ launchUpdating, server }) => {
    server.publish({ version: '9.0.0' });
    const dueline = await launchUpdating();
    const { window: page, profile } = dueline;
    await expectCount(page, 'All open', 3);
    await check(page);
    await page.keyboard.press('Escape');
    await expect(restartButton(page)).toBeVisible();
    await page.getByRole('button', { name: /^All open/ }).click();
    await page.keyboard.press('Enter');
    await page.keyboard.press('n');
    await page.keyboard.type('The 997 was never sent back');
    await page.keyboard.press('Control+Shift+U');
    const dialog = page.getByRole('dialog', { name: 'Restart to update' });
    await expect(dialog).toContainText('1 text is written and not sent. It is kept as a draft.');
    await expectAccessible(page, 'the question before a restart');
    await dialog.getByRole('button', { name: 'Restart when everything is sent' }).press('Enter');
    await expect(line(page)).toContainText('restarts to update to 9.0.0 once everything is sent');
    await page.getByRole('button', { name: 'Do not restart' }).press('Enter');
    await expect(restartButton(page)).toBeVisible();

    await page.keyboard.press('Control+Shift+U');
    await endBy(dueline, () => dialog.getByRole('button', { name: 'Restart now' }).press('Enter'));
    expect(existsSync(path.join(profile, 'test-handed-over.json'))).toBe(true);
    const again = await launchUpdating({ profile });
    await expectCount(again.window, 'All open', 3);
    await again.window.getByRole('button', { name: /^All open/ }).click();
    await again.window.keyboard.press('Enter');
    await expect(again.window.getByRole('textbox').filter({ hasText: 'The 997 was never sent back' })).toBeVisible();
  });

  test('that restarts once everything is sent does so when the text is gone', async ({ launchUpdating, server }) => {
    server.publish({ version: '9.0.0' });
    const dueline = await launchUpdating();
    const { window: page, profile } = dueline;
    await expectCount(page, 'All open', 3);
    await check(page);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: /^All open/ }).click();
    await page.keyboard.press('Enter');
    await page.keyboard.press('n');
    await page.keyboard.type('Called the carrier');
    await page.keyboard.press('Control+Shift+U');
    await page.getByRole('button', { name: 'Restart when everything is sent' }).press('Enter');
    await expect(line(page)).toContainText('once everything is sent');
    await page.getByRole('form', { name: 'Write' }).getByRole('textbox').focus();
    await endBy(dueline, () => page.keyboard.press('Control+Enter'));
    expect(existsSync(path.join(profile, 'test-handed-over.json'))).toBe(true);
  });

  test('that is older, damaged or not there troubles nobody, and Settings say it', async ({
    launchUpdating,
    server,
  }) => {
    server.publish({ version: '0.0.1' });
    const { window: page } = await launchUpdating();
    await expectCount(page, 'All open', 3);
    const said = await check(page);
    await expect(said).toContainText('offers 0.0.1, which is older than this version');
    const again = page.getByRole('button', { name: 'Check now' });
    server.publish({ version: '9.0.0', sha512: Buffer.alloc(64).toString('base64') });
    await again.press('Enter');
    await expect(said).toContainText('is not what the update server announced. It was thrown away.');
    server.fail('error');
    await again.press('Enter');
    await expect(said).toContainText('answers with an error (500). It is tried again by itself.');
    await page.keyboard.press('Escape');
    await expect(restartButton(page)).toHaveCount(0);
  });

  test('is an administrator’s to switch off', async ({ launchUpdating, server, folder }) => {
    server.publish({ version: '9.0.0' });
    const file = path.join(folder, 'managed.json');
    writeFileSync(file, '{"updateChannel":"off"}');
    const { window: page } = await launchUpdating({ env: { DUELINE_TEST_MANAGED: file } });
    await expectCount(page, 'All open', 3);
    await page.keyboard.press(',');
    const group = page.getByRole('group', { name: 'Version and updates' });
    await expect(group).toContainText('Your administrator installs updates.');
    await expect(group).toContainText('Set by your administrator.');
    await expect(group.getByRole('button', { name: 'Check now' })).toHaveCount(0);
    expect(server.asked).toEqual([]);
  });
});

test('what is new is told once after an update', async ({ launch, folder }) => {
  const profile = path.join(folder, 'profile');
  mkdirSync(profile);
  const before = { newsOf: '0.0.9', installing: null, computer: 'c' };
  writeFileSync(path.join(profile, 'updates.json'), JSON.stringify(before));
  const first = await launch({ profile, args: ['--sample', '3'] });
  await expectCount(first.window, 'All open', 3);
  await expect(line(first.window)).toContainText('Dueline was updated to 0.1.0.');
  await first.window.getByRole('button', { name: 'What is new' }).press('Enter');
  const dialog = first.window.getByRole('dialog', { name: 'What is new' });
  await expect(dialog).toContainText('Dueline 0.1.0');
  await expectAccessible(first.window, 'what is new');
  await first.window.keyboard.press('Escape');
  await expect(line(first.window)).toHaveCount(0);
  await first.close();

  const second = await launch({ profile });
  await expectCount(second.window, 'All open', 3);
  await expect(line(second.window)).toHaveCount(0);
  await second.window.keyboard.press('Control+Shift+N');
  await expect(second.window.getByRole('dialog', { name: 'What is new' })).toContainText('Dueline 0.1.0');
});
