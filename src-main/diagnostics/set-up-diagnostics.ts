import { lstatSync, readdirSync } from 'node:fs';
import { statfs, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { app, dialog } from 'electron';
import type { SyncFacts } from '../../src-shared/desktop/sync-facts.ts';
import type { BackendState, DiagnosticsSaved } from '../../src-shared/desktop-contract.ts';
import type { Settings } from '../../src-shared/settings/settings.ts';
import type { DesktopHandlers } from '../desktop/calls.ts';
import type { Log } from '../log/set-up-log.ts';
import type { Config } from '../startup/config.ts';
import type { MainWindow } from '../window/main-window.ts';
import { type DiagnosticFacts, diagnosticsText } from './diagnostics-text.ts';

export interface DiagnosticsParts {
  readonly config: Pick<Config, 'profile' | 'version' | 'runtime'>;
  readonly window: MainWindow;
  readonly log: Log;
  readonly backend: () => BackendState;
  readonly sync: () => SyncFacts | null;
  readonly journal: () => Promise<DiagnosticFacts['journal']>;
  readonly settings: () => Settings;
}

const mostLogLines = 400;

/** Puts the diagnostics together, and saves exactly what was read. */
export function setUpDiagnostics(
  parts: DiagnosticsParts,
): Pick<DesktopHandlers, 'diagnostics:read' | 'diagnostics:save'> {
  let shown: string | null = null;
  return {
    'diagnostics:read': async () => {
      shown = diagnosticsText(await gather(parts));
      return { text: shown };
    },
    'diagnostics:save': async () => (shown === null ? { outcome: 'cancelled' } : save(parts.window, shown)),
  };
}

async function save(window: MainWindow, text: string): Promise<DiagnosticsSaved> {
  const options = { title: 'Save the diagnostics', defaultPath: 'dueline-diagnostics.txt' };
  const shown = window.current();
  const { canceled, filePath } = await (shown === undefined
    ? dialog.showSaveDialog(options)
    : dialog.showSaveDialog(shown, options));
  if (canceled || filePath === '') return { outcome: 'cancelled' };
  try {
    await writeFile(filePath, text);
    return { outcome: 'saved', file: filePath };
  } catch (error) {
    return { outcome: 'failed', message: error instanceof Error ? error.message : String(error) };
  }
}

async function gather({ config, log, backend, sync, journal, settings }: DiagnosticsParts): Promise<DiagnosticFacts> {
  const { node = '', electron = '', chrome = '' } = process.versions;
  return {
    at: new Date().toISOString(),
    app: { version: config.version, runtime: config.runtime, isPackaged: app.isPackaged },
    system: {
      platform: process.platform,
      release: os.release(),
      arch: process.arch,
      languages: app.getPreferredSystemLanguages(),
      memoryMegabytes: Math.round(os.totalmem() / 2 ** 20),
      versions: { node, electron, chrome },
    },
    backend: backend(),
    sync: sync(),
    journal: await journal().catch(() => null),
    sizes: sizesIn(config.profile),
    freeBytes: await statfs(config.profile).then(
      ({ bavail, bsize }) => bavail * bsize,
      () => null,
    ),
    settings: settings(),
    log: log.lines().slice(-mostLogLines),
  };
}

/** How large each part of the profile is. */
function sizesIn(profile: string): Record<string, number> {
  return Object.fromEntries(readdirSync(profile).map((name) => [name, sizeOf(path.join(profile, name))]));
}

function sizeOf(place: string): number {
  try {
    const stats = lstatSync(place);
    if (!stats.isDirectory()) return stats.size;
    return readdirSync(place).reduce((sum, name) => sum + sizeOf(path.join(place, name)), 0);
  } catch {
    // Files of the browser come and go.
    return 0;
  }
}
