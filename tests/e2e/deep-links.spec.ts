import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { expect } from '@playwright/test';
import { z } from 'zod';
import { projectFolder } from '../../scripts/build-app.ts';
import { showView } from './desk-page.ts';
import { expectAccessible } from './expect-accessible.ts';
import { type Dueline, test } from './launch.ts';

const small = ['--sample', '30,0'];
const hostile = z
  .array(z.object({ class: z.string(), link: z.string(), fault: z.string().optional() }))
  .parse(JSON.parse(readFileSync(path.join(import.meta.dirname, '../fixtures/hostile-links.json'), 'utf8')));

test.describe('links to cases', () => {
  test('open their case from a cold start, and from a start that finds the app running', async ({ launch }) => {
    const dueline = await launch({ args: [...small, '--', 'dueline://case/00000007'] });
    await expect(openedCase(dueline, '00000007')).toBeVisible();

    expect(await startAgain(dueline, ['dueline://case/00000011'])).toBe(0);
    await expect(openedCase(dueline, '00000011')).toBeVisible();
    await expect(openedCase(dueline, '00000007')).toHaveCount(0);
  });

  test('open from the window while it is hidden, by the event that a Mac sends', async ({ launch }) => {
    const dueline = await launch({ args: small });
    await expect(dueline.window.getByRole('grid')).toBeVisible();
    await dueline.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
    await openUrl(dueline, 'dueline://case/00000005');
    await expect(openedCase(dueline, '00000005')).toBeVisible();
    expect(await dueline.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible())).toBe(true);
  });

  test('to a case that is not here say so, and what to do', async ({ launch }) => {
    const dueline = await launch({ args: [...small, 'dueline://case/99999999'] });
    const { window: page } = dueline;
    const missing = page.getByRole('region', { name: 'Case 99999999' });
    await expect(missing.getByRole('heading')).toHaveText('Case 99999999 is not on this desk (yet)');
    await expect(missing.getByText('ask whoever sent it')).toBeVisible();
    await expectAccessible(page, 'a case that is not here');
    await page.keyboard.press('Escape');
    await expect(missing).toHaveCount(0);
  });

  test('lead back from what the L key copied', async ({ launch }) => {
    const dueline = await launch({ args: small });
    const { window: page } = dueline;
    await showView(page, 'All open');
    await expect(page.getByRole('grid').locator('[data-case-id]').first()).toBeVisible();
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    const pane = page.locator('[data-open-case]');
    const label = await pane.getAttribute('aria-label');
    await page.keyboard.press('l');
    const said = page.getByRole('status', { name: 'Last action' });
    await expect(said).toContainText('Copied: dueline://case/');
    const link = /dueline:\S+/.exec((await said.textContent()) ?? '')?.[0] ?? '';
    await page.keyboard.press('Escape');
    await expect(pane).toHaveCount(0);
    await openUrl(dueline, link);
    await expect(pane).toHaveAttribute('aria-label', label ?? '');
  });
});

test.describe('hostile links', () => {
  test('bring no arguments in, and lead nowhere', async ({ launch, folder }) => {
    const elsewhere = path.join(folder, 'elsewhere');
    const smuggled = ['dueline://case/00000007', '--server', 'http://127.0.0.1:9', '--profile', elsewhere];
    const dueline = await launch({ args: [...small, ...smuggled] });
    await expectRefused(dueline);
    expect(await backendKind(dueline)).toBe('embedded');

    expect(await startAgain(dueline, smuggled)).toBe(0);
    await expectRefused(dueline);
    expect(await backendKind(dueline)).toBe('embedded');
    await expect(openedCase(dueline, '00000007')).toHaveCount(0);
  });

  test('of every class leave the window as it was', async ({ launch }) => {
    const dueline = await launch({ args: [...small, 'dueline://case/00000007'] });
    await expect(openedCase(dueline, '00000007')).toBeVisible();
    const before = dueline.window.url();
    const refused = hostile.filter(({ fault }) => fault !== undefined);
    for (const { link } of refused) await openUrl(dueline, link);
    await expectRefused(dueline);
    await expect(openedCase(dueline, '00000007')).toBeVisible();
    expect(dueline.window.url()).toBe(before);
    expect(await dueline.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  });
});

/** The pane of a case. */
function openedCase({ window: page }: Dueline, number: string) {
  return page.locator(`[data-open-case][aria-label="Case ${number}"]`);
}

/** The system opens a link as macOS does. */
async function openUrl({ app }: Dueline, link: string): Promise<void> {
  await app.evaluate(({ app: main }, url) => void main.emit('open-url', { preventDefault: () => {} }, url), link);
}

/** The system starts the app once more on the same profile, as Windows and Linux do; answers its exit code. */
function startAgain({ profile }: Dueline, args: readonly string[]): Promise<number | null> {
  const executable: string = createRequire(import.meta.url)('electron');
  const switches = process.platform === 'linux' ? ['--no-sandbox'] : [];
  const child = spawn(executable, [...switches, projectFolder, '--profile', profile, '--', ...args], {
    stdio: 'ignore',
  });
  return new Promise((resolve) => child.once('close', resolve));
}

/** The page says that it did not open a link. */
async function expectRefused({ window: page }: Dueline): Promise<void> {
  const said = page.getByRole('status', { name: 'Last action' });
  await expect(said).toContainText('The link was not opened');
  await said.getByRole('button', { name: 'Dismiss' }).click();
}

function backendKind({ window: page }: Dueline): Promise<string> {
  return page.evaluate(async () => (await window.desktop.call('backend:state', undefined)).kind);
}
