import type { CaseId } from '../../src-shared/ids.ts';
import { notDone, type Outcome } from '../../src-shared/mutators/mutator.ts';
import type { Desk } from '../app/desk.ts';
import type { CaseActions } from '../case/case-actions.ts';
import type { Replica } from '../replica/replica.ts';
import type { LastActions } from '../undo/last-actions.ts';
import { actOnAll, type RefusedCase } from './act-on-all.ts';
import { type BulkAction, bulkWords, casesWords } from './bulk-words.ts';

interface BulkParts extends Pick<Desk, 'workspace'> {
  readonly replica: Pick<Replica, 'get' | 'mutateAll'>;
  readonly lastActions: Pick<LastActions, 'note'>;
}

/**
 * Does something to many cases and says in one line what became of it: how many were changed, with one way back for all
 * of them, and which were not, with the reasons. What was refused stays selected.
 */
export async function doToAll(
  desk: BulkParts,
  caseIds: readonly CaseId[],
  action: BulkAction,
  act: (actions: CaseActions, caseId: CaseId) => Promise<Outcome>,
): Promise<Outcome> {
  const { done, refused } = await actOnAll(desk.replica, caseIds, act);
  if (done.length > 0) desk.lastActions.note({ words: bulkWords(action, done.length), actions: done });
  tellRefused(desk, refused, done.length === 0 ? 'Nothing was changed' : bulkWords(action, done.length));
  desk.workspace.setState({ selected: new Set(refused.map(({ caseId }) => caseId)), selectAnchor: null });
  const [first] = refused;
  // Nothing at all was done: the dialog stays, with the reason and with what was typed in it.
  if (done.length > 0 || first === undefined) return { accepted: true };
  const words =
    refused.length === 1 ? first.message : `None of the ${casesWords(refused.length)} was changed. ${first.message}`;
  return notDone(first.code, words);
}

/** Shows what could not be done, case by case; nothing where all was. */
export function tellRefused(desk: Pick<Desk, 'workspace'>, refused: readonly RefusedCase[], words: string): void {
  desk.workspace.setState({ bulkResult: refused.length === 0 ? null : { words, refused } });
}
