import { type FileHandle, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { type DamagedLine, decodeLines, type JournalRecord } from './journal-lines.ts';

const name = /^(\d{6,})\.journal$/;

/** One file of the journal, as it was found. */
export interface FoundSegment {
  readonly number: number;
  readonly file: string;
  readonly bytes: number;
  readonly records: readonly JournalRecord[];
  readonly damaged: readonly DamagedLine[];
}

/** Path of the file with this number. */
export function segmentPath(folder: string, number: number): string {
  return path.join(folder, `${String(number).padStart(6, '0')}.journal`);
}

/** Every file of the journal, oldest first. Makes the folder where there is none. */
export async function readSegments(folder: string): Promise<FoundSegment[]> {
  await mkdir(folder, { recursive: true });
  const numbers = (await readdir(folder)).flatMap((entry) => {
    const match = name.exec(entry);
    return match === null ? [] : [Number(match[1])];
  });
  numbers.sort((a, b) => a - b);
  const found: FoundSegment[] = [];
  for (const number of numbers) {
    const file = segmentPath(folder, number);
    const bytes = await readFile(file);
    found.push({ number, file, bytes: bytes.byteLength, ...decodeLines(bytes) });
  }
  return found;
}

/** A file that lines are added to. */
export interface OpenSegment {
  readonly number: number;
  readonly bytes: number;
  /** The lines are on the disk when this resolves. If it rejects, none of them is, as far as the disk lets us. */
  add(lines: string): Promise<void>;
  close(): Promise<void>;
}

/** Begins a file that must not exist yet. */
export async function beginSegment(folder: string, number: number): Promise<OpenSegment> {
  const handle = await open(segmentPath(folder, number), 'wx', 0o600);
  await syncFolder(folder);
  let size = 0;
  return {
    number,
    get bytes() {
      return size;
    },
    async add(lines) {
      const bytes = Buffer.from(lines, 'utf8');
      try {
        await writeAll(handle, bytes, size);
        await handle.sync();
      } catch (error) {
        // What was refused must not come back at the next start. If even this fails, the checksum tells.
        await handle.truncate(size).catch(() => {});
        throw error;
      }
      size += bytes.byteLength;
    },
    close: () => handle.close(),
  };
}

/** Writes a file as a whole: after a crash it is there to its last line, or not there. Answers its size in bytes. */
export async function writeWholeSegment(folder: string, number: number, lines: string): Promise<number> {
  const file = segmentPath(folder, number);
  const beside = `${file}.new`;
  const bytes = Buffer.from(lines, 'utf8');
  const handle = await open(beside, 'w', 0o600);
  try {
    await writeAll(handle, bytes, 0);
    await handle.sync();
  } catch (error) {
    await rm(beside, { force: true }).catch(() => {});
    throw error;
  } finally {
    await handle.close();
  }
  await rename(beside, file);
  await syncFolder(folder);
  return bytes.byteLength;
}

/** Removes a file that is needed no more; one with damage that nobody can explain is set aside instead. */
export async function removeSegment(folder: string, number: number, isDamaged: boolean): Promise<void> {
  const file = segmentPath(folder, number);
  if (isDamaged) await rename(file, `${file}.damaged`);
  else await rm(file, { force: true });
}

async function writeAll(handle: FileHandle, bytes: Buffer, position: number): Promise<void> {
  for (let done = 0; done < bytes.byteLength; ) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.byteLength - done, position + done);
    // A file-size limit cuts a write short without an error; the next one gets it.
    done += bytesWritten;
  }
}

/** So that the file's name is on the disk too. Windows knows no such thing for folders. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
