import type Electron from 'electron';
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
  badgeCount: 0,
  clipboard: '',
  loginItem: { openAtLogin: false } as Electron.Settings,
};
