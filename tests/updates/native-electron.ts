import { createRequire, registerHooks } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type Electron from 'electron';

/** The stand-in under the name `electron`, also for libraries that require it by themselves, as electron-updater does. */
export function nativeElectron(): typeof Electron {
  const url = pathToFileURL(path.join(import.meta.dirname, '../electron-standin/electron.ts')).href;
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier === 'electron' ? { url, format: 'module-typescript', shortCircuit: true } : next(specifier, context),
  });
  return createRequire(import.meta.url)('electron');
}
