import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { z } from 'zod';

/** A small JSON document of the profile, replaced as a whole or not at all. */
export interface JsonFile<Value> {
  /** What the file holds; undefined when there is none. A damaged one is set aside as `….damaged` and counts as none. */
  read(): Value | undefined;
  /** Written and flushed to disk when this returns. */
  write(value: Value): void;
}

/** Opens nothing yet: the file is touched by `read` and `write` only. */
export function jsonFile<Value>(file: string, schema: z.ZodType<Value>): JsonFile<Value> {
  return {
    read: () => {
      const text = readIfThere(file);
      if (text === undefined) return undefined;
      const parsed = schema.safeParse(parseJson(text));
      if (parsed.success) return parsed.data;
      renameSync(file, `${file}.damaged`);
      return undefined;
    },
    write: (value) => replaceFile(file, JSON.stringify(value)),
  };
}

/** The new content goes to a file beside it, reaches the disk, and then takes the name: a crash leaves the old or the new. */
function replaceFile(file: string, content: string): void {
  mkdirSync(path.dirname(file), { recursive: true });
  const beside = `${file}.new`;
  const descriptor = openSync(beside, 'w', 0o600);
  try {
    // All of it, or an error: one write alone may be cut short.
    writeFileSync(descriptor, content);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(beside, file);
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
