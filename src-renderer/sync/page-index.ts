import type { StoredDocument } from './client-store.ts';
import { documentKey, documentsPerPage, type PackedRow, pack, unpack, unpackAll } from './packed-documents.ts';

/** A page to be rewritten, with what is new on it and which rows of the delta it makes superfluous. */
export interface Fold {
  readonly pageId: number;
  readonly changes: ReadonlyMap<string, StoredDocument>;
  readonly obsoleteDelta: readonly number[];
}

/** A page and what is on it. */
export interface IndexedPage {
  readonly id: number;
  readonly documents: readonly StoredDocument[];
}

/**
 * Knows on which page each confirmed document is, and what the delta holds that the pages do not.
 *
 * Pages and delta may both hold a document; the higher version is the truth. So a page can be rewritten before the
 * delta rows that brought its changes are removed, and a crash in between costs nothing. Delta rows are removed
 * oldest first: a deletion must outlive every older row that still holds the document.
 */
export class PageIndex {
  readonly #pageOf = new Map<string, number>();
  readonly #sizes = new Map<number, number>();
  /** Newest change of each document that its page does not have yet. */
  readonly #unfolded = new Map<string, StoredDocument>();
  /** Delta rows, oldest first, with the documents they hold. */
  readonly #delta = new Map<number, readonly string[]>();
  #lastPage = 0;
  #lastDelta = 0;

  /**
   * Reads both tables (rows in order of their id). Answers with the documents that exist.
   *
   * @param before the id that new pages come after where there is none.
   */
  load(pages: readonly PackedRow[], delta: readonly PackedRow[], before: number): StoredDocument[] {
    this.#lastPage = before;
    const newest = new Map<string, StoredDocument>();
    const parsed = unpackAll(pages);
    for (const [at, row] of pages.entries()) this.#addPage(row.id, parsed[at] ?? [], newest);
    for (const row of delta) {
      const documents = unpack(row);
      this.addDelta(row.id, documents);
      for (const document of documents) {
        const key = documentKey(document);
        const known = newest.get(key);
        if (known === undefined || known[2] <= document[2]) newest.set(key, document);
        else this.#unfolded.delete(key);
      }
    }
    return [...newest.values()].filter((document) => document[3] !== null);
  }

  /** Packs documents as delta rows with the next free ids; `addDelta` them once they are stored. */
  packDelta(documents: readonly StoredDocument[]): PackedRow[] {
    return pack(documents, this.#lastDelta + 1);
  }

  addDelta(id: number, documents: readonly StoredDocument[]): void {
    this.#lastDelta = Math.max(this.#lastDelta, id);
    this.#delta.set(id, documents.map(documentKey));
    for (const document of documents) this.#unfolded.set(documentKey(document), document);
  }

  /** Starts over with these pages only. @param before as for `load`. */
  reset(pages: readonly IndexedPage[], before: number): void {
    this.#pageOf.clear();
    this.#sizes.clear();
    this.#unfolded.clear();
    this.#delta.clear();
    this.#lastPage = before;
    for (const { id, documents } of pages) this.#addPage(id, documents);
  }

  /** Rows in the delta. */
  get deltaRows(): number {
    return this.#delta.size;
  }

  /** The next page worth rewriting: the one with most changes among those of the oldest delta row. */
  nextFold(): Fold | null {
    const [oldest] = this.#delta.values();
    if (oldest === undefined) return null;
    const room = this.#pageWithRoom();
    const byPage = new Map<number, Map<string, StoredDocument>>();
    for (const [key, document] of this.#unfolded) {
      const pageId = this.#pageOf.get(key) ?? room;
      const changes = byPage.get(pageId) ?? new Map<string, StoredDocument>();
      // A page takes no more new documents than it has room for; the rest waits for the next one.
      if (pageId === room && !this.#pageOf.has(key) && this.#newOn(changes, room) >= this.#roomOn(room)) continue;
      byPage.set(pageId, changes.set(key, document));
    }
    let best: readonly [number, Map<string, StoredDocument>] | null = null;
    for (const [pageId, changes] of byPage) {
      const needed = oldest.some((key) => changes.has(key));
      if (needed && (best === null || changes.size > best[1].size)) best = [pageId, changes];
    }
    const pageId = best?.[0] ?? room;
    const changes = best?.[1] ?? new Map<string, StoredDocument>();
    return { pageId, changes, obsoleteDelta: this.#obsoleteAfter(changes) };
  }

  /** The page as it is after the fold. */
  rewritten(page: PackedRow | undefined, fold: Fold): readonly StoredDocument[] {
    const kept = (page === undefined ? [] : unpack(page)).filter(
      (document) => !fold.changes.has(documentKey(document)),
    );
    return [...kept, ...[...fold.changes.values()].filter((document) => document[3] !== null)];
  }

  /** Takes note of a fold that was stored. */
  folded(fold: Fold, documents: readonly StoredDocument[]): void {
    for (const key of fold.changes.keys()) {
      this.#unfolded.delete(key);
      this.#pageOf.delete(key);
    }
    if (fold.changes.size > 0) this.#addPage(fold.pageId, documents);
    for (const id of fold.obsoleteDelta) this.#delta.delete(id);
  }

  #addPage(id: number, documents: readonly StoredDocument[], newest?: Map<string, StoredDocument>): void {
    this.#lastPage = Math.max(this.#lastPage, id);
    this.#sizes.set(id, documents.length);
    for (const document of documents) {
      const key = documentKey(document);
      this.#pageOf.set(key, id);
      newest?.set(key, document);
    }
  }

  #pageWithRoom(): number {
    for (const [id, size] of this.#sizes) if (size < documentsPerPage) return id;
    return this.#lastPage + 1;
  }

  #roomOn(pageId: number): number {
    return documentsPerPage - (this.#sizes.get(pageId) ?? 0);
  }

  #newOn(changes: ReadonlyMap<string, StoredDocument>, pageId: number): number {
    let count = 0;
    for (const key of changes.keys()) if (this.#pageOf.get(key) !== pageId) count += 1;
    return count;
  }

  #obsoleteAfter(changes: ReadonlyMap<string, StoredDocument>): number[] {
    const obsolete: number[] = [];
    for (const [id, keys] of this.#delta) {
      if (keys.some((key) => this.#unfolded.has(key) && !changes.has(key))) break;
      obsolete.push(id);
    }
    return obsolete;
  }
}
