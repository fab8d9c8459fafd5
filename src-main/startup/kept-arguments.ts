import { rmSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { managedServer } from '../../src-shared/managed/managed-settings.ts';
import { takeLink } from '../links/link-argument.ts';
import { jsonFile } from '../profile/json-file.ts';
import type { Config } from './config.ts';

const keptSchema = z.strictObject({
  profile: z.string().nullable(),
  server: z.string().nullable(),
  user: z.string().nullable(),
});

const ours = /^--(profile|server|token|user|sample)(=|$)/;

/** What the app was started with, over an update: the installer starts the new version with `--updated` and nothing else. */
export interface KeptArguments {
  /** Keeps what says which desk this is; never the token, which the profile keeps where it can. */
  keep(config: Pick<Config, 'arguments' | 'profile' | 'managed'>): void;
  /** The command line, with what was kept where the installer has started the app. Works once. */
  takeUp(argv: readonly string[]): readonly string[];
}

/** @param appData where the system keeps the data of apps: before the arguments are known there is no profile. */
export function keptArguments(appData: string): KeptArguments {
  const place = path.join(appData, 'Dueline', 'arguments-over-update.json');
  const file = jsonFile(place, keptSchema);
  return {
    keep({ arguments: given, profile, managed }) {
      file.write({
        // What a relative path means is known now only.
        profile: given.profile === null ? null : profile,
        // That of the administrator is read anew.
        server: managedServer(managed).kind === 'free' ? given.server : null,
        user: given.user,
      });
    },
    takeUp(argv) {
      const { own, link } = takeLink(argv);
      if (link !== null || !own.includes('--updated') || own.some((argument) => ours.test(argument))) return argv;
      try {
        const kept = file.read();
        rmSync(place, { force: true });
        const options = Object.entries(kept ?? {}).flatMap(([name, value]) =>
          value === null ? [] : [`--${name}=${value}`],
        );
        return [...argv, ...options];
      } catch {
        // A file that cannot be read must not keep the app from starting.
        return argv;
      }
    },
  };
}
