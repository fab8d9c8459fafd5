import path from 'node:path';
import { expect, type Page } from '@playwright/test';
import { exportedData, runScript } from './command-line.ts';
import { openCase, showView } from './desk-page.ts';
import { filledCase, textFields } from './filled-case.ts';
import { test } from './launch.ts';
import { teamBackend } from './team-backend.ts';

/** What runs wherever a text is taken for markup, for an address, for a template or for script. */
const hostile = (field: string) =>
  `${field} <img src=x onerror="hit('${field}')"><script>hit('${field}')</script>"><svg/onload=hit('${field}')>` +
  `<a href="javascript:hit('${field}')">x</a><iframe srcdoc="<script>parent.hit('${field}')</script>"></iframe>` +
  `\u202e{{constructor.constructor("hit('${field}')")()}}\${hit('${field}')}<!--`;
/** How a field begins where it is cut to its length. */
const beginning = (field: string) => `${field} <img src=x`;

/** Looks out for anything that runs or that stands in the page as an element. */
async function watch(page: Page): Promise<void> {
  await page.evaluate(() => {
    const hits: string[] = [];
    Object.assign(window, { hits, hit: (field: string) => hits.push(field) });
    document.addEventListener('securitypolicyviolation', (event) => hits.push(event.effectiveDirective));
  });
}

async function expectOnlyText(page: Page): Promise<void> {
  const found = await page.evaluate(() => ({
    hits: (window as { hits?: string[] }).hits,
    elements: [
      ...document.querySelectorAll('script:not([src]), iframe, object, embed, img[src="x"], a[href^="javascript"]'),
    ].length,
    handlers: [...document.querySelectorAll('*')].flatMap((element) =>
      element.getAttributeNames().filter((name) => name.startsWith('on')),
    ),
  }));
  expect(found).toEqual({ hits: [], elements: 0, handlers: [] });
}

test('script in every field of a case is text, wherever it is shown', async ({ launch, folder }) => {
  const backend = await teamBackend(path.join(folder, 'team'), ['--sample', '0']);
  try {
    const caseId = await filledCase(backend, folder, hostile);
    const found = (await exportedData(backend.dataDir)).cases.find(({ id }) => id === caseId);
    const stored = JSON.stringify(await exportedTexts(backend.dataDir));
    for (const field of textFields) expect(stored, field).toContain(JSON.stringify(beginning(field)).slice(1, -1));

    const token = await backend.addUser('Ana Ortiz', 'tae');
    const profile = path.join(folder, 'ana');
    const { window: page } = await launch({ profile, args: ['--server', backend.url, '--token', token] });
    await watch(page);
    await showView(page, 'All open');
    await expect(page.getByRole('grid')).toContainText(beginning('subject'));
    await expect(page.getByRole('grid')).toContainText(beginning('account'));
    const pane = await openCase(page, { id: caseId, number: found?.number ?? '' });
    for (const field of [
      'contact',
      'subject',
      'opening text',
      'comment',
      'agent',
      'message',
      'note',
      'call',
      'hand-off summary',
      'hand-off impact',
      'hand-off steps',
      'hand-off evidence',
    ]) {
      await expect(pane, field).toContainText(beginning(field));
    }
    await expectOnlyText(page);

    // Found by what it says, told in a tooltip, offered in dialogs, named by the palette.
    await page.getByRole('searchbox', { name: 'Filter' }).fill('<img src=x');
    await expect(page.getByRole('grid').locator('[data-case-id]')).toHaveCount(1);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+k');
    await page.keyboard.insertText('subject <img');
    await expect(page.getByRole('dialog')).toContainText(beginning('subject'));
    await expectOnlyText(page);
    await page.keyboard.press('Escape');
    await page.keyboard.press('+');
    await page.getByRole('combobox', { name: 'Account' }).fill('account');
    await expect(page.getByRole('option').first()).toContainText(beginning('account'));
    await expectOnlyText(page);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);

    // What is written here comes back as it was written, too.
    await openCase(page, { id: caseId, number: found?.number ?? '' });
    await page.keyboard.press('n');
    await page.getByRole('textbox', { name: 'Note' }).fill(hostile('own note'));
    await page.keyboard.press('Control+Enter');
    await expect(pane).toContainText(beginning('own note'));
    await expectOnlyText(page);
    await expect(page).toHaveTitle(/^(?!.*hacked)/);
  } finally {
    await backend.kill();
  }
});

async function exportedTexts(dataDir: string): Promise<unknown> {
  return (await runScript('src-backend/main.ts', ['export', '--data', dataDir])).stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}
