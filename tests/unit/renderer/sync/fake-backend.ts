import type { z } from 'zod';
import { emptyDocuments, putTrusted } from '../../../../src-renderer/replica/documents.ts';
import { contextOf } from '../../../../src-renderer/replica/ledger.ts';
import type { MutatorRegistry } from '../../../../src-renderer/replica/replica.ts';
import { createTaskQueue } from '../../../../src-renderer/replica/task-queue.ts';
import type { EpochMs } from '../../../../src-shared/ids.ts';
import type { MutatorTransaction } from '../../../../src-shared/mutators/mutator.ts';
import { type CollectionName, policyDocumentId } from '../../../../src-shared/sync/collections.ts';
import { loadRequestSchema } from '../../../../src-shared/sync/load.ts';
import {
  type ErrorCode,
  errorStatus,
  type Identity,
  type Mutation,
  type PatchOperation,
  type PullResponse,
  type PushResponse,
  pullRequestSchema,
  pushRequestSchema,
  type Rejection,
} from '../../../../src-shared/sync/protocol.ts';
import { policy } from './tiny-registry.ts';

/** An HTTP answer. */
export interface Answer {
  readonly status: number;
  readonly text: string;
}

interface Stored {
  readonly collection: CollectionName;
  readonly id: string;
  readonly version: number;
  readonly doc: unknown;
}

interface Client {
  readonly group: string;
  last: number;
  version: number;
  readonly hashes: Map<number, string>;
}

interface Contents {
  epoch: string;
  version: number;
  documents: Map<string, Stored>;
  groups: Map<string, string>;
  clients: Map<string, Client>;
  rejections: { version: number; group: string; rejection: Rejection }[];
}

class Refused extends Error {
  readonly code: ErrorCode;
  readonly mutation: Mutation | null;
  constructor(code: ErrorCode, mutation: Mutation | null = null) {
    super(`refused: ${code}`);
    this.code = code;
    this.mutation = mutation;
  }
}

/** The sync server's contract as a small model in memory: what the engine is tested against. */
export class FakeBackend {
  user: Identity['user'] = { id: 'u1', name: 'Ana', role: 'coa' };
  now: EpochMs = 1_000_000;
  pageSize = 100;
  maxBytes = 5 * 1024 * 1024;
  /** Answer every call with this error. */
  down: ErrorCode | null = null;
  /** Knows the first load in one stream. */
  loads = true;
  /** Leave the mutation out of the errors that name one. */
  vague = false;
  /** Apply only so many mutations of each push. */
  atMost = Number.POSITIVE_INFINITY;
  readonly calls: string[] = [];
  registry: MutatorRegistry;
  #contents: Contents;
  readonly #pokes = new Set<(version: number) => void>();
  /** Requests are answered one after the other, so that each sees whole transactions. */
  readonly #inTurn = createTaskQueue();

  constructor(registry: MutatorRegistry) {
    this.registry = registry;
    this.#contents = {
      epoch: 'e1',
      version: 0,
      documents: new Map(),
      groups: new Map(),
      clients: new Map(),
      rejections: [],
    };
    this.put('policy', policyDocumentId, policy);
  }

  put(collection: CollectionName, id: string, doc: unknown): void {
    const version = ++this.#contents.version;
    this.#contents.documents.set(`${collection}/${id}`, { collection, id, version, doc });
    this.poke();
  }

  poke(): void {
    for (const poke of this.#pokes) poke(this.#contents.version);
  }

  onPoke(listener: (version: number) => void): () => void {
    this.#pokes.add(listener);
    return () => this.#pokes.delete(listener);
  }

  doc(collection: CollectionName, id: string): unknown {
    return this.#contents.documents.get(`${collection}/${id}`)?.doc;
  }

  all(collection: CollectionName): Map<string, unknown> {
    const docs = [...this.#contents.documents.values()].filter((entry) => entry.collection === collection);
    return new Map(docs.filter((entry) => entry.doc !== null).map((entry) => [entry.id, entry.doc]));
  }

  /** A copy of the data; `restore` puts it back, as from a backup. */
  backup(): Contents {
    return structuredClone(this.#contents);
  }

  restore(contents: Contents, epoch = 'e2'): void {
    this.#contents = { ...structuredClone(contents), epoch };
  }

  answer(path: string, body: string | null): Promise<Answer> {
    return this.#inTurn(() => this.#answer(path, body));
  }

  async #answer(path: string, body: string | null): Promise<Answer> {
    this.calls.push(path);
    try {
      if (this.down !== null) throw new Refused(this.down);
      if (body !== null && body.length > this.maxBytes) throw new Refused('body_too_large');
      const answer = await this.#route(path, parsed(body));
      return { status: 200, text: typeof answer === 'string' ? answer : JSON.stringify(answer) };
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const named = this.vague ? null : error.mutation;
      const detail = named === null ? {} : { clientID: named.clientID, mutationID: named.id };
      const text = JSON.stringify({ error: { code: error.code, message: error.message, ...detail } });
      return { status: errorStatus[error.code], text };
    }
  }

  async #route(path: string, body: unknown): Promise<unknown> {
    if (path === '/sync/me') return { space: 'main', user: this.user, serverAt: this.now } satisfies Identity;
    if (path === '/sync/push') return this.#push(pushRequestSchema.parse(body));
    if (path === '/sync/pull') return this.#pull(pullRequestSchema.parse(body));
    if (path === '/sync/load' && this.loads) return this.#load(loadRequestSchema.parse(body));
    throw new Refused('not_found');
  }

  async #push(request: z.output<typeof pushRequestSchema>): Promise<PushResponse> {
    const contents = this.#contents;
    const owner = contents.groups.get(request.clientGroupID);
    if (owner !== undefined && owner !== this.user.id) throw new Refused('foreign_client');
    for (const mutation of request.mutations) {
      const mutator = this.registry[mutation.name];
      if (mutator === undefined) throw new Refused('unknown_mutator', mutation);
      if (!mutator.args.safeParse(mutation.args).success) throw new Refused('invalid_args', mutation);
    }
    contents.groups.set(request.clientGroupID, this.user.id);
    const answer: { lastMutationIDs: Record<string, number>; rejections: Rejection[] } = {
      lastMutationIDs: {},
      rejections: [],
    };
    for (const mutation of request.mutations.slice(0, this.atMost)) {
      const { clientID, id } = mutation;
      const client = contents.clients.get(clientID) ?? {
        group: request.clientGroupID,
        last: 0,
        version: 0,
        hashes: new Map<number, string>(),
      };
      if (client.group !== request.clientGroupID) throw new Refused('foreign_client');
      const hash = JSON.stringify([mutation.name, mutation.args]);
      if (id <= client.last && client.hashes.get(id) !== hash) throw new Refused('identity_conflict', mutation);
      if (id > client.last + 1) throw new Refused('out_of_order', mutation);
      if (id === client.last + 1) {
        const rejection = await this.#apply(mutation, request.clientGroupID);
        if (rejection !== null) answer.rejections.push(rejection);
        client.last = id;
        client.version = contents.version;
        client.hashes.set(id, hash);
        contents.clients.set(clientID, client);
      }
      answer.lastMutationIDs[clientID] = client.last;
    }
    this.poke();
    return answer;
  }

  async #apply(mutation: Mutation, group: string): Promise<Rejection | null> {
    const contents = this.#contents;
    const version = ++contents.version;
    const writes = emptyDocuments();
    const tx: MutatorTransaction = {
      async get(collection, id) {
        const stored = emptyDocuments();
        const entry = contents.documents.get(`${collection}/${id}`);
        if (entry !== undefined && entry.doc !== null) putTrusted(stored, collection, id, entry.doc);
        return writes[collection].get(id) ?? stored[collection].get(id);
      },
      async set(collection, id, doc) {
        writes[collection].set(id, doc);
      },
    };
    const authority = { acceptedAt: this.now, version, recordedAt: null, nextCaseNumber: async () => String(version) };
    const identity: Identity = { space: 'main', user: this.user, serverAt: this.now };
    const context = { ...contextOf(identity, policy, mutation.timestamp), authority };
    const mutator = this.registry[mutation.name];
    const outcome = await mutator?.run(tx, mutator.args.parse(mutation.args), context);
    if (outcome?.accepted === false) {
      const { clientID, id, name } = mutation;
      const rejection = { clientID, id, name, refusal: { code: outcome.code, message: outcome.message } };
      contents.rejections.push({ version, group, rejection });
      return rejection;
    }
    for (const [id, doc] of writes.products) {
      contents.documents.set(`products/${id}`, { collection: 'products', id, version, doc });
    }
    return null;
  }

  /** Everything there is, as lines. */
  #load(request: z.output<typeof loadRequestSchema>): string {
    const { epoch, version, documents, groups } = this.#contents;
    const owner = groups.get(request.clientGroupID);
    if (owner !== undefined && owner !== this.user.id) throw new Refused('foreign_client');
    const present = [...documents.values()].filter(({ doc }) => doc !== null);
    const head = { cookie: `${epoch}.0.${version}`, documents: present.length, schemaVersion: 1 };
    const lines: unknown[] = [head];
    for (let from = 0; from < present.length; from += this.pageSize) {
      const page = present.slice(from, from + this.pageSize);
      lines.push(page.map(({ collection, id, version: at, doc }) => [collection, id, at, doc]));
    }
    lines.push({ end: true, documents: present.length });
    return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  }

  /** Pages go by version order; the cookie holds where the pull began, and where this page ends. */
  #pull(request: z.output<typeof pullRequestSchema>): PullResponse {
    const { epoch, version, documents, clients, rejections, groups } = this.#contents;
    const owner = groups.get(request.clientGroupID);
    if (owner !== undefined && owner !== this.user.id) throw new Refused('foreign_client');
    const [, knownEpoch, base, at] = /^(\w+)\.(\d+)\.(\d+)$/.exec(request.cookie ?? '') ?? [];
    const known = knownEpoch === epoch && Number(at) <= version;
    const from = known ? Number(at) : 0;
    const began = known ? Number(base) : 0;
    const changed = [...documents.values()].filter((entry) => entry.version > from);
    changed.sort((a, b) => a.version - b.version);
    const page = changed.slice(0, this.pageSize);
    const more = changed.length > page.length;
    const patch: PatchOperation[] = page.map(({ collection, id, version: v, doc }) =>
      doc === null
        ? { op: 'del', collection, id, version: v }
        : { op: 'put', collection, id, version: v, doc: JSON.parse(JSON.stringify(doc)) },
    );
    if (!known) patch.unshift({ op: 'clear' });
    const settled = [...clients].filter(([, { group, version: v }]) => group === request.clientGroupID && v > began);
    return {
      cookie: more ? `${epoch}.${began}.${page.at(-1)?.version ?? from}` : `${epoch}.${version}.${version}`,
      more,
      ...(from === began ? { total: changed.length } : {}),
      ...(more ? {} : { version }),
      lastMutationIDChanges: more ? {} : Object.fromEntries(settled.map(([id, { last }]) => [id, last])),
      rejections: more
        ? []
        : rejections
            .filter(({ group, version: v }) => group === request.clientGroupID && v > began)
            .map(({ rejection }) => rejection),
      patch,
    };
  }
}

/** A body that was cut off on its way is no JSON. */
function parsed(body: string | null): unknown {
  try {
    return body === null ? null : JSON.parse(body);
  } catch {
    throw new Refused('invalid_body');
  }
}
