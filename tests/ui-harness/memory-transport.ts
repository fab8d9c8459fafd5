import type { SampleDocuments } from '../../src-backend/sample/sample-documents.ts';
import type { ShippedWords } from '../../src-backend/space/shipped-words.ts';
import type { MutatorRegistry } from '../../src-renderer/replica/replica.ts';
import { type StreamListener, type Transport, TransportError } from '../../src-renderer/sync/transport.ts';
import type { EpochMs } from '../../src-shared/ids.ts';
import type { MutatorTransaction } from '../../src-shared/mutators/mutator.ts';
import { mutators } from '../../src-shared/mutators/registry.ts';
import type { Policy } from '../../src-shared/policy/policy.ts';
import { type CollectionName, type Collections, policyDocumentId } from '../../src-shared/sync/collections.ts';
import { loadPageDocuments } from '../../src-shared/sync/load.ts';
import {
  type Identity,
  type Mutation,
  type PullResponse,
  type PushResponse,
  type Rejection,
  schemaVersion,
} from '../../src-shared/sync/protocol.ts';

interface Stored {
  readonly collection: CollectionName;
  readonly id: string;
  version: number;
  doc: unknown;
}

/** A backend inside the page: it keeps the sample and applies pushed actions by the shared mutators. */
export interface MemoryTransport extends Transport {
  /** False: every call fails as if the network were gone. */
  online: boolean;
  /** What every call is answered with instead of a result. */
  fault: { readonly code: string; readonly message: string } | null;
}

export function createMemoryTransport(
  sample: SampleDocuments,
  policy: Policy,
  words: ShippedWords,
  user: Identity['user'],
  now: () => EpochMs,
  refuses: (name: string) => boolean = () => false,
  loadsUpTo = Number.POSITIVE_INFINITY,
): MemoryTransport {
  const documents = new Map<string, Stored>();
  const last = new Map<string, number>();
  const rejections: { readonly version: number; readonly rejection: Rejection }[] = [];
  const listeners = new Set<StreamListener>();
  let version = 0;

  const put = (collection: CollectionName, id: string, doc: unknown): void => {
    documents.set(`${collection}/${id}`, { collection, id, version, doc });
  };
  version = 1;
  put('policy', policyDocumentId, policy);
  for (const doc of words.macros) put('macros', doc.id, doc);
  for (const doc of words.articles) put('articles', doc.id, doc);
  for (const doc of sample.users) put('users', doc.id, doc);
  for (const doc of sample.accounts) put('accounts', doc.id, doc);
  for (const doc of sample.contacts) put('contacts', doc.id, doc);
  for (const doc of sample.products) put('products', doc.id, doc);
  for (const doc of sample.cases) put('cases', doc.id, doc);

  const apply = async (mutation: Mutation): Promise<void> => {
    version += 1;
    const writes: [CollectionName, string, unknown][] = [];
    const tx: MutatorTransaction = {
      async get<Name extends CollectionName>(collection: Name, id: string) {
        return documents.get(`${collection}/${id}`)?.doc as Collections[Name] | undefined;
      },
      async set(collection, id, doc) {
        writes.push([collection, id, doc]);
      },
    };
    const registry: MutatorRegistry = mutators;
    const mutator = registry[mutation.name];
    if (refuses(mutation.name)) {
      const { clientID, id, name } = mutation;
      const refusal = { code: 'already_claimed', message: 'Already claimed by Priya Natarajan.' };
      rejections.push({ version, rejection: { clientID, id, name, refusal } });
      return;
    }
    const outcome = await mutator?.run(tx, mutator.args.parse(mutation.args), {
      user: { ...user, id: sample.users.find(({ id }) => id === user.id)?.id ?? (user.id as never) },
      occurredAt: mutation.timestamp,
      policy,
      authority: {
        acceptedAt: now(),
        version,
        recordedAt: null,
        nextCaseNumber: async () => String(90_000_000 + version),
      },
    });
    if (outcome && !outcome.accepted) {
      const { clientID, id, name } = mutation;
      rejections.push({
        version,
        rejection: { clientID, id, name, refusal: { code: outcome.code, message: outcome.message } },
      });
      return;
    }
    for (const [collection, id, doc] of writes) put(collection, id, doc);
  };

  const transport: MemoryTransport = {
    online: true,
    fault: null,
    async me() {
      check();
      return { space: 'main', user, serverAt: now() };
    },
    async push(request): Promise<PushResponse> {
      check();
      const lastMutationIDs: Record<string, number> = {};
      for (const mutation of request.mutations) {
        if (mutation.id > (last.get(mutation.clientID) ?? 0)) await apply(mutation);
        last.set(mutation.clientID, mutation.id);
        lastMutationIDs[mutation.clientID] = mutation.id;
      }
      for (const listener of listeners) listener.poked(null);
      return { lastMutationIDs, rejections: [] };
    },
    async pull(request): Promise<PullResponse> {
      check();
      const since = Number(request.cookie ?? 0);
      const changed = [...documents.values()].filter((stored) => stored.version > since);
      return {
        cookie: String(version),
        more: false,
        total: changed.length,
        lastMutationIDChanges: Object.fromEntries(last),
        rejections: rejections.filter((entry) => entry.version > since).map((entry) => entry.rejection),
        patch: [
          ...(request.cookie === null ? [{ op: 'clear' as const }] : []),
          ...changed.map(({ collection, id, version: at, doc }) => ({
            op: 'put' as const,
            collection,
            id,
            version: at,
            doc: JSON.parse(JSON.stringify(doc)),
          })),
        ],
      };
    },
    async load(_request, sink) {
      check();
      const all = [...documents.values()];
      sink.began({ cookie: String(version), documents: all.length, schemaVersion });
      for (let at = 0; at * loadPageDocuments < all.length; at++) {
        if (at * loadPageDocuments >= loadsUpTo) await new Promise<never>(() => {});
        const page = all.slice(at * loadPageDocuments, (at + 1) * loadPageDocuments);
        const json = JSON.stringify(page.map((stored) => [stored.collection, stored.id, stored.version, stored.doc]));
        await sink.page({ at, json, documents: JSON.parse(json) });
      }
    },
    stream(listener) {
      listeners.add(listener);
      queueMicrotask(() => (transport.online ? listener.opened() : listener.failed()));
      return () => listeners.delete(listener);
    },
  };
  function check(): void {
    if (!transport.online) throw new TransportError('The network is gone.');
    const { fault } = transport;
    if (fault !== null) throw new TransportError(fault.message, { ...fault, mutationID: null, path: null });
  }
  return transport;
}
