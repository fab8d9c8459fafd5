import path from 'node:path';
import { type BrowserWindow, screen } from 'electron';
import { z } from 'zod';
import { jsonFile } from '../profile/json-file.ts';
import { boundsSchema, leastSize, openingBounds, rescuedBounds } from './bounds.ts';

/** Chromium's levels: each is a fifth larger than the one below, 0 is the actual size. */
const zoomLimits = { least: -3, most: 4 } as const;

const stateSchema = boundsSchema.extend({
  zoom: z.number().min(zoomLimits.least).max(zoomLimits.most).default(0),
});

/** Where the window is and how large its text, kept between starts. */
export interface Placement {
  /** For a window that is made now. */
  options(): Partial<Electron.BrowserWindowConstructorOptions>;
  /** Follows the window's zoom, its screens, and keeps what it leaves behind. */
  watch(window: BrowserWindow): void;
  /** About to be seen for the first time: as large as it was left. */
  shown(window: BrowserWindow): void;
  /** 0: the actual size. */
  zoom(window: BrowserWindow, steps: 1 | -1 | 0): void;
}

export function rememberPlacement(profile: string): Placement {
  const file = jsonFile(path.join(profile, 'window.json'), stateSchema);
  let state = file.read();

  function keep(window: BrowserWindow): void {
    if (window.isDestroyed()) return;
    const { x, y, width, height } = window.getNormalBounds();
    const next = { x, y, width, height, maximized: window.isMaximized(), zoom: state?.zoom ?? 0 };
    if (JSON.stringify(next) !== JSON.stringify(state)) write(next);
  }

  function write(next: z.infer<typeof stateSchema>): void {
    state = next;
    try {
      file.write(next);
    } catch {
      // A full disk must not keep a window from closing; it opens in its usual place next time.
    }
  }

  function rescue(window: BrowserWindow): void {
    if (window.isDestroyed() || window.isMaximized() || window.isMinimized() || window.isFullScreen()) return;
    const screens = screenAreas();
    const least = leastSize(screens);
    window.setMinimumSize(least.width, least.height);
    const rescued = rescuedBounds(window.getBounds(), screens);
    if (rescued !== null) window.setBounds(rescued);
  }

  function zoom(window: BrowserWindow, steps: 1 | -1 | 0): void {
    const level = steps === 0 ? 0 : (state?.zoom ?? 0) + steps;
    if (level < zoomLimits.least || level > zoomLimits.most) return;
    window.webContents.setZoomLevel(level);
    const { x, y, width, height } = window.getNormalBounds();
    write({ x, y, width, height, maximized: window.isMaximized(), zoom: level });
  }

  return {
    options() {
      const screens = screenAreas();
      const least = leastSize(screens);
      return { ...openingBounds(state, screens), minWidth: least.width, minHeight: least.height };
    },
    watch(window) {
      const bounds = openingBounds(state, screenAreas());
      // On a second screen of another scale Electron makes the window in the size of the first
      // (https://github.com/electron/electron/issues/10862); set once more, it is right.
      if ('x' in bounds) window.setBounds(bounds);
      // Chromium forgets the level with each page it loads.
      window.webContents.on('did-finish-load', () => window.webContents.setZoomLevel(state?.zoom ?? 0));
      window.webContents.on('zoom-changed', (_event, direction) => zoom(window, direction === 'in' ? 1 : -1));
      const onScreens = (): void => rescue(window);
      screen.on('display-removed', onScreens);
      screen.on('display-metrics-changed', onScreens);
      window.on('close', () => keep(window));
      window.on('closed', () => {
        screen.off('display-removed', onScreens);
        screen.off('display-metrics-changed', onScreens);
      });
    },
    shown(window) {
      if (state?.maximized && !window.isMaximized()) window.maximize();
    },
    zoom,
  };
}

/** The room that each screen has for windows, the main one first. */
function screenAreas() {
  const main = screen.getPrimaryDisplay();
  return [main, ...screen.getAllDisplays().filter(({ id }) => id !== main.id)].map(({ workArea }) => workArea);
}
