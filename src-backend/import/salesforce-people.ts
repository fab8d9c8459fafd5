import { accountIdSchema, contactIdSchema, userIdSchema } from '../../src-shared/cases/case-document.ts';
import type { Account, Contact, User } from '../../src-shared/directory/documents.ts';
import type { AccountId, UserId } from '../../src-shared/ids.ts';
import { type SalesforceTables, shortId } from './salesforce-files.ts';
import { stableId } from './stable-id.ts';

export const salesforceSystem = 'salesforce';

/** Who the ids of an export stand for. What it does not hold goes by its id. */
export interface SalesforcePeople {
  readonly accounts: readonly Pick<Account, 'id' | 'name'>[];
  readonly contacts: readonly Contact[];
  account(id: string): Pick<Account, 'id' | 'name'>;
  contact(id: string, caseAccount: AccountId): Contact;
  /** A person who wrote without being a contact, by the name and address given. */
  stranger(name: string, email: string, account: AccountId): Contact;
  /** The account of a contact; empty if it is unknown. */
  accountIdOfContact(id: string): string;
  /** Null for a queue. */
  userId(id: string): UserId | null;
  user(id: string): User | null;
  userName(id: string): string;
  /** A user of the customer portal. */
  isCustomer(id: string): boolean;
}

const userPrefix = '005';

export function salesforcePeople(tables: SalesforceTables): SalesforcePeople {
  const accountNames = new Map<string, string>();
  for (const { fields } of tables.Account?.rows ?? []) {
    accountNames.set(shortId(fields.Id ?? ''), nameFrom(fields.Name) ?? `Account ${fields.Id}`);
  }
  const contactFields = new Map((tables.Contact?.rows ?? []).map(({ fields }) => [shortId(fields.Id ?? ''), fields]));
  const userFields = new Map((tables.User?.rows ?? []).map(({ fields }) => [shortId(fields.Id ?? ''), fields]));

  const account = (id: string): Pick<Account, 'id' | 'name'> => {
    const key = shortId(id);
    const name = key === '' ? 'No account' : (accountNames.get(key) ?? `Account ${key}`);
    return { id: accountIdSchema.parse(stableId(salesforceSystem, 'account', key)), name };
  };
  const contact = (id: string, caseAccount: AccountId): Contact => {
    const key = shortId(id);
    const fields = contactFields.get(key);
    const own = fields?.AccountId ?? '';
    return {
      id: contactIdSchema.parse(stableId(salesforceSystem, 'contact', key)),
      accountId: own === '' ? caseAccount : account(own).id,
      name: nameFrom(fields?.Name ?? `${fields?.FirstName ?? ''} ${fields?.LastName ?? ''}`) ?? `Contact ${key}`,
      ...addressOf(fields?.Email, fields?.Phone),
    };
  };
  const userId = (id: string): UserId | null =>
    id.startsWith(userPrefix) ? userIdSchema.parse(stableId(salesforceSystem, 'user', shortId(id))) : null;
  const userName = (id: string): string => {
    const fields = userFields.get(shortId(id));
    const name = nameFrom(fields?.Name ?? `${fields?.FirstName ?? ''} ${fields?.LastName ?? ''}`);
    return name ?? (id === '' ? '' : `Salesforce user ${shortId(id)}`);
  };
  return {
    accounts: [...accountNames.keys()].map(account),
    contacts: [...contactFields.keys()].map((id) => contact(id, account('').id)),
    account,
    contact,
    stranger: (name, email, accountId) => ({
      id: contactIdSchema.parse(stableId(salesforceSystem, 'supplied', accountId, email.toLowerCase() || name)),
      accountId,
      name: nameFrom(name) ?? nameFrom(email) ?? 'Unknown',
      ...addressOf(email, undefined),
    }),
    accountIdOfContact: (id) => contactFields.get(shortId(id))?.AccountId ?? '',
    userId,
    user(id) {
      const known = userId(id);
      return known === null ? null : { id: known, name: userName(id), role: 'coa' };
    },
    userName,
    isCustomer(id) {
      const fields = userFields.get(shortId(id));
      return (fields?.ContactId ?? '') !== '' || /customer|portal|partner|guest/i.test(fields?.UserType ?? '');
    },
  };
}

function nameFrom(text: string | undefined): string | undefined {
  const name = text?.replace(/\s+/g, ' ').trim().slice(0, 200).trim();
  return name === '' ? undefined : name;
}

function addressOf(email: string | undefined, phone: string | undefined): Pick<Contact, 'email' | 'phone'> {
  return {
    ...(email === undefined || email === '' ? {} : { email: email.slice(0, 320) }),
    ...(phone === undefined || phone === '' ? {} : { phone: phone.slice(0, 60) }),
  };
}
