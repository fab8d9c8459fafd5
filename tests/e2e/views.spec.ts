import { expect, type Page } from '@playwright/test';
import { sampleDirectory } from '../../src-backend/sample/directory.ts';
import { shippedPolicy } from '../../src-backend/space/policy-file.ts';
import { expectCount, viewButton } from './desk-page.ts';
import { expectAccessible } from './expect-accessible.ts';
import { test } from './launch.ts';

/** Wednesday, 10:00 in Los Angeles. */
const morning = '2026-11-18T18:00:00.000Z';
const toastOf = (page: Page) => page.getByRole('status', { name: 'Last action' });
const rowsOf = (page: Page) => page.getByRole('grid').locator('[data-case-id]');
const columnOf = (page: Page, column: string) =>
  page.locator(`[data-case-id] [data-column="${column}"]`).allInnerTexts();

async function whenReady(page: Page): Promise<void> {
  await expect(page.getByRole('status', { name: 'Sync' })).toHaveAttribute('data-connection', 'online');
}

test('a view is ordered, grouped and saved by keys, and comes back whole', async ({ launch }) => {
  const { window: page } = await launch({ args: ['--sample', '60,5'], clockAt: morning });
  await whenReady(page);
  await page.keyboard.press('3');
  await rowsOf(page).first().waitFor();

  await page.keyboard.press('Shift+V');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Order').selectOption('Account');
  await dialog.getByLabel('Groups').selectOption('Severity');
  await dialog.getByRole('checkbox', { name: 'Account' }).press('Space');
  await dialog.getByRole('checkbox', { name: 'Severity' }).press('Space');
  await expectAccessible(page, 'the dialog of columns, order and groups');
  await page.keyboard.press('Control+Enter');
  await expect(dialog).toHaveCount(0);
  await expect(page.getByText('Sorted by account, ascending, not by the time left.')).toBeVisible();
  const heads = page.getByRole('grid').getByRole('button', { name: /^Severity/ });
  await expect(heads.first()).toHaveAttribute('aria-expanded', 'true');
  await expect(page.getByRole('columnheader', { name: 'Owner' })).toHaveCount(0);
  await expect(page.getByRole('columnheader', { name: 'Account' })).toHaveAttribute('aria-sort', 'ascending');
  await expectAccessible(page, 'a grouped view');

  // Within the first group the accounts follow each other.
  const accounts = (await columnOf(page, 'account')).map((name) => name.toLowerCase());
  const severities = await columnOf(page, 'severity');
  const inFirst = accounts.filter((_, index) => severities[index] === severities[0]);
  expect(inFirst).toEqual(inFirst.toSorted());

  const first = page.locator('[data-case-id][aria-rowindex="3"]');
  await expect(first).toHaveCount(1);
  await heads.first().press('Enter');
  await expect(heads.first()).toHaveAttribute('aria-expanded', 'false');
  // The next head has come into its place.
  await expect(first).toHaveCount(0);
  await heads.first().press('Enter');
  await expect(first).toHaveCount(1);

  // A stretch is selected in the order that is seen, across the heads of groups, and the mark leaves what is folded.
  const shownIds = () =>
    page.locator('[data-case-id]').evaluateAll((rows) => rows.map((row) => row.getAttribute('data-case-id')));
  const selectedIds = () =>
    page
      .locator('[data-case-id][data-selected]')
      .evaluateAll((rows) => rows.map((row) => row.getAttribute('data-case-id')));
  await page.getByRole('grid').focus();
  await page.keyboard.press('Home');
  for (let step = 0; step < 3; step++) await page.keyboard.press('Shift+J');
  await expect.poll(selectedIds).toEqual((await shownIds()).slice(0, 4));
  await expect(page.getByText('4 cases selected')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Home');
  await heads.first().press('Enter');
  await expect(heads.first()).toHaveAttribute('aria-expanded', 'false');
  await expect(rowsOf(page).first()).toHaveAttribute('data-active', /.*/);
  await expect(page.locator('[data-case-id][data-active]')).toHaveCount(1);
  await heads.first().press('Enter');

  await page.keyboard.press('Control+s');
  await dialog.getByLabel('Name').fill('By');
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await page.keyboard.press('Control+s');
  await expect(dialog.getByLabel('Name')).toHaveValue('By');
  await dialog.getByLabel('Name').fill('By severity');
  await expect(dialog).toContainText('All open, sorted by account, in groups by severity.');
  await expectAccessible(page, 'the dialog that saves a view');
  await page.keyboard.press('Control+Enter');
  const saved = viewButton(page, 'By severity');
  await expect(saved).toHaveAttribute('aria-current', 'page');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('By severity');

  await page.keyboard.press('2');
  await expect(page.getByText(/^Sorted by/)).toHaveCount(0);
  await expect(page.getByRole('columnheader', { name: 'Owner' })).toHaveCount(1);
  await page.keyboard.press('Control+1');
  await expect(saved).toHaveAttribute('aria-current', 'page');
  await expect(heads.first()).toBeVisible();
  await page.keyboard.press('j');
  await expect(page.locator('[data-case-id][data-active]')).toHaveCount(1);

  await page.keyboard.press('Shift+X');
  await expect(saved).toHaveCount(0);
  await expect(toastOf(page)).toContainText('Removed the view By severity');
  await page.keyboard.press('Control+z');
  await expect(saved).toHaveCount(1);
});

test('a lead moves an absent agent’s cases at once and back, and keeps the roster', async ({ launch }) => {
  const { users } = sampleDirectory(1, await shippedPolicy());
  const lead = users.find(({ role }) => role === 'lead');
  const absent = users[1];
  if (lead === undefined || absent === undefined) throw new Error('The sample has no lead.');
  const dueline = await launch({ args: ['--sample', '80,5', '--user', lead.id], clockAt: morning });
  const page = dueline.window;
  await whenReady(page);
  await rowsOf(page).first().waitFor();
  const unassigned = Number((await viewButton(page, 'Unassigned').innerText()).replace(/\D/g, ''));

  await page.keyboard.press('Shift+A');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Absent').selectOption(absent.name);
  const preview = await dialog.getByRole('status').innerText();
  const count = Number(/^(\d+) open/.exec(preview)?.[1]);
  expect(count).toBeGreaterThan(0);
  await dialog.getByLabel('To').selectOption('Unassigned, for whoever claims them');
  await expectAccessible(page, 'the dialog that reassigns');
  await page.keyboard.press('Control+Enter');
  await expect(dialog).toHaveCount(0);
  await expect(toastOf(page)).toContainText(`Moved ${count} case`);
  await expectCount(page, 'Unassigned', unassigned + count);
  await page.keyboard.press('Control+z');
  await expectCount(page, 'Unassigned', unassigned);

  await page.keyboard.press('Shift+O');
  await expect(dialog).toContainText('Nobody is on call in the coming nights.');
  await dialog.getByLabel('Agent').selectOption(absent.name);
  await expectAccessible(page, 'the on-call roster');
  await page.keyboard.press('Control+Enter');
  await expect(toastOf(page)).toContainText(`${absent.name} is on call`);
  await expect(page.getByText('On call:')).toHaveCount(0);
  // 19:00: closed, and the shift has begun with closing.
  await dueline.setClock(Date.parse(morning) + 9 * 3_600_000);
  await expect(page.getByText(`On call: ${absent.name}`)).toBeVisible();
});
