import type { StoredDocument } from './client-store.ts';

/** Documents in one row of the store: one large put is far cheaper than many small ones. */
export const documentsPerPage = 500;

/** Some documents as one row: the JSON text of a list of `[collection, id, version, doc]`. */
export interface PackedRow {
  readonly id: number;
  readonly json: string;
}

/** Key of a document among all collections. */
export function documentKey(document: StoredDocument): string {
  return `${document[0]}/${document[1]}`;
}

/** Packs documents into rows of at most `documentsPerPage`, numbered from `firstId`. */
export function pack(documents: readonly StoredDocument[], firstId: number): PackedRow[] {
  const rows: PackedRow[] = [];
  for (let from = 0; from < documents.length; from += documentsPerPage) {
    rows.push({ id: firstId + rows.length, json: JSON.stringify(documents.slice(from, from + documentsPerPage)) });
  }
  return rows;
}

/** The documents that `pack` puts in the row at this index. */
export function documentsOfRow(documents: readonly StoredDocument[], at: number): readonly StoredDocument[] {
  return documents.slice(at * documentsPerPage, (at + 1) * documentsPerPage);
}

/** The documents of one row. */
export function unpack(row: PackedRow): readonly StoredDocument[] {
  return JSON.parse(row.json);
}

/** The documents of many rows, row by row; parsed in one go, which is what makes a cold start quick. */
export function unpackAll(rows: readonly PackedRow[]): readonly (readonly StoredDocument[])[] {
  return JSON.parse(`[${rows.map((row) => row.json).join(',')}]`);
}
