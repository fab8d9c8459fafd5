import type { Page } from '@playwright/test';
import { type Figure, median } from './figure.ts';

/** What is typed, letter by letter: words that stand in many cases, in few, and a number. */
const typed = ['shipment not received', 'reply', '00000412'];
const rounds = 7;

interface Times {
  readonly opening: readonly number[];
  readonly typing: readonly number[];
}

/** From the key to the frame after the palette stands there, and after it shows what a letter found. */
export async function benchPalette(page: Page): Promise<readonly Figure[]> {
  const { opening, typing } = await page.evaluate(measure, { typed, rounds });
  return [
    { name: `palette, key to painted (median of ${opening.length})`, value: median(opening), unit: 'ms' },
    { name: `palette, letter to painted (median of ${typing.length})`, value: median(typing), unit: 'ms' },
    { name: `palette, letter to painted (slowest of ${typing.length})`, value: Math.max(...typing), unit: 'ms' },
  ];
}

/** Runs in the page. */
async function measure(asked: { readonly typed: readonly string[]; readonly rounds: number }): Promise<Times> {
  const opening: number[] = [];
  const typing: number[] = [];
  const frame = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0)));
  const timed = async (into: number[], act: () => void) => {
    const startedAt = performance.now();
    act();
    await frame();
    into.push(performance.now() - startedAt);
  };
  const field = (): HTMLInputElement => {
    const found = document.querySelector('[role="dialog"] input');
    if (!(found instanceof HTMLInputElement)) throw new Error('The palette did not open.');
    return found;
  };
  const setValue = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set;
  for (let round = 0; round < asked.rounds; round++) {
    for (const text of asked.typed) {
      await timed(opening, () =>
        document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'k', ctrlKey: true, bubbles: true })),
      );
      for (let length = 1; length <= text.length; length++) {
        await timed(typing, () => {
          setValue?.call(field(), text.slice(0, length));
          field().dispatchEvent(new InputEvent('input', { bubbles: true }));
        });
      }
      field().dispatchEvent(new KeyboardEvent('keydown', { key: 'k', ctrlKey: true, bubbles: true, cancelable: true }));
      await frame();
    }
  }
  return { opening, typing };
}
