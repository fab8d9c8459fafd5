import directoryWords from '../../assets/sample/directory.json' with { type: 'json' };
import people from '../../assets/sample/people.json' with { type: 'json' };
import {
  accountIdSchema,
  contactIdSchema,
  productIdSchema,
  userIdSchema,
} from '../../src-shared/cases/case-document.ts';
import type { Account, Contact, Product, Role, User } from '../../src-shared/directory/documents.ts';
import type { Policy } from '../../src-shared/policy/policy.ts';
import { randomFrom } from './random.ts';
import { loginOf, personName } from './words.ts';

/** Everybody and everything that the sample's cases are about. All names are invented. */
export interface SampleDirectory {
  /** COAs first, then TAEs, then leads; the first COA is who acts by default. */
  readonly users: readonly User[];
  readonly accounts: readonly SampleAccount[];
  readonly contacts: readonly Contact[];
  readonly products: readonly Product[];
}

export interface SampleAccount {
  readonly account: Account;
  readonly contacts: readonly Contact[];
  /** How many cases it has, compared with the others. */
  readonly weight: number;
  /** Marks nearly everything Critical or High. */
  readonly inflates: boolean;
}

/** Ids depend on the seed alone, so that an argument or bookmark that names a user stays right. */
const idsMadeAt = Date.UTC(2026, 0, 5, 16);
const inflatingAccounts = new Set(['Corner Larder Grocery', 'Hudson Terminal Produce', 'Copper Kettle Diners']);

export function sampleDirectory(seed: number, policy: Policy): SampleDirectory {
  const random = randomFrom(seed, 'directory');
  let hired = 0;
  // Made one after the other, so that the order of their ids, in which a store lists them, is the order of hiring.
  const user = (role: Role) => (name: string) => ({
    id: userIdSchema.parse(random.uuid(idsMadeAt + ++hired)),
    name,
    role,
  });
  const users = [...people.coas.map(user('coa')), ...people.taes.map(user('tae')), ...people.leads.map(user('lead'))];
  const products = directoryWords.products.map(({ name, selfServiceUsers }) => ({
    id: productIdSchema.parse(random.uuid(idsMadeAt)),
    name,
    ...(selfServiceUsers ? { selfServiceUsers } : {}),
  }));
  const accounts = directoryWords.accounts.map(({ name, agreement, size }) => {
    const account = {
      id: accountIdSchema.parse(random.uuid(idsMadeAt)),
      name,
      agreement: agreementKey(policy, agreement),
    };
    const contacts = Array.from({ length: random.whole(2, 3 + Math.ceil(size / 3)) }, () => contactOf(account));
    return { account, contacts, weight: size, inflates: inflatingAccounts.has(name) };
  });
  return { users, products, accounts, contacts: accounts.flatMap(({ contacts }) => contacts) };

  function contactOf(account: Account): Contact {
    const name = personName(random);
    const domain = account.name
      .normalize('NFD')
      .replace(/[^A-Za-z]/g, '')
      .toLowerCase()
      .slice(0, 18);
    return {
      id: contactIdSchema.parse(random.uuid(idsMadeAt)),
      accountId: account.id,
      name,
      email: `${loginOf(name)}@${domain}.example`,
      // Numbers 555-0100 to 555-0199 are kept free for fiction.
      phone: `(${random.pick(['209', '559', '602', '831', '925'])}) 555-01${random.whole(10, 99)}`,
    };
  }
}

/** The policy's agreement for a word of the sample ("premier" finds "premier_24x7"); its first one otherwise. */
function agreementKey(policy: Policy, word: string): string {
  const keys = Object.keys(policy.agreements);
  const key = keys.find((name) => name.toLowerCase().includes(word)) ?? keys[0];
  if (key === undefined) throw new RangeError('The policy has no agreement, so no account can have one.');
  return key;
}
