import type { PageLimit, ReadTransaction, Storage, WriteTransaction } from '../../src-backend/storage/storage.ts';
import { accountIdSchema, userIdSchema } from '../../src-shared/cases/case-document.ts';
import type { Account } from '../../src-shared/directory/documents.ts';
import { clientGroupIdSchema, clientIdSchema, spaceIdSchema } from '../../src-shared/sync/protocol.ts';

/** An adapter of the storage port, as the suite makes it. */
export interface StorageUnderTest {
  readonly name: string;
  /** Opens new, empty data. */
  open(): Promise<Storage>;
  /** Opens the same data beside the first opening; null if it can be open once only. */
  openAgain: (() => Promise<Storage>) | null;
  /** Removes the data, after it was closed. */
  remove(): Promise<void>;
}

export const space = spaceIdSchema.parse('main');
export const other = spaceIdSchema.parse('other');
export const ann = userIdSchema.parse('ann');
export const group = clientGroupIdSchema.parse('group');
export const client = clientIdSchema.parse('client');
export const all: PageLimit = { documents: 1_000, characters: 1e9 };
export const fromStart = { version: 0, sequence: 0 };

export function account(id: string, name = `Account ${id}`): Account {
  return { id: accountIdSchema.parse(id), name, agreement: 'standard' };
}

export function put(...accounts: readonly Account[]) {
  return async (tx: WriteTransaction) => {
    for (const each of accounts) await tx.put('accounts', each.id, each);
  };
}

export function version(storage: Storage, of = space): Promise<number> {
  return storage.read(of, async (tx) => tx.version);
}

export async function changedIds(tx: ReadTransaction, position = fromStart): Promise<string[]> {
  return (await tx.changesAfter(position, all)).map(({ id, deleted }) => (deleted ? `-${id}` : id));
}

/** A promise that is resolved from outside: holds a transaction open until the test lets go of it. */
export function gate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}
