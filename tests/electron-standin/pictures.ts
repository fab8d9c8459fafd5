import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { BrowserWindow } from './browser-window.ts';

/** Where there is no display: keeps a picture of the window in `folder`, renewed when the window has changed. */
export function takePictures(folder: string): void {
  mkdirSync(folder, { recursive: true });
  let last = '';
  const take = async (): Promise<void> => {
    const [window] = BrowserWindow.getAllWindows();
    if (!window || window.isDestroyed()) return;
    const page = await window.webContents.page();
    const { data } = await page.send('Page.captureScreenshot', { format: 'png' });
    if (data === last) return;
    last = data;
    writeFileSync(path.join(folder, 'dueline.png'), Buffer.from(data, 'base64'));
  };
  // A window that closes in the middle of its picture is no error.
  setInterval(() => void take().catch(() => {}), 3_000).unref();
}
