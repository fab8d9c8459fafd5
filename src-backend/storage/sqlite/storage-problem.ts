import { StorageError, type StorageProblem } from '../storage.ts';

/** SQLITE_IOERR_SHMSIZE: the index of the log cannot grow, which a full disk tells in this way. */
const noRoomForIndex = 4_874;
const diskFull = 13;

/** Primary result codes of SQLite (https://sqlite.org/rescode.html). */
const problems: ReadonlyMap<number, readonly [StorageProblem, string]> = new Map([
  [5, ['busy', 'is in use by another program that does not let go of it. Try again when it has finished.']],
  [6, ['busy', 'is in use by another program that does not let go of it. Try again when it has finished.']],
  [8, ['read_only', 'cannot be written. Give this user the right to write to the folder and the files in it.']],
  [10, ['failed', 'could not be read or written by the operating system. Check the disk.']],
  [11, ['damaged', 'is damaged. Put it aside and restore the folder from a backup; do not delete it.']],
  [diskFull, ['full', 'could not be written because the disk is full. Nothing was lost; make room and try again.']],
  [14, ['failed', 'cannot be opened. Check that the folder exists and that this user may read and write it.']],
  [26, ['foreign', 'is not a SQLite database. Choose another folder, or restore this one from a backup.']],
]);

/** What an error of SQLite means for whoever runs the backend. Other errors come back as they are. */
export function storageProblem(error: unknown, file: string): unknown {
  const code = sqliteCode(error);
  if (code === null) return error;
  const [problem, advice] = problems.get(code) ?? ['failed', `could not be used: ${messageOf(error)}.`];
  return new StorageError(problem, `The database ${file} ${advice}`, { cause: error });
}

/** The primary result code, or null if SQLite did not raise the error. */
function sqliteCode(error: unknown): number | null {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return null;
  return error.errcode === noRoomForIndex ? diskFull : error.errcode & 0xff;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
