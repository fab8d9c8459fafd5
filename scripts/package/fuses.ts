import { type FuseConfig, FuseV1Options, FuseVersion } from '@electron/fuses';

/**
 * Every fuse of Electron, each decided. `strictlyRequireAllFuses` stops the build at an Electron that has one more, so
 * that it is decided too.
 */
export const fuses = {
  version: FuseVersion.V1,
  strictlyRequireAllFuses: true,
  // The backend is a utility process; nothing runs the executable as Node.
  [FuseV1Options.RunAsNode]: false,
  [FuseV1Options.EnableCookieEncryption]: true,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
  [FuseV1Options.EnableNodeCliInspectArguments]: false,
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
  [FuseV1Options.OnlyLoadAppFromAsar]: true,
  // There is no snapshot of our own for the main process.
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  // Pages come from app://, never from file://.
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
  // V8's own default: out-of-bounds access in WebAssembly is caught by the processor instead of by a check each.
  [FuseV1Options.WasmTrapHandlers]: true,
} satisfies FuseConfig<boolean>;

/** Where the fuses lie in an unpacked app. On macOS it is not the executable: `@electron/fuses` finds the framework by the bundle. */
export function fusedFile(appOutDir: string, platform: string, executable: string): string {
  if (platform === 'win32') return `${appOutDir}/${executable}.exe`;
  return platform === 'darwin' ? `${appOutDir}/${executable}.app` : `${appOutDir}/${executable}`;
}
