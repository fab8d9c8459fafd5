import { expect, type Page } from '@playwright/test';
import { expectCount, rowOf, showView } from './desk-page.ts';
import { expectAccessible } from './expect-accessible.ts';
import { test } from './launch.ts';

const morning = '2026-11-18T18:00:00.000Z';

const field = (page: Page) => page.getByRole('combobox', { name: 'Command or case' });
const lines = (page: Page) => page.getByRole('dialog', { name: 'Commands' }).getByRole('option');
const chosen = (page: Page) => page.getByRole('dialog', { name: 'Commands' }).locator('[data-highlighted]');

async function openPalette(page: Page): Promise<void> {
  await page.keyboard.press('Control+k');
  await expect(field(page)).toBeFocused();
}

test.describe('the palette, by keyboard', () => {
  test('opens a case by its number without the zeros, from wherever the focus is', async ({ launch }) => {
    const { window: page } = await launch({ args: ['--sample', '80,5'], clockAt: morning });
    await showView(page, 'All open');
    await expectCount(page, 'All open', 80);
    const last = page.getByRole('grid').locator('[data-case-id]').nth(7);
    const id = (await last.getAttribute('data-case-id')) ?? '';
    await rowOf(page, id).click();
    const heading = page
      .locator(`[data-open-case="${id}"]`)
      .getByText(/^\d{8}$/)
      .first();
    const number = (await heading.textContent()) ?? '';
    await page.keyboard.press('Home');
    await expect(page.locator(`[data-open-case="${id}"]`)).toHaveCount(0);
    await page.keyboard.press('r');
    await page.keyboard.type('Half a reply');

    await openPalette(page);
    await page.keyboard.type(String(Number(number)));
    await expect(chosen(page)).toContainText(number);
    await expectAccessible(page, 'the palette with cases');
    await page.keyboard.press('Enter');
    await expect(field(page)).toHaveCount(0);
    await expect(page.locator(`[data-open-case="${id}"]`)).toBeVisible();
    await page.keyboard.press('Home');
    await expect(page.getByRole('textbox', { name: 'Reply' })).toHaveValue('Half a reply');
  });

  test('does to the marked case what its key does, and has it in front the next time', async ({ launch }) => {
    const { window: page } = await launch({ args: ['--sample', '80,5'], clockAt: morning });
    await showView(page, 'Unassigned');
    const first = page.getByRole('grid').locator('[data-case-id]').first();
    const id = (await first.getAttribute('data-case-id')) ?? '';
    await rowOf(page, id).click();
    const pane = page.locator(`[data-open-case="${id}"]`);
    await expect(pane.getByRole('button', { name: 'Claim', exact: true })).toBeVisible();

    await openPalette(page);
    await expect(lines(page).filter({ hasText: 'Release' })).toHaveCount(0);
    await page.keyboard.type('clai');
    await expect(chosen(page)).toHaveText('ClaimC');
    await page.keyboard.press('Enter');
    await expect(pane.getByText('claimed the case').first()).toBeVisible();

    await openPalette(page);
    await page.keyboard.type('claim');
    await expect(lines(page).filter({ hasText: 'It is yours.' })).toHaveAttribute('aria-disabled', 'true');
    await page.keyboard.press('Control+a');
    await page.keyboard.type('reopen');
    await expect(lines(page).first()).toContainText('It is open.');
    await expect(lines(page).first()).toHaveAttribute('aria-disabled', 'true');
    await expectAccessible(page, 'the palette with what cannot be done now');
    await page.keyboard.press('Enter');
    await expect(field(page)).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(field(page)).toHaveCount(0);
    await expect(pane).toBeVisible();

    await openPalette(page);
    await page.keyboard.type('set sev');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('dialog', { name: /^Severity of/ })).toBeVisible();
    await page.keyboard.press('Escape');
    await openPalette(page);
    await expect(lines(page).first()).toContainText('Set severity…');
  });

  test('arrows lead to a view, and its keys act at once', async ({ launch }) => {
    const { window: page } = await launch({ args: ['--sample', '80,5'], clockAt: morning });
    await expectCount(page, 'All open', 80);
    await openPalette(page);
    await page.keyboard.type('o');
    await expect(chosen(page)).toHaveCount(1);
    const second = (await lines(page).nth(1).textContent()) ?? '';
    await page.keyboard.press('ArrowDown');
    await expect(chosen(page)).toHaveText(second);
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Control+a');
    await page.keyboard.type('all open');
    await expect(chosen(page)).toContainText('All open');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { level: 1 })).toContainText('All open');
    await page.keyboard.press('ArrowDown');
    await expect(page.getByRole('grid').locator('[data-active]')).toHaveAttribute('aria-rowindex', '3');
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    test(`is accessible before anything is typed and when nothing fits, ${colorScheme}`, async ({ launch }) => {
      const { window: page } = await launch({ args: ['--sample', '40,5'], clockAt: morning });
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await expectCount(page, 'All open', 40);
      await openPalette(page);
      await expectAccessible(page, 'the palette');
      await page.keyboard.type('xyzzy');
      await expect(page.getByText('Nothing is called so, and no case matches.')).toBeVisible();
      await expectAccessible(page, 'the palette with nothing');
      await page.keyboard.press('Control+k');
      await expect(field(page)).toHaveCount(0);
      await expect(page.getByRole('grid')).toBeFocused();
    });
  }
});
