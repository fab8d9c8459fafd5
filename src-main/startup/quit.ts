import { app } from 'electron';
import type { MainWindow } from '../window/main-window.ts';
import type { Config } from './config.ts';
import { readSecondStart } from './second-start.ts';

/**
 * Ends the app only when `putAway` is done, and reopens the window where a start finds the app running. Without its
 * window it ends, unless it stays in the tray. Answers what puts everything away ahead of the end.
 */
export function setUpQuit(
  config: Pick<Config, 'isMac'>,
  window: MainWindow,
  staysInTray: () => boolean,
  putAway: () => Promise<void>,
): () => Promise<void> {
  let isPutAway = false;
  let putting: Promise<void> | null = null;
  const once = (): Promise<void> => {
    putting ??= putAway().finally(() => {
      isPutAway = true;
    });
    return putting;
  };
  app.on('second-instance', (_event, _argv, _cwd, handedOver: unknown) => {
    if (!readSecondStart(handedOver).hidden) window.show();
  });
  app.on('activate', () => window.show());
  app.on('window-all-closed', () => {
    // On a Mac an app stays in the dock without its windows.
    if (!config.isMac && !staysInTray()) app.quit();
  });
  app.on('will-quit', (event) => {
    if (isPutAway) return;
    event.preventDefault();
    if (putting !== null) return;
    void once()
      .catch(() => {})
      .then(() => app.quit());
  });
  return once;
}
