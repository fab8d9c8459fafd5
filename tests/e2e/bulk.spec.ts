import path from 'node:path';
import { expect, type Page } from '@playwright/test';
import { exportedData } from './command-line.ts';
import { expectCount } from './desk-page.ts';
import { expectAccessible } from './expect-accessible.ts';
import { test } from './launch.ts';

const toastOf = (page: Page) => page.getByRole('status', { name: 'Last action' });
const selectedRows = (page: Page) => page.locator('[data-case-id][data-selected]');

test('many cases are claimed by keys, with one way back for all of them', async ({ launch, folder }) => {
  const profile = path.join(folder, 'desk');
  const { window: page } = await launch({ profile, args: ['--sample', '60,5'] });
  await expect(page.getByRole('status', { name: 'Sync' })).toHaveAttribute('data-connection', 'online');
  await page.keyboard.press('2');
  await page.getByRole('grid').locator('[data-case-id]').first().waitFor();
  const total = Number(await page.getByRole('grid').getAttribute('aria-rowcount')) - 1;

  await page.keyboard.press('Space');
  await page.keyboard.press('Shift+J');
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Shift+K');
  await expect(selectedRows(page)).toHaveCount(2);
  await expect(page.getByText('2 cases selected')).toBeVisible();
  await expectAccessible(page, 'selected cases');
  await page.keyboard.press('Escape');
  await expect(selectedRows(page)).toHaveCount(0);
  // The marked row keeps its mark.
  await expect(page.locator('[data-case-id][data-active]')).toHaveCount(1);

  await page.keyboard.press('Control+a');
  await expect(page.getByText(`${total} cases selected`)).toBeVisible();
  await page.keyboard.press('c');
  await expect(toastOf(page)).toContainText(`Claimed ${total} cases`);
  await expectCount(page, 'Unassigned', 0);
  await page.keyboard.press('Control+z');
  await expect(toastOf(page)).toContainText(`Undone: claimed ${total} cases`);
  await expectCount(page, 'Unassigned', total);

  await expect(page.getByRole('status', { name: 'Sync' })).toHaveAttribute('data-waiting', '0');
  const { cases } = await exportedData(path.join(profile, 'data'));
  const twice = cases.filter(({ events }) => events.filter(({ type }) => type === 'assigned').length >= 2);
  expect(twice.length).toBeGreaterThanOrEqual(total);
});

test('keys pressed in the opened case are about it, and leave what is selected beside it alone', async ({ launch }) => {
  const { window: page } = await launch({ args: ['--sample', '60,5'] });
  await expect(page.getByRole('status', { name: 'Sync' })).toHaveAttribute('data-connection', 'online');
  await page.keyboard.press('2');
  await page.getByRole('grid').locator('[data-case-id]').first().waitFor();
  const total = Number(await page.getByRole('grid').getAttribute('aria-rowcount')) - 1;
  await page.keyboard.press('Space');
  await page.keyboard.press('Shift+J');
  await expect(selectedRows(page)).toHaveCount(2);
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await page.getByRole('region', { name: 'Timeline' }).focus();
  await page.keyboard.press('c');
  await expect(toastOf(page)).toContainText(/Claimed \d{8}/);
  await expectCount(page, 'Unassigned', total - 1);
  await expect(selectedRows(page)).toHaveCount(2);
});

test('what is refused of many is listed with its reason, and stays selected', async ({ launch }) => {
  const { window: page } = await launch({ args: ['--sample', '40,5'] });
  // All open: own cases can be released, those of others cannot.
  await expect(page.getByRole('status', { name: 'Sync' })).toHaveAttribute('data-connection', 'online');
  await page.keyboard.press('3');
  await page.getByRole('grid').locator('[data-case-id]').first().waitFor();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('u');
  const result = page.getByRole('region', { name: 'What was not done' });
  await expect(result).toContainText(/cases refused: /);
  await expectAccessible(page, 'what was refused');
  await result.getByRole('button', { name: 'Show' }).press('Enter');
  await expect(result.getByRole('listitem').first()).toContainText(/\w\.$/);
  await expect(page.getByText(/cases selected/)).toBeVisible();

  await page.getByRole('grid').focus();
  await page.keyboard.press('z');
  await expect(page.getByRole('dialog')).toContainText(/Snooze \d+ cases/);
  await page.keyboard.press('Enter');
  await expect(toastOf(page)).toContainText(/Snoozed \d+ cases/);
  await expect(page.getByText(/cases selected/)).toHaveCount(0);
});
