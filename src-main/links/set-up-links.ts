import { app } from 'electron';
import { linkScheme } from '../../src-shared/links/case-link.ts';
import type { Config } from '../startup/config.ts';
import { readSecondStart } from '../startup/second-start.ts';
import type { MainWindow } from '../window/main-window.ts';
import { type WaitingLink, waitingLink } from './waiting-link.ts';

export interface Links {
  readonly next: WaitingLink['next'];
  readonly isWaiting: WaitingLink['isWaiting'];
  /** From now on a link shows the window, whose page asks for it. */
  showIn(window: MainWindow): void;
}

/**
 * Takes in links: at the end of the command line, from a start that finds the app running, and by macOS's event, which
 * a Mac sends before the app is ready.
 */
export function receiveLinks(config: Pick<Config, 'arguments' | 'profile'>): Links {
  const waiting = waitingLink();
  app.on('open-url', (event, url) => {
    event.preventDefault();
    waiting.opened(url);
  });
  app.on('second-instance', (_event, _argv, _cwd, handedOver: unknown) => {
    const { link } = readSecondStart(handedOver);
    if (link !== null) waiting.opened(link);
  });
  if (config.arguments.link !== null) waiting.opened(config.arguments.link);
  // A copy that is being worked on must not take the links from the installed one.
  if (app.isPackaged) app.setAsDefaultProtocolClient(linkScheme, process.execPath, registeredArguments(config));
  return {
    next: waiting.next,
    isWaiting: waiting.isWaiting,
    showIn(window) {
      waiting.onOpened(() => {
        window.show();
        window.send('link:waiting', {});
      });
    },
  };
}

/**
 * What Windows puts before a link when it starts the app: the profile, where it is not the usual one, but no token; and
 * the end of all switches (https://github.com/advisories/GHSA-w222-53c6-c86p).
 */
export function registeredArguments({ arguments: given, profile }: Pick<Config, 'arguments' | 'profile'>): string[] {
  const isUsual = given.profile === null && given.server === null;
  return [...(isUsual ? [] : ['--profile', profile]), '--'];
}
