import { app, BrowserWindow, dialog, nativeTheme } from 'electron';
import type { DesktopEvent, DesktopEvents } from '../../src-shared/desktop-contract.ts';
import { channelOf } from '../desktop/calls.ts';
import { appOrigin } from '../protocol/asset-path.ts';
import { pagePreferences } from './page-preferences.ts';
import { rememberPlacement } from './placement.ts';

/** The one window of the app, which may be closed and opened again. */
export interface MainWindow {
  /** Opens it, or brings it to the front. */
  show(): void;
  /** Opens it without showing it, so that its page works: syncs, and hands over deadlines. */
  openHidden(): void;
  /** The window, shown or hidden; undefined while there is none. */
  current(): BrowserWindow | undefined;
  /** Called with each window that is made. */
  onOpened(listener: (window: BrowserWindow) => void): void;
  /** Asked when the window is closed: true hides it instead, and its page goes on. */
  hideInstead(decide: () => boolean): void;
  /** Makes its text larger or smaller; 0: the actual size. */
  zoom(steps: 1 | -1 | 0): void;
  /** Tells the page something; kept until the page listens when it is only opening. */
  send<Event extends DesktopEvent>(name: Event, payload: DesktopEvents[Event]): void;
  /** The page listens now: a page is loaded well before its desk is put together. */
  listens(): void;
}

/** What the agent asked for, which waits for the page. */
const keptEvents: ReadonlySet<DesktopEvent> = new Set<DesktopEvent>(['case:open', 'case:claim', 'alerts:show']);

/** Prepares the window; it opens with `show`. */
export function prepareMainWindow(profile: string, preload: string): MainWindow {
  const placement = rememberPlacement(profile);
  const openedListeners: ((window: BrowserWindow) => void)[] = [];
  let hidesInstead = (): boolean => false;
  let window: BrowserWindow | undefined;
  let loaded = false;
  let listens = false;
  let waiting: (() => void)[] = [];

  function open(isHidden: boolean): BrowserWindow {
    const opened = new BrowserWindow({
      ...placement.options(),
      title: 'Dueline',
      show: false,
      backgroundColor: backgroundColor(),
      webPreferences: pagePreferences(preload, app.isPackaged),
    });
    loaded = false;
    listens = false;
    placement.watch(opened);
    opened.once('show', () => placement.shown(opened));
    if (!isHidden) {
      opened.once('ready-to-show', () => {
        // Before it is seen: it does not open small and then grow.
        placement.shown(opened);
        opened.show();
      });
    }
    // The title counts what is overdue; the page's own never changes.
    opened.on('page-title-updated', (event) => event.preventDefault());
    opened.webContents.on('did-finish-load', () => {
      loaded = true;
    });
    opened.on('close', (event) => {
      if (!hidesInstead()) return;
      event.preventDefault();
      hide(opened);
    });
    opened.on('closed', () => {
      window = undefined;
    });
    opened.webContents.on('render-process-gone', (_event, details) => {
      listens = false;
      if (details.reason !== 'clean-exit') void offerReload(opened, details.reason);
    });
    // A page that cannot be loaded says so itself; a refused promise would only end up in the log a second time.
    opened.loadURL(`${appOrigin}/`).catch(() => {});
    for (const listener of openedListeners) listener(opened);
    return opened;
  }

  nativeTheme.on('updated', () => window?.setBackgroundColor(backgroundColor()));
  return {
    show: () => {
      if (window === undefined) {
        window = open(false);
        return;
      }
      if (window.isMinimized()) window.restore();
      window.show();
      window.focus();
    },
    openHidden: () => {
      window ??= open(true);
    },
    current: () => window,
    onOpened: (listener) => void openedListeners.push(listener),
    hideInstead: (decide) => {
      hidesInstead = decide;
    },
    zoom: (steps) => {
      if (window !== undefined) placement.zoom(window, steps);
    },
    send: (name, payload) => {
      const send = () => window?.webContents.send(channelOf(name), payload);
      if (keptEvents.has(name) && !listens) waiting.push(send);
      else if (loaded) send();
    },
    listens: () => {
      listens = true;
      const now = waiting;
      waiting = [];
      for (const send of now) send();
    },
  };
}

/** A Mac leaves a black screen behind when a window is hidden in full screen (https://github.com/electron/electron/issues/20263). */
function hide(window: BrowserWindow): void {
  if (!window.isFullScreen()) {
    window.hide();
    return;
  }
  window.once('leave-full-screen', () => window.hide());
  window.setFullScreen(false);
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
