import path from 'node:path';
import type { Managed } from '../../src-shared/managed/managed-settings.ts';
import { type Clock, chooseClock, environmentForChildren, type TestClock } from '../clock/test-clock.ts';
import { knownServer, withManagedServer } from '../managed/managed-server.ts';
import { afterMove, movedMark } from '../move/moved-mark.ts';
import { type BackendChoice, chooseBackend, rememberedBackend } from '../profile/remembered-backend.ts';
import { makeOwnFolder } from '../wipe/profile-owner.ts';
import { type AppArguments, parseArguments } from './arguments.ts';

/** All that the command line, the environment and the machine decide, before anything starts. */
export interface Config {
  /** With the administrator's server in the place of that of the command line. */
  readonly arguments: AppArguments;
  /** The command line after the executable, to start once more with. */
  readonly startedWith: readonly string[];
  /** Absolute path of the folder for everything this instance keeps. */
  readonly profile: string;
  /** What an administrator has set for this computer. */
  readonly managed: Managed;
  /** Keeps the server that the administrator set, for a time in which the setting cannot be understood. */
  readonly keepServer: () => void;
  /** Address of a test's update server. Always null when packaged. */
  readonly testUpdates: string | null;
  readonly clock: Clock | TestClock;
  readonly childEnvironment: NodeJS.ProcessEnv;
  readonly version: string;
  readonly runtime: 'electron' | 'stand-in';
  readonly isMac: boolean;
  readonly files: { readonly renderer: string; readonly preload: string; readonly backend: string };
}

export type ReadConfig =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly message: string };

/** Reads the configuration. Writes nothing. */
export function readConfig(machine: {
  readonly argv: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  readonly appData: string;
  readonly isPackaged: boolean;
  readonly version: string;
  readonly platform: string;
  readonly isElectron: boolean;
  readonly managed: Managed;
  /** Folder of the bundled main process. */
  readonly folder: string;
}): ReadConfig {
  // Unpackaged, the app's folder stands between the executable and the arguments.
  const parsed = parseArguments(ownArguments(machine.argv, machine.isPackaged), machine.isPackaged);
  if (!parsed.ok) return parsed;
  const { profile } = parsed.arguments;
  const home = profile === null ? path.join(machine.appData, usualProfile(null)) : path.resolve(machine.cwd, profile);
  const known = knownServer(home);
  const { managed } = machine;
  try {
    const lastServer = managed.undecided.includes('server') ? (known.read()?.url ?? null) : null;
    const settled = withManagedServer(parsed.arguments, managed, lastServer);
    const { server } = settled;
    const config: Config = {
      arguments: settled,
      startedWith: machine.argv.slice(1),
      managed,
      keepServer: () => {
        if (managed.values.server !== undefined && server !== null) known.write({ url: server });
      },
      profile: profile === null ? path.join(machine.appData, usualProfile(server)) : path.resolve(machine.cwd, profile),
      testUpdates: machine.isPackaged ? null : machine.env.DUELINE_TEST_UPDATES || null,
      clock: chooseClock(machine.env.DUELINE_TEST_CLOCK, machine.isPackaged),
      childEnvironment: environmentForChildren(machine.env, machine.isPackaged),
      version: machine.version,
      runtime: machine.isElectron ? 'electron' : 'stand-in',
      isMac: machine.platform === 'darwin',
      files: {
        renderer: path.join(machine.folder, '../renderer'),
        preload: path.join(machine.folder, '../preload/preload.cjs'),
        backend: path.join(machine.folder, 'backend.js'),
      },
    };
    return { ok: true, config };
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : String(error) };
  }
}

/** Each backend elsewhere has a profile of its own, so that `--server` works beside the cases kept on this computer. */
function usualProfile(server: string | null): string {
  // Windows allows no colon in a name.
  return server === null ? 'Dueline' : `Dueline at ${new URL(server).host.replaceAll(':', '_')}`;
}

/** Makes the folder of the profile where it is not there yet. Answers what is wrong if it cannot be one. */
export function makeProfile(profile: string): string | undefined {
  try {
    makeOwnFolder(profile);
    return undefined;
  } catch (error) {
    return `The profile ${profile} cannot be used: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** Settles which backend the profile works with, and remembers it. */
export function settleBackend(
  config: Config,
): { readonly ok: true; readonly choice: BackendChoice } | { readonly ok: false; readonly message: string } {
  const file = rememberedBackend(config.profile);
  const chosen = chooseBackend(config.arguments.server, afterMove(file.read(), movedMark(config.profile).read()));
  if (chosen.ok) {
    file.write(chosen.choice);
    config.keepServer();
  }
  return chosen;
}

function ownArguments(argv: readonly string[], isPackaged: boolean): readonly string[] {
  const given = argv.slice(1);
  if (isPackaged) return given;
  const appFolder = given.findIndex((argument) => !argument.startsWith('-'));
  return given.filter((_, index) => index !== appFolder);
}
