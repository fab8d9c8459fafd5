import { mainSpace } from '../../src-backend/backend.ts';
import type { WriteTransaction } from '../../src-backend/storage/storage.ts';
import {
  accountIdSchema,
  type CaseDocument,
  caseIdSchema,
  contactIdSchema,
  eventIdSchema,
  productIdSchema,
  userIdSchema,
} from '../../src-shared/cases/case-document.ts';
import type { Role, User } from '../../src-shared/directory/documents.ts';
import type { EpochMs, SpaceId } from '../../src-shared/ids.ts';
import type { Policy } from '../../src-shared/policy/policy.ts';
import { policyDocumentId } from '../../src-shared/sync/collections.ts';
import { spaceIdSchema } from '../../src-shared/sync/protocol.ts';

/** A Monday in working hours. */
export const worldBeganAt: EpochMs = Date.UTC(2026, 2, 2, 17);

export const otherSpace: SpaceId = spaceIdSchema.parse('other');

/** A policy with one calendar, small enough for thousands of worlds. */
export const policy: Policy = {
  calendars: {
    always: { timeZone: 'UTC', weekly: { '1': [['06:00', '18:00']] }, holidays: [] },
  },
  agreements: {
    standard: {
      calendar: 'always',
      targets: { '1': { first_response: { minutes: 60 }, resolution: { minutes: 240 } } },
    },
    premium: { calendar: 'always', targets: { '1': { first_response: { minutes: 30 } } } },
  },
  internal: {},
  resolution_pauses_on: ['customer'],
};

export interface Agent {
  readonly space: SpaceId;
  readonly user: User;
}

function agent(space: SpaceId, id: string, role: Role): Agent {
  return { space, user: { id: userIdSchema.parse(id), name: `Agent ${id}`, role } };
}

/** The agents by their tokens. */
export const agents: ReadonlyMap<string, Agent> = new Map([
  ['ann', agent(mainSpace, 'ann', 'coa')],
  ['bob', agent(mainSpace, 'bob', 'tae')],
  ['lea', agent(mainSpace, 'lea', 'lead')],
  ['eve', agent(otherSpace, 'eve', 'lead')],
]);

/** Names nobody else has, so that what leaks from one space to another is seen. */
const names = (space: SpaceId) => ({
  account: (n: number) => `${space}-account-${n}`,
  contact: (n: number) => `${space}-contact-${n}`,
  product: (n: number) => `${space}-product-${n}`,
  case: (n: number) => `${space}-case-${n}`,
});

/** Puts a small desk into an empty space: agents, accounts, contacts, products, three open cases. */
export async function layOutDesk(tx: WriteTransaction, space: SpaceId): Promise<void> {
  const name = names(space);
  await tx.put('policy', policyDocumentId, policy);
  for (const { space: home, user } of agents.values()) if (home === space) await tx.put('users', user.id, user);
  for (const n of [1, 2]) {
    const accountId = accountIdSchema.parse(name.account(n));
    await tx.put('accounts', accountId, { id: accountId, name: `Account ${n}`, agreement: 'standard' });
    const contactId = contactIdSchema.parse(name.contact(n));
    await tx.put('contacts', contactId, { id: contactId, accountId, name: `Contact ${n}` });
    const productId = productIdSchema.parse(name.product(n));
    await tx.put('products', productId, { id: productId, name: `Product ${n}` });
  }
  for (const n of [1, 2, 3]) await tx.put('cases', name.case(n), await openCase(tx, space, n));
}

/** A case as the intake opens it. */
export async function openCase(tx: WriteTransaction, space: SpaceId, n: number): Promise<CaseDocument> {
  const name = names(space);
  return {
    id: caseIdSchema.parse(name.case(n)),
    number: await tx.nextCaseNumber(),
    subject: `Orders of store ${n} stopped`,
    accountId: accountIdSchema.parse(name.account(1)),
    contactId: contactIdSchema.parse(name.contact(1)),
    events: [
      {
        id: eventIdSchema.parse(`${name.case(n)}-opened-${tx.version}`),
        at: worldBeganAt - n * 60_000,
        by: { kind: 'contact', id: contactIdSchema.parse(name.contact(1)) },
        version: tx.version,
        type: 'opened',
        channel: 'portal',
        priority: 2,
        agreement: 'standard',
        text: 'Since this morning.',
      },
    ],
  };
}
