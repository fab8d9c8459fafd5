import path from 'node:path';
import { z } from 'zod';
import { type Managed, managedServer } from '../../src-shared/managed/managed-settings.ts';
import { type JsonFile, jsonFile } from '../profile/json-file.ts';
import { type AppArguments, parseServer, usualSample } from '../startup/arguments.ts';

/** The backend that the administrator set last, for the time in which the setting cannot be understood. */
export function knownServer(folder: string): JsonFile<{ readonly url: string }> {
  return jsonFile(path.join(folder, 'managed-server.json'), z.strictObject({ url: z.string() }));
}

/**
 * The arguments that hold: the administrator's server goes before that of the command line. Where it cannot be
 * understood, the one that was known last holds, and no other is joined.
 */
export function withManagedServer(given: AppArguments, managed: Managed, known: string | null): AppArguments {
  const server = managedServer(managed);
  if (server.kind === 'free') return given;
  const url = (server.kind === 'set' ? parseServer(server.url) : known) ?? null;
  // A token is for the server it was given with.
  const token = url !== null && given.server === url ? given.token : null;
  if (url === null) return { ...given, server: null, token };
  // Who acts and what is invented are questions of the embedded backend.
  return { ...given, server: url, token, user: null, sample: usualSample };
}

/** Why the desk may not move to this server; null if it may. */
export function mayNotMoveTo(url: string | undefined, managed: Managed): string | null {
  const server = managedServer(managed);
  if (server.kind === 'free') return null;
  if (server.kind === 'undecided') {
    return 'Your administrator has set the server of this computer, but the setting has an error. Until it is mended, no desk is moved.';
  }
  const set = parseServer(server.url);
  return url === set ? null : `Your administrator has set ${set} as the server of this computer. Move the desk there.`;
}
