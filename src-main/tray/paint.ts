/** A picture without a file: raw pixels as the system's image takes them, blue, green, red, alpha, premultiplied. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly bytes: Uint8Array;
}

/** Red, green, blue. */
export type Colour = readonly [number, number, number];

/** Whether a point lies in a shape. Shapes are drawn on a square of 16 units. */
export type Shape = (x: number, y: number) => boolean;

/** Shapes on top of each other, the lowest first; a layer without colour takes away what is below it. */
export interface Layer {
  readonly shape: Shape;
  readonly colour: Colour | null;
}

/** Drawn on a square of so many units, whatever its size in pixels. */
const units = 16;
/** Samples a pixel, each way: the edges are smooth. */
const samples = 4;

/** Paints layers on a square of `size` pixels. */
export function paint(size: number, layers: readonly Layer[]): Pixels {
  const bytes = new Uint8Array(size * size * 4);
  const share = 1 / (samples * samples);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const sum = [0, 0, 0, 0];
      for (let sample = 0; sample < samples * samples; sample++) {
        const x = ((column + ((sample % samples) + 0.5) / samples) * units) / size;
        const y = ((row + (Math.floor(sample / samples) + 0.5) / samples) * units) / size;
        const colour = layers.findLast(({ shape }) => shape(x, y))?.colour;
        if (!colour) continue;
        const [red, green, blue] = colour;
        for (const [channel, value] of [blue, green, red, 255].entries())
          sum[channel] = (sum[channel] ?? 0) + value * share;
      }
      bytes.set(sum.map(Math.round), (row * size + column) * 4);
    }
  }
  return { width: size, height: size, bytes };
}

export function disc(centreX: number, centreY: number, radius: number): Shape {
  return (x, y) => Math.hypot(x - centreX, y - centreY) <= radius;
}

/** A line with round ends. */
export function stroke(from: readonly [number, number], to: readonly [number, number], width: number): Shape {
  const [fromX, fromY] = from;
  const [alongX, alongY] = [to[0] - fromX, to[1] - fromY];
  const square = alongX * alongX + alongY * alongY;
  return (x, y) => {
    const share = square === 0 ? 0 : Math.min(1, Math.max(0, ((x - fromX) * alongX + (y - fromY) * alongY) / square));
    return Math.hypot(x - fromX - share * alongX, y - fromY - share * alongY) <= width / 2;
  };
}

/** Filled squares of a grid, given as rows in which `#` is filled. */
export function grid(rows: readonly string[], left: number, top: number, square: number): Shape {
  return (x, y) => rows[Math.floor((y - top) / square)]?.[Math.floor((x - left) / square)] === '#';
}
