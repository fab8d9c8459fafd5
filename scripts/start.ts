// npm start: opens the app. With Electron where its binary is or can be fetched, otherwise in the installed browser.
import { spawn } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';
import { findBrowser, howToGetABrowser } from '../tests/electron-standin/find-browser.ts';
import { buildIfStale, projectFolder } from './build-app.ts';
import { fetchElectron, installedElectron, standInFolder } from './electron-binary.ts';

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};
const appArguments = process.argv.slice(2);

try {
  buildIfStale();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
const hasDisplay = process.platform !== 'linux' || Boolean(process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY);
// Electron opens no window without a display; the stand-in does.
const mayUseElectron = hasDisplay && process.env.DUELINE_RUNTIME !== 'stand-in';
const electron = mayUseElectron ? (installedElectron() ?? (await fetchElectron(say))) : undefined;
if (electron !== undefined) run(electron, process.env);
else runInBrowser();

function runInBrowser(): void {
  if (installedElectron() === undefined) {
    const why = mayUseElectron ? 'is not here and could not be fetched' : 'is not here';
    say(`Electron's binary ${why}. To get it, on a network that reaches GitHub:`);
    say('  npx install-electron --no        (ELECTRON_MIRROR=URL names a mirror)');
  }
  const browser = findBrowser();
  if (browser === undefined) {
    process.stderr.write(`Without it Dueline needs a browser, and none is installed. ${howToGetABrowser}\n`);
    process.exit(1);
  }
  say(`Going on in ${browser}, with a stand-in for Electron: no notifications of the system, no menu bar.`);
  const env = { ...process.env };
  if (!hasDisplay) {
    const pictures = env.DUELINE_PICTURES ?? picturesFolder();
    env.DUELINE_PICTURES = pictures;
    say(`There is no display: a picture of the window is kept in ${path.join(pictures, 'dueline.png')}.`);
  }
  const [command, ...args] =
    process.platform === 'win32'
      ? [process.execPath, path.join(standInFolder, 'boot.ts')]
      : [path.join(standInFolder, 'electron')];
  run(command ?? '', env, args);
}

/** In the profile if one is named, so that two instances keep theirs apart. */
function picturesFolder(): string {
  const at = appArguments.findIndex((argument) => /^--profile(=|$)/.test(argument));
  const profile = appArguments[at]?.split('=')[1] ?? appArguments[at + 1];
  if (at !== -1 && profile) return path.resolve(profile, 'pictures');
  return path.join(os.tmpdir(), `dueline-pictures-${os.userInfo().username}`);
}

/** Runs the app in this terminal: signals reach it, and its exit code becomes ours. */
function run(command: string, env: NodeJS.ProcessEnv, before: readonly string[] = []): void {
  // Chromium refuses its sandbox to root (containers); anybody else keeps it.
  const switches = process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const child = spawn(command, [...before, ...switches, projectFolder, ...appArguments], { stdio: 'inherit', env });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      child.kill(signal);
    });
  }
  // A signal to npm ends the shell between it and this process, but is not passed on: then the parent changes.
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) child.kill('SIGTERM');
  }, 1_000).unref();
  child.once('error', (error) => {
    process.stderr.write(`${command} could not be started: ${error.message}\n`);
    process.exit(1);
  });
  child.once('exit', (code, signal) => {
    process.exit(code ?? 128 + (signal === null ? 0 : os.constants.signals[signal]));
  });
}
