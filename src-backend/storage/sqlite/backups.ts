import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { StorageError } from '../storage.ts';
import { type CopiedRows, copyDatabase, sync } from './copy-database.ts';

/** So many of each kind that is made by itself are kept. */
const kept = 3;

/** Why a backup was made; those by hand are never removed. */
export type BackupReason = `before-schema-${number}` | 'before-restore' | 'by-hand';

export interface Backup extends CopiedRows {
  readonly file: string;
}

/** Where the backups of a database are, unless somebody names another place. */
export function backupsFolder(file: string): string {
  return join(dirname(file), 'backups');
}

/**
 * Makes a verified backup beside the database, and removes the oldest of its kind.
 *
 * @throws {StorageError} if it cannot be made.
 */
export function keepBackup(file: string, reason: BackupReason): Backup {
  const target = newBackupFile(file, reason);
  const copied = copyDatabase(file, target);
  removeOldest(dirname(target), kindOf(reason));
  return { file: target, ...copied };
}

/** Keeps a database that cannot be read as it is, byte by byte. */
export function keepDamaged(file: string): string {
  const target = `${newBackupFile(file, 'before-restore')}.damaged`;
  for (const ending of ['', '-wal']) {
    if (!existsSync(`${file}${ending}`)) continue;
    copyFileSync(`${file}${ending}`, `${target}${ending}`);
    sync(`${target}${ending}`);
  }
  sync(dirname(target));
  return target;
}

/** The backups beside a database, oldest first. */
export function backupsOf(file: string): readonly { readonly name: string; readonly bytes: number }[] {
  const folder = backupsFolder(file);
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((name) => name.endsWith('.sqlite') || name.endsWith('.sqlite.damaged'));
  return names.toSorted().map((name) => ({ name, bytes: statSync(join(folder, name)).size }));
}

/** A backup by its name, or any file by its path. */
export function backupFile(file: string, nameOrPath: string): string {
  const beside = join(backupsFolder(file), nameOrPath);
  const chosen = basename(nameOrPath) === nameOrPath && existsSync(beside) ? beside : nameOrPath;
  if (existsSync(chosen)) return chosen;
  throw new StorageError('failed', `There is no backup "${nameOrPath}", neither in ${dirname(beside)} nor as a file.`);
}

function newBackupFile(file: string, reason: BackupReason): string {
  const folder = backupsFolder(file);
  try {
    // Customers’ data: nobody else on this machine reads it.
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new StorageError('read_only', `The folder ${folder} cannot be made: ${why}.`, { cause: error });
  }
  const time = new Date().toISOString().replaceAll(':', '-').replace('.', '-');
  for (let more = 0; ; more += 1) {
    const name = `${time}${more === 0 ? '' : `-${more}`}-${reason}.sqlite`;
    if (!existsSync(join(folder, name))) return join(folder, name);
  }
}

/** Whoever makes one of a kind that is made by itself holds the database's lock, so nobody else is at it. */
function removeOldest(folder: string, kind: string): void {
  if (kind === 'by-hand') return;
  const ofKind = readdirSync(folder)
    .filter((name) => name.includes(`-${kind}`))
    .toSorted();
  const whole = ofKind.filter((name) => name.endsWith('.sqlite'));
  const leftBehind = ofKind.filter((name) => /\.part(-journal)?$/.test(name));
  for (const name of [...whole.slice(0, -kept), ...leftBehind]) rmSync(join(folder, name));
}

function kindOf(reason: BackupReason): string {
  return reason.startsWith('before-schema') ? 'before-schema' : reason;
}
