import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { recordsOfLog, unsnapped } from './browser-database.ts';

/** Texts found in files, by text: the files that hold it, in any form that the app or the browser writes. */
export type Found = ReadonlyMap<string, readonly string[]>;

/** Looks through every file of a folder, its databases' included. */
export function searchFolder(folder: string, texts: readonly string[]): Found {
  const found = new Map<string, string[]>();
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  for (const entry of files) {
    const file = path.join(entry.parentPath, entry.name);
    const raw = readFileSync(file);
    const contents = [raw, recordsOfLog(raw)];
    // Whatever is packed inside.
    for (const content of [...contents]) {
      for (const at of placesOf(gzipStart, content)) contents.push(unpacked(() => gunzipSync(content.subarray(at))));
      for (const at of placesOf(snappyStart, content)) {
        contents.push(unpacked(() => unsnapped(content.subarray(at + snappyStart.length))));
      }
    }
    for (const text of texts) {
      if (!formsOf(text).some((form) => contents.some((content) => content.includes(form)))) continue;
      found.set(text, [...(found.get(text) ?? []), path.relative(folder, file)]);
    }
  }
  return found;
}

const gzipStart = Buffer.from([0x1f, 0x8b, 0x08]);
/** Before a large value of IndexedDB, which Chromium compresses. */
const snappyStart = Buffer.from([0xff, 0x11, 0x02]);

function* placesOf(start: Buffer, content: Buffer): Iterable<number> {
  for (let at = content.indexOf(start); at !== -1; at = content.indexOf(start, at + start.length)) yield at;
}

/** Nothing where it only looked like something packed. */
function unpacked(read: () => Buffer): Buffer {
  try {
    return read();
  } catch {
    return Buffer.alloc(0);
  }
}

/** As UTF-8 and UTF-16, as V8 writes short texts, as JSON and addresses code them, and in base64 at any offset. */
function formsOf(text: string): Buffer[] {
  const escaped = [...text].map((letter) => {
    const code = letter.charCodeAt(0);
    return code < 128 ? letter : `\\u${code.toString(16).padStart(4, '0')}`;
  });
  const base64 = [0, 1, 2].map((offset) => {
    const coded = Buffer.from(' '.repeat(offset) + text).toString('base64');
    // The first and last letters depend on what stands beside it.
    return coded.slice(offset === 0 ? 0 : 4, -4);
  });
  return [
    Buffer.from(text, 'utf8'),
    Buffer.from(text, 'utf16le'),
    Buffer.from(text, 'latin1'),
    Buffer.from(escaped.join('')),
    Buffer.from(encodeURIComponent(text)),
    ...base64.filter((coded) => coded.length >= 8).map((coded) => Buffer.from(coded)),
  ];
}
