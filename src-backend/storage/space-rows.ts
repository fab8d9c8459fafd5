import type { Position, SpaceRow, StoredDocument } from './storage.ts';

type RowOf<Kind extends SpaceRow['row']> = SpaceRow & { readonly row: Kind };

/** Pages of what a space holds, each after the row that is named. */
export interface SpacePages {
  documents(position: Position): Promise<readonly StoredDocument[]>;
  groups(after: string): Promise<readonly RowOf<'group'>[]>;
  clients(after: string): Promise<readonly RowOf<'client'>[]>;
  results(afterClient: string, afterMutation: number): Promise<readonly RowOf<'result'>[]>;
}

/** Every row of a space, a page at a time. */
export async function* spaceRows(pages: SpacePages): AsyncIterable<SpaceRow> {
  let position: Position | undefined = { version: 0, sequence: 0 };
  while (position !== undefined) {
    const page: readonly StoredDocument[] = await pages.documents(position);
    for (const { collection, id, version, json } of page) yield { row: 'document', collection, id, version, json };
    position = page.at(-1);
  }
  for (let page = await pages.groups(''); page.length > 0; page = await pages.groups(page.at(-1)?.id ?? '')) {
    yield* page;
  }
  for (let page = await pages.clients(''); page.length > 0; page = await pages.clients(page.at(-1)?.clientId ?? '')) {
    yield* page;
  }
  let last: RowOf<'result'> | undefined;
  do {
    const page: readonly RowOf<'result'>[] = await pages.results(last?.clientId ?? '', last?.mutationId ?? 0);
    yield* page;
    last = page.at(-1);
  } while (last !== undefined);
}
