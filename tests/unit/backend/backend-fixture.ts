import { z } from 'zod';
import { type Backend, type BackendOptions, createBackend, mainSpace } from '../../../src-backend/backend.ts';
import { TestClock } from '../../../src-backend/clock.ts';
import { openSqliteStorage } from '../../../src-backend/storage/sqlite/sqlite-storage.ts';
import type { Storage } from '../../../src-backend/storage/storage.ts';
import { accountIdSchema, productIdSchema, userIdSchema } from '../../../src-shared/cases/case-document.ts';
import type { User } from '../../../src-shared/directory/documents.ts';
import { accepted, defineMutator, refused } from '../../../src-shared/mutators/mutator.ts';
import type { Policy } from '../../../src-shared/policy/policy.ts';
import {
  clientIdSchema,
  type ErrorBody,
  errorBodySchema,
  type PullResponse,
  type PushResponse,
  pullResponseSchema,
  pushResponseSchema,
} from '../../../src-shared/sync/protocol.ts';

export const nowAt = Date.UTC(2026, 2, 2, 17);

export const policy: Policy = {
  calendars: { desk: { timeZone: 'America/Los_Angeles', weekly: { '1': [['06:00', '17:00']] }, holidays: [] } },
  agreements: { standard: { calendar: 'desk', targets: {} } },
  internal: {},
  resolution_pauses_on: ['customer'],
};

export function user(id: string, role: User['role'] = 'coa'): User {
  return { id: userIdSchema.parse(id), name: `User ${id}`, role };
}

const named = z.strictObject({ id: z.string().transform((id) => accountIdSchema.parse(id)), name: z.string().min(1) });

/** Actions small enough to see what the push made of them. */
export const testMutators = {
  name_account: defineMutator({
    args: named,
    async run(tx, { id, name }, context) {
      await tx.set('accounts', id, { id, name: `${name} by ${context.user.id}`, agreement: 'standard' });
      return accepted;
    },
  }),
  /** Writes, takes a case number, and refuses. */
  refuse: defineMutator({
    args: named,
    async run(tx, { id, name }, context) {
      await tx.set('accounts', id, { id, name, agreement: 'standard' });
      await context.authority?.nextCaseNumber();
      return refused('not_allowed', 'This is not allowed.');
    },
  }),
  /** Writes what the backend told it. */
  take_number: defineMutator({
    args: z.strictObject({ id: z.string().transform((id) => productIdSchema.parse(id)) }),
    async run(tx, { id }, context) {
      const { authority, occurredAt } = context;
      const number = await authority?.nextCaseNumber();
      const name = [number, authority?.version, authority?.acceptedAt, occurredAt, authority?.recordedAt].join(' ');
      await tx.set('products', id, { id, name });
      return accepted;
    },
  }),
  fault: defineMutator({
    args: named,
    async run(tx, { id, name }) {
      await tx.set('accounts', id, { id, name, agreement: 'standard' });
      throw new Error('a fault in a rule');
    },
  }),
};

export interface Running {
  readonly backend: Backend;
  readonly storage: Storage;
  readonly clock: TestClock;
  readonly url: string;
  readonly logged: string[];
  /** Sends JSON as Ann. */
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Response>;
  push(...mutations: readonly unknown[]): Promise<PushResponse>;
  pushError(...mutations: readonly unknown[]): Promise<Answer>;
  pull(cookie: string | null, clientGroupID?: string): Promise<PullResponse>;
  /** Everything the space holds, to see that nothing changed. */
  state(): Promise<unknown>;
}

export interface Answer {
  readonly status: number;
  readonly error: ErrorBody['error'];
}

export const annToken = 'token-of-ann';
export const bobToken = 'token-of-bob';

/** A backend on a free port with the users ann and bob, and the actions above. */
export async function startBackend(options: Partial<BackendOptions> = {}): Promise<Running> {
  const storage = options.storage ?? (await openSqliteStorage({ file: ':memory:' }));
  const clock = new TestClock(nowAt);
  const logged: string[] = [];
  await storage.write(mainSpace, async (tx) => {
    for (const each of [user('ann'), user('bob')]) await tx.put('users', each.id, each);
  });
  const backend = await createBackend({
    storage,
    policy,
    clock,
    registry: testMutators,
    runTokens: [
      { token: annToken, space: mainSpace, userId: userIdSchema.parse('ann') },
      { token: bobToken, space: mainSpace, userId: userIdSchema.parse('bob') },
    ],
    log: (line) => logged.push(line),
    ...options,
  });
  const url = `http://127.0.0.1:${await backend.listen(0)}`;
  // Its transactions would come in between those that a test counts or cuts.
  await backend.settled();
  const post: Running['post'] = (path, body, headers = {}) =>
    fetch(`${url}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${annToken}`, 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  return {
    backend,
    storage,
    clock,
    url,
    logged,
    post,
    push: async (...mutations) =>
      pushResponseSchema.parse(await (await post('/sync/push', pushBody(mutations))).json()),
    pushError: async (...mutations) => answerOf(await post('/sync/push', pushBody(mutations))),
    pull: async (cookie, clientGroupID = 'group') =>
      pullResponseSchema.parse(
        await (await post('/sync/pull', { pullVersion: 1, schemaVersion: 1, clientGroupID, cookie })).json(),
      ),
    state: () => stateOf(storage),
  };
}

export function pushBody(mutations: readonly unknown[], clientGroupID = 'group') {
  return { pushVersion: 1, schemaVersion: 1, clientGroupID, mutations };
}

/** A mutation of client `c1`, done now. */
export function mutation(id: number, name: string, args: unknown, clientID = 'c1', timestamp = nowAt) {
  return { clientID, id, name, args, timestamp };
}

/** Names an account after the mutation's number. */
export function naming(id: number, clientID = 'c1') {
  return mutation(id, 'name_account', { id: `account-${id}`, name: `Name ${id}` }, clientID);
}

export async function answerOf(response: Response): Promise<Answer> {
  return { status: response.status, error: errorBodySchema.parse(await response.json()).error };
}

function stateOf(storage: Storage): Promise<unknown> {
  return storage.read(mainSpace, async (tx) => ({
    version: tx.version,
    documents: await tx.changesAfter({ version: 0, sequence: 0 }, { documents: 1_000, characters: 1e9 }),
    c1: await tx.client(clientIdSchema.parse('c1')),
    c2: await tx.client(clientIdSchema.parse('c2')),
  }));
}
