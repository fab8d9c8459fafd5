import { expect, type Locator, type Page } from '@playwright/test';

/* What a person does who never touches the mouse. */

/** Tab until the control is reached. */
export async function tabTo(page: Page, control: Locator): Promise<void> {
  await expect(control).toBeVisible();
  for (let stops = 0; stops < 80; stops += 1) {
    if (await control.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not lead to ${control}.`);
}

/** Goes to the fields of a dialog one after the other and types, in the order in which they stand. */
export async function typeInto(page: Page, texts: readonly (readonly [label: string, text: string])[]): Promise<void> {
  for (const [label, text] of texts) {
    await tabTo(page, page.getByRole('dialog').getByLabel(new RegExp(`^${label}`)));
    await page.keyboard.press('Control+a');
    await page.keyboard.insertText(text);
  }
}

/** Finds a case by its subject, whichever view it is in, and opens it. Answers its pane. */
export async function openBySubject(page: Page, subject: string): Promise<Locator> {
  await page.keyboard.press('Control+k');
  await page.keyboard.insertText(subject);
  await expect(page.getByRole('dialog').getByRole('option').first()).toContainText(subject);
  await page.keyboard.press('Enter');
  const pane = page.locator('[data-open-case]').filter({ hasText: subject });
  await expect(pane).toBeVisible();
  return pane;
}

/** Writes in the composer and sends it; Escape hands the keys back to the case. */
export async function say(page: Page, kind: 'Reply' | 'Note' | 'Call', text: string): Promise<void> {
  await page.keyboard.press({ Reply: 'r', Note: 'n', Call: 'p' }[kind]);
  await expect(page.getByRole('textbox', { name: kind })).toBeFocused();
  await page.keyboard.insertText(text);
  await page.keyboard.press('Control+Enter');
  await page.keyboard.press('Escape');
}
