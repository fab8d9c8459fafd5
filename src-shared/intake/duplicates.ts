import type { EpochMs } from '../ids.ts';
import { foldText } from '../text/fold-text.ts';

/** A case that a new one could be the same as. */
export interface KnownCase {
  readonly id: string;
  readonly subject: string;
  readonly text: string;
  readonly openedAt: EpochMs;
}

export interface PossibleDuplicate<Known extends KnownCase> {
  readonly known: Known;
  /** The words that both hold, as the known case writes them, the weightiest first: why it is offered. */
  readonly shares: readonly string[];
}

/** So many are shown: a longer list would be passed over. */
const mostShown = 4;
/** A word of both subjects; a document number counts as much as two. */
const subjectWeight = 2;
const leastScore = 4;
/** Of a text so long, its beginning says what it is about. */
const lookedAt = 4_000;

/**
 * Prepares an account's open cases to be compared with what is typed. The words of each are taken once; each look
 * then costs a few hundred comparisons, however many cases the desk has.
 */
export function duplicateFinder<Known extends KnownCase>(
  cases: readonly Known[],
): (typed: { readonly subject: string; readonly text: string }) => readonly PossibleDuplicate<Known>[] {
  const prepared = cases.map((known) => ({ known, words: wordsOf(known) }));
  return (typed) => {
    const wanted = wordsOf(typed);
    if (wanted.size === 0) return [];
    const found = prepared.flatMap(({ known, words }) => {
      const shared = [...wanted].flatMap(([key, { weight }]) => {
        const word = words.get(key);
        return word === undefined ? [] : [{ written: word.written, weight: Math.min(weight, word.weight) }];
      });
      const score = shared.reduce((sum, { weight }) => sum + weight, 0);
      // Two words of both subjects, or a document number: less is chance.
      if (score < leastScore) return [];
      shared.sort((a, b) => b.weight - a.weight);
      return [{ known, score, shares: shared.map(({ written }) => written) }];
    });
    return found
      .sort((a, b) => b.score - a.score || b.known.openedAt - a.known.openedAt || (a.known.id < b.known.id ? -1 : 1))
      .slice(0, mostShown)
      .map(({ known, shares }) => ({ known, shares }));
  };
}

interface Word {
  /** As it stood in the text. */
  readonly written: string;
  readonly weight: number;
}

/** The words that tell one case from another, by a form in which "ASNs" and "asn" are one. */
function wordsOf({ subject, text }: { readonly subject: string; readonly text: string }): ReadonlyMap<string, Word> {
  const words = new Map<string, Word>();
  const take = (part: string, base: number): void => {
    for (const [written] of part.slice(0, lookedAt).matchAll(/[\p{L}\p{N}]+/gu)) {
      const key = stemOf(foldText(written));
      if (isEmptyWord(key)) continue;
      const weight = isDocumentNumber(key) ? leastScore : base;
      const known = words.get(key);
      if (known === undefined || known.weight < weight) words.set(key, { written, weight });
    }
  };
  take(subject, subjectWeight);
  take(text, 1);
  return words;
}

/** "invoices" and "invoice", "rejected" and "rejects". */
function stemOf(word: string): string {
  if (/\d/.test(word) || word.length < 4) return word;
  return word.replace(/(?:ions|ion|ing|ed|es|s|e)$/, (ending) => (word.length - ending.length < 3 ? ending : ''));
}

/** An order, a notice, an interchange: hardly two cases name the same one by chance. */
function isDocumentNumber(word: string): boolean {
  return (word.match(/\d/g)?.length ?? 0) >= 5;
}

const common: ReadonlySet<string> = new Set(
  `a about after again all also and any are aren as at be been before but by can cannot case check could did do does down
  for from get got had has have help her here his how i if in into is issue it its just like more need new no not now of
  off on one only or our out over please problem see send sent she since so some still system than that the their them
  then there these they this those to today too up urgent us use user was we were what when where which while who why
  will with work wrong yesterday you your`
    .split(/\s+/)
    .map(stemOf),
);

function isEmptyWord(word: string): boolean {
  return common.has(word) || (word.length < 3 && !/\d/.test(word)) || /^\d{1,2}$/.test(word);
}
