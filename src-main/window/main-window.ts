import path from 'node:path';
import { BrowserWindow, dialog, nativeTheme, screen } from 'electron';
import type { DesktopEvent, DesktopEvents } from '../../src-shared/desktop-contract.ts';
import { channelOf } from '../desktop/calls.ts';
import { jsonFile } from '../profile/json-file.ts';
import { appOrigin } from '../protocol/asset-path.ts';
import { boundsSchema, openingBounds, smallestWindow } from './bounds.ts';
import { isAppPage } from './navigation-guard.ts';

/** The one window of the app, which may be closed and opened again. */
export interface MainWindow {
  /** Opens it, or brings it to the front. */
  show(): void;
  /** Tells the page something; kept until the page listens when it is only opening. */
  send<Event extends DesktopEvent>(name: Event, payload: DesktopEvents[Event]): void;
}

/** Prepares the window; it opens with `show`. */
export function prepareMainWindow(profile: string, preload: string): MainWindow {
  const boundsFile = jsonFile(path.join(profile, 'window.json'), boundsSchema);
  let window: BrowserWindow | undefined;
  let loaded = false;
  let waiting: (() => void)[] = [];

  function open(): BrowserWindow {
    const remembered = boundsFile.read();
    const screens = screen.getAllDisplays().map((display) => display.workArea);
    const opened = new BrowserWindow({
      ...openingBounds(remembered, screens),
      minWidth: smallestWindow.width,
      minHeight: smallestWindow.height,
      title: 'Dueline',
      show: false,
      backgroundColor: backgroundColor(),
      webPreferences: {
        preload,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webviewTag: false,
        // Timers of the queue go on while another window is in front.
        backgroundThrottling: false,
      },
    });
    loaded = false;
    guard(opened);
    opened.once('ready-to-show', () => {
      if (remembered?.maximized) opened.maximize();
      opened.show();
    });
    opened.webContents.on('did-finish-load', () => {
      loaded = true;
      const now = waiting;
      waiting = [];
      for (const send of now) send();
    });
    opened.on('close', () => {
      boundsFile.write({ ...opened.getNormalBounds(), maximized: opened.isMaximized() });
    });
    opened.on('closed', () => {
      window = undefined;
    });
    opened.webContents.on('render-process-gone', (_event, details) => {
      if (details.reason !== 'clean-exit') void offerReload(opened, details.reason);
    });
    // A page that cannot be loaded says so itself; a refused promise would only end up in the log a second time.
    opened.loadURL(`${appOrigin}/`).catch(() => {});
    return opened;
  }

  nativeTheme.on('updated', () => window?.setBackgroundColor(backgroundColor()));
  return {
    show: () => {
      if (window === undefined) {
        window = open();
        return;
      }
      if (window.isMinimized()) window.restore();
      window.show();
      window.focus();
    },
    send: (name, payload) => {
      const send = () => window?.webContents.send(channelOf(name), payload);
      if (loaded) send();
      else if (name === 'case:open') waiting.push(send);
    },
  };
}

/** The page stays the app's own: it opens no windows and goes nowhere. */
function guard(window: BrowserWindow): void {
  window.webContents.setWindowOpenHandler(() => ({ action: 'deny' }));
  window.webContents.on('will-navigate', (event) => {
    if (!isAppPage(event.url)) event.preventDefault();
  });
  window.webContents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame || !isAppPage(event.url)) event.preventDefault();
  });
  window.webContents.on('will-attach-webview', (event) => event.preventDefault());
}

async function offerReload(window: BrowserWindow, reason: string): Promise<void> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'error',
    message: 'The window has stopped working.',
    detail: `What you did and typed is kept. (${reason})`,
    buttons: ['Load it again', 'Close'],
    defaultId: 0,
    cancelId: 1,
  });
  if (window.isDestroyed()) return;
  if (response === 0) window.webContents.reload();
  else window.destroy();
}

/** Shown until the page paints: the page's own background, so that nothing flashes. */
function backgroundColor(): string {
  return nativeTheme.shouldUseDarkColors ? '#16181c' : '#ffffff';
}
