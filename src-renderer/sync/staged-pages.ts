import { type LoadedPage, loadIsGone, type StagedLoad } from './client-store.ts';
import type { MetaRow, StoreDatabase } from './dexie-tables.ts';
import type { PackedRow } from './packed-documents.ts';
import type { IndexedPage } from './page-index.ts';

/*
 * The pages of a first load are stored in the table of pages, with ids beyond those of the present pages. One row says
 * which range of ids, or generation, is the present one: changing it, in one transaction with the cookie, puts all of
 * them in the place of the ones before without writing them again. What a load left that broke off is never read, and
 * goes when the next one begins.
 */

const pagesOfAGeneration = 1_000_000_000;
const generationKey = 'pageGeneration';

/** Id of the first page of a generation. */
export function firstPageOf(generation: number): number {
  return generation * pagesOfAGeneration + 1;
}

/** The row that makes a generation the present one. */
export function generationRow(generation: number): MetaRow {
  return { key: generationKey, value: generation };
}

/** Whether a row is of the small facts that a store is asked for. */
export function isFact(row: MetaRow): boolean {
  return row.key !== generationKey;
}

/** The present generation. */
export async function generationOf(database: StoreDatabase): Promise<number> {
  const value = (await database.meta.get(generationKey))?.value;
  return typeof value === 'number' ? value : 0;
}

/** The pages of a generation, in order of their ids. */
export function pagesOf(database: StoreDatabase, generation: number): PromiseLike<PackedRow[]> {
  return database.pages
    .where('id')
    .between(firstPageOf(generation), firstPageOf(generation + 1))
    .toArray();
}

/** Stores the pages of one first load at a time. */
export interface Staging {
  stage(load: string, page: LoadedPage, generation: number): Promise<void>;
  /** What was staged. @throws if that is not all of this load. */
  pagesOf(load: StagedLoad): readonly IndexedPage[];
  forget(): void;
}

export function createStaging(database: StoreDatabase): Staging {
  let name: string | null = null;
  let pages: IndexedPage[] = [];

  return {
    async stage(load, page, generation) {
      if (page.at === 0) {
        name = load;
        pages = [];
        await database.pages.where('id').aboveOrEqual(firstPageOf(generation)).delete();
      }
      if (name !== load || page.at !== pages.length) throw loadIsGone({ name: load, pages: page.at });
      const id = firstPageOf(generation) + page.at;
      await database.pages.put({ id, json: page.json });
      pages.push({ id, documents: page.documents });
    },
    pagesOf(load) {
      const isAllThere = load.pages === 0 || (name === load.name && pages.length === load.pages);
      if (!isAllThere) throw loadIsGone(load);
      return load.pages === 0 ? [] : pages;
    },
    forget() {
      name = null;
      pages = [];
    },
  };
}
