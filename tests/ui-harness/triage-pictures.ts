import type { Page } from 'playwright-core';
import { type Picture, small } from './scenes.ts';

/* Triage: the questions, the untriaged queue, flags and badges, the queue of each role. */

const untriaged = (page: Page): Promise<void> => page.keyboard.press('4');

/** The questions of the first untriaged case, answered by keys. */
const answered =
  (keys: string) =>
  async (page: Page): Promise<void> => {
    await untriaged(page);
    await page.locator('[data-case-id]').first().waitFor();
    await page.keyboard.press('s');
    await page.getByRole('dialog').waitFor();
    for (const key of keys) await page.keyboard.press(key);
  };

/** A case that was not phoned in, with the hint of its flag. */
const flagged = async (page: Page): Promise<void> => {
  await page.keyboard.press('3');
  await page.keyboard.press('/');
  await page.keyboard.type('not phoned in');
  await page.getByText('no call').first().click();
  await page.getByRole('button', { name: /^not phoned in/ }).hover();
  await page.locator('[class*=tooltip]').last().waitFor();
};

/** The figures of an account whose customers ask for more than triage finds. */
const inflated = async (page: Page): Promise<void> => {
  await page.keyboard.press('3');
  await page
    .getByText(/^▲ \d+ %$/)
    .first()
    .click();
  await page.getByRole('button', { name: /inflated$/ }).hover();
  await page.locator('[class*=tooltip]').last().waitFor();
};

export const triagePictures: readonly Picture[] = [
  { name: 'untriaged', query: 'open=600&stand', act: untriaged },
  { name: 'triage-open', query: 'open=600&stand', act: answered('') },
  { name: 'triage-partial', query: 'open=600&stand', size: small, act: answered('q13') },
  { name: 'triage-answered', query: 'open=600&stand', act: answered('q13321') },
  { name: 'triage-answered-dark', query: 'open=600&stand', size: small, dark: true, act: answered('q11114') },
  { name: 'triage-forced', query: 'open=600&stand', forced: true, act: answered('q13321') },
  { name: 'lead', query: 'open=600&stand&lead' },
  { name: 'flags', query: 'open=600&stand', act: flagged },
  { name: 'flags-small-dark', query: 'open=600&stand&long', size: small, dark: true, act: flagged },
  { name: 'inflation', query: 'open=600&stand', act: inflated },
];
