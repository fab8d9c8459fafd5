import { autoUpdater as squirrel } from 'electron';
import { type AppUpdater, MacUpdater, NsisUpdater, type UpdateCheckResult } from 'electron-updater';
import type { DurationMs } from '../../src-shared/ids.ts';
import type { UpdateChannel } from '../../src-shared/managed/managed-settings.ts';
import { isAnnounced } from './announced-version.ts';
import { macAppVersion } from './mac-app-version.ts';
import { updateProblem } from './update-problem.ts';
import type { Offer, Updater } from './updater.ts';
import { inspectFile, strictSignatureCheck } from './windows-signature.ts';

/** A server that accepts a request and says nothing is as good as none. */
const lookMs: DurationMs = 60_000;
/** A download that does not move for so long is given up. */
const stallMs: DurationMs = 5 * 60_000;
/** Unpacking and verifying an app by Squirrel. */
const stageMs: DurationMs = 10 * 60_000;

export interface Feed {
  readonly channel: UpdateChannel;
  /** In place of the address that the build was given. */
  readonly server: string | null;
}

/** Windows: the NSIS installer, whose signature must be the publisher's and whose version the announced one. */
export function windowsUpdater(feed: Feed, updater: NsisUpdater = new NsisUpdater()): Updater {
  let announced = '';
  updater.verifyUpdateCodeSignature = strictSignatureCheck(
    updater.verifyUpdateCodeSignature,
    () => announced,
    inspectFile,
  );
  const common = commonUpdater(updater, feed);
  return {
    look: common.look,
    fetch: async (offer, progressed) => {
      announced = offer.version;
      await common.fetch(progressed);
    },
    prepare: async () => {},
    // Without windows of its own, and starting the app again. From here on the installer ends what still runs.
    handOver: () => handedOver(updater, () => updater.quitAndInstall(true, true)),
  };
}

/** macOS: Squirrel, which checks that the new app is signed as the one that runs. It takes over when it has unpacked it. */
export function macUpdater(
  feed: Feed,
  updater: MacUpdater = new MacUpdater(),
  versionOf: (zip: string) => Promise<string> = macAppVersion,
): Updater {
  const common = commonUpdater(updater, feed);
  return {
    look: common.look,
    fetch: async (offer, progressed) => {
      const version = await versionOf(await common.fetch(progressed)).catch(toldShortly);
      if (!isAnnounced(version, offer.version)) {
        throw new Error(`What was downloaded is version ${version}, not ${offer.version} as announced.`);
      }
    },
    prepare: staged,
    handOver: () => handedOver(updater, () => updater.quitAndInstall()),
  };
}

function commonUpdater(updater: AppUpdater, { channel, server }: Feed) {
  updater.logger = null;
  updater.autoDownload = false;
  // Only by somebody's choice: an app may be quit because the computer is being turned off.
  updater.autoInstallOnAppQuit = false;
  updater.disableWebInstaller = true;
  // Who is in the rollout is decided here: a number that tells computers apart is sent to nobody.
  updater.isUserWithinRollout = () => true;
  updater.requestHeaders = { 'x-user-staging-id': '' };
  updater.channel = channel === 'beta' ? 'beta' : 'latest';
  if (server !== null) updater.setFeedURL({ provider: 'generic', url: server, channel: updater.channel });
  // Last: naming a channel allows it (https://github.com/electron-userland/electron-builder/blob/master/packages/electron-updater/src/AppUpdater.ts).
  updater.allowDowngrade = false;
  let found: UpdateCheckResult | null = null;

  return {
    async look(): Promise<Offer> {
      found = await limited(updater.checkForUpdates(), lookMs).catch(toldShortly);
      if (found === null) throw new Error('This build does not look for updates.');
      const { version, stagingPercentage } = found.updateInfo;
      return { version, stagingPercentage };
    },
    /** Answers the file. */
    async fetch(progressed: (percent: number) => void): Promise<string> {
      const token = found?.cancellationToken;
      let stalled = setTimeout(() => token?.cancel(), stallMs);
      const onProgress = ({ percent }: { readonly percent: number }): void => {
        clearTimeout(stalled);
        stalled = setTimeout(() => token?.cancel(), stallMs);
        progressed(percent);
      };
      updater.on('download-progress', onProgress);
      try {
        const [file] = await updater.downloadUpdate(token);
        if (file === undefined) throw new Error('Nothing was downloaded.');
        return file;
      } catch (error) {
        // It throws at once for a list that names no file.
        return toldShortly(error);
      } finally {
        clearTimeout(stalled);
        updater.off('download-progress', onProgress);
      }
    },
  };
}

/** Squirrel has unpacked and verified what was downloaded. */
function staged(): Promise<void> {
  const done = Promise.withResolvers<void>();
  const failed = (error: Error): void => done.reject(new Error(updateProblem(error)));
  squirrel.once('update-downloaded', () => done.resolve());
  squirrel.once('error', failed);
  squirrel.checkForUpdates();
  return limited(done.promise, stageMs).finally(() => squirrel.off('error', failed));
}

/** Once the library has handed over, the app ends; that it did not is told as an error only. */
function handedOver(updater: AppUpdater, handOver: () => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const failed = (error: Error): void => reject(new Error(updateProblem(error)));
    updater.once('error', failed);
    handOver();
    setImmediate(() => {
      updater.off('error', failed);
      resolve();
    });
  });
}

function limited<Value>(promise: Promise<Value>, ms: DurationMs): Promise<Value> {
  const tooLong = Promise.withResolvers<never>();
  const timer = setTimeout(() => tooLong.reject(new Error('The update server does not answer.')), ms);
  return Promise.race([promise, tooLong.promise]).finally(() => clearTimeout(timer));
}

function toldShortly(error: unknown): never {
  throw new Error(updateProblem(error));
}
