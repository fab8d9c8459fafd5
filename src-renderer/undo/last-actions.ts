import type { CaseId, EventId } from '../../src-shared/ids.ts';
import type { Outcome } from '../../src-shared/mutators/mutator.ts';
import type { RefusedCase } from '../bulk/act-on-all.ts';
import type { Toaster } from './toaster.ts';

/** One change of one case. */
export interface DoneAction {
  readonly caseId: CaseId;
  readonly eventId: EventId;
}

/** What was done by one press of a key: on one case, or on many at once. */
export interface LastAction {
  /** "Claimed 00012345" */
  readonly words: string;
  readonly actions: readonly DoneAction[];
}

/** How an action could be taken back as things stand: null, or why it cannot. */
export type CannotUndo = (action: DoneAction) => string | null;

export interface LastActions {
  /** Remembers what was done, and offers the way back if there is one. */
  note(done: LastAction): void;
  /** Takes the latest back, or says why that cannot be. */
  undo(): Promise<void>;
}

/** So many actions of this session are remembered. */
const remembered = 50;

interface Parts {
  readonly toaster: Toaster;
  readonly cannotUndo: CannotUndo;
  /** Answers of each in their order. */
  readonly takeBack: (actions: readonly DoneAction[]) => Promise<readonly Outcome[]>;
  /** Of many, some could not be taken back: which, and why. */
  readonly onRefused?: (refused: readonly RefusedCase[], words: string) => void;
  /** The keys that take the latest action back, as people know them. */
  readonly shortcut: string;
}

/** The actions of this session, the latest last: what can be taken back, and by which words. */
export function createLastActions({ toaster, cannotUndo, takeBack, shortcut, onRefused }: Parts): LastActions {
  const stack: LastAction[] = [];
  let isUndoing = false;

  /** Why none of it can be taken back; null if some of it can. */
  function refusalOf({ actions }: LastAction): string | null {
    const reasons = actions.map(cannotUndo);
    return reasons.some((reason) => reason === null) ? null : (reasons[0] ?? 'There is nothing to undo.');
  }

  async function takeBackAll(done: LastAction): Promise<void> {
    const outcomes = await takeBack(done.actions);
    const refused = done.actions.flatMap(({ caseId }, index) => {
      const outcome = outcomes[index];
      if (outcome === undefined || outcome.accepted) return [];
      return [{ caseId, code: outcome.code, message: outcome.message }];
    });
    const [first] = refused;
    if (first === undefined) toaster.show(`Undone: ${inSentence(done.words)}`);
    else if (done.actions.length === 1) toaster.show(first.message);
    else {
      const words = `Undone on ${done.actions.length - refused.length} of ${done.actions.length} cases`;
      toaster.show(`${words}. ${first.message}`);
      onRefused?.(refused, words);
    }
  }

  async function undoThis(done: LastAction): Promise<void> {
    const place = stack.indexOf(done);
    if (isUndoing || place < 0) return;
    stack.splice(place, 1);
    const refusal = refusalOf(done);
    if (refusal !== null) {
      toaster.show(refusal);
      return;
    }
    isUndoing = true;
    try {
      await takeBackAll(done);
    } finally {
      isUndoing = false;
    }
  }

  async function undo(): Promise<void> {
    const done = stack.at(-1);
    if (done !== undefined) return undoThis(done);
    toaster.show('Nothing to undo: nothing was done since the window opened.');
  }

  return {
    note(done) {
      stack.push(done);
      if (stack.length > remembered) stack.shift();
      if (refusalOf(done) !== null) return;
      toaster.show(done.words, { words: 'Undo', shortcut, act: () => void undoThis(done) });
    },
    undo,
  };
}

/** Numbers and names keep their case; the verb that begins the words does not. */
function inSentence(words: string): string {
  return words.charAt(0).toLowerCase() + words.slice(1);
}
