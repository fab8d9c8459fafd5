import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matchLabel } from '../../../../src-renderer/palette/match-label.ts';

describe('what is typed fits a label', () => {
  test.each([
    ['Set severity…', 'set', 0],
    ['Set severity…', 'Set sev', 0],
    ['Reply to the customer', 'customer', 1],
    ['Reply to the customer', 'cust rep', 1],
    ['Hand off to the TAEs…', 'hotae', 2],
    ['Set severity…', 'setsev', 2],
    ['Set severity…', 'ss', 2],
    ['Needs attention', 'tention', 3],
    ['Peña y Río', 'pena rio', 1],
    ['Größe ändern', 'GROSSE', 0],
    ['Pena', 'PEÑA', 0],
  ])('%s by "%s", as well as %d', (label, typed, fit) => {
    expect(matchLabel(label, typed)).toBe(fit);
  });

  test.each([
    ['Claim', 'cx'],
    ['Claim', 'claims'],
    ['Set severity…', 'sevset'],
    // A letter within a word tells nothing.
    ['Keyboard shortcuts', 'h'],
    ['Reply to the customer', 'reply note'],
  ])('%s not by "%s"', (label, typed) => {
    expect(matchLabel(label, typed)).toBeNull();
  });

  const word = fc.stringMatching(/^[a-z]{1,8}$/);

  test('by the beginnings of its words, in any order', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(word, fc.nat()), { minLength: 1, maxLength: 5 }), fc.boolean(), (words, turned) => {
        const label = words.map(([whole]) => whole).join(' ');
        const typed = words.map(([whole, cut]) => whole.slice(0, 1 + (cut % whole.length)));
        expect(matchLabel(label, (turned ? typed.reverse() : typed).join(' '))).toBeLessThanOrEqual(1);
      }),
    );
  });

  test('by those beginnings run together, in their order', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(word, fc.nat()), { minLength: 1, maxLength: 5 }), (words) => {
        const label = words.map(([whole]) => whole).join(' ');
        const typed = words.map(([whole, cut]) => whole.slice(0, 1 + (cut % whole.length))).join('');
        expect(matchLabel(label, typed)).toBeLessThanOrEqual(2);
      }),
    );
  });
});
