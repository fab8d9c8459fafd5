import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** A text that tries to be more than a text. */
export interface HostileText {
  readonly name: string;
  readonly text: string;
}

const entry = z.union([
  z.strictObject({ name: z.string(), text: z.string() }),
  z.strictObject({ name: z.string(), repeat: z.string().min(1), length: z.int().positive() }),
]);

// Read, not imported: Vite's reader of JSON takes no halves of surrogate pairs.
const file = new URL('../fixtures/hostile-texts.json', import.meta.url);

/** Every class of hostile text. */
export const hostileTexts: readonly HostileText[] = z
  .array(entry)
  .parse(JSON.parse(readFileSync(file, 'utf8')))
  .map((each) =>
    'text' in each
      ? each
      : {
          name: each.name,
          text: each.repeat.repeat(Math.ceil(each.length / each.repeat.length)).slice(0, each.length),
        },
  );
