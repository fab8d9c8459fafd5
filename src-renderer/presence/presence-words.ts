import type { Activity } from '../../src-shared/sync/presence.ts';
import { isolated } from '../../src-shared/text/isolated.ts';

/** Somebody else on a case. */
export interface Other {
  readonly userId: string;
  readonly name: string;
  readonly activity: Activity;
}

/** At most two letters that stand for a name. */
export function initialsOf(name: string): string {
  // A remark in brackets is no part of the name.
  const words = name
    .replace(/\(.*\)/u, '')
    .split(/\s+/u)
    .filter((word) => /^\p{L}/u.test(word));
  const first = words[0];
  const last = words.at(-1);
  if (first === undefined || last === undefined) return [...name.trim()].slice(0, 2).join('').toUpperCase();
  const letters = words.length === 1 ? [...first].slice(0, 2) : [[...first][0], [...last][0]];
  return letters.join('').toUpperCase();
}

/** What the others do on a case, in a line; empty for nobody. Those who write come first. */
export function presenceWords(others: readonly Other[]): string {
  const writing = others.filter(({ activity }) => activity === 'writing');
  const looking = others.length - writing.length;
  if (writing.length === 0) {
    if (others.length > 1) return `${others.length} others are looking`;
    return others[0] === undefined ? '' : `${isolated(others[0].name)} is looking`;
  }
  const words = `${someWords(writing)} writing here`;
  return looking === 0 ? words : `${words}, ${looking} looking`;
}

/** Everybody by name. */
export function presenceDetails(others: readonly Other[]): string {
  return others
    .map(({ name, activity }) => `${isolated(name)} is ${activity === 'writing' ? 'writing' : 'looking'}`)
    .join(', ');
}

/** Said after a message went out while others wrote; empty if nobody did. */
export function sentBesideWords(others: readonly Other[]): string {
  const writing = others.filter(({ activity }) => activity === 'writing');
  return writing.length === 0 ? '' : `Sent, while ${someWords(writing)} writing too`;
}

function someWords(people: readonly Other[]): string {
  const [first, second] = people.map(({ name }) => isolated(name));
  if (second === undefined) return `${first} is`;
  return people.length === 2 ? `${first} and ${second} are` : `${first} and ${people.length - 1} others are`;
}
