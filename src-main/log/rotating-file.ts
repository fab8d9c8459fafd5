import { appendFileSync, mkdirSync, readFileSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';

/** A text file that grows to a size, and is then put aside once: two files at most. */
export interface RotatingFile {
  /** Never throws: a log must not be what an app fails of. */
  append(line: string): void;
  /** The lines of both, oldest first. */
  read(): string[];
}

export function rotatingFile(file: string, mostBytes: number): RotatingFile {
  const earlier = `${file}.1`;
  return {
    append(line) {
      try {
        mkdirSync(path.dirname(file), { recursive: true });
        if (sizeOf(file) + Buffer.byteLength(line) > mostBytes) renameSync(file, earlier);
        appendFileSync(file, line, { mode: 0o600 });
      } catch {
        // A full disk.
      }
    },
    read: () => [earlier, file].flatMap((part) => textOf(part).split('\n')).filter((line) => line !== ''),
  };
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
