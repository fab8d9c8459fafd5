import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { bmp, icns, icnsSizes } from '../../../scripts/artwork/image-files.ts';
import { projectFolder } from '../../../scripts/build-app.ts';

const asset = (file: string): Buffer => readFileSync(path.join(projectFolder, 'assets', file));

describe('the pictures of the installers', () => {
  test('a bitmap holds its rows from the bottom up, blue first, each on four bytes', () => {
    const rgba = Uint8Array.from([1, 2, 3, 255, 4, 5, 6, 0, 7, 8, 9, 255, 10, 11, 12, 255]);
    const file = bmp({ width: 2, height: 2, rgba });
    expect([...file.subarray(54)]).toEqual([9, 8, 7, 12, 11, 10, 0, 0, 3, 2, 1, 6, 5, 4, 0, 0]);
    expect(file.readUInt32LE(2)).toBe(file.length);
  });

  test('an icon of macOS is a chain of PNG files that ends with the file', () => {
    const file = icns((size) => Buffer.from(`png of ${size}`));
    const chunks: string[] = [];
    for (let at = 8; at < file.length; at += file.readUInt32BE(at + 4)) {
      chunks.push(file.toString('latin1', at + 8, at + file.readUInt32BE(at + 4)));
    }
    expect(file.readUInt32BE(4)).toBe(file.length);
    expect(new Set(chunks)).toEqual(new Set(icnsSizes.map((size) => `png of ${size}`)));
  });

  test.each([
    ['installer/sidebar.bmp', 164, 314],
    ['installer/header.bmp', 150, 57],
  ])('%s has the size that NSIS asks for', (file, width, height) => {
    const kept = asset(file);
    expect([kept.toString('latin1', 0, 2), kept.readInt32LE(18), kept.readInt32LE(22)]).toEqual(['BM', width, height]);
  });

  test.each([
    ['icons/app.png', 512, 512],
    ['installer/dmg-background.png', 540, 380],
    ['installer/dmg-background@2x.png', 1080, 760],
  ])('%s has the size that it is shown in', (file, width, height) => {
    const kept = asset(file);
    expect([kept.readUInt32BE(16), kept.readUInt32BE(20)]).toEqual([width, height]);
  });

  test('the icon of Windows has a picture for each size in which Windows shows one', () => {
    const kept = asset('icons/app.ico');
    const sizes = Array.from({ length: kept.readUInt16LE(4) }, (_, index) => kept.readUInt8(6 + index * 16) || 256);
    expect(sizes).toEqual([16, 20, 24, 32, 40, 48, 64, 128, 256]);
  });
});
