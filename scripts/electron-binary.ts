import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { projectFolder } from './build-app.ts';

const electronFolder = path.join(projectFolder, 'node_modules/electron');
/** Stands where Electron's binary cannot be had. */
export const standInFolder = path.join(projectFolder, 'tests/electron-standin');

/** Path of Electron's executable if it has been fetched; undefined otherwise. Asks no network. */
export function installedElectron(): string | undefined {
  const pathFile = path.join(electronFolder, 'path.txt');
  if (!existsSync(pathFile)) return undefined;
  const executable = path.join(electronFolder, 'dist', readFileSync(pathFile, 'utf8'));
  return existsSync(executable) ? executable : undefined;
}

/** Fetches Electron's binary (about 120 MB) as its own installer does. Undefined when it cannot be had here. */
export async function fetchElectron(say: (line: string) => void): Promise<string | undefined> {
  if (!(await isDownloadReachable())) return undefined;
  say("Fetching Electron's binary, once (about 120 MB) …");
  const installer = spawn(process.execPath, [path.join(electronFolder, 'install.js')], { stdio: 'ignore' });
  const tooLong = setTimeout(() => installer.kill('SIGKILL'), 10 * 60_000);
  await new Promise<void>((resolve) => {
    installer.once('exit', () => resolve());
    installer.once('error', () => resolve());
  });
  clearTimeout(tooLong);
  return installedElectron();
}

/** Asks for the release's short checksum list: on a closed network this fails at once instead of after the installer's retries. */
async function isDownloadReachable(): Promise<boolean> {
  const { version }: { version: string } = JSON.parse(readFileSync(path.join(electronFolder, 'package.json'), 'utf8'));
  const mirror =
    process.env.ELECTRON_MIRROR ??
    process.env.npm_config_electron_mirror ??
    'https://github.com/electron/electron/releases/download/';
  const answer = await fetch(`${mirror.replace(/\/?$/, '/')}v${version}/SHASUMS256.txt`, {
    method: 'HEAD',
    signal: AbortSignal.timeout(5_000),
  }).catch(() => undefined);
  return answer?.ok ?? false;
}
