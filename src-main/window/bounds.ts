import { z } from 'zod';

export const boundsSchema = z.object({
  x: z.int(),
  y: z.int(),
  width: z.int().positive(),
  height: z.int().positive(),
  maximized: z.boolean(),
});
/** Where the window was when it was last seen, in device-independent pixels. */
export type WindowBounds = z.infer<typeof boundsSchema>;

export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
type Size = Pick<Area, 'width' | 'height'>;

export const smallestWindow = { width: 1024, height: 700 } as const;
const usualWindow = { width: 1440, height: 900 } as const;
/** So much of the window must be on a screen that it can be seen and moved. */
const graspable = 100;

/** How small the window may be made: no larger than the smallest screen, which may be less than we like (scaled to 150 %). */
export function leastSize(screens: readonly Area[]): Size {
  return {
    width: Math.min(smallestWindow.width, ...screens.map(({ width }) => width)),
    height: Math.min(smallestWindow.height, ...screens.map(({ height }) => height)),
  };
}

/**
 * The bounds to open with: the remembered ones where they still lie on a screen, otherwise their size, placed by the
 * system; never larger than the screen. The first of `screens` is the main one.
 */
export function openingBounds(
  remembered: Pick<WindowBounds, 'x' | 'y' | 'width' | 'height'> | undefined,
  screens: readonly Area[],
): Size | Area {
  const least = leastSize(screens);
  const { width, height } = remembered ?? usualWindow;
  const wanted = { width: Math.max(width, least.width), height: Math.max(height, least.height) };
  const placed = remembered && { x: remembered.x, y: remembered.y, ...wanted };
  if (placed !== undefined && isGraspable(placed, screens)) return onScreens(placed, screens);
  const [main] = screens;
  return main === undefined ? wanted : shrunk(wanted, main);
}

/** Where a window goes whose screen was taken away or scaled anew while it was open; null if it may stay. */
export function rescuedBounds(bounds: Area, screens: readonly Area[]): Area | null {
  const [main] = screens;
  if (main === undefined) return null;
  if (isGraspable(bounds, screens)) {
    const kept = onScreens(bounds, screens);
    return kept.width === bounds.width && kept.height === bounds.height ? null : kept;
  }
  const size = shrunk(bounds, main);
  return {
    x: main.x + Math.round((main.width - size.width) / 2),
    y: main.y + Math.round((main.height - size.height) / 2),
    ...size,
  };
}

/** Its title bar can be seen and dragged. */
function isGraspable({ x, y, width }: Area, screens: readonly Area[]): boolean {
  return screens.some(
    (screen) =>
      x + width >= screen.x + graspable &&
      x <= screen.x + screen.width - graspable &&
      y >= screen.y &&
      y <= screen.y + screen.height - graspable,
  );
}

/** As it is where all of it is seen, be it on two screens; no larger than its screen otherwise, and then within it. */
function onScreens(bounds: Area, screens: readonly Area[]): Area {
  const seen = screens.reduce((sum, screen) => sum + overlap(bounds, screen), 0);
  const screen = screens.reduce((best, next) => (overlap(bounds, next) > overlap(bounds, best) ? next : best));
  const fits = bounds.width <= screen.width && bounds.height <= screen.height;
  if (fits || seen >= bounds.width * bounds.height) return bounds;
  const size = shrunk(bounds, screen);
  return {
    x: within(bounds.x, screen.x, screen.x + screen.width - size.width),
    y: within(bounds.y, screen.y, screen.y + screen.height - size.height),
    ...size,
  };
}

function shrunk(size: Size, screen: Area): Size {
  return { width: Math.min(size.width, screen.width), height: Math.min(size.height, screen.height) };
}

function overlap(a: Area, b: Area): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return Math.max(0, width) * Math.max(0, height);
}

function within(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}
