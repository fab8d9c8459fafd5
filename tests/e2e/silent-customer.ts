import { expect, type Page } from '@playwright/test';
import { tabTo, typeInto } from './keys.ts';

/* A question of one's own that the customer leaves unanswered, by the keyboard alone. */

export const subject = 'Which GLN belongs on the pallet label?';
/** By the clocks of Los Angeles; support is closed from Thursday, 26 November, to Sunday. */
export const pacific = (date: string, time = '10:00') => new Date(`${date}T${time}:00-08:00`).toISOString();

/** A question comes by e-mail, and is the case of whoever enters it. */
export async function ask(page: Page): Promise<void> {
  await page.keyboard.press('+');
  const dialog = page.getByRole('dialog', { name: 'New case' });
  await expect(dialog.getByLabel('Subject')).toBeFocused();
  await typeInto(page, [
    ['Subject', subject],
    ['What the customer said', 'The receiver wants another one than the ASN has.'],
  ]);
  await tabTo(page, dialog.getByRole('combobox', { name: 'Account' }));
  await page.keyboard.type('blue');
  await expect(page.getByRole('option', { name: /Bluestem Markets/ })).toBeVisible();
  await page.keyboard.press('Enter');
  await tabTo(page, dialog.getByRole('combobox', { name: 'Came by' }));
  await page.keyboard.type('Email');
  await tabTo(page, dialog.getByRole('combobox', { name: 'Severity, the desk’s' }));
  await page.keyboard.type('3');
  await tabTo(page, dialog.getByRole('combobox', { name: 'Kind' }));
  await page.keyboard.type('Question');
  await page.keyboard.press('Control+Enter');
  await expect(dialog).toHaveCount(0);
  await expect(page.locator('[data-open-case]')).toContainText(subject);
}

/** Chooses from the menu of waiting. */
async function chooseWaiting(page: Page, name: string): Promise<void> {
  await page.keyboard.press('w');
  const choice = page.getByRole('menuitem', { name });
  await expect(choice).toBeVisible();
  for (let steps = 0; steps < 5; steps += 1) {
    if (await choice.evaluate((item) => item === document.activeElement)) break;
    await page.keyboard.press('ArrowDown');
  }
  await page.keyboard.press('Enter');
}

export async function waitOnCustomer(page: Page): Promise<void> {
  await chooseWaiting(page, 'The customer');
  await expect(page.locator('[data-open-case] [data-clock="resolution"]')).toContainText('paused');
}

export async function resume(page: Page): Promise<void> {
  await chooseWaiting(page, 'Resume');
  await expect(page.locator('[data-open-case] [data-clock="resolution"]')).not.toContainText('paused');
}

export async function write(page: Page, text: string): Promise<void> {
  await page.keyboard.press('r');
  await expect(page.getByRole('textbox', { name: 'Reply' })).toBeFocused();
  await page.keyboard.insertText(text);
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('region', { name: 'Timeline' })).toContainText(text);
  await page.keyboard.press('Escape');
}

/** A call that nobody takes: it counts when it was made, whenever the backend learns of it. */
export async function callInVain(page: Page, text: string): Promise<void> {
  await page.keyboard.press('p');
  await expect(page.getByRole('textbox', { name: 'Call' })).toBeFocused();
  await page.keyboard.insertText(text);
  const spoke = page.getByRole('checkbox', { name: 'Spoke with the customer' });
  await page.keyboard.press('Shift+Tab');
  await expect(spoke).toBeFocused();
  await page.keyboard.press('Space');
  await expect(spoke).not.toBeChecked();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('region', { name: 'Timeline' })).toContainText(text);
  await page.keyboard.press('Escape');
}
