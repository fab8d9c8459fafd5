// What `import … from 'electron'` and `require('electron')` give in a process of the stand-in.
import { app } from './app.ts';
import { autoUpdater } from './auto-updater.ts';
import { BrowserWindow } from './browser-window.ts';
import { ipcMain } from './ipc-main.ts';
import { clipboard, dialog, nativeTheme, powerMonitor, safeStorage, screen, shell } from './machine.ts';
import { Menu } from './menu.ts';
import { nativeImage } from './native-image.ts';
import { net } from './network.ts';
import { Notification } from './notification.ts';
import { protocol } from './protocol-server.ts';
import { defaultSession, fromPartition } from './session.ts';
import { Tray } from './tray.ts';
import { utilityProcess } from './utility-process.ts';
import { WebContents } from './web-contents.ts';

const session = { defaultSession, fromPartition };
const webContents = { fromDevToolsTargetId: (targetId: string) => WebContents.fromDevToolsTargetId(targetId) };

export {
  app,
  autoUpdater,
  BrowserWindow,
  clipboard,
  dialog,
  ipcMain,
  Menu,
  Notification,
  nativeImage,
  nativeTheme,
  net,
  powerMonitor,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
  Tray,
  utilityProcess,
  webContents,
};
