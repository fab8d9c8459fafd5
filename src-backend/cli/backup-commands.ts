import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { dataFileName } from '../backend.ts';
import { backupFile, backupsFolder, backupsOf, keepBackup } from '../storage/sqlite/backups.ts';
import { copyDatabase } from '../storage/sqlite/copy-database.ts';
import { restoreDatabase } from '../storage/sqlite/restore.ts';
import type { Command } from './arguments.ts';
import { CliError } from './cli-error.ts';
import { nameOf } from './data-place.ts';
import type { Terminal } from './terminal.ts';

type BackupCommand = Extract<Command, { name: 'backup' | 'backups' | 'restore' }>;

/** Makes, lists or puts back backups of the data. */
export async function backupCommand(command: BackupCommand, terminal: Terminal): Promise<number> {
  const { data } = command;
  if (data.kind === 'database') await inDatabase(command, data.url, terminal);
  else inFolder(command, join(data.folder, dataFileName), terminal);
  return 0;
}

function inFolder(command: BackupCommand, file: string, { print, warn }: Terminal): void {
  if (command.name === 'restore') {
    const { schema, rows, replaced, file: from } = restoreDatabase(file, backupFile(file, command.from));
    print(`Restored ${file} from ${from}: schema ${schema}, ${rows} rows.`);
    if (replaced !== null) warn(`What was there is kept in ${replaced}.`);
    return;
  }
  if (!existsSync(file)) throw new CliError(1, `There is no Dueline data in ${file.slice(0, -dataFileName.length)}.`);
  if (command.name === 'backups') {
    list(backupsOf(file), backupsFolder(file), { print, warn });
    return;
  }
  const to = command.to === null ? null : resolve(command.to);
  const { schema, rows, ...made } = to === null ? keepBackup(file, 'by-hand') : { file: to, ...copyDatabase(file, to) };
  print(`Backup made and read back: ${made.file} (schema ${schema}, ${rows} rows).`);
}

async function inDatabase(command: BackupCommand, url: string, { print, warn }: Terminal): Promise<void> {
  // Only now, since most backends never need it.
  const { backUpDatabase, backupsIn, restoreFrom } = await import('../storage/postgres/backups.ts');
  const place = nameOf(command.data);
  if (command.name === 'backups') {
    list(await backupsIn(url), place, { print, warn });
  } else if (command.name === 'restore') {
    const { name, schema, rows, replaced } = await restoreFrom(url, command.from);
    print(`Restored ${place} from ${name}: schema ${schema}, ${rows} rows.`);
    if (replaced !== null) warn(`What was there is kept as ${replaced}.`);
  } else {
    if (command.to !== null) {
      throw new CliError(
        2,
        'A backup of a database is kept in the database. For a file use pg_dump, or the command "archive".',
      );
    }
    const { name, schema, rows } = await backUpDatabase(url);
    print(`Backup made and compared: ${name} (schema ${schema}, ${rows} rows).`);
  }
}

function list(
  backups: readonly { readonly name: string; readonly bytes: number }[],
  place: string,
  { print, warn }: Pick<Terminal, 'print' | 'warn'>,
): void {
  for (const { name, bytes } of backups) print(`${name}  ${(bytes / 1024 / 1024).toFixed(1)} MiB`);
  if (backups.length === 0) warn(`There are no backups in ${place}.`);
}
