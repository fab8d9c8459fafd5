import type { CaseId } from '../../src-shared/ids.ts';
import { type Outcome, refused as refusedOutcome } from '../../src-shared/mutators/mutator.ts';
import type { Desk } from '../app/desk.ts';
import type { CaseActions } from '../case/case-actions.ts';
import { actOnAll, type RefusedCase } from './act-on-all.ts';
import { type BulkAction, bulkWords } from './bulk-words.ts';

/**
 * Does something to many cases and says in one line what became of it: how many were changed, with one way back for all
 * of them, and which were not, with the reasons. What was refused stays selected.
 */
export async function doToAll(
  desk: Desk,
  caseIds: readonly CaseId[],
  action: BulkAction,
  act: (actions: CaseActions, caseId: CaseId) => Promise<Outcome>,
): Promise<Outcome> {
  const { done, refused } = await actOnAll(desk.replica, caseIds, act);
  if (done.length > 0) desk.lastActions.note({ words: bulkWords(action, done.length), actions: done });
  tellRefused(desk, refused, done.length === 0 ? 'Nothing was changed' : bulkWords(action, done.length));
  desk.workspace.setState({ selected: new Set(refused.map(({ caseId }) => caseId)), selectAnchor: null });
  const [first] = refused;
  // Nothing at all was done: the dialog stays, with the reason.
  return done.length === 0 && first !== undefined && refused.length === 1
    ? refusedOutcome('refused', first.message)
    : { accepted: true };
}

/** Shows what could not be done, case by case; nothing where all was. */
export function tellRefused(desk: Pick<Desk, 'workspace'>, refused: readonly RefusedCase[], words: string): void {
  desk.workspace.setState({ bulkResult: refused.length === 0 ? null : { words, refused } });
}
