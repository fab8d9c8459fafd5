// What `import … from 'electron'` and `require('electron')` give in a process of the stand-in.
import { app } from './app.ts';
import { BrowserWindow } from './browser-window.ts';
import { ipcMain } from './ipc-main.ts';
import { dialog, Menu, Notification, nativeTheme, powerMonitor, safeStorage, screen } from './machine.ts';
import { protocol } from './protocol-server.ts';
import { session as defaultSession } from './session.ts';
import { utilityProcess } from './utility-process.ts';
import { WebContents } from './web-contents.ts';

const session = { defaultSession };
const webContents = { fromDevToolsTargetId: (targetId: string) => WebContents.fromDevToolsTargetId(targetId) };

export {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  Notification,
  nativeTheme,
  powerMonitor,
  protocol,
  safeStorage,
  screen,
  session,
  utilityProcess,
  webContents,
};
