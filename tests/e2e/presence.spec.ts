import path from 'node:path';
import { expect, type Page } from '@playwright/test';
import { rowOf, showView } from './desk-page.ts';
import { expectAccessible } from './expect-accessible.ts';
import { test } from './launch.ts';
import { teamBackend } from './team-backend.ts';

/** The mark on a row that says who else is on the case. */
function markOn(page: Page, caseId: string, words: string | RegExp) {
  return rowOf(page, caseId).getByRole('img', { name: words });
}

/** The line beside the button that sends. */
function lineOf(page: Page) {
  return page.getByRole('status', { name: 'Others on this case' });
}

test('who looks at or writes on a case is seen by the others, and gone when they are', async ({ launch, folder }) => {
  // Streams are opened again after a pause of up to half a minute.
  test.setTimeout(120_000);
  const backend = await teamBackend(path.join(folder, 'team'), ['--sample', '40,5']);
  await backend.start();
  try {
    const join = async (name: string) => ({
      profile: path.join(folder, name),
      args: ['--server', backend.url, '--token', await backend.addUser(name, 'coa')],
    });
    const [anaOptions, benOptions] = [await join('Ana Ruiz'), await join('Ben Okafor')];
    const [ana, ben] = await Promise.all([launch(anaOptions), launch(benOptions)]);
    for (const { window } of [ana, ben]) {
      await expect(window.getByRole('status', { name: 'Sync' })).toHaveAttribute('data-connection', 'online');
      await showView(window, 'All open');
    }
    const rows = ana.window.getByRole('grid').locator('[data-case-id]');
    const caseId = (await rows.nth(2).getAttribute('data-case-id')) ?? '';
    const text = 'We found the expired certificate.';

    await rowOf(ana.window, caseId).click();
    await expect(markOn(ben.window, caseId, 'Ana Ruiz is looking')).toHaveText('AR');
    // Nobody is told of themselves.
    await expect(ana.window.locator('[data-presence]')).toHaveCount(0);
    await expect(lineOf(ana.window)).toHaveText('');

    await rowOf(ben.window, caseId).click();
    await expect(lineOf(ben.window)).toHaveText('Ana Ruiz is looking');
    await expect(lineOf(ana.window)).toHaveText('Ben Okafor is looking');
    const composer = ana.window.getByRole('form', { name: 'Write' });
    const place = await composer.boundingBox();
    await ben.window.keyboard.press('r');
    await ben.window.keyboard.type('Half a');
    await expect(lineOf(ana.window)).toHaveText('Ben Okafor is writing here');
    await expect(markOn(ana.window, caseId, 'Ben Okafor is writing')).toBeVisible();
    // What is told of others moves nothing.
    expect(await composer.boundingBox()).toEqual(place);
    await expectAccessible(ana.window, 'a case on which somebody else writes');

    await ana.window.keyboard.press('r');
    await ana.window.keyboard.type(text);
    await expect(lineOf(ben.window)).toHaveText('Ana Ruiz is writing here');
    await expectAccessible(ben.window, 'a case on which both write');
    await ana.window.keyboard.press('Control+Enter');
    await expect(lineOf(ana.window)).toHaveText('Sent, while Ben Okafor is writing too');
    await expect(ben.window.getByRole('region', { name: 'Timeline' })).toContainText(text);
    await expect(lineOf(ben.window)).toHaveText('Ana Ruiz is looking');
    await expect(ben.window.getByRole('textbox', { name: 'Reply' })).toHaveValue('Half a');

    // The answer has moved the case: it may stand anywhere by now.
    const others = ana.window.getByRole('grid').locator(`[data-case-id]:not([data-case-id="${caseId}"])`);
    const other = (await others.nth(3).getAttribute('data-case-id')) ?? '';
    await rowOf(ana.window, other).click();
    await expect(markOn(ben.window, other, 'Ana Ruiz is looking')).toBeVisible();
    await expect(lineOf(ben.window)).toHaveText('');

    // No process of hers is left that could say good-bye.
    await ana.kill();
    await expect(ben.window.locator('[data-presence]')).toHaveCount(0);

    const again = await launch(anaOptions);
    await showView(again.window, 'All open');
    await expect(markOn(again.window, caseId, /^Ben Okafor is (looking|writing)$/)).toBeVisible();
    await backend.kill();
    await expect(again.window.locator('[data-presence]')).toHaveCount(0);
    await backend.start();
    await expect(markOn(again.window, caseId, /^Ben Okafor is (looking|writing)$/)).toBeVisible({ timeout: 60_000 });
  } finally {
    await backend.kill();
  }
});
