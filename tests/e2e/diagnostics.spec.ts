import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from '@playwright/test';
import { exportedData } from './command-line.ts';
import { expectCount, showView } from './desk-page.ts';
import { chooseInMenu } from './desktop-parts.ts';
import { expectAccessible } from './expect-accessible.ts';
import { test } from './launch.ts';

test('diagnostics are read before they are saved, as they are, and name nobody', async ({ launch, folder }) => {
  const profile = path.join(folder, 'desk');
  const dueline = await launch({ profile, args: ['--sample', '20,5'] });
  const { app, window: page } = dueline;
  await showView(page, 'All open');
  await expectCount(page, 'All open', 20);
  // A call that is refused is noted, and not what it said.
  await page.evaluate(() =>
    window.desktop.call('backend:join', { url: 'customer Harvest Valley', token: 'secret' }).catch(() => {}),
  );
  await page.keyboard.press('Control+Shift+D');
  const dialog = page.getByRole('dialog', { name: 'Export diagnostics' });
  const shown = dialog.getByRole('textbox', { name: 'Diagnostics' });
  await expect(shown).toHaveValue(/Dueline diagnostics/);
  await expectAccessible(page, 'the diagnostics');
  const text = await shown.inputValue();
  expect(text).toContain('"event":"call refused","call":"backend:join","why":"argument"');
  expect(text).not.toContain('Harvest Valley');
  expect(text).not.toContain('secret');
  const { cases } = await exportedData(path.join(profile, 'data'));
  for (const { number, events } of cases) {
    expect(text).not.toContain(number ?? 'no number');
    for (const event of events) {
      if ('subject' in event) expect(text).not.toContain(event.subject);
    }
  }

  // Cancelled, it is written nowhere; saved, it is what was read.
  await page.keyboard.press('Control+Enter');
  const file = path.join(folder, 'diagnostics.txt');
  await app.evaluate(({ dialog: system }, filePath) => {
    system.showSaveDialog = async () => ({ canceled: false, filePath });
  }, file);
  await page.keyboard.press('Control+Enter');
  await expect(dialog.getByRole('status')).toHaveText(`Saved as ${file}`);
  expect(readFileSync(file, 'utf8')).toBe(text);
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await chooseInMenu(dueline, 'diagnostics');
  await expect(dialog).toBeVisible();
});

test('diagnostics are there for whoever does not get in', async ({ launch }) => {
  const { window: page } = await launch({ args: ['--server', 'http://127.0.0.1:9'] });
  await expect(page.getByRole('form', { name: 'Join a backend' })).toBeVisible();
  await page.keyboard.press('Control+Shift+D');
  await expect(page.getByRole('textbox', { name: 'Diagnostics' })).toHaveValue(/"url": "http:\/\/127.0.0.1:9"/);
});
