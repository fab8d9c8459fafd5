import { type Colour, disc, grid, type Layer, type Pixels, paint, stroke } from './paint.ts';
import { badgeWords, type TrayPicture } from './tray-view.ts';

const black: Colour = [0, 0, 0];
const white: Colour = [255, 255, 255];
// The accent and the red of the window's light theme: both stand out on a light and on a dark taskbar.
const accent: Colour = [38, 92, 173];
const red: Colour = [196, 43, 28];
const grey: Colour = [112, 117, 125];

const hands = (colour: Colour | null): Layer[] => [
  { shape: stroke([8, 8], [8, 4], 1.7), colour },
  { shape: stroke([8, 8], [10.8, 9.6], 1.7), colour },
];

/** A clock. Calm: its face. Overdue: filled in red. Offline: struck out. */
export function trayPicture(picture: TrayPicture, size: number): Pixels {
  const face: Layer = { shape: disc(8, 8, 7.5), colour: { calm: accent, overdue: red, offline: grey }[picture] };
  const strike: Layer[] =
    picture === 'offline' ? [{ shape: stroke([3.4, 12.6], [12.6, 3.4], 1.7), colour: white }] : [];
  return paint(size, [face, ...(picture === 'offline' ? strike : hands(white))]);
}

/** The same for the menu bar of macOS, which colours it itself and so tells the states apart by shape alone. */
export function templatePicture(picture: TrayPicture, size: number): Pixels {
  const ring: Layer[] = [
    { shape: disc(8, 8, 7), colour: black },
    { shape: disc(8, 8, 5.5), colour: null },
  ];
  const filled: Layer[] = [{ shape: disc(8, 8, 7), colour: black }, ...hands(null)];
  const struck: Layer[] = [
    ...ring,
    { shape: stroke([2.4, 13.6], [13.6, 2.4], 4), colour: null },
    { shape: stroke([2.4, 13.6], [13.6, 2.4], 1.5), colour: black },
  ];
  return paint(size, { calm: [...ring, ...hands(black)], overdue: filled, offline: struck }[picture]);
}

/** The number on the taskbar button of Windows. */
export function overlayPicture(overdue: number, size: number): Pixels {
  const figures = [...badgeWords(overdue)].flatMap((figure) => figureRows[figure] ?? []);
  const [first = [], ...others] = Array.from({ length: figures.length / 5 }, (_, index) =>
    figures.slice(index * 5, index * 5 + 5),
  );
  const rows = others.reduce((left, right) => left.map((row, index) => `${row}.${right[index] ?? ''}`), first);
  const width = (rows[0]?.length ?? 0) * 2;
  return paint(size, [
    { shape: others.length === 0 ? disc(8, 8, 8) : roundedSquare, colour: red },
    // Squares of two units, so that they lie on whole pixels at every size.
    { shape: grid(rows, 8 - width / 2, 8 - rows.length, 2), colour: white },
  ]);
}

function roundedSquare(x: number, y: number): boolean {
  return Math.hypot(Math.max(0, Math.abs(x - 8) - 4), Math.max(0, Math.abs(y - 8) - 4)) <= 4;
}

/** Figures of three by five squares. */
const figureRows: Readonly<Record<string, readonly string[]>> = {
  '1': ['.#.', '##.', '.#.', '.#.', '###'],
  '2': ['##.', '..#', '.#.', '#..', '###'],
  '3': ['##.', '..#', '.#.', '..#', '##.'],
  '4': ['#.#', '#.#', '###', '..#', '..#'],
  '5': ['###', '#..', '##.', '..#', '##.'],
  '6': ['.##', '#..', '###', '#.#', '###'],
  '7': ['###', '..#', '.#.', '.#.', '.#.'],
  '8': ['###', '#.#', '###', '#.#', '###'],
  '9': ['###', '#.#', '###', '..#', '##.'],
  '+': ['...', '.#.', '###', '.#.', '...'],
};
