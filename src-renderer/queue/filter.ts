import { foldText } from '../../src-shared/text/fold-text.ts';

/** A typed filter as folded words, all of which a case must contain. Empty: everything passes. */
export function filterWords(filter: string): readonly string[] {
  return foldText(filter).split(/\s+/).filter(Boolean);
}

/** Whether every word stands somewhere in the folded text. */
export function containsAll(haystack: string, words: readonly string[]): boolean {
  for (const word of words) if (!haystack.includes(word)) return false;
  return true;
}
