/*
 * npm run check:package: packs the app for Linux, Windows and macOS over placeholders of Electron, reads the packages
 * back, and starts the Linux one on the tests' stand-in. It asks no network.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { FuseV1Options } from '@electron/fuses';
import { appId } from '../src-main/startup/app-id.ts';
import { linkScheme } from '../src-shared/links/case-link.ts';
import { findBrowser, howToGetABrowser } from '../tests/electron-standin/find-browser.ts';
import { buildIfStale, projectFolder } from './build-app.ts';
import { problemsOfArchive } from './check-package/archive-rules.ts';
import {
  type BuiltPackage,
  buildPackages,
  placeholderIn,
  updateServerOfCheck,
} from './check-package/build-packages.ts';
import { readArchive } from './check-package/read-archive.ts';
import {
  differences,
  type Facts,
  readEntitlements,
  readFuses,
  readMacBundle,
  readUpdateFile,
  readWindowsExecutable,
} from './check-package/read-package.ts';
import { extractApp, startOnStandIn } from './check-package/start-on-standin.ts';
import { compileInstallers } from './check-package/windows-installer.ts';
import { fuses } from './package/fuses.ts';

/** Most that the app itself may add to Electron. */
const sizeBudget = 15 * 1024 * 1024;
const names: Readonly<Record<BuiltPackage['platform'], string>> = { linux: 'Linux', win32: 'Windows', darwin: 'macOS' };
const readJson = (file: string) => JSON.parse(readFileSync(path.join(projectFolder, file), 'utf8'));
const { version }: { version: string } = readJson('package.json');
const electron: { version: string } = readJson('node_modules/electron/package.json');
const counts = { passed: 0, failed: 0, skipped: 0 };

const folder = mkdtempSync(path.join(os.tmpdir(), 'dueline-package-'));
try {
  buildIfStale();
  const packages = await buildPackages(folder, electron.version);
  console.log(
    `\nPacked over placeholders: they prove how a package is configured, and nothing of Electron ${electron.version}.`,
  );
  for (const built of packages) await checkPackage(built);
  report(
    'macOS: entitlements',
    differences(
      { all: readEntitlements(asset('entitlements/app.plist')).join(' ') },
      { all: 'com.apple.security.cs.allow-jit' },
    ),
  );
  await checkInstallers();
  const [linux] = packages;
  if (findBrowser() === undefined) report('Linux: starts', `there is no browser for the stand-in. ${howToGetABrowser}`);
  else if (linux !== undefined) await checkStart(linux);
} finally {
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
}
console.log(`\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exitCode = counts.failed > 0 ? 1 : 0;

async function checkPackage(built: BuiltPackage): Promise<void> {
  const name = names[built.platform];
  const archive = readArchive(path.join(built.resources, 'app.asar'));
  const size = archive.files.reduce((sum, file) => sum + file.content.length, 0);
  report(`${name}: app.asar holds the app and nothing else (${archive.files.length} files)`, [
    ...problemsOfArchive(archive.files, {
      version,
      signs: {
        'the shipped policy': readJson('assets/policy/itn.json').name,
        'the words of the sample desk': readJson('assets/sample/people.json').coas[0],
      },
      traces: { 'a path of this machine': projectFolder, ...secretsHere() },
    }),
    ...archive.withoutChecksum.map((file) => `${file} has no checksum.`),
  ]);
  const megabytes = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(1)} MB`;
  report(
    `${name}: ${megabytes(size)} of its own, ${megabytes(sizeBudget)} allowed`,
    size <= sizeBudget ? [] : ['It is too large.'],
  );
  report(`${name}: every fuse is set`, differences(await readFuses(built.fused), expectedFuses()));
  const checksum = `SHA256 ${archive.headerHash}`;
  if (built.platform === 'win32')
    report(
      `${name}: version information, icon, verified archive`,
      differences(readWindowsExecutable(built.executable), expectedOfWindows(checksum)),
    );
  if (built.platform === 'darwin') {
    report(
      `${name}: Info.plist, helpers, verified archive`,
      differences(readMacBundle(built.fused), expectedOfMac(checksum)),
    );
    report(
      `${name}: icon`,
      readFileSync(path.join(built.resources, 'icon.icns')).equals(readFileSync(asset('icons/app.icns')))
        ? []
        : ['It is not that of assets/icons.'],
    );
  }
  if (built.platform === 'linux')
    report(
      `${name}: where updates come from`,
      differences(readUpdateFile(path.join(built.resources, 'app-update.yml')), {
        provider: 'generic',
        url: updateServerOfCheck,
      }),
    );
}

async function checkInstallers(): Promise<void> {
  const what = 'Windows: both installers compile, with their names, icon, version and update files';
  const compiled = await compileInstallers(folder, placeholderIn(folder, 'win32')).catch((error: unknown) => {
    report(what, [error instanceof Error ? error.message : String(error)]);
  });
  if (compiled === undefined) return;
  if (!compiled.ok) {
    report(what, compiled.missing);
    return;
  }
  const installers = ['x64', 'arm64'].map((processor) => `Dueline-${version}-win-${processor}.exe`);
  const updates = version.includes('-') ? 'beta.yml' : 'latest.yml';
  const wanted = [...installers, ...installers.map((file) => `${file}.blockmap`), updates];
  const offered = compiled.files.includes(updates) ? readFileSync(path.join(compiled.folder, updates), 'utf8') : '';
  report(what, [
    ...wanted.filter((file) => !compiled.files.includes(file)).map((file) => `${file} is missing.`),
    ...installers
      .filter((file) => compiled.files.includes(file))
      .flatMap((file) => differences(readWindowsExecutable(path.join(compiled.folder, file)), expectedOfInstaller())),
    ...[...installers, version, 'releaseNotes']
      .filter((text) => !offered.includes(text))
      .map((text) => `${updates} lacks ${text}.`),
  ]);
}

async function checkStart(built: BuiltPackage): Promise<void> {
  const smoke = spawnSync(process.execPath, [path.join(projectFolder, 'scripts/smoke.ts'), built.executable], {
    encoding: 'utf8',
    env: { ...process.env, DUELINE_STAND_IN_PACKAGED: extractApp(built, folder) },
  });
  report(
    'Linux: the smoke test of the release workflow passes',
    smoke.status === 0 ? [] : [smoke.stdout, smoke.stderr],
  );
  const seen = await startOnStandIn(built, folder);
  report(`Linux: starts on the stand-in and shows the queue: ${seen.rows} rows, the first "${seen.firstRow}"`, [
    ...differences(
      {
        packaged: String(seen.isPackaged),
        version: seen.version,
        name: seen.name,
        clock: String(seen.testClockAt),
        links: seen.links.join(),
      },
      {
        packaged: 'true',
        version,
        name: 'Dueline',
        clock: 'null',
        links: `${linkScheme} --profile ${path.join(folder, 'profile')} --`,
      },
    ),
    ...(seen.rows > 0 ? [] : ['The queue is empty.']),
    ...seen.menuRoles.filter((role) => /devtools|reload/i.test(role)).map((role) => `The menu has ${role}.`),
  ]);
}

function expectedFuses(): Facts {
  return Object.fromEntries(
    Object.entries(fuses).flatMap(([index, state]) =>
      /^\d+$/.test(index) ? [[FuseV1Options[Number(index)], state ? 'on' : 'off']] : [],
    ),
  );
}

function expectedOfWindows(checksum: string): Facts {
  return {
    ProductName: 'Dueline',
    FileDescription: 'Dueline',
    InternalName: 'Dueline',
    CompanyName: 'The Dueline contributors',
    LegalCopyright: 'Copyright © 2026 The Dueline contributors',
    FileVersion: version,
    // Four numbers, whatever the channel.
    ProductVersion: `${version.split('-')[0]}.0`,
    'sizes of the icon': '16 20 24 32 40 48 64 128 256',
    'archive that is verified': 'resources\\app.asar',
    'checksum of the archive': checksum,
  };
}

function expectedOfInstaller(): Facts {
  const { ProductName, CompanyName, LegalCopyright, 'sizes of the icon': sizes } = expectedOfWindows('');
  return { ProductName, CompanyName, LegalCopyright, FileVersion: version, 'sizes of the icon': sizes };
}

function expectedOfMac(checksum: string): Facts {
  return {
    CFBundleIdentifier: appId,
    // The menus of macOS are named after these.
    CFBundleName: 'Dueline',
    CFBundleDisplayName: 'Dueline',
    CFBundleExecutable: 'Dueline',
    CFBundleShortVersionString: version,
    LSApplicationCategoryType: 'public.app-category.business',
    NSCameraUsageDescription: undefined,
    'link schemes': linkScheme,
    'archive that is verified': 'Resources/app.asar',
    'checksum of the archive': checksum,
    helpers: 'Dueline Helper (GPU).app, Dueline Helper (Plugin).app, Dueline Helper (Renderer).app, Dueline Helper.app',
  };
}

/** Secrets that whoever builds has in the environment. Short values would be found everywhere. */
function secretsHere(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      /^(CSC_|WIN_CSC_|APPLE_)|TOKEN|SECRET|PASSWORD/.test(name) && value !== undefined && value.length >= 12
        ? [[`the value of ${name}`, value]]
        : [],
    ),
  );
}

function asset(file: string): string {
  return path.join(projectFolder, 'assets', file);
}

/** Prints one line, and what is wrong below it; a sentence instead of problems says why it was not run. */
function report(what: string, problems: readonly string[] | string): void {
  if (typeof problems === 'string') {
    counts.skipped++;
    console.log(`- ${what}: not run, ${problems}`);
    return;
  }
  counts[problems.length === 0 ? 'passed' : 'failed']++;
  console.log(`${problems.length === 0 ? '✓' : '✗'} ${what}`);
  for (const problem of problems) console.log(`    ${problem}`);
}
