import type { CaseKind } from '../../src-shared/cases/case-document.ts';
import type { UserId } from '../../src-shared/ids.ts';
import type { Macro } from '../../src-shared/macros/macro.ts';
import { foldText } from '../../src-shared/text/fold-text.ts';
import { matchLabel } from '../palette/match-label.ts';

/** The macros that somebody may use: the desk's and the own ones, none that was taken out of use. */
export function usableMacros(macros: Iterable<Macro>, me: UserId | null): readonly Macro[] {
  return [...macros].filter(({ ownerId, removed }) => removed !== true && (ownerId === null || ownerId === me));
}

/**
 * What typed words find, the best first: by name, then by words of the text. Among equals stand first those that
 * guidance names for the case, then those of its kind, then those for all kinds.
 */
export function findMacros(
  macros: readonly Macro[],
  typed: string,
  kind: CaseKind | null,
  advised: readonly string[],
): readonly Macro[] {
  const words = foldText(typed).split(/\s+/).filter(Boolean);
  const ranked = macros.flatMap((macro) => {
    const byName = matchLabel(macro.name, typed);
    const inText = words.length > 0 && words.every((word) => foldText(macro.text).includes(word));
    return byName === null && !inText ? [] : [{ macro, rank: byName ?? 4, fit: fitOf(macro, kind, advised) }];
  });
  return ranked
    .sort((a, b) => a.rank - b.rank || a.fit - b.fit || a.macro.name.localeCompare(b.macro.name))
    .map(({ macro }) => macro);
}

function fitOf({ id, kinds }: Macro, kind: CaseKind | null, advised: readonly string[]): number {
  const place = advised.indexOf(id);
  if (place >= 0) return place;
  if (kind !== null && kinds.includes(kind)) return 100;
  return kinds.length === 0 ? 101 : 102;
}
