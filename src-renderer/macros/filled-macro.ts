import type { CaseId } from '../../src-shared/ids.ts';
import { placeholderValues } from '../../src-shared/macros/case-values.ts';
import type { Macro } from '../../src-shared/macros/macro.ts';
import { fillMacro } from '../../src-shared/macros/placeholders.ts';
import type { Desk } from '../app/desk.ts';

/** What a macro says on a case at this moment; null if the case is not here. */
export function filledMacro(
  { replica, queue, clock }: Pick<Desk, 'replica' | 'queue' | 'clock'>,
  caseId: CaseId,
  macro: Macro,
): string | null {
  const { index, policy } = queue.getState();
  const entry = index?.entry(caseId);
  if (entry === undefined || policy === null) return null;
  const { doc, state, accountName } = entry;
  const contact = doc.contactId === null ? undefined : replica.get('contacts', doc.contactId);
  const spoken = {
    state,
    number: doc.number,
    accountName,
    contactName: contact?.name ?? state.work.emergency?.callerName ?? null,
    agentName: replica.identity()?.user.name ?? '',
  };
  return fillMacro(macro.text, placeholderValues(policy.policy, spoken, clock.now()));
}
