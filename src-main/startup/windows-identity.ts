import { app } from 'electron';

/** Who the app is to Windows: the installer's `appId` has to be the same, or toasts do not lead back to the app. */
export const appUserModelId = 'net.dueline.desktop';
/** By this class Windows starts the app from a toast. Never to be changed: toasts that stand carry it. */
export const toastActivatorClsid = '{6F1B6E5C-8B0B-4C6A-9B53-0D8E6C1F7A42}';

/** Says it before anything is shown. The class goes first, since the id brings both into the Start menu's shortcut. */
export function identifyOnWindows(platform: string): void {
  if (platform !== 'win32') return;
  app.setToastActivatorCLSID(toastActivatorClsid);
  app.setAppUserModelId(appUserModelId);
}
