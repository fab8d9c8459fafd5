import type { Page } from 'playwright-core';
import { openThird, type Picture, small } from './scenes.ts';

/* Where rules and figures are from: the why of a clock, tooltips, refusals, views. */

const why = async (page: Page): Promise<void> => {
  await openThird(page);
  await page
    .getByRole('button', { name: /^Why, / })
    .first()
    .click();
  await page.getByRole('region', { name: 'Why' }).waitFor();
};

/** The longest of them: a resolution that was paused. */
const pauses = async (page: Page): Promise<void> => {
  await page.locator('[data-time-left][data-state="paused"]').first().click();
  await page.getByRole('button', { name: 'Why, Resolution' }).click();
  await page.getByRole('region', { name: 'Why' }).waitFor();
};

const atRisk = async (page: Page): Promise<void> => {
  await page.locator('[data-time-left][data-state="at_risk"]').first().hover();
  await page.getByRole('tooltip').waitFor();
};

/** A case that is open is asked to be reopened. */
const refused = async (page: Page): Promise<void> => {
  await openThird(page);
  await page.keyboard.press('o');
  await page.getByRole('alert').waitFor();
};

const notClosable = async (page: Page): Promise<void> => {
  await openThird(page);
  await page.keyboard.press('e');
  await page.keyboard.press('2');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('alert').waitFor();
};

const view = (key: string) => async (page: Page) => {
  await page.keyboard.press(key);
  await page
    .getByRole('button', { name: /^Source of/ })
    .first()
    .hover();
  await page.locator('[class*=tooltip]').last().waitFor();
};

const reasons = async (page: Page): Promise<void> => {
  await openThird(page);
  await page.keyboard.press('Control+k');
  await page.keyboard.type('re');
  await page.getByText('It is open.').hover();
};

const settings = async (page: Page): Promise<void> => {
  await page.keyboard.press(',');
  await page.getByRole('dialog').waitFor();
};

const scenes = { why, pauses, risk: atRisk, refused, closing: notClosable, untriaged: view('4'), reasons, settings };

export const sourcePictures: readonly Picture[] = Object.entries(scenes).flatMap(([name, act]) => [
  { name: `source-${name}`, query: 'open=600&stand', act },
  { name: `source-${name}-dark`, query: 'open=600&stand&long', size: small, dark: true, act },
]);
