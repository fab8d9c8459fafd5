import { describe, expect, test } from 'vitest';
import { leastSize, openingBounds, rescuedBounds } from '../../../../src-main/window/bounds.ts';

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
  test('no larger than its screen, which may have been scaled anew or is another one', () => {
    const laptop = { x: 0, y: 0, width: 1280, height: 720 };
    const large = { ...remembered, x: 300, y: 200, width: 1800, height: 1000 };
    expect(openingBounds(large, [laptop])).toEqual({ x: 0, y: 0, width: 1280, height: 720 });
    expect(openingBounds({ ...large, x: 3000 }, [laptop])).toEqual({ width: 1280, height: 720 });
    expect(openingBounds(undefined, [laptop])).toEqual({ width: 1280, height: 720 });
  });
  test('across two screens, where all of it is seen', () => {
    const wide = { ...remembered, x: 0, y: 0, width: 3840, height: 1080 };
    expect(openingBounds(wide, [screen, { ...screen, x: 1920 }])).toEqual({ x: 0, y: 0, width: 3840, height: 1080 });
  });
  test('on a screen that is smaller than the window is meant for, filling it', () => {
    const scaled = { x: 0, y: 0, width: 911, height: 512 };
    expect(leastSize([scaled, screen])).toEqual({ width: 911, height: 512 });
    expect(openingBounds(remembered, [scaled])).toMatchObject({ width: 911, height: 512 });
    expect(leastSize([screen])).toEqual({ width: 1024, height: 700 });
  });
});

describe('a window whose screen goes while it is open', () => {
  const second = { ...screen, x: 1920 };
  const there = { x: 2000, y: 100, width: 1200, height: 800 };

  test('stays while it can be seen and moved', () => {
    expect(rescuedBounds(there, [screen, second])).toBeNull();
    expect(rescuedBounds({ ...there, x: 1700 }, [screen])).toBeNull();
  });
  test('comes to the middle of the main screen otherwise', () => {
    expect(rescuedBounds(there, [screen])).toEqual({ x: 360, y: 140, width: 1200, height: 800 });
  });
  test('shrinks with a screen that is scaled anew', () => {
    expect(rescuedBounds({ x: 0, y: 0, width: 1800, height: 1000 }, [{ ...screen, width: 1536, height: 824 }])).toEqual(
      {
        x: 0,
        y: 0,
        width: 1536,
        height: 824,
      },
    );
  });
  test('stays where no screen is known, as while the last one is unplugged', () => {
    expect(rescuedBounds(there, [])).toBeNull();
  });
});
