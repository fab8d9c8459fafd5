import { app } from 'electron';
import { appId } from './app-id.ts';

/** By this class Windows starts the app from a toast. Never to be changed: toasts that stand carry it. */
export const toastActivatorClsid = '{6F1B6E5C-8B0B-4C6A-9B53-0D8E6C1F7A42}';

/** Says it before anything is shown. The class goes first, since the id brings both into the Start menu's shortcut. */
export function identifyOnWindows(platform: string): void {
  if (platform !== 'win32') return;
  app.setToastActivatorCLSID(toastActivatorClsid);
  app.setAppUserModelId(appId);
}
