import { app, clipboard, Menu } from 'electron';
import type { MainWindow } from '../window/main-window.ts';
import { applicationMenu } from './application-menu.ts';
import { contextMenu } from './context-menu.ts';

/** Fills the menu bar, and opens a menu at the right mouse button. */
export function setUpMenus(isMac: boolean, window: MainWindow): void {
  const template = applicationMenu(
    { isMac, isPackaged: app.isPackaged },
    {
      command: (command) => {
        // On a Mac the menu bar is there without a window.
        window.show();
        window.send('menu:command', { command });
      },
      zoom: window.zoom,
    },
  );
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
  window.onOpened((opened) => {
    const { webContents } = opened;
    webContents.on('context-menu', (_event, clicked) => {
      const items = contextMenu(clicked, {
        replace: (word) => webContents.replaceMisspelling(word),
        learn: (word) => webContents.session.addWordToSpellCheckerDictionary(word),
        copy: (text) => void clipboard.writeText(text),
      });
      if (items.length > 0) Menu.buildFromTemplate(items).popup({ window: opened });
    });
  });
}
