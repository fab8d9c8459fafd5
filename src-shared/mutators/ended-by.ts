import type { CaseDocument } from '../cases/case-document.ts';
import { inFoldOrder } from '../cases/fold-event.ts';
import type { UserId } from '../ids.ts';
import type { MutatorTransaction } from './mutator.ts';
import { actorName } from './names.ts';

/** Who ended a case, as a sentence goes on after its name: "was closed by Devon Achterberg". */
export async function endedBy(
  tx: MutatorTransaction,
  doc: CaseDocument,
  status: 'resolved' | 'closed',
  me: UserId,
): Promise<string> {
  const by = inFoldOrder(doc.events).findLast(({ type }) => type === status)?.by;
  if (by === undefined) return `is ${status}`;
  return `was ${status} by ${by.kind === 'user' && by.id === me ? 'you' : await actorName(tx, by)}`;
}
