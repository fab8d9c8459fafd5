import type { CaseDocument } from '../../src-shared/cases/case-document.ts';
import { foldCase } from '../../src-shared/cases/fold-case.ts';
import { compilePolicy } from '../../src-shared/policy/compile-policy.ts';
import { ApiError } from '../http/api-error.ts';
import type { ReadTransaction } from '../storage/storage.ts';
import { type CustomerView, customerView } from './customer-view.ts';
import { findAnyCase } from './find-any-case.ts';
import type { Caller, IntakeEnvironment } from './intake-environment.ts';

/**
 * A case as its customer may see it.
 *
 * @param account if given, a case of another account is as good as not there: so a portal can let the backend see to it
 *   that nobody reads what is another customer's.
 */
export async function showCase(
  environment: IntakeEnvironment,
  { space }: Caller,
  named: string,
  account: string | null,
): Promise<CustomerView> {
  const { storage, policy: policies } = environment;
  const { id, accountId } = await findAnyCase(environment, space, named);
  if (account !== null && account !== accountId) throw new ApiError('not_found', `There is no case "${named}" here.`);
  return storage.read(space, async (tx) => {
    const doc = await tx.get('cases', id);
    if (doc === undefined) throw new ApiError('not_found', `There is no case "${named}" here.`);
    const policy = await policies.current(tx);
    const state = foldCase(compilePolicy(policy), doc.events);
    const { productId, mergedInto } = state;
    const survivor = mergedInto === null ? undefined : await tx.get('cases', mergedInto);
    return customerView(doc, state, policy, {
      account: (await tx.get('accounts', doc.accountId))?.name ?? null,
      contact: doc.contactId === null ? null : ((await tx.get('contacts', doc.contactId))?.name ?? null),
      product: productId === null ? null : ((await tx.get('products', productId))?.name ?? null),
      contacts: await authorsOf(tx, doc),
      survivorNumber: survivor?.number ?? null,
    });
  });
}

async function authorsOf(tx: ReadTransaction, { events }: CaseDocument): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>();
  for (const { by } of events) {
    if (by.kind !== 'contact' || names.has(by.id)) continue;
    const contact = await tx.get('contacts', by.id);
    if (contact !== undefined) names.set(by.id, contact.name);
  }
  return names;
}
