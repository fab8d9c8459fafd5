import { accessSync, constants } from 'node:fs';
import path from 'node:path';

/** What to tell somebody whose machine has no browser for the stand-in. */
export const howToGetABrowser =
  'Install Chromium, Google Chrome or Microsoft Edge (Debian and Ubuntu: `sudo apt-get install chromium`), ' +
  'or set CHROMIUM to the path of its executable.';

/** Path of an installed Chromium, Chrome or Edge; undefined where there is none. `CHROMIUM` goes first. */
export function findBrowser(
  env: NodeJS.ProcessEnv = process.env,
  platform: string = process.platform,
): string | undefined {
  if (env.CHROMIUM) return lookUp(env.CHROMIUM, env, platform);
  for (const candidate of candidates(env, platform)) {
    const found = lookUp(candidate, env, platform);
    if (found !== undefined) return found;
  }
  return undefined;
}

function candidates(env: NodeJS.ProcessEnv, platform: string): readonly string[] {
  if (platform === 'darwin') {
    const apps = ['Chromium', 'Google Chrome', 'Microsoft Edge'].map((app) => `${app}.app/Contents/MacOS/${app}`);
    return ['/Applications', path.join(env.HOME ?? '/', 'Applications')].flatMap((folder) =>
      apps.map((app) => path.join(folder, app)),
    );
  }
  if (platform === 'win32') {
    const folders = [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA].filter(
      (folder) => folder !== undefined,
    );
    const programs = [
      'Chromium\\Application\\chrome.exe',
      'Google\\Chrome\\Application\\chrome.exe',
      'Microsoft\\Edge\\Application\\msedge.exe',
    ];
    return programs.flatMap((program) => folders.map((folder) => path.win32.join(folder, program)));
  }
  return [
    'chromium',
    'chromium-browser',
    'google-chrome',
    'google-chrome-stable',
    'microsoft-edge',
    'microsoft-edge-stable',
    'msedge',
  ];
}

function lookUp(program: string, env: NodeJS.ProcessEnv, platform: string): string | undefined {
  if (program.includes('/') || program.includes('\\')) return isExecutable(program) ? program : undefined;
  const separator = platform === 'win32' ? ';' : ':';
  return (env.PATH ?? '')
    .split(separator)
    .filter((folder) => folder !== '')
    .map((folder) => path.join(folder, program))
    .find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
