import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';

/** Texts found in files, by text: the files that hold it, in any form that the app or the browser writes. */
export type Found = ReadonlyMap<string, readonly string[]>;

/** Looks through every file of a folder, its databases' included. */
export function searchFolder(folder: string, texts: readonly string[]): Found {
  const found = new Map<string, string[]>();
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  for (const entry of files) {
    const file = path.join(entry.parentPath, entry.name);
    const contents = [readFileSync(file)];
    // Whatever is packed inside.
    for (let at = 0; ; at += 3) {
      at = contents[0]?.indexOf(gzipStart, at) ?? -1;
      if (at === -1) break;
      try {
        contents.push(gunzipSync(contents[0]?.subarray(at) ?? Buffer.alloc(0)));
      } catch {
        // It only looked like that.
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
