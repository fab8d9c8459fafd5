import { contactIdSchema } from '../../src-shared/cases/case-document.ts';
import type { Account, Contact, Product } from '../../src-shared/directory/documents.ts';
import { RuleRefusal } from '../http/api-error.ts';
import { stableId } from '../import/stable-id.ts';
import type { ReadTransaction } from '../storage/storage.ts';
import type { ContactReference } from './intake-request.ts';

/** Somebody of the customer, and whether the desk has to be told of them. */
export interface FoundContact {
  readonly contact: Contact;
  readonly isNew: boolean;
}

interface Reference {
  readonly id?: string | undefined;
  readonly name?: string | undefined;
}

/**
 * Whose case it is: the account that is named, or else the one of the contact.
 *
 * @throws {RuleRefusal} that says what is not known or not plain.
 */
export async function findCustomer(
  tx: ReadTransaction,
  account: Reference | undefined,
  contact: ContactReference | undefined,
): Promise<{ readonly account: Account; readonly contact: FoundContact | null }> {
  const named = account === undefined ? null : await findAccount(tx, account);
  const found = contact === undefined ? null : await findContact(tx, contact, named);
  const owner = named ?? (found === null ? undefined : await tx.get('accounts', found.contact.accountId));
  if (owner === undefined) {
    throw new RuleRefusal('unknown_account', 'Name the account, or a contact that the desk knows.', {
      path: 'account',
    });
  }
  return { account: owner, contact: found };
}

/**
 * The contact that is meant, of the account if one is named. One that is not known is new if there is enough to know
 * them by: the account and a name.
 */
export async function findContact(
  tx: ReadTransaction,
  wanted: ContactReference,
  account: Account | null,
): Promise<FoundContact> {
  if (wanted.id !== undefined) return { contact: await contactById(tx, wanted.id, account), isNew: false };
  const alike = await contactsAlike(tx, wanted, account);
  const known = onlyOne(wanted, account === null ? alike : alike.filter(({ accountId }) => accountId === account.id));
  return known === null ? { contact: newContact(wanted, account), isNew: true } : { contact: known, isNew: false };
}

/**
 * Who writes on a case of the account. Nobody is added on the word of a case number alone, which a sender may have wrong:
 * only if the account is named too, and never somebody whose address the desk knows of another account.
 */
export async function findWriter(
  tx: ReadTransaction,
  wanted: ContactReference,
  account: Account,
  named: Account | null,
): Promise<FoundContact> {
  if (wanted.id !== undefined) return { contact: await contactById(tx, wanted.id, account), isNew: false };
  const alike = await contactsAlike(tx, wanted, account);
  const ofAccount = alike.filter(({ accountId }) => accountId === account.id);
  const known = onlyOne(wanted, ofAccount);
  if (known !== null) return { contact: known, isNew: false };
  if (wanted.email !== undefined && alike.length > 0) {
    const message = `${wanted.email} is a contact of another account than the case.`;
    throw new RuleRefusal('foreign_contact', message, { path: 'contact.email' });
  }
  return { contact: newContact(wanted, named), isNew: true };
}

export async function findProduct(tx: ReadTransaction, wanted: Reference): Promise<Product> {
  const found =
    wanted.id === undefined
      ? await firstOf(tx.list('products'), ({ name }) => isSame(name, wanted.name))
      : await tx.get('products', wanted.id);
  if (found !== undefined) return found;
  throw new RuleRefusal('unknown_product', `The desk knows no product ${quoted(wanted)}.`, { path: 'product' });
}

/** The account that is named by id, or by a name that it alone has. */
export async function findAccount(tx: ReadTransaction, wanted: Reference): Promise<Account> {
  if (wanted.id !== undefined) {
    const known = await tx.get('accounts', wanted.id);
    if (known !== undefined) return known;
  } else if (wanted.name !== undefined) {
    const alike: Account[] = [];
    for await (const each of tx.list('accounts')) if (isSame(each.name, wanted.name)) alike.push(each);
    const [only, another] = alike;
    if (another !== undefined) {
      const message = `Several accounts are called ${quoted(wanted)}. Name the one that is meant by its id.`;
      throw new RuleRefusal('ambiguous_account', message, { path: 'account' });
    }
    if (only !== undefined) return only;
  }
  throw new RuleRefusal('unknown_account', `The desk knows no account ${quoted(wanted)}.`, { path: 'account' });
}

async function contactById(tx: ReadTransaction, id: string, account: Account | null): Promise<Contact> {
  const known = await tx.get('contacts', id);
  if (known === undefined) {
    throw new RuleRefusal('unknown_contact', `The desk knows no contact ${quoted({ id })}.`, { path: 'contact.id' });
  }
  if (account !== null && known.accountId !== account.id) {
    const message = `The contact ${quoted({ id })} is of another account than ${account.name}.`;
    throw new RuleRefusal('foreign_contact', message, { path: 'contact.id' });
  }
  return known;
}

/** Everybody of that e-mail address, or else of that name, of whichever account. */
async function contactsAlike(
  tx: ReadTransaction,
  { email, name }: ContactReference,
  account: Account | null,
): Promise<readonly Contact[]> {
  if (email === undefined && (name === undefined || account === null)) {
    throw new RuleRefusal('unknown_contact', 'Name the contact by id, by e-mail address, or by name and account.', {
      path: 'contact',
    });
  }
  const alike: Contact[] = [];
  for await (const each of tx.list('contacts')) {
    if (email === undefined ? isSame(each.name, name) : isSame(each.email, email)) alike.push(each);
  }
  return alike;
}

/** Null if it is nobody. */
function onlyOne({ email, name }: ContactReference, alike: readonly Contact[]): Contact | null {
  const [only, another] = alike;
  if (only === undefined || another === undefined) return only ?? null;
  if (alike.some(({ accountId }) => accountId !== only.accountId)) {
    const message = `${email ?? name} is a contact of several accounts. Name the account too.`;
    throw new RuleRefusal('ambiguous_contact', message, { path: 'account' });
  }
  const message = `${email ?? name} are several contacts of one account. Name the one that is meant by id.`;
  throw new RuleRefusal('ambiguous_contact', message, { path: 'contact' });
}

/** Somebody who writes for the first time. The id follows from who it is, so that two requests at once make one. */
function newContact({ email, name, phone }: ContactReference, account: Account | null): Contact {
  if (account === null || name === undefined) {
    const missing = account === null ? 'the account' : 'a name';
    const message = `The desk knows no contact ${email ?? name}. Give ${missing} too, and the contact is added.`;
    throw new RuleRefusal('unknown_contact', message, { path: account === null ? 'account' : 'contact.name' });
  }
  return {
    id: contactIdSchema.parse(stableId('contact', account.id, (email ?? name).toLowerCase())),
    accountId: account.id,
    name,
    ...(email === undefined ? {} : { email }),
    ...(phone === undefined ? {} : { phone }),
  };
}

async function firstOf<Doc>(docs: AsyncIterable<Doc>, isMeant: (doc: Doc) => boolean): Promise<Doc | undefined> {
  for await (const doc of docs) if (isMeant(doc)) return doc;
  return undefined;
}

function isSame(known: string | undefined, wanted: string | undefined): boolean {
  return known !== undefined && wanted !== undefined && known.trim().toLowerCase() === wanted.trim().toLowerCase();
}

function quoted({ id, name }: Reference): string {
  return id === undefined && name === undefined ? 'without id and name' : `"${id ?? name}"`;
}
