import { describe, expect, test } from 'vitest';
import { openingBounds } from '../../../../src-main/window/bounds.ts';

const screen = { x: 0, y: 0, width: 1920, height: 1080 };
const remembered = { x: 100, y: 50, width: 1200, height: 800, maximized: false };

describe('where the window opens', () => {
  test('the first time in the usual size, placed by the system', () => {
    expect(openingBounds(undefined, [screen])).toEqual({ width: 1440, height: 900 });
  });
  test('then where it was', () => {
    expect(openingBounds(remembered, [screen])).toEqual({ x: 100, y: 50, width: 1200, height: 800 });
  });
  test('in its size, but placed anew, when its screen is gone', () => {
    expect(openingBounds({ ...remembered, x: 2500 }, [screen])).toEqual({ width: 1200, height: 800 });
    expect(openingBounds({ ...remembered, y: -700 }, [screen])).toEqual({ width: 1200, height: 800 });
    expect(openingBounds({ ...remembered, x: 2500 }, [screen, { ...screen, x: 1920 }])).toMatchObject({ x: 2500 });
  });
  test('never smaller than it can be used', () => {
    expect(openingBounds({ ...remembered, width: 10, height: 10 }, [screen])).toMatchObject({
      width: 1024,
      height: 700,
    });
  });
});
