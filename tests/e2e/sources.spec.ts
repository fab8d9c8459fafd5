import path from 'node:path';
import { expect, type Page } from '@playwright/test';
import { exportedData } from './command-line.ts';
import { expectCount, openCase, rowOf, showView } from './desk-page.ts';
import { expectAccessible } from './expect-accessible.ts';
import { tabTo } from './keys.ts';
import { test } from './launch.ts';

/* From wherever a rule of the policy bites, it can be seen whether it is published or an assumption. */

const assumed = 'Source: assumption of this desk’s policy';
const published = 'Source: published policy';
const dialogOf = (page: Page) => page.getByRole('dialog');

test('rule-5 the time left says where its target and its calendar are from', async ({ launch }) => {
  const { window: page, profile } = await launch({
    args: ['--sample', '60,5'],
    clockAt: '2026-11-24T18:00:00.000Z',
  });
  await expectCount(page, 'All open', 60);
  const { cases } = await exportedData(path.join(profile, 'data'));
  const fresh = cases.find(({ events }) => events.every(({ type }) => type === 'opened'));
  if (fresh === undefined) throw new Error('The sample has no case that is new.');
  const pane = await openCase(page, fresh);

  await rowOf(page, fresh.id).locator('[data-time-left]').hover();
  await expect(page.getByRole('tooltip')).toContainText(`${assumed}; its calendar: published policy.`);

  const why = pane.getByRole('button', { name: 'Why, First response' });
  await tabTo(page, why);
  await page.keyboard.press('Enter');
  const explained = pane.getByRole('region', { name: 'Why' });
  await expect(explained).toContainText(/Target: \d+:\d\d of working time, first response, severity \d, /);
  await expect(explained).toContainText(`${assumed}.`);
  await expect(explained).toContainText(new RegExp(`Calendar “support” .* ${published}\\.`));
  await expectAccessible(page, 'the why of a clock with its sources');
});

test('what is refused says by which rule, and a view which rule brings cases there', async ({ launch }) => {
  const { window: page, profile } = await launch({
    args: ['--sample', '60,5'],
    clockAt: '2026-11-24T18:00:00.000Z',
  });
  await expectCount(page, 'All open', 60);
  const { cases } = await exportedData(path.join(profile, 'data'));
  const fresh = cases.find(({ events }) => events.every(({ type }) => type === 'opened'));
  if (fresh === undefined) throw new Error('The sample has no case that is new.');
  const pane = await openCase(page, fresh);

  await page.keyboard.press('o');
  await expect(pane.getByRole('alert')).toContainText('It is open.');
  await expect(pane.getByRole('alert')).toContainText(`${assumed}, states of a case.`);
  await expectAccessible(page, 'a refusal with its source');

  await page.keyboard.press('Control+k');
  await page.keyboard.insertText('reopen');
  await expect(dialogOf(page).getByRole('option', { name: /Reopen/ })).toContainText(`${assumed}, states of a case.`);
  await page.keyboard.press('Escape');

  await page.keyboard.press('e');
  await expect(dialogOf(page).getByRole('radio', { name: 'Resolved' })).toBeFocused();
  await page.keyboard.press('2');
  await page.keyboard.press('Control+Enter');
  await expect(dialogOf(page).getByRole('alert')).toContainText(`${published}, closure (b)`);
  await page.keyboard.press('Escape');

  await showView(page, 'Untriaged');
  const source = page.getByRole('button', { name: 'Source of Untriaged' });
  await tabTo(page, source);
  await expect(source).toHaveAccessibleDescription(
    `${published}, severity levels; the time for it: assumption of this desk’s policy.`,
  );
  await expectAccessible(page, 'a view with its source');

  await showView(page, 'All open');
  await expect(page.getByRole('button', { name: /^Source of/ })).toHaveCount(0);
  await page.keyboard.press(',');
  await expect(dialogOf(page).getByRole('group', { name: 'Tell me of a deadline' })).toContainText(
    `${assumed}, notifications.`,
  );
  await expectAccessible(page, 'the settings with the sources of what is told');
});
