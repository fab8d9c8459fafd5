import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { build, preview } from 'vite';
import { pictures } from './pictures.ts';

/*
 * Pictures of the window in its sizes, schemes and states: `node tests/ui-harness/look.ts FOLDER [NAME…]`.
 * Builds the harness, serves it under the app's content security policy, and says what the page complained of.
 */

const [folder = 'out/ui-pictures', ...names] = process.argv.slice(2);
const configFile = new URL('./vite.config.ts', import.meta.url).pathname;
await mkdir(folder, { recursive: true });
await build({ configFile, logLevel: 'warn' });
const server = await preview({ configFile, logLevel: 'warn', preview: { port: 0, host: '127.0.0.1' } });
const address = server.resolvedUrls?.local[0];
if (address === undefined) throw new Error('The preview server has no address.');
const executablePath = process.env.CHROMIUM;
const browser = await chromium.launch({ args: ['--no-sandbox'], ...(executablePath ? { executablePath } : {}) });
try {
  for (const picture of pictures) {
    if (names.length > 0 && !names.includes(picture.name)) continue;
    const page = await browser.newPage({
      viewport: picture.size ?? { width: 1440, height: 900 },
      colorScheme: picture.dark ? 'dark' : 'light',
      forcedColors: picture.forced ? 'active' : 'none',
      timezoneId: 'America/New_York',
      locale: 'en-US',
    });
    page.on('console', (message) => {
      if (message.type() !== 'debug') console.log(`${picture.name}: ${message.type()} ${message.text()}`);
    });
    page.on('pageerror', (error) => console.log(`${picture.name}: ${error.stack ?? error.message}`));
    await page.goto(`${address}?${picture.query}`);
    if (picture.busy) {
      await page.locator('[aria-busy]').waitFor();
      await page.waitForTimeout(1_000);
    } else {
      await page.getByRole('heading', { level: 1 }).first().waitFor();
      await page.waitForFunction(() => document.querySelector('[aria-busy]') === null);
    }
    await picture.act?.(page);
    await page.screenshot({ path: join(folder, `${picture.name}.png`) });
    await page.close();
  }
} finally {
  await browser.close();
  await server.close();
}
