import path from 'node:path';
import { expect } from '@playwright/test';
import { showView } from './desk-page.ts';
import { chooseInMenu, placeOf } from './desktop-parts.ts';
import { test } from './launch.ts';
import { runtime } from './runtime.ts';

/** Without a token nobody acts: the window alone is looked at. */
const nobody = ['--server', 'http://127.0.0.1:9'];

test('the menu does what the key does', async ({ launch }) => {
  const dueline = await launch({ args: ['--sample', '60,10'] });
  const page = dueline.window;
  await showView(page, 'Unassigned');
  const row = page.getByRole('grid').locator('[data-case-id]').first();
  await row.click();
  const toolbar = page.getByRole('toolbar', { name: 'Actions' });
  await expect(toolbar.getByRole('button', { name: 'Claim' })).toBeVisible();
  await chooseInMenu(dueline, 'claim');
  await expect(toolbar.getByRole('button', { name: 'Claim' })).toHaveCount(0);

  await chooseInMenu(dueline, 'show_shortcuts');
  const sheet = page.getByRole('dialog');
  await expect(sheet).toBeVisible();
  // A dialog goes first: nothing happens beneath it.
  await chooseInMenu(dueline, 'reply');
  await page.keyboard.press('Escape');
  await expect(sheet).toHaveCount(0);
  await chooseInMenu(dueline, 'note');
  await expect(page.getByRole('textbox', { name: 'Note' })).toBeFocused();
});

test.describe('the window', () => {
  test.skip(runtime.kind === 'electron', 'No test can unplug a screen.');

  test('opens where it was and as large as its text was made', async ({ launch, folder }) => {
    const options = { profile: path.join(folder, 'placed'), args: nobody };
    const before = await launch(options);
    await before.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.setBounds({ x: 40, y: 30, width: 1100, height: 720 }),
    );
    await chooseInMenu(before, 'zoom_in');
    await chooseInMenu(before, 'zoom_in');
    await before.close();

    const after = await launch(options);
    await expect.poll(() => placeOf(after)).toEqual({ bounds: { x: 40, y: 30, width: 1100, height: 720 }, zoom: 2 });
    await chooseInMenu(after, 'actual_size');
    expect((await placeOf(after)).zoom).toBe(0);
  });

  test('comes to a screen that is still there', async ({ launch }) => {
    const dueline = await launch({ args: nobody });
    const bounds = await dueline.app.evaluate(({ BrowserWindow, screen }) => {
      const [window] = BrowserWindow.getAllWindows();
      window?.setBounds({ x: 2_500, y: 30, width: 1_400, height: 900 });
      const laptop = { ...screen.getPrimaryDisplay(), workArea: { x: 0, y: 0, width: 1_280, height: 700 } };
      screen.getPrimaryDisplay = () => laptop;
      screen.getAllDisplays = () => [laptop];
      screen.emit('display-removed');
      return window?.getBounds();
    });
    expect(bounds).toEqual({ x: 0, y: 0, width: 1_280, height: 700 });
  });
});
