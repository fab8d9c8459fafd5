import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { dataFileName, openDataFolder } from '../backend.ts';
import { movedAway } from '../space/moved-away.ts';
import type { Storage } from '../storage/storage.ts';
import { CliError } from './cli-error.ts';
import { withoutPassword } from './without-password.ts';

/** Where the data of a command is. */
export type DataPlace =
  | { readonly kind: 'folder'; readonly folder: string }
  | {
      readonly kind: 'database';
      /** May hold a password: it is shown nowhere. */
      readonly url: string;
      /** Most connections used at once; null: as usual. */
      readonly connections: number | null;
    };

type Log = (line: string) => void;

/**
 * Opens the data; makes a folder, or the tables in a database, that is new.
 *
 * @param log for faults that need no answer, and what an administrator should know.
 * @throws {StorageError} or {CliError} if it cannot be used; the message says why and what to do.
 */
export async function openData(place: DataPlace, log: Log = () => undefined): Promise<Storage> {
  if (place.kind === 'database') return openDatabase(place, true, log);
  assertInUse(place.folder);
  return openDataFolder(place.folder);
}

/**
 * For commands that only read: a mistyped place is told, not made.
 *
 * @throws {CliError} or {StorageError} if there is no data.
 */
export async function openExistingData(place: DataPlace): Promise<Storage> {
  if (place.kind === 'database') return openDatabase(place, false, () => undefined);
  if (!existsSync(join(place.folder, dataFileName))) {
    throw new CliError(1, `There is no Dueline data in ${place.folder}: it holds no ${dataFileName}.`);
  }
  return openDataFolder(place.folder);
}

/**
 * For commands that change what is there and make nothing new.
 *
 * @throws {CliError} or {StorageError} if there is no data, or its desk was moved away.
 */
export async function openExistingDataToChange(place: DataPlace): Promise<Storage> {
  if (place.kind === 'folder') assertInUse(place.folder);
  return openExistingData(place);
}

function assertInUse(folder: string): void {
  const why = movedAway(folder);
  if (why !== null) throw new CliError(1, why);
}

/** The place as it may be shown. */
export function nameOf(place: DataPlace): string {
  return place.kind === 'folder' ? place.folder : withoutPassword(place.url);
}

async function openDatabase(
  place: Extract<DataPlace, { kind: 'database' }>,
  create: boolean,
  log: Log,
): Promise<Storage> {
  // Only now, since most backends never need it.
  const { openPostgresStorage } = await import('../storage/postgres/postgres-storage.ts');
  const { url, connections } = place;
  return openPostgresStorage({ url, create, log, ...(connections === null ? {} : { connections }) });
}
