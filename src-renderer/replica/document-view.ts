import type { z } from 'zod';
import type { CollectionName, Collections } from '../../src-shared/sync/collections.ts';
import type { PatchOperation } from '../../src-shared/sync/protocol.ts';
import type { StoredDocument } from '../sync/client-store.ts';
import type { Pulled } from '../sync/sync-host.ts';
import { collectionNames, type Documents, emptyDocuments, merge, putTrusted, sameDocument } from './documents.ts';
import type { Read } from './replay.ts';
import type { Changes } from './replica.ts';

/** What the confirmed documents will be once a pull is taken in. */
export interface NextConfirmed {
  readonly read: Read;
  readonly cleared: boolean;
  readonly puts: Documents;
  readonly dels: { readonly [Name in CollectionName]: ReadonlySet<string> };
}

/** Nothing new from the backend. */
export const noPatch: readonly PatchOperation[] = [];
/** Nothing is confirmed any more. */
export const clearPatch: readonly PatchOperation[] = [{ op: 'clear' }];

/** These are confirmed, and nothing else. */
export function* replacingPatch(documents: readonly StoredDocument[]): Iterable<PatchOperation> {
  yield* clearPatch;
  for (const [collection, id, version, doc] of documents) {
    // Out of the store or a load, so out of JSON.
    yield { op: 'put', collection, id, version, doc: doc as z.infer<ReturnType<typeof z.json>> };
  }
}

/** Everything that a pull brings: its first load, one document at a time, and what came after it. */
export function* wholePatch({ load, patch }: Pick<Pulled, 'load' | 'patch'>): Iterable<PatchOperation> {
  if (load !== null) yield* replacingPatch(load.documents.flat());
  yield* patch;
}

/**
 * Two layers: what the backend confirmed, and over it what the actions that wait would write. `view` is both, kept
 * as one map for each collection, so that a reader pays nothing for the layers.
 */
export class DocumentView {
  readonly view: Documents = emptyDocuments();
  #confirmed = emptyDocuments();
  #overlay = emptyDocuments();

  readonly read: Read = (collection, id) => this.view[collection].get(id);

  /** Takes in the stored documents at the start. */
  load(documents: readonly StoredDocument[]): void {
    for (const [collection, id, , doc] of documents) {
      putTrusted(this.#confirmed, collection, id, doc);
      putTrusted(this.view, collection, id, doc);
    }
  }

  /** Every document there is, as a change. */
  everything(): Changes {
    const changes = new Map<CollectionName, ReadonlySet<string>>();
    for (const name of collectionNames) {
      if (this.view[name].size > 0) changes.set(name, new Set(this.view[name].keys()));
    }
    return changes;
  }

  /** Looks ahead to the confirmed documents after a pull, changing nothing yet. */
  ahead(patch: Iterable<PatchOperation>): NextConfirmed {
    const confirmed = this.#confirmed;
    let cleared = false;
    let puts = emptyDocuments();
    let dels = emptySets();
    for (const operation of patch) {
      if (operation.op === 'clear') {
        cleared = true;
        puts = emptyDocuments();
        dels = emptySets();
      } else if (operation.op === 'put') {
        putTrusted(puts, operation.collection, operation.id, operation.doc);
        dels[operation.collection].delete(operation.id);
      } else {
        puts[operation.collection].delete(operation.id);
        dels[operation.collection].add(operation.id);
      }
    }
    const read: Read = (collection, id) =>
      puts[collection].get(id) ?? (cleared || dels[collection].has(id) ? undefined : confirmed[collection].get(id));
    return { read, cleared, puts, dels };
  }

  /** Goes over to new confirmed documents and a new overlay at once. Answers with what looks different now. */
  advance(next: NextConfirmed, overlay: Documents): Changes {
    const touched = emptySets();
    const confirmed = this.#confirmed;
    for (const name of collectionNames) {
      if (next.cleared) {
        for (const id of confirmed[name].keys()) touched[name].add(id);
        confirmed[name].clear();
      }
      for (const id of next.dels[name]) if (confirmed[name].delete(id)) touched[name].add(id);
      for (const [id, doc] of next.puts[name]) {
        putTrusted(confirmed, name, id, doc);
        touched[name].add(id);
      }
    }
    return this.#recompute(overlay, touched);
  }

  /** Adds the effect of one more action. */
  add(writes: Documents): Changes {
    const overlay = emptyDocuments();
    merge(overlay, this.#overlay);
    merge(overlay, writes);
    return this.#recompute(overlay, emptySets());
  }

  #recompute(overlay: Documents, touched: Record<CollectionName, Set<string>>): Changes {
    const changes = new Map<CollectionName, ReadonlySet<string>>();
    for (const name of collectionNames) {
      for (const id of this.#overlay[name].keys()) touched[name].add(id);
      for (const id of overlay[name].keys()) touched[name].add(id);
      const changed = this.#show(name, overlay, touched[name]);
      if (changed.size > 0) changes.set(name, changed);
    }
    this.#overlay = overlay;
    return changes;
  }

  /** Brings the view of some documents up to date; a document that says the same as before stays the same object. */
  #show<Name extends CollectionName>(name: Name, overlay: Documents, ids: ReadonlySet<string>): Set<string> {
    const changed = new Set<string>();
    const view: Map<string, Collections[Name]> = this.view[name];
    for (const id of ids) {
      const before = view.get(id);
      const after = overlay[name].get(id) ?? this.#confirmed[name].get(id);
      if (sameDocument(before, after)) continue;
      changed.add(id);
      if (after === undefined) view.delete(id);
      else view.set(id, after);
    }
    return changed;
  }
}

function emptySets(): Record<CollectionName, Set<string>> {
  return {
    cases: new Set(),
    accounts: new Set(),
    contacts: new Set(),
    products: new Set(),
    users: new Set(),
    policy: new Set(),
    macros: new Set(),
    views: new Set(),
    articles: new Set(),
    tickets: new Set(),
    shifts: new Set(),
  };
}
