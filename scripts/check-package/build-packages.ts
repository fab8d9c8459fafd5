import path from 'node:path';
import { Arch, build, Platform } from 'electron-builder';
import { writePlaceholderElectron } from './placeholder-electron.ts';

/** An unpacked package: where it lies, and where its parts are. */
export interface BuiltPackage {
  readonly platform: 'linux' | 'win32' | 'darwin';
  readonly executable: string;
  /** Where `app.asar` is. */
  readonly resources: string;
  /** What `@electron/fuses` takes. */
  readonly fused: string;
}

/** The server that the packages of this check would ask for updates. */
export const updateServerOfCheck = 'https://updates.example/dueline/';

/** Packs what lies in `out/` for Linux, Windows and macOS over placeholders of Electron, all inside `folder`. */
export async function buildPackages(folder: string, electronVersion: string): Promise<readonly BuiltPackage[]> {
  // No certificate of whoever runs the check, and no question to a keychain.
  process.env.CSC_IDENTITY_AUTO_DISCOVERY = 'false';
  const output = path.join(folder, 'dist');
  for (const [platform, target] of [
    ['linux', Platform.LINUX],
    ['win32', Platform.WINDOWS],
    ['darwin', Platform.MAC],
  ] as const) {
    const electronDist = placeholderIn(folder, platform);
    writePlaceholderElectron(electronDist, platform, electronVersion);
    await build({
      targets: target.createTarget('dir', Arch.x64),
      publish: 'never',
      config: {
        electronDist,
        electronVersion,
        directories: { output },
        publish: { provider: 'generic', url: updateServerOfCheck },
      },
    });
  }
  const linux = path.join(output, 'linux-unpacked');
  const windows = path.join(output, 'win-unpacked');
  const mac = path.join(output, 'mac/Dueline.app');
  return [
    { platform: 'linux', executable: path.join(linux, 'dueline'), ...parts(linux, path.join(linux, 'dueline')) },
    {
      platform: 'win32',
      executable: path.join(windows, 'Dueline.exe'),
      ...parts(windows, path.join(windows, 'Dueline.exe')),
    },
    {
      platform: 'darwin',
      executable: path.join(mac, 'Contents/MacOS/Dueline'),
      resources: path.join(mac, 'Contents/Resources'),
      fused: mac,
    },
  ];
}

/** Where the placeholder of Electron for a platform lies. */
export function placeholderIn(folder: string, platform: BuiltPackage['platform']): string {
  return path.join(folder, `electron-${platform}`);
}

function parts(folder: string, fused: string): Pick<BuiltPackage, 'resources' | 'fused'> {
  return { resources: path.join(folder, 'resources'), fused };
}
