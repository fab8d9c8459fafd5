import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import type Electron from 'electron';
import { app, emitPreventable } from './app.ts';
import type { RunningChromium } from './chromium.ts';
import { WebContents } from './web-contents.ts';

const windows: BrowserWindow[] = [];
let chromium: RunningChromium | undefined;

/** Tells the windows which browser they are in; before this none can be made, as before `ready` in Electron. */
export function openWindowsIn(running: RunningChromium): void {
  chromium = running;
}

/** A window of the installed browser: a chromeless app window where there is a display, otherwise a headless one. */
export class BrowserWindow extends EventEmitter {
  readonly webContents: WebContents;
  #destroyed = false;
  #closing = false;
  #visible: boolean;
  #maximized = false;
  #title: string;
  /** The description of the icon on the taskbar button, as it is read out; empty without one. */
  overlay = '';
  #bounds: Electron.Rectangle;

  constructor(options: Electron.BrowserWindowConstructorOptions = {}) {
    super();
    if (chromium === undefined) throw new Error('Cannot create BrowserWindow before app is ready');
    const running = chromium;
    this.#bounds = { x: options.x ?? 0, y: options.y ?? 0, width: options.width ?? 800, height: options.height ?? 600 };
    this.#visible = options.show ?? true;
    this.#title = options.title ?? '';
    windows.push(this);
    this.webContents = new WebContents(
      running,
      () => openTarget(running, this.#bounds),
      options.webPreferences?.preload,
    );
    this.webContents.once('destroyed', () => {
      // Closed by its own button: the app hears of it, though too late to refuse.
      if (!this.#closing) this.emit('close', { preventDefault: () => {} });
      this.#closed();
    });
    this.webContents.once('dom-ready', () => this.emit('ready-to-show'));
  }

  static getAllWindows(): BrowserWindow[] {
    return [...windows];
  }
  static fromWebContents(contents: unknown): BrowserWindow | null {
    return windows.find((window) => window.webContents === contents) ?? null;
  }
  static getFocusedWindow(): BrowserWindow | null {
    return windows.find((window) => window.isFocused()) ?? null;
  }

  loadURL(url: string): Promise<void> {
    return this.webContents.loadURL(url);
  }
  isDestroyed(): boolean {
    return this.#destroyed;
  }
  isVisible(): boolean {
    return this.#visible;
  }
  isFocused(): boolean {
    return this.#visible && windows.at(-1) === this;
  }
  isMinimized(): boolean {
    return false;
  }
  isMaximized(): boolean {
    return this.#maximized;
  }
  show(): void {
    this.#visible = true;
    this.focus();
    this.emit('show');
  }
  focus(): void {
    const { targetId } = this.webContents;
    if (targetId !== undefined) void chromium?.cdp.browser.send('Target.activateTarget', { targetId }).catch(() => {});
    this.emit('focus');
  }
  restore(): void {}
  /** The browser's window stays where it is: what is hidden here is asked by `isVisible`. */
  hide(): void {
    this.#visible = false;
    this.emit('hide');
  }
  isFullScreen(): boolean {
    return false;
  }
  setFullScreen(_isFullScreen: boolean): void {}
  setTitle(title: string): void {
    this.#title = title;
  }
  getTitle(): string {
    return this.#title;
  }
  setOverlayIcon(overlay: unknown, description: string): void {
    this.overlay = overlay === null ? '' : description;
  }
  setMinimumSize(_width: number, _height: number): void {}
  maximize(): void {
    this.#maximized = true;
    this.emit('maximize');
  }
  getBounds(): Electron.Rectangle {
    return this.#bounds;
  }
  getNormalBounds(): Electron.Rectangle {
    return this.#bounds;
  }
  setBounds(bounds: Partial<Electron.Rectangle>): void {
    this.#bounds = { ...this.#bounds, ...bounds };
    void this.#applyBounds();
    this.emit('resize');
  }
  setBackgroundColor(_color: string): void {}
  close(): void {
    if (!this.askToClose()) return;
    this.webContents.close();
  }
  /** Tells that the window is about to close; false if the app refuses. */
  askToClose(): boolean {
    if (this.#destroyed || this.#closing) return true;
    this.#closing = emitPreventable(this, 'close');
    return this.#closing;
  }
  destroy(): void {
    this.#closing = true;
    this.webContents.close();
    this.#closed();
  }

  async #applyBounds(): Promise<void> {
    const page = await this.webContents.page();
    const { windowId } = await page.send('Browser.getWindowForTarget');
    const { x: left, y: top, width, height } = this.#bounds;
    await page.send('Browser.setWindowBounds', { windowId, bounds: { left, top, width, height } });
  }
  #closed(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    windows.splice(windows.indexOf(this), 1);
    this.emit('closed');
    if (windows.length > 0 || app.ended) return;
    if (app.listenerCount('window-all-closed') > 0) app.emit('window-all-closed');
    else app.quit();
  }
}

app.on('stand-in:close-windows', (refused: { value: boolean }) => {
  for (const window of BrowserWindow.getAllWindows()) {
    if (!window.askToClose()) refused.value = true;
  }
});

async function openTarget(running: RunningChromium, bounds: Electron.Rectangle): Promise<string> {
  const { browser } = running.cdp;
  if (running.headless) {
    const { width, height } = bounds;
    const { targetId } = await browser.send('Target.createTarget', {
      url: 'about:blank',
      newWindow: true,
      width,
      height,
    });
    return targetId;
  }
  // CDP opens windows with an address bar; only a start with --app opens one without.
  const url = `data:text/html,<title>Dueline</title><!--${randomUUID()}-->`;
  const opened = new Promise<string>((resolve) => {
    const look = ({ targetInfo }: { targetInfo: { url: string; targetId: string } }) => {
      if (decodeURI(targetInfo.url) === decodeURI(url)) resolve(targetInfo.targetId);
    };
    browser.on('Target.targetCreated', look);
    browser.on('Target.targetInfoChanged', look);
  });
  await browser.send('Target.setDiscoverTargets', { discover: true });
  running.openAppWindow(url);
  const targetId = await opened;
  const { windowId } = await browser.send('Browser.getWindowForTarget', { targetId });
  const { x: left, y: top, width, height } = bounds;
  await browser.send('Browser.setWindowBounds', { windowId, bounds: { left, top, width, height } });
  return targetId;
}

type Checked =
  | 'loadURL'
  | 'isDestroyed'
  | 'isVisible'
  | 'isFocused'
  | 'isMinimized'
  | 'isMaximized'
  | 'show'
  | 'focus'
  | 'restore'
  | 'hide'
  | 'isFullScreen'
  | 'setFullScreen'
  | 'setTitle'
  | 'getTitle'
  | 'setMinimumSize'
  | 'maximize'
  | 'getBounds'
  | 'getNormalBounds'
  | 'setBounds'
  | 'setBackgroundColor'
  | 'close'
  | 'destroy';
null as unknown as BrowserWindow satisfies Pick<Electron.BrowserWindow, Checked>;
