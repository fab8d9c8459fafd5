import { installedElectron, standInFolder } from '../../scripts/electron-binary.ts';
import { findBrowser, howToGetABrowser } from '../electron-standin/find-browser.ts';

/** What the e2e tests run on: Electron where its binary is, otherwise the stand-in in an installed browser. */
export type E2eRuntime =
  | { readonly kind: 'electron' }
  | { readonly kind: 'stand-in'; readonly browser: string }
  | { readonly kind: 'none'; readonly reason: string };

/** Chooses once a process. `DUELINE_RUNTIME=stand-in` leaves Electron aside, `DUELINE_RUNTIME=electron` takes nothing else. */
export function chooseRuntime(): E2eRuntime {
  const wanted = process.env.DUELINE_RUNTIME;
  if (wanted !== 'stand-in' && installedElectron() !== undefined) return { kind: 'electron' };
  if (wanted === 'electron') throw new Error("Electron's binary is not here: npx install-electron --no");
  // Read by Playwright and by electron's own module in this process; its `env` option comes too late.
  process.env.ELECTRON_OVERRIDE_DIST_PATH = standInFolder;
  const browser = findBrowser();
  if (browser !== undefined) return { kind: 'stand-in', browser };
  return { kind: 'none', reason: `not run: there is neither Electron nor a browser. ${howToGetABrowser}` };
}

export const runtime: E2eRuntime = chooseRuntime();
