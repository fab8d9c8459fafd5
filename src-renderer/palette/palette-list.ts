import type { QueueEntry } from '../queue/queue-entry.ts';
import { isNumberOf } from './find-cases.ts';
import { matchLabel } from './match-label.ts';
import type { PaletteEntry, PaletteGroup } from './palette-entries.ts';

/** One line of the palette: something to do, or a case to open. */
export type PaletteLine =
  | { readonly kind: 'entry'; readonly id: string; readonly entry: PaletteEntry }
  | { readonly kind: 'case'; readonly id: string; readonly found: QueueEntry };

export interface PaletteSection {
  readonly title: string;
  readonly items: readonly PaletteLine[];
}

/** So many of the commands used last stand at the top before anything is typed. */
const recentShown = 4;

const groupOrder: readonly PaletteGroup[] = ['case', 'attention', 'go_to', 'desk'];

interface Asked {
  readonly typed: string;
  readonly entries: readonly PaletteEntry[];
  /** The cases found by what is typed, the best first. */
  readonly cases: readonly QueueEntry[];
  /** Ids of entries, the one used last first. */
  readonly recent: readonly string[];
  /** "Case 00012345", or what stands for it. */
  readonly caseTitle: string;
}

/**
 * What the palette shows. Nothing typed: what was used last, then everything that can be done now. Typed: the
 * commands that fit, the cases, and what cannot be done now with its reason; a case whose number was typed stands
 * before everything.
 */
export function paletteList(asked: Asked): readonly PaletteSection[] {
  const sections = asked.typed.trim() === '' ? untyped(asked) : typedFor(asked);
  return sections.filter(({ items }) => items.length > 0);
}

function untyped({ entries, recent, caseTitle }: Asked): readonly PaletteSection[] {
  const now = entries.filter(({ whyNot }) => whyNot === null);
  const used = recent.flatMap((id) => now.find((entry) => entry.id === id) ?? []).slice(0, recentShown);
  const titles: Readonly<Record<PaletteGroup, string>> = {
    case: caseTitle,
    attention: 'The marked item',
    go_to: 'Go to',
    desk: 'Desk',
  };
  return [
    { title: 'Used last', items: used.map(lineOf) },
    ...groupOrder.map((group) => ({
      title: titles[group],
      items: now.filter((entry) => entry.group === group && !used.includes(entry)).map(lineOf),
    })),
  ];
}

function typedFor({ typed, entries, cases, recent }: Asked): readonly PaletteSection[] {
  const fitting = entries
    .flatMap((entry, place) => {
      const fit = fitOf(entry, typed);
      return fit === null ? [] : [{ entry, place, fit }];
    })
    .sort((a, b) => a.fit - b.fit || usedBefore(recent, a.entry) - usedBefore(recent, b.entry) || a.place - b.place);
  const linesOf = (canBeDone: boolean): readonly PaletteLine[] =>
    fitting.flatMap(({ entry }) => ((entry.whyNot === null) === canBeDone ? [lineOf(entry)] : []));
  const commands: PaletteSection = { title: 'Commands', items: linesOf(true) };
  const notNow: PaletteSection = { title: 'Not now', items: linesOf(false) };
  const found: PaletteSection = {
    title: 'Cases',
    items: cases.map((entry): PaletteLine => ({ kind: 'case', id: `case_${entry.id}`, found: entry })),
  };
  const [first] = cases;
  const isNumber = first !== undefined && isNumberOf(first, typed);
  return isNumber ? [found, commands, notNow] : [commands, found, notNow];
}

/** What else a command is called counts less than its name, and not for a letter or two. */
function fitOf(entry: PaletteEntry, typed: string): number | null {
  const byName = matchLabel(entry.label, typed);
  if (byName !== null) return byName;
  if (entry.alsoCalled === '' || typed.trim().length < 3) return null;
  const byOtherName = matchLabel(`${entry.label} ${entry.alsoCalled}`, typed);
  return byOtherName === null || byOtherName > 1 ? null : 4 + byOtherName;
}

function usedBefore(recent: readonly string[], { id }: PaletteEntry): number {
  const place = recent.indexOf(id);
  return place < 0 ? recent.length : place;
}

function lineOf(entry: PaletteEntry): PaletteLine {
  return { kind: 'entry', id: entry.id, entry };
}
