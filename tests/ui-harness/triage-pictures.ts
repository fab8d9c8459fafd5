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

export const triagePictures: readonly Picture[] = [
  { name: 'untriaged', query: 'open=600&stand', act: untriaged },
  { name: 'triage-open', query: 'open=600&stand', act: answered('') },
  { name: 'triage-partial', query: 'open=600&stand', size: small, act: answered('q13') },
  { name: 'triage-answered', query: 'open=600&stand', act: answered('q13321') },
  { name: 'triage-answered-dark', query: 'open=600&stand', size: small, dark: true, act: answered('q11114') },
  { name: 'triage-forced', query: 'open=600&stand', forced: true, act: answered('q13321') },
  { name: 'lead', query: 'open=600&stand&lead' },
];
