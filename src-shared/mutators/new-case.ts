import type { CaseDocument, CaseEvent } from '../cases/case-document.ts';
import type { Account } from '../directory/documents.ts';
import { mayDo } from '../directory/permissions.ts';
import type { AccountId, CaseId, ContactId, ProductId, UserId } from '../ids.ts';
import type { RefusalCode } from '../policy/refusal-source.ts';
import { isolated } from '../text/isolated.ts';
import { type MutatorContext, type MutatorTransaction, type Outcome, refused } from './mutator.ts';

/** Whom and what a new case names. */
interface NamedInCase {
  readonly caseId: CaseId;
  readonly subject: string;
  readonly accountId: AccountId;
  readonly contactId: ContactId | null;
  readonly productId?: ProductId | null | undefined;
  readonly ownerId?: UserId | null | undefined;
}

/** What a new case needs to be right whoever opens it and however: a subject, and a directory that knows what it names. */
export async function checkNewCase(
  tx: MutatorTransaction,
  args: NamedInCase,
  context: MutatorContext,
): Promise<{ readonly refuse: Outcome } | { readonly account: Account; readonly subject: string }> {
  const refuse = (code: RefusalCode, message: string) => ({ refuse: refused(code, message) });
  const subject = args.subject.replace(/\s+/g, ' ').trim();
  if (subject === '') return refuse('empty_subject', 'Give the case a subject: one line that says what is wrong.');
  if ((await tx.get('cases', args.caseId)) !== undefined) {
    return refuse('duplicate_case', 'This case was already created.');
  }
  const account = await tx.get('accounts', args.accountId);
  if (account === undefined) {
    return refuse('unknown_account', 'Choose an account for this new case: this one does not exist.');
  }
  if (args.contactId !== null) {
    const contact = await tx.get('contacts', args.contactId);
    if (contact === undefined) return refuse('unknown_contact', 'The contact of this new case does not exist.');
    if (contact.accountId !== account.id) {
      return refuse('foreign_contact', `${isolated(contact.name)} is not a contact of ${isolated(account.name)}.`);
    }
  }
  if (args.productId != null && (await tx.get('products', args.productId)) === undefined) {
    return refuse('unknown_product', 'The product of this new case does not exist.');
  }
  if (!Object.hasOwn(context.policy.agreements, account.agreement)) {
    return refuse(
      'unknown_agreement',
      `The policy has no agreement "${isolated(account.agreement)}", which ${isolated(account.name)} has. A lead can correct the account or the policy.`,
    );
  }
  const ownerId = args.ownerId ?? null;
  if (ownerId !== null && ownerId !== context.user.id) {
    if (!mayDo(context.user.role, 'create_for_another')) {
      return refuse('not_allowed', 'Only a lead gives a new case to somebody else. Keep it, or leave it unassigned.');
    }
    if ((await tx.get('users', ownerId)) === undefined) {
      return refuse('unknown_user', 'The owner chosen for this new case does not exist.');
    }
  }
  return { account, subject };
}

/** Stores the case with its first events. The id is final; the number comes from the backend. */
export async function storeNewCase(
  tx: MutatorTransaction,
  { caseId, accountId, contactId }: NamedInCase,
  subject: string,
  events: readonly CaseEvent[],
  { authority }: MutatorContext,
): Promise<void> {
  const number = authority === null ? null : await authority.nextCaseNumber();
  const doc: CaseDocument = { id: caseId, number, subject, accountId, contactId, events };
  await tx.set('cases', caseId, doc);
}
