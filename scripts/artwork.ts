// npm run artwork: renders the drawings in assets/ (SVG) to the icons and the installers' pictures that are kept beside them.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { chromium, type Page } from 'playwright-core';
import pngToIco from 'png-to-ico';
import { findBrowser, howToGetABrowser } from '../tests/electron-standin/find-browser.ts';
import { bmp, icns, icnsSizes, type Pixels } from './artwork/image-files.ts';
import { projectFolder } from './build-app.ts';

const assets = path.join(projectFolder, 'assets');
const executablePath = findBrowser();
if (executablePath === undefined) {
  console.error(`The drawings are rendered by a browser, and none is installed. ${howToGetABrowser}`);
  process.exit(1);
}
const isRoot = process.getuid?.() === 0;
const browser = await chromium.launch({ executablePath, args: isRoot ? ['--no-sandbox'] : [] });
try {
  const page = await browser.newPage();
  const mac = new Map<number, Buffer>();
  for (const size of icnsSizes) mac.set(size, (await render(page, iconFor(size, 'app-macos'), size)).png);
  keep(
    'icons/app.icns',
    icns((size) => mac.get(size) ?? missing(size)),
  );
  const windows: Buffer[] = [];
  for (const size of [16, 20, 24, 32, 40, 48, 64, 128, 256])
    windows.push((await render(page, iconFor(size, 'app'), size)).png);
  keep('icons/app.ico', await pngToIco(windows));
  keep('icons/app.png', (await render(page, 'icons/app', 512)).png);
  keep('installer/sidebar.bmp', bmp((await render(page, 'installer/sidebar', 164, 314)).pixels));
  keep('installer/header.bmp', bmp((await render(page, 'installer/header', 150, 57)).pixels));
  keep('installer/dmg-background.png', (await render(page, 'installer/dmg-background', 540, 380)).png);
  keep('installer/dmg-background@2x.png', (await render(page, 'installer/dmg-background', 1080, 760)).png);
} finally {
  await browser.close();
}

/** Small icons have a drawing of their own. */
function iconFor(size: number, drawing: 'app' | 'app-macos'): string {
  return size <= 32 ? 'icons/app-small' : `icons/${drawing}`;
}

/** Draws `assets/<drawing>.svg` at this size. */
async function render(
  page: Page,
  drawing: string,
  width: number,
  height = width,
): Promise<{ readonly png: Buffer; readonly pixels: Pixels }> {
  const svg = readFileSync(path.join(assets, `${drawing}.svg`), 'base64');
  const { png, rgba } = await page.evaluate(
    async ([source, w, h]) => {
      const image = new Image(w, h);
      image.src = `data:image/svg+xml;base64,${source}`;
      await image.decode();
      const canvas = document.createElement('canvas');
      canvas.width = w;
      canvas.height = h;
      const context = canvas.getContext('2d');
      if (context === null) throw new Error('The browser gives no canvas.');
      context.drawImage(image, 0, 0, w, h);
      return { png: canvas.toDataURL('image/png'), rgba: [...context.getImageData(0, 0, w, h).data] };
    },
    [svg, width, height] as const,
  );
  return {
    png: Buffer.from(png.slice(png.indexOf(',') + 1), 'base64'),
    pixels: { width, height, rgba: Uint8Array.from(rgba) },
  };
}

function keep(file: string, content: Uint8Array): void {
  writeFileSync(path.join(assets, file), content);
  console.log(`assets/${file} (${Math.ceil(content.length / 1024)} kB)`);
}

function missing(size: number): never {
  throw new Error(`No picture of ${size} pixels was drawn.`);
}
