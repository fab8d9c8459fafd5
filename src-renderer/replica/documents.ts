import type { CollectionName, Collections } from '../../src-shared/sync/collections.ts';

/** Documents in memory, by collection and id. */
export type Documents = { readonly [Name in CollectionName]: Map<string, Collections[Name]> };

export const collectionNames: readonly CollectionName[] = [
  'cases',
  'accounts',
  'contacts',
  'products',
  'users',
  'policy',
  'macros',
  'views',
  'articles',
  'tickets',
  'shifts',
];

export function emptyDocuments(): Documents {
  return {
    cases: new Map(),
    accounts: new Map(),
    contacts: new Map(),
    products: new Map(),
    users: new Map(),
    policy: new Map(),
    macros: new Map(),
    views: new Map(),
    articles: new Map(),
    tickets: new Map(),
    shifts: new Map(),
  };
}

/**
 * Puts a document that came from the backend, or from the store that holds the backend's. Its form is taken on trust:
 * the backend checks every document before it keeps it, and `schemaVersion` says that both mean the same by it;
 * checking 20,000 of them at each start would cost more than reading them.
 */
export function putTrusted(documents: Documents, collection: CollectionName, id: string, doc: unknown): void {
  (documents[collection] as Map<string, unknown>).set(id, doc);
}

/** Whether two documents say the same. */
export function sameDocument(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  // Most changes of a first load are new documents: no need to write those out.
  return a !== undefined && b !== undefined && JSON.stringify(a) === JSON.stringify(b);
}

/** Puts all documents of `from` into `into`. */
export function merge(into: Documents, from: Documents): void {
  for (const name of collectionNames) for (const [id, doc] of from[name]) putTrusted(into, name, id, doc);
}
