import { matchLabel } from '../palette/match-label.ts';

/** Something that is looked up by its name, or by what else is known of it. */
export interface LookedUp {
  readonly id: string;
  readonly name: string;
  /** Beside the name, such as the account of a contact; found by as well, after names. */
  readonly detail?: string | undefined;
}

/** So many are offered: whoever does not see the right one types on. */
const mostOffered = 50;

/** What typed words find, the best first: accents, capitals and the order of the words do not matter. */
export function lookUp<Thing extends LookedUp>(things: readonly Thing[], typed: string): readonly Thing[] {
  const ranked = things.flatMap((thing) => {
    const byName = matchLabel(thing.name, typed);
    const byAll = byName ?? (thing.detail === undefined ? null : matchLabel(`${thing.name} ${thing.detail}`, typed));
    return byAll === null ? [] : [{ thing, rank: byName ?? byAll + 4 }];
  });
  return ranked
    .sort((a, b) => a.rank - b.rank || a.thing.name.localeCompare(b.thing.name))
    .slice(0, mostOffered)
    .map(({ thing }) => thing);
}
