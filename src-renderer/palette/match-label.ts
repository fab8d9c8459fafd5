import { foldText } from '../../src-shared/text/fold-text.ts';

/**
 * How well typed words fit a command's label; the lower the better, null if they do not. 0: the label begins so.
 * 1: every word begins a word of it. 2: so do its letters run together, "seta" and "sa" for "Set agreement".
 * 3: every word stands somewhere in it; not words of a letter or two, which stand nearly everywhere.
 */
export function matchLabel(label: string, typed: string): number | null {
  const text = foldText(label);
  const words = foldText(typed).split(/\s+/).filter(Boolean);
  if (words.length === 0) return 0;
  if (text.startsWith(words.join(' '))) return 0;
  const starts = text.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  if (words.every((word) => starts.some((start) => start.startsWith(word)))) return 1;
  if (words.length === 1 && runsThrough(starts, words[0] ?? '')) return 2;
  return words.every((word) => word.length > 2 && text.includes(word)) ? 3 : null;
}

/** Whether the letters are the beginnings of some of the words, in their order. */
function runsThrough(words: readonly string[], letters: string): boolean {
  if (letters === '') return true;
  return words.some((word, place) => {
    for (let length = sharedLength(word, letters); length > 0; length -= 1) {
      if (runsThrough(words.slice(place + 1), letters.slice(length))) return true;
    }
    return false;
  });
}

function sharedLength(word: string, letters: string): number {
  let length = 0;
  while (length < word.length && word[length] === letters[length]) length += 1;
  return length;
}
