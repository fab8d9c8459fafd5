import type Electron from 'electron';
import type { Notification } from './notification.ts';
import type { Tray } from './tray.ts';

export interface AskedDialog {
  readonly message: string;
  readonly detail: string;
  readonly buttons: readonly string[];
}

/** What there is no desktop to show, kept for the tests: `globalThis.electronStandIn` in the main process. */
export const seen = {
  browser: '',
  /** Icons that stand in the tray. */
  trays: [] as Tray[],
  /** Dialogs that were shown, oldest first. */
  dialogs: [] as AskedDialog[],
  /** Buttons that the next dialogs are answered with; a dialog without one takes its default. */
  answers: [] as number[],
  /** Arguments of the starts that the app asked for at its end. */
  relaunches: [] as string[][],
  /** The file that the next dialogs save to; none: they are cancelled. */
  saveTo: '',
  /** Addresses that were handed to the system's browser or mail program. */
  opened: [] as string[],
  /** Notifications that were shown, oldest first. */
  notifications: [] as Notification[],
  /** Clicks a toast, by the arguments that it or its button carries. */
  activate: (_arguments: string): void => {
    throw new Error('The app follows no toasts.');
  },
  /** How far Squirrel came with an update of macOS. */
  squirrel: null as 'staged' | 'installing' | null,
  badgeCount: 0,
  /** What the app asked to be started with for links, oldest first. */
  linkHandlers: [] as { readonly scheme: string; readonly path: string; readonly args: readonly string[] }[],
  clipboard: '',
  loginItem: { openAtLogin: false } as Electron.Settings,
};
