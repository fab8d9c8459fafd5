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

export const smallestWindow = { width: 1024, height: 700 } as const;
const usualWindow = { width: 1440, height: 900 } as const;
/** So much of the window must be on a screen that it can be seen and moved. */
const graspable = 100;

/** The bounds to open with: the remembered ones where they still lie on a screen, otherwise the usual size, placed by the system. */
export function openingBounds(
  remembered: WindowBounds | undefined,
  screens: readonly Area[],
): { readonly width: number; readonly height: number; readonly x?: number; readonly y?: number } {
  if (remembered === undefined) return usualWindow;
  const width = Math.max(remembered.width, smallestWindow.width);
  const height = Math.max(remembered.height, smallestWindow.height);
  const { x, y } = remembered;
  const isVisible = screens.some(
    (screen) =>
      x + width >= screen.x + graspable &&
      x <= screen.x + screen.width - graspable &&
      y >= screen.y &&
      y <= screen.y + screen.height - graspable,
  );
  return isVisible ? { x, y, width, height } : { width, height };
}
