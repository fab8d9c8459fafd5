import { expect, type Page } from '@playwright/test';
import { expectCount, rowOf, showView, viewButton } from './desk-page.ts';
import { test } from './launch.ts';

const morning = '2026-11-18T18:00:00.000Z';

const marked = (page: Page) => page.getByRole('grid').locator('[data-active]');
const caseIdAt = async (page: Page, place: number) =>
  (await page.getByRole('grid').locator('[data-case-id]').nth(place).getAttribute('data-case-id')) ?? '';

test.describe('by keyboard', () => {
  test('arrows, ends and Enter act at once after a view was chosen by mouse', async ({ launch }) => {
    const { window: page } = await launch({ args: ['--sample', '80,5'], clockAt: morning });
    await viewButton(page, 'All open').click();
    await expect(marked(page)).toHaveAttribute('aria-rowindex', '2');
    await page.keyboard.press('ArrowDown');
    await expect(marked(page)).toHaveAttribute('aria-rowindex', '3');
    await page.keyboard.press('End');
    await expect(marked(page)).toHaveAttribute('aria-rowindex', '81');
    await page.keyboard.press('PageUp');
    await expect(marked(page)).not.toHaveAttribute('aria-rowindex', '81');
    await page.keyboard.press('Home');
    await expect(marked(page)).toHaveAttribute('aria-rowindex', '2');
    const first = await caseIdAt(page, 0);
    await page.keyboard.press('Enter');
    await expect(page.locator(`[data-open-case="${first}"]`)).toBeVisible();
  });

  test('a view chosen by its number from another page has the keys', async ({ launch }) => {
    const { window: page } = await launch({ args: ['--sample', '80,5'], clockAt: morning });
    await expectCount(page, 'All open', 80);
    await page.getByRole('button', { name: 'Needs attention' }).click();
    await expect(page.getByRole('heading', { name: 'Needs attention' })).toBeVisible();
    await page.keyboard.press('3');
    await expect(marked(page)).toHaveAttribute('aria-rowindex', '2');
    const first = await caseIdAt(page, 0);
    await page.keyboard.press('Enter');
    await expect(page.locator(`[data-open-case="${first}"]`)).toBeVisible();
  });

  test('arrows lead from the filter into what it found, and Enter opens it', async ({ launch }) => {
    const { window: page } = await launch({ args: ['--sample', '80,5'], clockAt: morning });
    await showView(page, 'All open');
    await expectCount(page, 'All open', 80);
    await page.keyboard.press('/');
    await page.keyboard.type('in progress');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(/\d+ of 80$/);
    await expect(marked(page)).toHaveAttribute('aria-rowindex', '2');
    await page.keyboard.press('ArrowDown');
    await expect(marked(page)).toHaveAttribute('aria-rowindex', '3');
    await expect(page.getByRole('searchbox', { name: 'Filter' })).toBeFocused();
    const second = await caseIdAt(page, 1);
    await page.keyboard.press('Enter');
    await expect(page.locator(`[data-open-case="${second}"]`)).toBeVisible();
    await expect(page.getByRole('grid')).toBeFocused();
    await expect(page.getByRole('searchbox', { name: 'Filter' })).toHaveValue('in progress');
  });

  test('walking through cases shows one case at a time, each with its own draft', async ({ launch }) => {
    const { window: page } = await launch({ args: ['--sample', '80,5'], clockAt: morning });
    await showView(page, 'All open');
    await expectCount(page, 'All open', 80);
    const first = await caseIdAt(page, 0);
    await rowOf(page, first).click();
    await page.keyboard.press('r');
    await page.keyboard.type('Half a reply');
    await page.keyboard.press('Escape');
    for (let step = 0; step < 6; step++) {
      await page.keyboard.press('j');
      await expect(page.locator('[data-open-case]')).toHaveCount(1);
      await expect(page.getByRole('region', { name: 'Clocks' })).toHaveCount(1);
      await expect(page.getByRole('form', { name: 'Write' })).toHaveCount(1);
      await expect(page.getByRole('textbox', { name: 'Reply' })).toHaveValue('');
    }
    await page.keyboard.press('Home');
    await expect(page.locator(`[data-open-case="${first}"]`)).toBeVisible();
    await expect(page.getByRole('textbox', { name: 'Reply' })).toHaveValue('Half a reply');
  });
});
