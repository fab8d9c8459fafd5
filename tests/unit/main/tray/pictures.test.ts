import { describe, expect, test } from 'vitest';
import type { Pixels } from '../../../../src-main/tray/paint.ts';
import { overlayPicture, templatePicture, trayPicture } from '../../../../src-main/tray/pictures.ts';

const states = ['calm', 'overdue', 'offline'] as const;

/** Blue, green, red and alpha of a pixel. */
const pixelAt = ({ width, bytes }: Pixels, x: number, y: number) => [
  ...bytes.slice((y * width + x) * 4, (y * width + x) * 4 + 4),
];
const shapeOf = ({ bytes }: Pixels) => bytes.filter((_, index) => index % 4 === 3).join();

describe('pictures of tray and badge', () => {
  test.each([16, 20, 24, 32])('fill a square of %i pixels, its corners clear', (size) => {
    for (const picture of states) {
      for (const pixels of [trayPicture(picture, size), templatePicture(picture, size)]) {
        expect(pixels.bytes).toHaveLength(size * size * 4);
        expect(pixelAt(pixels, 0, 0)).toEqual([0, 0, 0, 0]);
      }
    }
  });

  test('no colour is stronger than its alpha, as premultiplied pixels have it', () => {
    for (const pixels of [...states.map((state) => trayPicture(state, 20)), overlayPicture(12, 16)]) {
      const tooStrong = pixels.bytes.filter((value, index) => value > (pixels.bytes[index - (index % 4) + 3] ?? 0) + 1);
      expect(tooStrong).toHaveLength(0);
    }
  });

  test('the menu bar of macOS gets black shapes that differ without colour', () => {
    const shapes = states.map((state) => templatePicture(state, 32));
    expect(new Set(shapes.map(shapeOf)).size).toBe(3);
    for (const { bytes } of shapes)
      expect(bytes.filter((value, index) => index % 4 !== 3 && value > 0)).toHaveLength(0);
  });

  test('the badge has a figure of its own for each count to nine, and one for more', () => {
    const badges = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((overdue) => overlayPicture(overdue, 16).bytes.join());
    expect(new Set(badges).size).toBe(10);
    expect(overlayPicture(250, 16).bytes.join()).toBe(badges[9]);
  });
});
