import { TextDecoder } from 'node:util';

/** The physical lines of a file, and which of them were not UTF-8. */
export interface DecodedLines {
  readonly lines: readonly string[];
  /** Lines (counted from 1) that were read as Windows-1252, the superset of Latin-1 that spreadsheets write. */
  readonly latin1: ReadonlySet<number>;
}

const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/**
 * Decodes a file line by line: UTF-8, and Windows-1252 for the lines that are not valid UTF-8. Decoding a whole file by
 * one guess would garble every name of the other encoding without a word.
 */
export function decodeLines(bytes: Uint8Array): DecodedLines {
  const utf8 = new TextDecoder('utf-8', { fatal: true });
  try {
    return { lines: withoutLastEmpty(utf8.decode(bytes).split(/\r\n|\n|\r/)), latin1: new Set() };
  } catch {
    return decodeEachLine(bytes, utf8);
  }
}

/** Says why a file is no text at all, or null. */
export function whyNotText(bytes: Uint8Array): string | null {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    return 'the file is UTF-16; save it as "CSV UTF-8" and import that';
  }
  if (bytes.includes(0)) return 'the file has NUL bytes, so it is no CSV; unpack it or export it again as CSV';
  return null;
}

function decodeEachLine(bytes: Uint8Array, utf8: TextDecoder): DecodedLines {
  const windows1252 = new TextDecoder('windows-1252');
  const lines: string[] = [];
  const latin1 = new Set<number>();
  // A byte order mark is stripped once, at the start of the file; later decodes must not eat one.
  let start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  const take = (end: number): void => {
    const line = bytes.subarray(start, end);
    try {
      lines.push(utf8.decode(line));
    } catch {
      lines.push(windows1252.decode(line));
      latin1.add(lines.length);
    }
  };
  for (let index = start; index < bytes.length; index += 1) {
    const byte = bytes[index];
    if (byte !== lineFeed && byte !== carriageReturn) continue;
    take(index);
    if (byte === carriageReturn && bytes[index + 1] === lineFeed) index += 1;
    start = index + 1;
  }
  take(bytes.length);
  return { lines: withoutLastEmpty(lines), latin1 };
}

function withoutLastEmpty(lines: string[]): string[] {
  if (lines.at(-1) === '') lines.pop();
  return lines;
}
