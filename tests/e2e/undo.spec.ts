import { expect, type Page } from '@playwright/test';
import { exportedData } from './command-line.ts';
import { expectAccessible } from './expect-accessible.ts';
import { test } from './launch.ts';
import { inOutage, syncOf } from './outage.ts';

const toastOf = (page: Page) => page.getByRole('status', { name: 'Last action' });

test('the last action is undone by the keyboard, and what cannot be undone says so', async ({ launch }) => {
  const { window: page } = await launch({ args: ['--sample', '40,5'] });
  const unassigned = page.getByRole('button', { name: 'Unassigned' });
  await expect(page.getByRole('status', { name: 'Sync' })).toHaveAttribute('data-connection', 'online');
  const before = await unassigned.textContent();
  await page.keyboard.press('2');
  await page.getByRole('grid').locator('[data-case-id]').first().waitFor();

  await page.keyboard.press('c');
  await expect(toastOf(page)).toContainText('Claimed');
  await expect(unassigned).not.toHaveText(before ?? '');
  await expectAccessible(page, 'the offer to undo');
  await page.keyboard.press('Control+z');
  await expect(toastOf(page)).toContainText('Undone: claimed');
  await expect(unassigned).toHaveText(before ?? '');

  await page.keyboard.press('3');
  await page.keyboard.press('Enter');
  const timeline = page.getByRole('region', { name: 'Timeline' });
  await page.keyboard.press('r');
  const reply = page.getByRole('textbox', { name: 'Reply' });
  await reply.pressSequentially('abc');
  await page.keyboard.press('Control+z');
  await expect(reply).not.toHaveValue('abc');
  await reply.fill('We are on it.');
  await page.keyboard.press('Control+Enter');
  await expect(timeline).toContainText('We are on it.');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+z');
  await expect(toastOf(page)).toContainText('A message to the customer cannot be undone');
  await expect(timeline).toContainText('We are on it.');
});

test('an action done offline is undone offline, and the backend gets both', async ({ launch, folder }) => {
  await inOutage({ launch, folder }, [], async ({ backend, dueline, seen }) => {
    const page = dueline.window;
    await expect(toastOf(page)).toContainText(`Claimed ${seen.number}`);
    await page.keyboard.press('Control+z');
    await expect(toastOf(page)).toContainText('Undone: claimed');
    await expect(syncOf(dueline)).toHaveAttribute('data-waiting', '2');
    await expect(page.locator(`[data-open-case="${seen.id}"]`)).toContainText('taking back the claim');

    await backend.start();
    await page.getByRole('button', { name: 'Try now' }).click();
    await expect(syncOf(dueline)).toHaveAttribute('data-waiting', '0', { timeout: 30_000 });
    const after = (await exportedData(backend.dataDir)).cases.find(({ id }) => id === seen.id);
    const added = after?.events.slice(seen.events.length) ?? [];
    expect(added.map((event) => [event.type, event.undoes === undefined])).toEqual([
      ['assigned', true],
      ['assigned', false],
    ]);
  });
});
