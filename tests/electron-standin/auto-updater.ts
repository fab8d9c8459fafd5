import { EventEmitter } from 'node:events';
import type Electron from 'electron';
import { seen } from './seen.ts';

/** Electron's own updater, as macOS has it: Squirrel asks the address it is given for an app, and unpacks that. */
class AutoUpdater extends EventEmitter {
  #feed: Electron.FeedURLOptions = { url: '' };

  setFeedURL(options: Electron.FeedURLOptions): void {
    this.#feed = options;
  }

  checkForUpdates(): void {
    this.#fetch().then(
      () => this.emit('update-downloaded'),
      (error: unknown) => this.emit('error', error),
    );
  }

  quitAndInstall(): void {
    seen.squirrel = 'installing';
    this.emit('before-quit-for-update');
  }

  async #fetch(): Promise<void> {
    const init = this.#feed.headers === undefined ? {} : { headers: this.#feed.headers };
    const { url } = (await (await fetch(this.#feed.url, init)).json()) as { readonly url: string };
    const app = Buffer.from(await (await fetch(url, init)).arrayBuffer());
    // In place of the code signature.
    if (!app.includes('signed')) throw new Error('Code signature did not pass validation');
    seen.squirrel = 'staged';
  }
}

export const autoUpdater = new AutoUpdater() satisfies Pick<
  Electron.AutoUpdater,
  'setFeedURL' | 'checkForUpdates' | 'quitAndInstall'
>;
