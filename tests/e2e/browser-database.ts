/* How Chromium keeps IndexedDB on the disk, as far as it takes to find a text in it. */

const blockBytes = 32_768;
const headerBytes = 7;

/**
 * The records of a LevelDB log behind each other, without the headers that stand within a longer one; other files give
 * little or nothing.
 *
 * @see https://github.com/google/leveldb/blob/main/doc/log_format.md
 */
export function recordsOfLog(file: Buffer): Buffer {
  const payloads: Buffer[] = [];
  for (let block = 0; block < file.length; block += blockBytes) {
    const end = Math.min(block + blockBytes, file.length);
    for (let at = block; at + headerBytes <= end; ) {
      const length = file.readUInt16LE(at + 4);
      const next = at + headerBytes + length;
      if (length === 0 || next > end) break;
      payloads.push(file.subarray(at + headerBytes, next));
      at = next;
    }
  }
  return Buffer.concat(payloads);
}

/**
 * What was compressed with Snappy, from its beginning; what follows it is left alone.
 *
 * @see https://github.com/google/snappy/blob/main/format_description.txt
 * @throws {RangeError} if it is no such thing.
 */
export function unsnapped(packed: Buffer): Buffer {
  let at = 0;
  const byte = (): number => packed.readUInt8(at++);
  const number = (bytes: number): number => {
    const value = packed.readUIntLE(at, bytes);
    at += bytes;
    return value;
  };
  let length = 0;
  for (let shift = 0; ; shift += 7) {
    const next = byte();
    length += (next & 0x7f) * 2 ** shift;
    if (next < 0x80) break;
  }
  if (length > 100_000_000) throw new RangeError('Too long to be meant.');
  const text = Buffer.alloc(length);
  let done = 0;
  while (done < length) {
    const tag = byte();
    const upper = tag >> 2;
    if ((tag & 3) === 0) {
      const count = (upper < 60 ? upper : number(upper - 59)) + 1;
      if (at + count > packed.length) throw new RangeError('It ends too early.');
      done += packed.copy(text, done, at, at + count);
      at += count;
      continue;
    }
    const isShort = (tag & 3) === 1;
    const count = isShort ? (upper & 7) + 4 : upper + 1;
    const back = isShort ? ((upper >> 3) << 8) | byte() : number((tag & 3) === 2 ? 2 : 4);
    if (back === 0 || back > done) throw new RangeError('It refers to what is not there.');
    // Byte by byte: a copy may reach into what it writes.
    for (let left = count; left > 0 && done < length; left--, done++) text[done] = text.readUInt8(done - back);
  }
  return text;
}
