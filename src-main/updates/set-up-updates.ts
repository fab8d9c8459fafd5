import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { app } from 'electron';
import releaseNotes from '../../docs/release-notes.md?raw';
import { managedUpdates } from '../../src-shared/managed/managed-settings.ts';
import { newsSince, type ReleaseNotes, readReleaseNotes } from '../../src-shared/updates/release-notes.ts';
import { isInRollout } from '../../src-shared/updates/rollout.ts';
import type { RestartResult, UpdateState, WithoutUpdates } from '../../src-shared/updates/update-state.ts';
import { isLater } from '../../src-shared/updates/version.ts';
import type { Config } from '../startup/config.ts';
import { argumentsAnew } from '../startup/start-anew.ts';
import type { MainWindow } from '../window/main-window.ts';
import { builtInFeed } from './built-in-feed.ts';
import { macUpdater, windowsUpdater } from './electron-updaters.ts';
import { keepUpdated, type UpdateKeeper } from './keep-updated.ts';
import { updateRestarter } from './restart-to-update.ts';
import { type UpdateFile, updateFile } from './update-file.ts';
import type { Updater } from './updater.ts';
import { updaterForTests } from './updates-for-tests.ts';

/** What the end of the app is left to. */
export interface UpdateSurroundings {
  readonly window: MainWindow;
  readonly waiting: () => number;
  readonly settle: () => Promise<void>;
  readonly putAway: () => Promise<void>;
  /** For the start by the installer, which knows of none. */
  readonly keepArguments: () => void;
}

export interface Updates {
  readonly woke: () => void;
  readonly stop: () => void;
  readonly handlers: {
    readonly 'updates:state': () => UpdateState;
    readonly 'updates:check': () => Promise<UpdateState>;
    readonly 'updates:restart': (request: { readonly agreed: boolean }) => Promise<RestartResult>;
    readonly 'updates:news': () => News;
    readonly 'updates:news-seen': () => undefined;
  };
}

interface News {
  readonly unseen: readonly ReleaseNotes[];
  readonly all: readonly ReleaseNotes[];
}

/** Keeps the installed app up to date, and knows what came with the last update. */
export function setUpUpdates(config: Config, surroundings: UpdateSurroundings): Updates {
  const { version, profile } = config;
  const { window } = surroundings;
  const file = updateFile(profile);
  const before = file.read();
  const notInstalled = before?.installing != null && isLater(before.installing, version) ? before.installing : null;
  let known: UpdateFile = {
    newsOf: before?.newsOf ?? version,
    installing: null,
    computer: before?.computer ?? randomUUID(),
  };
  file.write(known);
  const remember = (changes: Partial<UpdateFile>): void => {
    known = { ...known, ...changes };
    file.write(known);
  };

  const chosen = chooseUpdater(config);
  const keeper: UpdateKeeper | null = chosen.isOn
    ? keepUpdated({
        updater: chosen.updater,
        current: version,
        channel: managedUpdates(config.managed).channel,
        isInRollout: (offer) => isInRollout(offer.stagingPercentage, known.computer, offer.version),
        notInstalled,
        now: config.clock.now,
        setTimer: (ms, work) => {
          const timer = setTimeout(work, ms);
          return () => clearTimeout(timer);
        },
        random: Math.random,
        onChange: (state) => window.send('updates:state', state),
      })
    : null;
  const state = (): UpdateState => keeper?.state ?? { isOn: false, reason: chosen.isOn ? 'sources' : chosen.reason };
  const restart =
    keeper === null
      ? async (): Promise<RestartResult> => ({ ok: false, reason: 'not_ready' })
      : updateRestarter({
          keeper,
          waiting: surroundings.waiting,
          noteInstalling: (installing) => {
            remember({ installing });
            if (installing !== null) surroundings.keepArguments();
          },
          settle: surroundings.settle,
          putAway: surroundings.putAway,
          startAnew: () => {
            app.relaunch({ args: argumentsAnew(config.startedWith) });
            app.exit(0);
          },
        });
  const all = readReleaseNotes(releaseNotes).filter((notes) => !isLater(notes.version, version));
  return {
    woke: () => keeper?.woke(),
    stop: () => keeper?.stop(),
    handlers: {
      'updates:state': state,
      'updates:check': async () => {
        await keeper?.check();
        return state();
      },
      'updates:restart': restart,
      'updates:news': () => ({ unseen: newsSince(all, known.newsOf, version), all }),
      'updates:news-seen': () => {
        remember({ newsOf: version });
        return undefined;
      },
    },
  };
}

type Chosen =
  | { readonly isOn: true; readonly updater: Updater }
  | { readonly isOn: false; readonly reason: WithoutUpdates };

function chooseUpdater(config: Config): Chosen {
  const { channel, server, isUndecided } = managedUpdates(config.managed);
  const off = (reason: WithoutUpdates): Chosen => ({ isOn: false, reason });
  if (!app.isPackaged && config.testUpdates === null) return off('sources');
  if (isUndecided) return off('managed_error');
  if (channel === 'off') return off('managed_off');
  if (config.testUpdates !== null) {
    return { isOn: true, updater: updaterForTests({ channel, server: config.testUpdates }, config.profile) };
  }
  const { platform } = process;
  if (platform !== 'win32' && platform !== 'darwin') return off('system');
  const built = builtInFeed(readIfThere(path.join(process.resourcesPath, 'app-update.yml')));
  if (server === null && !built.hasServer) return off('no_server');
  if (platform === 'darwin') return { isOn: true, updater: macUpdater({ channel, server }) };
  // Squirrel looks at the signature by itself; on Windows it is looked at only where the build says whose it must be.
  return built.hasPublisher ? { isOn: true, updater: windowsUpdater({ channel, server }) } : off('unsigned');
}

function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
