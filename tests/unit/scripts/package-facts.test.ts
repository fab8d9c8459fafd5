import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { flipFuses } from '@electron/fuses';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writePlaceholderElectron } from '../../../scripts/check-package/placeholder-electron.ts';
import {
  differences,
  readFuses,
  readMacBundle,
  readWindowsExecutable,
} from '../../../scripts/check-package/read-package.ts';
import { fusedFile, fuses } from '../../../scripts/package/fuses.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'dueline-placeholder-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('facts of a package', () => {
  test('differ by name, with what was found and what was expected', () => {
    expect(
      differences(
        { id: 'net.other', camera: 'yes', more: 'x' },
        { id: 'net.dueline', name: 'Dueline', camera: undefined },
      ),
    ).toEqual(["id is 'net.other', not 'net.dueline'.", "name is missing, not 'Dueline'.", "camera is 'yes'."]);
    expect(differences({ id: 'net.dueline', more: 'x' }, { id: 'net.dueline', camera: undefined })).toEqual([]);
  });
});

describe.each(['linux', 'win32', 'darwin'] as const)('a placeholder of Electron for %s', (platform) => {
  test('has every fuse of Electron, as it ships them until each is set as decided', async () => {
    const dist = path.join(folder, platform);
    writePlaceholderElectron(dist, platform, '1.2.3');
    const executable = { linux: 'electron', win32: 'electron', darwin: 'Electron' }[platform];
    const fused = fusedFile(dist, platform, executable);
    expect(await readFuses(fused)).toMatchObject({
      RunAsNode: 'on',
      OnlyLoadAppFromAsar: 'off',
      WasmTrapHandlers: 'on',
    });
    await flipFuses(fused, fuses);
    expect(await readFuses(fused)).toEqual({
      RunAsNode: 'off',
      EnableCookieEncryption: 'on',
      EnableNodeOptionsEnvironmentVariable: 'off',
      EnableNodeCliInspectArguments: 'off',
      EnableEmbeddedAsarIntegrityValidation: 'on',
      OnlyLoadAppFromAsar: 'on',
      LoadBrowserProcessSpecificV8Snapshot: 'off',
      GrantFileProtocolExtraPrivileges: 'off',
      WasmTrapHandlers: 'on',
    });
  });

  test('is read as what it is, so that a package that was not edited is found out', () => {
    const dist = path.join(folder, `${platform}-facts`);
    writePlaceholderElectron(dist, platform, '1.2.3');
    const read = {
      linux: () => ({ CFBundleName: undefined }),
      win32: () => readWindowsExecutable(path.join(dist, 'electron.exe')),
      darwin: () => readMacBundle(path.join(dist, 'Electron.app')),
    }[platform]();
    const untouched = {
      linux: {},
      win32: { ProductName: 'Electron', 'checksum of the archive': undefined },
      darwin: { CFBundleName: 'Electron', 'link schemes': '', 'checksum of the archive': undefined },
    }[platform];
    expect(read).toMatchObject(untouched);
  });
});
