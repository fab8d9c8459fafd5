import { closeSync, fsyncSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { StorageError } from '../storage.ts';

/**
 * Makes the folder of a database, and the folders above it, so that a power cut cannot take them away with all that
 * was stored in them: SQLite takes care of the files in the folder, not of the folder itself.
 *
 * @throws {StorageError} if it cannot be made.
 */
export function makeFolder(folder: string): void {
  try {
    // Customers’ data: nobody else on this machine reads it.
    const topmost = mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (topmost === undefined) return;
    for (let made = folder; made.length >= topmost.length; made = dirname(made)) keepEntry(dirname(made));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StorageError('read_only', `The data folder ${folder} cannot be made: ${reason}.`, { cause: error });
  }
}

/** Windows keeps a folder's entries by itself, and cannot open a folder. */
function keepEntry(parent: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(parent, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
