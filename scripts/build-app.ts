import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';

/** The project's folder. */
export const projectFolder = path.join(import.meta.dirname, '..');

const results = ['out/main/main.js', 'out/main/backend.js', 'out/preload/preload.cjs', 'out/renderer/index.html'];
const sources = [
  'src-shared',
  'src-main',
  'src-renderer',
  'src-backend',
  'assets',
  'docs/release-notes.md',
  'electron.vite.config.ts',
  'package-lock.json',
];

/** Builds main, preload, backend and renderer into `out/` if a source is newer than the last build. */
export function buildIfStale(): void {
  if (!isStale()) return;
  const vite = path.join(projectFolder, 'node_modules/electron-vite/bin/electron-vite.js');
  const built = spawnSync(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
    cwd: projectFolder,
    encoding: 'utf8',
    env: { ...process.env, NODE_ENV: 'production' },
  });
  if (built.status !== 0) throw new Error(`The build failed.\n${built.stdout}${built.stderr}`);
}

function isStale(): boolean {
  const files = results.map((file) => path.join(projectFolder, file));
  if (!files.every((file) => existsSync(file))) return true;
  const builtAt = Math.min(...files.map((file) => statSync(file).mtimeMs));
  return sources.some((source) => newestIn(path.join(projectFolder, source)) > builtAt);
}

function newestIn(place: string): number {
  const stats = statSync(place);
  if (!stats.isDirectory()) return stats.mtimeMs;
  return readdirSync(place).reduce((newest, name) => Math.max(newest, newestIn(path.join(place, name))), stats.mtimeMs);
}
