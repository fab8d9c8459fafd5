/** Pixels of a picture, row by row from the top, four bytes each: red, green, blue, alpha. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8Array;
}

/**
 * Types of an `.icns` file by the pixels of their square, as Apple's iconutil names them. The plain sizes of 16 and 32
 * are left out: only old systems draw them, and those misread a PNG there.
 */
const icnsTypes = { ic11: 32, ic12: 64, ic07: 128, ic13: 256, ic08: 256, ic14: 512, ic09: 512, ic10: 1024 } as const;

/** Sizes in pixels that `icns` needs. */
export const icnsSizes: readonly number[] = [...new Set(Object.values(icnsTypes))];

/** An icon file of macOS, from a PNG for each size of `icnsSizes`. */
export function icns(png: (size: number) => Uint8Array): Buffer {
  const entries = Object.entries(icnsTypes).map(([type, size]) => icnsChunk(type, png(size)));
  return icnsChunk('icns', Buffer.concat(entries));
}

/** A bitmap of 24 bits a pixel without compression, the one kind that every NSIS takes. Transparency is dropped. */
export function bmp({ width, height, rgba }: Pixels): Buffer {
  const headerSize = 54;
  const rowSize = Math.ceil((width * 3) / 4) * 4;
  const file = Buffer.alloc(headerSize + rowSize * height);
  file.write('BM', 0, 'latin1');
  file.writeUInt32LE(file.length, 2);
  file.writeUInt32LE(headerSize, 10);
  file.writeUInt32LE(40, 14);
  file.writeInt32LE(width, 18);
  file.writeInt32LE(height, 22);
  file.writeUInt16LE(1, 26);
  file.writeUInt16LE(24, 28);
  file.writeUInt32LE(rowSize * height, 34);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = (y * width + x) * 4;
      // From the bottom row up, blue first.
      const to = headerSize + (height - 1 - y) * rowSize + x * 3;
      file[to] = rgba[from + 2] ?? 0;
      file[to + 1] = rgba[from + 1] ?? 0;
      file[to + 2] = rgba[from] ?? 0;
    }
  }
  return file;
}

function icnsChunk(type: string, content: Uint8Array): Buffer {
  const header = Buffer.alloc(8);
  header.write(type, 0, 'latin1');
  header.writeUInt32BE(header.length + content.length, 4);
  return Buffer.concat([header, content]);
}
