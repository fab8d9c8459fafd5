import { createReadStream, createWriteStream } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { ArchiveError } from '../archive/archive-error.ts';
import { type OpenedArchive, openArchive } from '../archive/read-archive.ts';
import { SpaceNotEmpty, takeIn } from '../archive/take-in.ts';
import { writeArchive } from '../archive/write-archive.ts';
import type { Storage } from '../storage/storage.ts';
import type { Command } from './arguments.ts';
import { CliError } from './cli-error.ts';
import { nameOf } from './data-place.ts';
import type { Terminal } from './terminal.ts';

type ArchiveCommand = Extract<Command, { name: 'archive' | 'unarchive' }>;

/** Writes the archive beside the file, reads it back as whoever takes it in would, and only then gives it its name. */
export async function archiveToFile(storage: Storage, command: ArchiveCommand, terminal: Terminal): Promise<number> {
  const { space, file } = command;
  if ((await stat(file).catch(() => null)) !== null) {
    throw new CliError(1, `There is a file ${file} already, which an archive would replace. Name another one.`);
  }
  const beside = `${file}.new`;
  try {
    await writeArchive(storage, space, createWriteStream(beside, { mode: 0o600 }));
    await reachDisk(beside);
    const written = await openArchive(createReadStream(beside));
    for await (const _ of written.rows);
    await rename(beside, file);
    terminal.print(`Archived the space "${space}" of ${nameOf(command.data)} to ${file}: ${contentsOf(written)}.`);
    return 0;
  } catch (error) {
    await rm(beside, { force: true });
    throw fileProblem(error, file);
  }
}

export async function unarchiveFile(storage: Storage, command: ArchiveCommand, terminal: Terminal): Promise<number> {
  const { space, file } = command;
  try {
    const archive = await openArchive(createReadStream(file));
    const { isNew } = await takeIn(storage, space, archive, null);
    const words = contentsOf(archive);
    terminal.print(
      isNew
        ? `Took ${file} into the space "${space}" of ${nameOf(command.data)}: ${words}.`
        : `The space "${space}" of ${nameOf(command.data)} holds this archive already: ${words}. Nothing was changed.`,
    );
    return 0;
  } catch (error) {
    throw fileProblem(error, file);
  }
}

async function reachDisk(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function contentsOf(archive: OpenedArchive): string {
  const { documents, clients } = archive.counts();
  return `${documents} documents and ${clients} clients, version ${archive.head.version}`;
}

function fileProblem(error: unknown, file: string): unknown {
  if (error instanceof ArchiveError) return new CliError(1, `${file}: ${error.message}`);
  if (error instanceof SpaceNotEmpty) return new CliError(1, error.message);
  const isOfFile = error instanceof Error && 'syscall' in error && 'path' in error;
  return isOfFile ? new CliError(1, `${file} cannot be used: ${error.message}.`) : error;
}
