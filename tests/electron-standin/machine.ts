import { EventEmitter } from 'node:events';
import type Electron from 'electron';
import { seen } from './seen.ts';

/** No key store of the operating system is within reach. */
export const safeStorage = {
  isEncryptionAvailable: () => false,
  getSelectedStorageBackend: () => 'basic_text' as const,
  encryptString: (_text: string): Buffer => {
    throw new Error('Encryption is not available.');
  },
  decryptString: (_encrypted: Buffer): string => {
    throw new Error('Encryption is not available.');
  },
} satisfies Pick<
  Electron.SafeStorage,
  'isEncryptionAvailable' | 'getSelectedStorageBackend' | 'encryptString' | 'decryptString'
>;

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
} satisfies Pick<Electron.Dialog, 'showErrorBox' | 'showMessageBox'>;

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
