import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isolated } from '../../../../src-shared/text/isolated.ts';

describe('a text within a sentence', () => {
  test.each(['Ana Ortiz', '', 'Peña & Søn, 12/24', '京都', '👩🏽‍🌾', '<b>'])('stays as it is: %j', (text) => {
    expect(isolated(text)).toBe(text);
  });

  test.each([
    ['אנה', '\u2068אנה\u2069'],
    ['ABC \u202eDEF', '\u2068ABC \u202eDEF\u2069'],
    ['one\nאנה\ntwo', 'one\n\u2068אנה\u2069\ntwo'],
    // It ends an isolate that it did not begin: ours must not be the one.
    ['a\u2069\u202eb', '\u2068\u2068a\u2069\u202eb\u2069'],
    // It begins one that it does not end.
    ['a\u2067b', '\u2068a\u2067b\u2069\u2069'],
  ])('moves nothing around it: %j', (text, expected) => {
    expect(isolated(text)).toBe(expected);
  });

  const controls = fc.constantFrom(...'\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\n\u2029אa1 ');
  const texts = fc.array(controls, { maxLength: 30 }).map((parts) => parts.join(''));

  test('whatever it holds, what follows is where it was before', () => {
    fc.assert(
      fc.property(texts, (text) => {
        for (const line of `before ${isolated(text)} after`.split(/[\n\u2029]/)) {
          const word = line.endsWith(' after') ? line.length - ' after'.length : line.length;
          expect(depthAt(line, word)).toBe(0);
          for (let place = line.startsWith('before ') ? 8 : 1; place < word; place += 1) {
            if (/[\u202a-\u202e]/.test(line.charAt(place))) expect(depthAt(line, place)).toBeGreaterThan(0);
          }
        }
      }),
    );
  });

  test('nothing of it is lost', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(lessIsolates(isolated(text))).toBe(lessIsolates(text));
      }),
    );
  });
});

/** How many isolates are open before a place of a line, as Unicode pairs them. */
function depthAt(line: string, place: number): number {
  let depth = 0;
  for (const character of line.slice(0, place)) {
    if (/[\u2066-\u2068]/.test(character)) depth += 1;
    else if (character === '\u2069') depth = Math.max(0, depth - 1);
  }
  return depth;
}

function lessIsolates(text: string): string {
  return text.replace(/[\u2068\u2069]/g, '');
}
