import path from 'node:path';
import { expect } from '@playwright/test';
import { expectCount, showView } from './desk-page.ts';
import { expectAccessible } from './expect-accessible.ts';
import { test } from './launch.ts';
import { teamBackend } from './team-backend.ts';

const morning = '2026-11-18T18:00:00.000Z';
for (const colorScheme of ['light', 'dark'] as const) {
  test(`every part of the window is accessible, ${colorScheme}`, async ({ launch }) => {
    const { window: page } = await launch({ args: ['--sample', '80,20'], clockAt: morning });
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await showView(page, 'All open');
    await expectCount(page, 'All open', 80);
    await expectAccessible(page, 'the queue');

    await page.getByRole('grid').locator('[data-case-id]').first().click();
    await expect(page.getByRole('region', { name: 'Timeline' })).toBeVisible();
    await page.getByRole('button', { name: /^Why/ }).first().click();
    await expectAccessible(page, 'the case with an explanation');

    await page.keyboard.press('s');
    await expect(page.getByRole('dialog')).toBeVisible();
    await expectAccessible(page, 'the severity dialog');
    await page.keyboard.press('Escape');

    for (const [key, what] of [
      ['h', 'the hand-off dialog'],
      ['m', 'the merge dialog'],
      ['Control+Shift+M', 'the dialog by which the desk moves'],
    ] as const) {
      await page.keyboard.press(key);
      await expect(page.getByRole('dialog')).toBeVisible();
      await expectAccessible(page, what);
      await page.keyboard.press('Escape');
    }

    await page.keyboard.press('?');
    await expect(page.getByRole('dialog')).toBeVisible();
    await expectAccessible(page, 'the shortcuts');
    await page.keyboard.press('Escape');

    await page.keyboard.press('+');
    await expect(page.getByRole('dialog')).toBeVisible();
    await expectAccessible(page, 'the new case dialog');
    await page.keyboard.press('Escape');

    await page.getByRole('button', { name: 'Needs attention' }).click();
    await expectAccessible(page, 'Needs attention, empty');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('grid')).toBeFocused();

    await page.keyboard.press('u');
    await expect(page.getByRole('alert')).toBeVisible();
    await expectAccessible(page, 'a key that does not fit the case');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('alert')).toHaveCount(0);
  });
}

test('an empty desk and an outage are accessible too', async ({ launch, folder }) => {
  const backend = await teamBackend(path.join(folder, 'team'), ['--sample', '0,0']);
  await backend.start();
  try {
    const token = await backend.addUser('Ana Ruiz', 'coa');
    const { window: page } = await launch({ args: ['--server', backend.url, '--token', token] });
    const sync = page.getByRole('status', { name: 'Sync' });
    await expect(sync).toHaveAttribute('data-connection', 'online');
    await expectAccessible(page, 'no case at all');
    await backend.kill();
    await expect(sync).toHaveAttribute('data-connection', 'offline');
    await expectAccessible(page, 'offline');
  } finally {
    await backend.kill();
  }
});
