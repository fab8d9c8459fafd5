import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { NsisUpdater } from 'electron-updater';
import { type Feed, windowsUpdater } from './electron-updaters.ts';
import type { Updater } from './updater.ts';

/**
 * Updates for tests, on every system as on Windows: all is real up to the installer, which is not started; what it would
 * have been started with is put down in the profile. A packaged app never asks for this.
 */
export function updaterForTests(feed: Feed, profile: string): Updater {
  const built = path.join(profile, 'test-app-update.yml');
  writeFileSync(built, 'updaterCacheDirName: dueline-test-updater\n');
  const updater = new WithoutInstaller();
  updater.handedOver = path.join(profile, 'test-handed-over.json');
  updater.forceDevUpdateConfig = true;
  updater.updateConfigPath = built;
  return windowsUpdater(feed, updater);
}

class WithoutInstaller extends NsisUpdater {
  handedOver = '';
  protected override async spawnLog(program: string, args: string[] = []): Promise<boolean> {
    writeFileSync(this.handedOver, JSON.stringify({ program, args }));
    return true;
  }
}
