import { Menu } from 'electron';

/** The usual menus, by role, and what is done with the desk as a whole: editing keys, zoom and full screen work everywhere. */
export function setUpMenu(isMac: boolean, askToMove: () => void): void {
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      ...(isMac ? [{ role: 'appMenu' as const }] : []),
      { role: 'fileMenu' },
      { role: 'editMenu' },
      {
        label: 'Desk',
        submenu: [
          { label: 'Move this desk to a team server…', accelerator: 'CmdOrCtrl+Shift+M', click: () => askToMove() },
        ],
      },
      {
        label: 'View',
        submenu: [
          { role: 'reload' },
          { role: 'toggleDevTools' },
          { type: 'separator' },
          { role: 'resetZoom' },
          { role: 'zoomIn' },
          { role: 'zoomOut' },
          { type: 'separator' },
          { role: 'togglefullscreen' },
        ],
      },
      { role: 'windowMenu' },
    ]),
  );
}
