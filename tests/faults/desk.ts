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

/** Monday evening at the desk, whose day turns four minutes later. */
export const worldBeganAt: EpochMs = Date.UTC(2026, 2, 2, 17, 56);

export const otherSpace: SpaceId = spaceIdSchema.parse('other');

/** A policy small enough for thousands of worlds, with something of all that the rules know. */
export const policy: Policy = {
  calendars: {
    desk: {
      timeZone: 'Asia/Dhaka',
      weekly: { '1': [['06:00', '24:00']], '2': [['00:00', '20:00']] },
      holidays: [],
    },
    always: { timeZone: 'UTC', weekly: { '1': [['00:00', '24:00']], '2': [['00:00', '24:00']] }, holidays: [] },
  },
  agreements: {
    standard: {
      calendar: 'desk',
      targets: {
        '1': { first_response: { minutes: 60 }, next_update: { minutes: 2 }, resolution: { minutes: 240 } },
        '2': { first_response: { minutes: 5 }, next_update: { minutes: 10 } },
        '3': { resolution: { minutes: 600 } },
      },
    },
    premium: {
      calendar: 'desk',
      targets: {
        '1': { first_response: { minutes: 30, calendar: 'always' }, resolution: { minutes: 3, calendar: 'always' } },
      },
    },
  },
  internal: { triage: { minutes: 3 }, hand_off: { '1': { minutes: 1 }, '2': { minutes: 2 } } },
  resolution_pauses_on: ['customer'],
  closure: {
    no_response: { outreaches: 2, separate: 'any' },
    root_cause: { severities: [1, 2] },
    closure_codes: { answered: 'Answered' },
    breach_reasons: { required: false, codes: { volume: 'Too many cases', vendor: 'Waited on somebody else' } },
  },
  teams: {
    development: { name: 'Development', waits_on: 'development' },
    database: { name: 'Database', waits_on: 'internally' },
    services: { name: 'Professional Services', waits_on: 'internally', needs_sow: true },
  },
  service_requests: {
    report: {
      name: 'Report',
      fields: [{ key: 'period', label: 'Period', required: true }],
      checklist: [
        { key: 'nda', label: 'Agreement signed' },
        { key: 'sent', label: 'Report sent' },
      ],
    },
    export: {
      name: 'Export',
      fields: [
        { key: 'what', label: 'What', required: true },
        { key: 'note', label: 'Note', required: false },
      ],
      checklist: [{ key: 'made', label: 'Export made' }],
    },
  },
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
