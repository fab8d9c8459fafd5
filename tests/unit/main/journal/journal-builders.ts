import type { JournalAppend, JournalEntry } from '../../../../src-shared/sync/journal.ts';
import { clientGroupIdSchema, clientIdSchema, identitySchema } from '../../../../src-shared/sync/protocol.ts';

export const ana = identitySchema.parse({
  space: 'main',
  user: { id: 'u1', name: 'Ana', role: 'coa' },
  serverAt: 1_000,
});

export const client = (name: string) => ({
  clientGroupID: clientGroupIdSchema.parse(`group of ${name}`),
  clientID: clientIdSchema.parse(name),
});

export function entry(clientName: string, id: number, text = `${clientName} ${id}`): JournalEntry {
  return { ...client(clientName), id, name: 'note', args: { text }, timestamp: 1_000 + id, by: ana };
}

/** What a journal still holds, as `CLIENT ID TEXT`. */
export function waitingIn(contents: { readonly clients: readonly { readonly waiting: readonly JournalEntry[] }[] }) {
  return contents.clients.flatMap(({ waiting }) => waiting.map(({ clientID, id, args }) => [clientID, id, args]));
}

export const append = (...entries: JournalEntry[]): JournalAppend => ({
  entries,
  replaces: null,
  attention: [],
  dismissed: [],
});

/** The client of this name goes on as another, with these entries. */
export const renewal = (from: string, to: string, ...entries: JournalEntry[]): JournalAppend => ({
  ...append(...entries),
  replaces: { clientID: client(from).clientID, by: client(to) },
});

export const refusedItem = (id: string, text: string) => ({
  id,
  name: 'note',
  args: { text },
  refusal: { code: 'no', message: 'No.' },
  at: 5_000,
});
