import {
  closeSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import type { z } from 'zod';

/** A list of the profile that only grows, as lines of JSON, until it is written anew. */
export interface LineFile<Value> {
  /** What the file holds, oldest first; nothing where there is none. Lines that cannot be read are left out. */
  read(): Value[];
  /** Adds lines; on the disk when this returns, if the file is synced. @throws if they cannot be written; then none of them is kept. */
  append(values: readonly Value[]): void;
  /** Replaces all of it, or nothing. */
  rewrite(values: readonly Value[]): void;
}

/** Opens nothing yet: the file is touched by the methods only. `synced`: a power cut takes no line of it. */
export function lineFile<Value>(file: string, schema: z.ZodType<Value>, synced: boolean): LineFile<Value> {
  const sync = synced ? fsyncSync : () => {};
  return {
    read: () =>
      textOf(file)
        .split('\n')
        .flatMap((line) => {
          const parsed = schema.safeParse(parseJson(line));
          return parsed.success ? [parsed.data] : [];
        }),
    append: (values) => {
      if (values.length === 0) return;
      mkdirSync(path.dirname(file), { recursive: true });
      const descriptor = openSync(file, 'a+', 0o600);
      try {
        const { size } = fstatSync(descriptor);
        // The torn end of a write that a crash cut short must not swallow the next line.
        const start = size > 0 && lastByte(descriptor, size) !== newline ? '\n' : '';
        writeAll(descriptor, start + linesOf(values), sync, () => ftruncateSync(descriptor, size));
      } finally {
        closeSync(descriptor);
      }
    },
    rewrite: (values) => {
      mkdirSync(path.dirname(file), { recursive: true });
      const beside = `${file}.new`;
      const descriptor = openSync(beside, 'w', 0o600);
      try {
        writeAll(descriptor, linesOf(values), fsyncSync, () => {});
      } finally {
        closeSync(descriptor);
      }
      renameSync(beside, file);
    },
  };
}

const newline = 0x0a;

function linesOf(values: readonly unknown[]): string {
  return values.map((value) => `${JSON.stringify(value)}\n`).join('');
}

/** Writes, or undoes what it can. A file-size limit cuts a write short without an error; the next one gets it. */
function writeAll(descriptor: number, text: string, sync: (descriptor: number) => void, undo: () => void): void {
  const bytes = Buffer.from(text, 'utf8');
  try {
    for (let done = 0; done < bytes.byteLength; ) done += writeSync(descriptor, bytes, done);
    sync(descriptor);
  } catch (error) {
    try {
      undo();
    } catch {
      // What was written is a torn line at most, which reading leaves out.
    }
    throw error;
  }
}

function lastByte(descriptor: number, size: number): number | undefined {
  const byte = Buffer.alloc(1);
  return readSync(descriptor, byte, 0, 1, size - 1) === 1 ? byte[0] : undefined;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  }
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
