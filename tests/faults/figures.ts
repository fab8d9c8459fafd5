import type { ActionRecord } from './agent.ts';
import { bulkChoices } from './bulk-choices.ts';
import { isOneOf } from './schedule.ts';
import type { ServerHistory } from './server-history.ts';
import type { Asked } from './situation.ts';

/** How often an action was taken in the end, and how often it was refused: by the app at once, or by the server. */
export interface Figures {
  readonly accepted: number;
  readonly refusedHere: number;
  readonly refusedThere: number;
}

export type FiguresByAction = ReadonlyMap<string, Figures>;

/** What became of each action of a world. */
export function figuresOf(records: ReadonlyMap<string, ActionRecord>, history: ServerHistory): FiguresByAction {
  const figures = new Map<string, Figures>();
  for (const { name, asked, said, mark } of records.values()) {
    const refusal = history.processed.get(mark)?.refusal;
    const isOfMany = name === 'undo_bulk' || isOneOf(bulkChoices, name);
    count(figures, `${isOfMany ? 'many: ' : ''}${wordsOf(asked)}`, {
      accepted: refusal === null ? 1 : 0,
      refusedHere: said === 'refused' ? 1 : 0,
      refusedThere: refusal ? 1 : 0,
    });
  }
  return figures;
}

function wordsOf({ name, args }: Asked): string {
  return name === 'close' ? `${name} (${args.reason})` : name;
}

export function together(all: readonly FiguresByAction[]): FiguresByAction {
  const figures = new Map<string, Figures>();
  for (const some of all) for (const [name, more] of some) count(figures, name, more);
  return figures;
}

function count(figures: Map<string, Figures>, name: string, more: Figures): void {
  const known = figures.get(name) ?? { accepted: 0, refusedHere: 0, refusedThere: 0 };
  figures.set(name, {
    accepted: known.accepted + more.accepted,
    refusedHere: known.refusedHere + more.refusedHere,
    refusedThere: known.refusedThere + more.refusedThere,
  });
}
