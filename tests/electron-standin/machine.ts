import { EventEmitter } from 'node:events';
import type Electron from 'electron';

/** Shown notifications, newest last. Tests read them; a person at the stand-in sees them on the terminal. */
class Notification extends EventEmitter {
  title: string;
  body: string;
  silent: boolean;
  constructor(options: Electron.NotificationConstructorOptions = {}) {
    super();
    this.title = options.title ?? '';
    this.body = options.body ?? '';
    this.silent = options.silent ?? false;
  }
  static isSupported(): boolean {
    return true;
  }
  show(): void {
    process.stdout.write(`[notification] ${this.title}: ${this.body}\n`);
    this.emit('show', {});
  }
  close(): void {
    this.emit('close', {});
  }
}
const Checked: Pick<typeof Electron.Notification, 'isSupported'> &
  (new (
    options?: Electron.NotificationConstructorOptions,
  ) => Pick<Electron.Notification, 'title' | 'body' | 'silent' | 'show' | 'close'>) = Notification;

export { Checked as Notification };

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

/** Dialogs go to the terminal and take their default button. */
export const dialog = {
  showErrorBox(title: string, content: string): void {
    process.stderr.write(`${title}\n${content}\n`);
  },
  async showMessageBox(...args: unknown[]): Promise<Electron.MessageBoxReturnValue> {
    const options = args.at(-1) as Electron.MessageBoxOptions;
    process.stderr.write(`${options.message}\n${options.detail ?? ''}\n`);
    return { response: options.defaultId ?? 0, checkboxChecked: false };
  },
} satisfies Pick<Electron.Dialog, 'showErrorBox' | 'showMessageBox'>;

/** There is no menu bar to fill; the page handles its own keys. */
export const Menu = {
  buildFromTemplate: (template: Electron.MenuItemConstructorOptions[]) => ({ items: template }),
  setApplicationMenu(_menu: unknown): void {},
};

/** One display, of the size that headless Chromium pretends to. */
export const screen = {
  getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1_920, height: 1_080 } }],
};
screen.getAllDisplays satisfies () => Pick<Electron.Display, 'workArea'>[];
