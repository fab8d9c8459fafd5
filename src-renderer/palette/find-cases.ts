import type { UserId } from '../../src-shared/ids.ts';
import { containsAll, filterWords } from '../queue/filter.ts';
import { compareEntries, type QueueEntry } from '../queue/queue-entry.ts';
import type { QueueIndex } from '../queue/queue-index.ts';

/** So many cases are offered at once. */
export const casesOffered = 8;

interface Found {
  readonly entry: QueueEntry;
  readonly rank: number;
}

/**
 * The cases of the whole desk, closed ones as well, that contain every typed word, the best first: its number, its
 * number without the zeros in front, its key elsewhere, the number's beginning or end; then by the words' beginnings.
 * Among equals open ones stand before ended ones, mine before others', and what is due next first.
 */
export function findCases(index: QueueIndex, me: UserId | null, typed: string): readonly QueueEntry[] {
  const words = filterWords(typed);
  const found: Found[] = [];
  if (words.length === 0) return [];
  const whole = words.join(' ');
  const wanted: Wanted = { words, whole, bare: withoutZeros(whole), isDigits: /^\d+$/.test(whole) };
  const before = (a: Found, b: Found): boolean =>
    a.rank !== b.rank ? a.rank < b.rank : compareEntries(a.entry, b.entry) < 0;
  index.eachSearchText((entry, text) => {
    if (!containsAll(text, words)) return;
    const candidate = { entry, rank: rankOf(entry, me, text, wanted) };
    const last = found.at(-1);
    if (found.length === casesOffered && last && !before(candidate, last)) return;
    const place = found.findIndex((other) => before(candidate, other));
    found.splice(place < 0 ? found.length : place, 0, candidate);
    if (found.length > casesOffered) found.pop();
  });
  return found.map(({ entry }) => entry);
}

/** Whether the typed text is the number of this case, or would be but for the zeros in front. */
export function isNumberOf({ number }: Pick<QueueEntry, 'number'>, typed: string): boolean {
  const wanted = typed.trim().toLowerCase();
  return wanted !== '' && withoutZeros(number.toLowerCase()) === withoutZeros(wanted);
}

/** What is typed, looked at once and not for each of thousands of cases. */
interface Wanted {
  readonly words: readonly string[];
  readonly whole: string;
  readonly bare: string;
  readonly isDigits: boolean;
}

function rankOf(entry: QueueEntry, me: UserId | null, text: string, wanted: Wanted): number {
  const { state } = entry;
  const mine = me !== null && (state.ownerId === me || state.technicalOwnerId === me);
  const standing = (entry.isOpen ? 0 : 2) + (mine ? 0 : 1);
  return kindOfMatch(entry, text, wanted) * 4 + standing;
}

function kindOfMatch({ number: printed, doc }: QueueEntry, text: string, wanted: Wanted): number {
  const { words, whole, bare, isDigits } = wanted;
  // The text begins with the number and puts each field on a line.
  const number = text.slice(0, printed.length);
  if (number === whole) return 0;
  const endsSo = number.endsWith(bare);
  if (endsSo && withoutZeros(number) === bare) return 1;
  if (doc.source?.key.toLowerCase() === whole) return 2;
  if (isDigits && (endsSo || withoutZeros(number).startsWith(bare))) return 3;
  for (const word of words) if (!beginsWord(text, word)) return 5;
  return 4;
}

function withoutZeros(number: string): string {
  return number.replace(/^0+(?=.)/, '');
}

function beginsWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (at === 0 || !isInWord(text.charCodeAt(at - 1))) return true;
  }
  return false;
}

/** Of a folded text: small letters, digits, and what is no ASCII, which is nearly always a letter. */
function isInWord(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || code > 127;
}
