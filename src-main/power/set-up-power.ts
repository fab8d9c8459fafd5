import { powerMonitor } from 'electron';
import type { MainWindow } from '../window/main-window.ts';
import { type Power, watchPower } from './watch-power.ts';

/** Watches sleep, lock and window. @param look looks at the clock anew. */
export function setUpPower(window: MainWindow, look: () => void): Power {
  const isShown = (): boolean => {
    const shown = window.current();
    if (shown === undefined || shown.isDestroyed()) return false;
    // Not every Linux desktop says which windows are minimized; the one with the focus is none of them.
    return shown.isFocused() || (shown.isVisible() && !shown.isMinimized());
  };
  const power = watchPower({ news: powerMonitor, isShown, send: window.send, look });
  window.onOpened((opened) => {
    opened.on('show', power.tellSight);
    opened.on('hide', power.tellSight);
    opened.on('minimize', power.tellSight);
    opened.on('restore', power.tellSight);
    opened.on('focus', power.tellSight);
    // What was told before the page was there did not reach it.
    opened.webContents.on('did-finish-load', power.tellSight);
  });
  return power;
}
