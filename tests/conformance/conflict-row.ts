import type { CaseState } from '../../src-shared/cases/case-state.ts';
import type { Act, Outside, Person } from './conflict-desk.ts';

type Shown = { readonly [Key in keyof CaseState]?: unknown };

/** How two actions end that were done without knowing of each other. */
interface Ending {
  /** Why the first-named action was refused, or null; then the other one. */
  readonly refused: readonly [string | null, string | null];
  /** What the case shows in the end. */
  readonly state?: Shown;
  /** The sentence about what was refused, or a part of it. */
  readonly says?: string;
}

export interface ConflictRow {
  readonly name: string;
  /** What both have seen. */
  readonly given?: readonly Act[];
  readonly one: Act;
  readonly other: Act | Outside;
  /** By who reaches the backend first. */
  readonly oneFirst: Ending;
  readonly otherFirst: Ending;
}

/** What somebody did on `case1`, so many minutes after nine. */
export const act = (by: Person, name: string, at: number, args: Act['args'] = {}, event?: number): Act => ({
  by,
  name,
  at,
  args,
  ...(event === undefined ? {} : { event }),
});
