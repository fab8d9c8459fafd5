import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { EventEmitter } from 'node:events';
import type Electron from 'electron';
import { seen } from './seen.ts';

/**
 * No key store of the operating system is within reach, so it answers as Electron does on a Linux session without one:
 * with a key that everybody knows. `DUELINE_STAND_IN_KEY` is what a key store would hold.
 */
export const safeStorage = {
  isAsyncEncryptionAvailable: async () => true,
  async encryptStringAsync(text: string): Promise<Buffer> {
    const key = process.env.DUELINE_STAND_IN_KEY;
    const iv = randomBytes(16);
    const cipher = createCipheriv('aes-128-cbc', keyOf(key ?? 'peanuts'), iv);
    return Buffer.concat([Buffer.from(key === undefined ? 'v10' : 'v11'), iv, cipher.update(text), cipher.final()]);
  },
  async decryptStringAsync(encrypted: Buffer): Promise<Electron.DecryptStringAsyncReturnValue> {
    const isKnown = encrypted.subarray(0, 3).toString() === 'v10';
    const key = keyOf(isKnown ? 'peanuts' : (process.env.DUELINE_STAND_IN_KEY ?? ''));
    const decipher = createDecipheriv('aes-128-cbc', key, encrypted.subarray(3, 19));
    const result = Buffer.concat([decipher.update(encrypted.subarray(19)), decipher.final()]).toString();
    return { result, shouldReEncrypt: false };
  },
} satisfies Pick<Electron.SafeStorage, 'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync'>;

function keyOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest().subarray(0, 16);
}

class NativeTheme extends EventEmitter {
  readonly shouldUseDarkColors: boolean = false;
}
export const nativeTheme = new NativeTheme() satisfies Pick<Electron.NativeTheme, 'shouldUseDarkColors'>;

/** Emits what a test tells it to: `suspend`, `resume`. */
export const powerMonitor = new EventEmitter();

/** Dialogs go to the terminal and take the button that a test has put down, or their default one. */
export const dialog = {
  showErrorBox(title: string, content: string): void {
    process.stderr.write(`${title}\n${content}\n`);
  },
  async showMessageBox(...args: unknown[]): Promise<Electron.MessageBoxReturnValue> {
    const options = args.at(-1) as Electron.MessageBoxOptions;
    process.stderr.write(`${options.message}\n${options.detail ?? ''}\n`);
    seen.dialogs.push({ message: options.message, detail: options.detail ?? '', buttons: options.buttons ?? [] });
    return { response: seen.answers.shift() ?? options.defaultId ?? 0, checkboxChecked: false };
  },
  async showSaveDialog(..._args: unknown[]): Promise<Electron.SaveDialogReturnValue> {
    return { canceled: seen.saveTo === '', filePath: seen.saveTo };
  },
} satisfies Pick<Electron.Dialog, 'showErrorBox' | 'showMessageBox' | 'showSaveDialog'>;

/** Opens nothing: a test sees what would have been opened. */
export const shell = {
  async openExternal(url: string): Promise<void> {
    seen.opened.push(url);
  },
} satisfies Pick<Electron.Shell, 'openExternal'>;

/** Of this process only. */
export const clipboard = {
  async writeText(text: string): Promise<void> {
    seen.clipboard = text;
  },
  readText: async () => seen.clipboard,
} satisfies Pick<Electron.Clipboard, 'writeText' | 'readText'>;

/** One display, of the size that headless Chromium pretends to. Emits what a test tells it to. */
class Screen extends EventEmitter {
  readonly #display = { id: 1, workArea: { x: 0, y: 0, width: 1_920, height: 1_080 } };
  getPrimaryDisplay(): Pick<Electron.Display, 'id' | 'workArea'> {
    return this.#display;
  }
  getAllDisplays(): Pick<Electron.Display, 'id' | 'workArea'>[] {
    return [this.#display];
  }
}
export const screen = new Screen();
