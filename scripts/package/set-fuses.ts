import { flipFuses } from '@electron/fuses';
import type { AfterPackContext, LinuxPackager } from 'app-builder-lib';
import { fusedFile, fuses } from './fuses.ts';

/**
 * electron-builder's hook, after an app was put together and before it is signed. Its own option for fuses does not know
 * the latest of them and leaves out what is not named.
 */
export async function afterPack({ appOutDir, electronPlatformName, packager }: AfterPackContext): Promise<void> {
  const executable =
    electronPlatformName === 'linux' ? (packager as LinuxPackager).executableName : packager.appInfo.productFilename;
  await flipFuses(fusedFile(appOutDir, electronPlatformName, executable), fuses);
}
