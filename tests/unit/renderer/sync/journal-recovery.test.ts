import { expect, test } from 'vitest';
import { newClient, type StoreHead } from '../../../../src-renderer/sync/client-store.ts';
import { recover } from '../../../../src-renderer/sync/journal-recovery.ts';
import { nothing } from '../../../../src-renderer/sync/journal-requests.ts';
import { gapFiller, withdrawMutator } from '../../../../src-renderer/sync/withdrawn-action.ts';
import { identitySchema } from '../../../../src-shared/sync/protocol.ts';
import { MemoryJournal } from './memory-journal.ts';

const ana = identitySchema.parse({ space: 'main', user: { id: 'u1', name: 'Ana', role: 'coa' }, serverAt: 1 });
const client = newClient(() => 'a');
const row = (id: number, name = 'mark') => ({ id, name, args: { id: 'p', mark: `${id}` }, timestamp: 100 + id });
const entry = (id: number, name = 'mark') => ({ ...row(id, name), ...client, by: ana });
const refused = (id: number) => ({ ...row(id), id: `a:${id}`, refusal: { code: 'no', message: 'No.' }, at: 300 });
const head: StoreHead = {
  meta: { client, cookie: 'e.1', confirmedMutationID: 0, identity: ana },
  outbox: [row(1), row(2), row(3)],
  attention: [],
  drafts: [],
};
const recovered = (journal: MemoryJournal) => recover(head, journal.contents(), 500, () => client);

test('what the journal knows to be refused keeps its place in a store that fell back, and is said once', async () => {
  const journal = new MemoryJournal();
  await journal.append({ ...nothing, entries: [entry(1), entry(2), entry(3)] });
  await journal.append({ ...nothing, attention: [refused(1), refused(2)] });
  await journal.acknowledge({ ...client, through: 1 });
  const { change, missing } = recovered(journal);
  expect(change.putOutbox).toEqual([gapFiller(1, 101), gapFiller(2, 102)]);
  expect(change.putAttention?.map(({ id }) => id)).toEqual(['a:1', 'a:2']);
  // The journal still held the second one as something to send.
  expect(missing.entries.map(({ id, name }) => [id, name])).toEqual([[2, withdrawMutator]]);
});

test('what the journal knows to be withdrawn is withdrawn in a store that did not come to know, once', async () => {
  const journal = new MemoryJournal();
  await journal.append({ ...nothing, entries: [entry(1), entry(2), entry(3)] });
  await journal.append({ ...nothing, entries: [entry(2, withdrawMutator)], attention: [refused(2)] });
  const { change, missing } = recovered(journal);
  expect(change.putOutbox).toEqual([row(2, withdrawMutator)]);
  expect(missing.entries).toEqual([]);
});
