import { expect, type Page } from '@playwright/test';
import { expectCount, rowOf } from './desk-page.ts';
import { expectAccessible } from './expect-accessible.ts';
import { test } from './launch.ts';

/** Wednesday, 10:00 in Los Angeles. */
const morning = '2026-11-18T18:00:00.000Z';
const hour = 3_600_000;
const toastOf = (page: Page) => page.getByRole('status', { name: 'Last action' });
const activeId = (page: Page) =>
  page
    .locator('[data-case-id][data-active]')
    .getAttribute('data-case-id')
    .then((id) => id ?? '');

test('a case is snoozed by keys, out of the way and counted, and is back at its time', async ({ launch }) => {
  const dueline = await launch({ args: ['--sample', '60,5'], clockAt: morning });
  const page = dueline.window;
  await expect(page.getByRole('status', { name: 'Sync' })).toHaveAttribute('data-connection', 'online');
  await page.keyboard.press('2');
  const rows = page.getByRole('grid').locator('[data-case-id]');
  await rows.first().waitFor();
  // The last in the order has the most time left, or no clock at all.
  await page.keyboard.press('End');
  const caseId = await activeId(page);
  const count = Number(await page.getByRole('grid').getAttribute('aria-rowcount')) - 1;

  await page.keyboard.press('z');
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('radio', { name: 'In an hour' })).toBeFocused();
  await expectAccessible(page, 'the snooze dialog');
  // A time of one's own is kept when the dialog is left.
  const ownTime = dialog.getByLabel('Date and time');
  await dialog.getByRole('radio', { name: 'Another time' }).check();
  await ownTime.fill('2026-11-20T15:30');
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await page.keyboard.press('z');
  await dialog.getByRole('radio', { name: 'Another time' }).check();
  await expect(ownTime).toHaveValue('2026-11-20T15:30');
  await dialog.getByRole('radio', { name: 'In an hour' }).focus();
  await page.keyboard.press('1');
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  await expect(rowOf(page, caseId)).toHaveCount(0);
  await expect(toastOf(page)).toContainText('Snoozed');
  await expect(page.getByText('1 case of this view is snoozed.')).toBeVisible();
  await expectAccessible(page, 'a view with a snoozed case');

  await page.keyboard.press('Control+z');
  await expect(rowOf(page, caseId)).toHaveCount(1);
  await page.keyboard.press('End');
  await page.keyboard.press('z');
  await page.keyboard.press('Enter');
  await expectCount(page, 'Snoozed', 1);

  await page.keyboard.press('Shift+Z');
  await expect(rowOf(page, caseId)).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.locator(`[data-open-case="${caseId}"]`)).toContainText('Snoozed until');
  await page.keyboard.press('Escape');
  await dueline.setClock(Date.parse(morning) + hour);
  await expectCount(page, 'Snoozed', 0);
  await expect(page.getByRole('status', { name: 'Sync' })).toHaveAttribute('data-connection', 'online');
  await expectCount(page, 'Unassigned', count);
});

test('a reminder is set by keys, counted when its time has come, and ticked off', async ({ launch }) => {
  const dueline = await launch({ args: ['--sample', '30,5'], clockAt: morning });
  const page = dueline.window;
  await expect(page.getByRole('status', { name: 'Sync' })).toHaveAttribute('data-connection', 'online');
  await page.keyboard.press('3');
  await page.getByRole('grid').locator('[data-case-id]').first().waitFor();
  await page.keyboard.press('End');
  const caseId = await activeId(page);
  await page.keyboard.press('d');
  const dialog = page.getByRole('dialog');
  await page.keyboard.press('2');
  await page.keyboard.press('Tab');
  await page.keyboard.type('Ask for the <b>trace</b> file');
  await expectAccessible(page, 'the reminder dialog');
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await page.keyboard.press('d');
  await expect(dialog.getByLabel('About')).toHaveValue('Ask for the <b>trace</b> file');
  await page.keyboard.press('2');
  await page.keyboard.press('Control+Enter');
  await expect(dialog).toHaveCount(0);
  await expectCount(page, 'Reminders', 1);
  await page.keyboard.press('Shift+D');
  await expect(rowOf(page, caseId)).toContainText('Ask for the <b>trace</b> file');
  await page.keyboard.press('Enter');
  const pane = page.locator(`[data-open-case="${caseId}"]`);
  await expect(pane).toContainText('Ask for the <b>trace</b> file');
  await dueline.setClock(Date.parse(morning) + 7 * hour);
  await expect(pane).toContainText('Reminder since');
  await pane.getByRole('button', { name: 'Done' }).press('Enter');
  await expectCount(page, 'Reminders', 0);
  await expect(toastOf(page)).toContainText('Ticked a reminder off');
});
