import { expect, test } from 'vitest';
import {
  initialsOf,
  type Other,
  presenceDetails,
  presenceWords,
} from '../../../../src-renderer/presence/presence-words.ts';

const others = (...words: readonly string[]): Other[] =>
  words.map((word) => {
    const writes = word.endsWith('…');
    const name = writes ? word.slice(0, -1) : word;
    return { userId: name, name, activity: writes ? 'writing' : 'viewing' };
  });

test.each([
  [[], ''],
  [['Ana Silva'], 'Ana Silva is looking'],
  [['Ana Silva', 'Ben Okafor'], '2 others are looking'],
  [['Ana Silva…'], 'Ana Silva is writing here'],
  [['Ana Silva…', 'Ben Okafor…'], 'Ana Silva and Ben Okafor are writing here'],
  [['Ana Silva…', 'Ben Okafor…', 'Cem Kaya…'], 'Ana Silva and 2 others are writing here'],
  [['Ana Silva…', 'Ben Okafor', 'Cem Kaya'], 'Ana Silva is writing here, 2 looking'],
])('%j is said as %j', (people, words) => {
  expect(presenceWords(others(...people))).toBe(words);
});

test('everybody is named where there is room', () => {
  expect(presenceDetails(others('Ana Silva…', 'Ben Okafor'))).toBe('Ana Silva is writing, Ben Okafor is looking');
});

test.each([
  ['Ana Silva', 'AS'],
  ['Ana Maria da Silva', 'AS'],
  ['Priya', 'PR'],
  ['élodie Ünal', 'ÉÜ'],
  ['李 小龙', '李小'],
  ['Ana Ruiz (night shift)', 'AR'],
  ['019d3c5e', '01'],
  ['', ''],
])('the initials of %j are %j', (name, initials) => {
  expect(initialsOf(name)).toBe(initials);
});

test('a name that is read the other way turns nothing round', () => {
  expect(presenceWords(others('דנה…', 'Ben Okafor'))).toBe('\u2068דנה\u2069 is writing here, 1 looking');
  expect(presenceDetails(others('Eve \u202eRuiz'))).toBe('\u2068Eve \u202eRuiz\u2069 is looking');
});
