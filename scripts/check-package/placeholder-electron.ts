import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { FuseV1Options } from '@electron/fuses';
import { build as buildPlist } from 'plist';
import { NtExecutable, NtExecutableResource, Resource } from 'resedit';
import { standInFolder } from '../electron-binary.ts';

/**
 * What stands in for Electron's distribution where it cannot be had: its layout, with the parts that electron-builder
 * edits (fuses, version information, property lists) in their real formats. It proves how a package is configured, and
 * nothing of Electron: only the Linux one starts, on the tests' stand-in.
 */
export function writePlaceholderElectron(folder: string, platform: NodeJS.Platform, version: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'version'), version);
  writeFileSync(path.join(folder, 'LICENSE'), 'Placeholder for the licence of Electron.\n');
  writeFileSync(path.join(folder, 'LICENSES.chromium.html'), '<p>Placeholder for the licences of Chromium.</p>\n');
  if (platform === 'darwin') writeMac(folder);
  else if (platform === 'win32') writeWindows(folder);
  else writeLinux(folder);
}

/** The fuses as Electron ships them. */
const shipped: Readonly<Record<FuseV1Options, boolean>> = {
  [FuseV1Options.RunAsNode]: true,
  [FuseV1Options.EnableCookieEncryption]: false,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: true,
  [FuseV1Options.EnableNodeCliInspectArguments]: true,
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: false,
  [FuseV1Options.OnlyLoadAppFromAsar]: false,
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: true,
  [FuseV1Options.WasmTrapHandlers]: true,
};

/** As in Electron: a fixed text, the version and length of the wire, and one character a fuse. */
function fuseWire(): Buffer {
  const states = Object.values(shipped).map((isOn) => (isOn ? '1' : '0'));
  return Buffer.concat([
    Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX', 'latin1'),
    Buffer.from([1, states.length]),
    Buffer.from(states.join(''), 'latin1'),
  ]);
}

/** Ends with the call, so that the wire after it is never read as a command. */
function writeLinux(folder: string): void {
  const script = [
    '#!/bin/sh',
    "# The tests' stand-in; DUELINE_STAND_IN_PACKAGED names the folder that app.asar was extracted to.",
    `exec '${path.join(standInFolder, 'electron')}' "$@"`,
    'exit 1',
    '',
  ];
  const executable = path.join(folder, 'electron');
  writeFileSync(executable, Buffer.concat([Buffer.from(script.join('\n')), fuseWire(), Buffer.from('\n')]));
  chmodSync(executable, 0o755);
  mkdirSync(path.join(folder, 'resources'));
  mkdirSync(path.join(folder, 'locales'));
  writeFileSync(path.join(folder, 'locales/en-US.pak'), '');
}

function writeWindows(folder: string): void {
  const executable = NtExecutable.createEmpty(false, false);
  const resources = NtExecutableResource.from(executable);
  const strings = {
    ProductName: 'Electron',
    FileDescription: 'Electron',
    CompanyName: 'GitHub, Inc.',
    FileVersion: '0.0.0',
    ProductVersion: '0.0.0',
  };
  const info = Resource.VersionInfo.create({
    lang: 1033,
    fixedInfo: {},
    strings: [{ lang: 1033, codepage: 1200, values: strings }],
  });
  info.outputToResourceEntries(resources.entries);
  const wire = fuseWire();
  resources.entries.push({
    type: 'PLACEHOLDER',
    id: 'FUSES',
    lang: 1033,
    codepage: 1200,
    bin: wire.buffer.slice(wire.byteOffset, wire.byteOffset + wire.byteLength) as ArrayBuffer,
  });
  resources.outputResource(executable);
  writeFileSync(path.join(folder, 'electron.exe'), Buffer.from(executable.generate()));
  mkdirSync(path.join(folder, 'resources'));
  mkdirSync(path.join(folder, 'locales'));
  writeFileSync(path.join(folder, 'locales/en-US.pak'), '');
}

function writeMac(folder: string): void {
  const contents = path.join(folder, 'Electron.app/Contents');
  const frameworks = path.join(contents, 'Frameworks');
  writeBundle(contents, 'Electron', 'com.github.Electron');
  mkdirSync(path.join(contents, 'Resources/en.lproj'), { recursive: true });
  writeFileSync(path.join(contents, 'Resources/electron.icns'), '');
  for (const suffix of ['', ' (Renderer)', ' (GPU)', ' (Plugin)']) {
    const name = `Electron Helper${suffix}`;
    writeBundle(path.join(frameworks, `${name}.app/Contents`), name, 'com.github.Electron.helper');
  }
  const framework = path.join(frameworks, 'Electron Framework.framework');
  mkdirSync(path.join(framework, 'Resources/en.lproj'), { recursive: true });
  writeFileSync(path.join(framework, 'Electron Framework'), fuseWire());
}

function writeBundle(contents: string, name: string, id: string): void {
  mkdirSync(path.join(contents, 'MacOS'), { recursive: true });
  writeFileSync(path.join(contents, 'MacOS', name), '');
  chmodSync(path.join(contents, 'MacOS', name), 0o755);
  const info = {
    CFBundleName: name,
    CFBundleDisplayName: name,
    CFBundleExecutable: name,
    CFBundleIdentifier: id,
    CFBundlePackageType: 'APPL',
    CFBundleIconFile: 'electron.icns',
    CFBundleVersion: '0.0.0',
    CFBundleShortVersionString: '0.0.0',
    LSMinimumSystemVersion: '13.0',
    NSCameraUsageDescription: 'This app needs access to the camera',
  };
  writeFileSync(path.join(contents, 'Info.plist'), buildPlist(info));
}
