import { mainSpace } from '../../src-backend/backend.ts';
import { takeTicketNews } from '../../src-backend/intake/take-ticket-news.ts';
import { randomFrom } from '../../src-backend/sample/random.ts';
import type { WriteTransaction } from '../../src-backend/storage/storage.ts';
import { contactIdSchema, eventIdSchema, productIdSchema } from '../../src-shared/cases/case-document.ts';
import type { SpaceId } from '../../src-shared/ids.ts';
import type { Policy } from '../../src-shared/policy/policy.ts';
import { policyDocumentId } from '../../src-shared/sync/collections.ts';
import { agents, openCase, otherSpace } from './desk.ts';
import { releases } from './policy-choices.ts';
import type { Operation } from './schedule.ts';
import type { SimulatedServer } from './simulated-server.ts';

/** Something that no agent of the desk does: customers, an administrator, an import. */
export async function happenOutside(
  server: SimulatedServer,
  { what, pick, other }: Extract<Operation, { do: 'outside' }>,
): Promise<void> {
  const space = other ? otherSpace : mainSpace;
  if (what === 'ticket_news') return hearOfTicket(server, space, pick);
  await server.write(space, async (tx) => {
    switch (what) {
      case 'customer_writes':
        return customerWrites(tx, pick, server.now());
      case 'case_arrives': {
        const arrived = await openCase(tx, space, 10 + (pick % 5));
        return tx.put('cases', arrived.id, arrived);
      }
      case 'case_removed': {
        const removed = await oneOf(tx.list('cases'), pick);
        return removed && tx.delete('cases', removed.id);
      }
      case 'product_removed': {
        const removed = await oneOf(tx.list('products'), pick);
        return removed && tx.delete('products', removed.id);
      }
      case 'product_added': {
        const id = productIdSchema.parse(`${space}-product-${pick % 4}`);
        return tx.put('products', id, { id, name: `Product ${pick}` });
      }
      case 'account_renamed': {
        const account = await oneOf(tx.list('accounts'), pick);
        return account && tx.put('accounts', account.id, { ...account, name: `Account ${pick}` });
      }
      case 'user_renamed': {
        const user = await oneOf(tx.list('users'), pick);
        return user && tx.put('users', user.id, { ...user, name: `Agent ${pick}` });
      }
      case 'user_removed': {
        const user = await oneOf(tx.list('users'), pick);
        return user && tx.delete('users', user.id);
      }
      case 'user_returns':
        return putUsers(server, tx, space);
      case 'policy_changed': {
        const policy = await tx.get('policy', policyDocumentId);
        return policy && tx.put('policy', policyDocumentId, changedPolicy(policy, pick));
      }
      case 'many_changes':
        for (let n = 0; n < 8; n += 1) {
          const id = productIdSchema.parse(`${space}-product-${20 + n}`);
          if ((pick + n) % 3 === 0) await tx.delete('products', id);
          else await tx.put('products', id, { id, name: `Product ${pick + n}` });
        }
    }
  });
}

/** Another team's tracker says something of one of its tickets. */
async function hearOfTicket(server: SimulatedServer, space: SpaceId, pick: number): Promise<void> {
  const random = randomFrom(pick, 'ticket news');
  const refs = await server.write(space, async (tx) => {
    const known: string[] = [];
    for await (const { ref, caseIds } of tx.list('tickets')) if (caseIds.length > 0) known.push(ref);
    return known;
  });
  if (refs.length === 0) return;
  const said = {
    ...(random.chance(0.8) ? { plannedReleaseOn: random.pick([...releases, null]) } : {}),
    ...(random.chance(0.5) ? { status: `Said ${pick % 3}` } : {}),
  };
  const service = { name: 'Tracker', may: ['tickets'] } as const;
  await takeTicketNews(server.intake, { space, service }, random.pick(refs), said);
}

/** What closing asks for changes with the policy, for what was done offline too. */
function changedPolicy(policy: Policy, pick: number): Policy {
  const separate = pick % 2 === 0 ? 'any' : 'support_days';
  const required = pick % 3 === 0;
  const codes = policy.closure?.breach_reasons?.codes ?? {};
  return {
    ...policy,
    name: `Policy ${pick % 6}`,
    closure: { ...policy.closure, no_response: { outreaches: 2, separate }, breach_reasons: { required, codes } },
  };
}

/** Nobody is locked out any more. */
export async function returnUsers(server: SimulatedServer): Promise<void> {
  for (const space of [mainSpace, otherSpace]) await server.write(space, (tx) => putUsers(server, tx, space));
}

async function putUsers(server: SimulatedServer, tx: WriteTransaction, space: SpaceId): Promise<void> {
  for (const [token, { user }] of agents) {
    if (server.spaceOf(token) === space && (await tx.get('users', user.id)) === undefined)
      await tx.put('users', user.id, user);
  }
}

async function customerWrites(tx: WriteTransaction, pick: number, at: number): Promise<void> {
  const found = await oneOf(tx.list('cases'), pick);
  if (found === undefined) return;
  const event = {
    id: eventIdSchema.parse(`${found.id}-message-${tx.version}`),
    at,
    by: { kind: 'contact', id: contactIdSchema.parse('somebody') },
    version: tx.version,
    type: 'customer_message',
    text: `Message ${pick}`,
  } as const;
  await tx.put('cases', found.id, { ...found, events: [...found.events, event] });
}

async function oneOf<Item>(items: AsyncIterable<Item>, pick: number): Promise<Item | undefined> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all[pick % Math.max(1, all.length)];
}
