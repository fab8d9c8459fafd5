import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Arch, build, Platform } from 'electron-builder';
import { projectFolder } from '../build-app.ts';
import { updateServerOfCheck } from './build-packages.ts';
import { writePluginStubs } from './plugin-stubs.ts';

export type CompiledInstallers =
  | { readonly ok: true; readonly folder: string; readonly files: readonly string[] }
  /** Why they could not be compiled here. */
  | { readonly ok: false; readonly missing: string };

/**
 * Compiles the installers of Windows, for both processors, with the system's own `makensis`: the whole script, that of
 * electron-builder and ours. Plugins and the uninstaller are stubs, so they prove that it compiles, with which pictures
 * and names, and not that it installs. `electronDist` is the placeholder of Electron.
 *
 * @throws with what the compiler says.
 */
export async function compileInstallers(folder: string, electronDist: string): Promise<CompiledInstallers> {
  if (process.platform !== 'linux') return { ok: false, missing: 'on Linux alone, since Windows builds the real ones' };
  const [makensis, sevenZip] = [find('makensis'), find('7za')];
  if (makensis === undefined || sevenZip === undefined) {
    return { ok: false, missing: 'it takes makensis and 7za (Debian and Ubuntu: apt-get install nsis p7zip-full)' };
  }
  const bundle = path.join(folder, 'nsis');
  const plugins = path.join(folder, 'nsis-resources');
  const programs = path.join(folder, 'programs');
  const output = path.join(folder, 'installers');
  writeProgram(path.join(bundle, 'linux/makensis'), `unset NSISDIR\nexec '${makensis}' "$@"`);
  writeProgram(path.join(bundle, 'elevate.exe'), '# Placeholder.');
  // What it starts would write the uninstaller.
  writeProgram(path.join(programs, 'wine'), 'cp "$1" "$(dirname "$1")/$(basename "$1" .exe).__uninstaller.exe"');
  writePluginStubs(
    path.join(projectFolder, 'node_modules/app-builder-lib/templates/nsis'),
    path.join(plugins, 'plugins/x86-unicode'),
  );
  const tools = {
    ELECTRON_BUILDER_NSIS_DIR: bundle,
    ELECTRON_BUILDER_NSIS_RESOURCES_DIR: plugins,
    ELECTRON_BUILDER_7ZIP_PATH: sevenZip,
    PATH: `${programs}:${process.env.PATH ?? ''}`,
  };
  const before = Object.keys(tools).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, tools);
  try {
    await build({
      targets: Platform.WINDOWS.createTarget('nsis', Arch.x64, Arch.arm64),
      publish: 'never',
      config: {
        electronDist,
        directories: { output },
        publish: { provider: 'generic', url: updateServerOfCheck },
        compression: 'store',
      },
    });
  } finally {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
  return { ok: true, folder: output, files: readdirSync(output).sort() };
}

function find(program: string): string | undefined {
  const found = spawnSync('sh', ['-c', `command -v ${program}`], { encoding: 'utf8' });
  return found.status === 0 ? found.stdout.trim() : undefined;
}

function writeProgram(file: string, script: string): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
}
