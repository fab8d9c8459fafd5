import { expect, test } from 'vitest';
import { newClient, type StoreHead } from '../../../../src-renderer/sync/client-store.ts';
import { recover, strayChange } from '../../../../src-renderer/sync/journal-recovery.ts';
import { nothing } from '../../../../src-renderer/sync/journal-requests.ts';
import { createJournaledStore } from '../../../../src-renderer/sync/journaled-store.ts';
import { createMemoryStore, MemoryDisk } from '../../../../src-renderer/sync/memory-store.ts';
import { gapFiller, withdrawMutator } from '../../../../src-renderer/sync/withdrawn-action.ts';
import { identitySchema } from '../../../../src-shared/sync/protocol.ts';
import { MemoryJournal } from './memory-journal.ts';
import { SimulatedTime } from './simulated-world.ts';

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
const recovered = (journal: MemoryJournal, from = head) => recover(from, journal.contents(), 500, () => client);

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

test.each([
  { where: 'a full store', from: { ...head, outbox: [] } },
  { where: 'a store that was reset', from: { ...head, meta: {}, outbox: [] } },
])(
  'what the journal knows to be refused is not sent again from $where, which lacks the action too',
  async ({ from }) => {
    const journal = new MemoryJournal();
    await journal.append({ ...nothing, entries: [entry(1), entry(2)] });
    await journal.append({ ...nothing, attention: [refused(2)] });
    await journal.append({ ...nothing, entries: [{ ...entry(3), resolves: 'a:2' }] });
    const { change, missing } = recovered(journal, from);
    const outbox = [...(change.putOutbox ?? [])].sort((a, b) => a.id - b.id);
    expect(outbox).toEqual([row(1), gapFiller(2, 102), row(3)]);
    expect(change.putAttention).toEqual([]);
    expect(missing.entries.map(({ id, name }) => [id, name])).toEqual([[2, withdrawMutator]]);
  },
);

test('what was refused or withdrawn of an earlier client is said once, and keeps its text, whoever goes on', async () => {
  const journal = new MemoryJournal();
  const other = newClient(() => 'b');
  const earlier = (id: number, name = 'mark') => ({ ...entry(id, name), ...other });
  await journal.append({ ...nothing, entries: [earlier(1), earlier(2), earlier(3), earlier(4)] });
  await journal.append({ ...nothing, entries: [earlier(1, withdrawMutator)] });
  const items = [1, 2, 3].map((id) => ({ ...refused(id), id: `b:${id}` }));
  await journal.append({ ...nothing, attention: items });
  await journal.append({ ...nothing, dismissed: ['b:3'] });
  const { change, strays } = recovered(journal);
  expect(change.putAttention?.map(({ id, args }) => [id, args])).toEqual([
    ['b:1', { id: 'p', mark: '1' }],
    ['b:2', { id: 'p', mark: '2' }],
  ]);
  const [stray] = strays;
  const ben = identitySchema.parse({ ...ana, user: { id: 'u2', name: 'Ben', role: 'coa' } });
  const toAnother = stray === undefined ? {} : strayChange(stray, ben, 500);
  expect(toAnother.putAttention?.map(({ id }) => id)).toEqual(['b:4']);
  const toHer = stray === undefined ? {} : strayChange(stray, ana, 500);
  expect(toHer.putOutbox?.map(({ id, name }) => [id, name])).toEqual([
    [1, withdrawMutator],
    [2, withdrawMutator],
    [3, withdrawMutator],
    [4, 'mark'],
  ]);
});

test('an earlier client of which only what was told waits is ended, and another person’s actions do not end it', async () => {
  const journal = new MemoryJournal();
  const other = newClient(() => 'b');
  const ben = identitySchema.parse({ ...ana, user: { id: 'u2', name: 'Ben', role: 'coa' } });
  await journal.append({ ...nothing, entries: [{ ...entry(1), ...other, by: ben }] });
  await journal.append({ ...nothing, attention: [{ ...refused(1), id: 'b:1' }] });
  const disk = createMemoryStore(new MemoryDisk());
  await disk.open();
  await disk.commit({ meta: head.meta }, 'strict');
  const store = createJournaledStore({
    store: disk,
    journal,
    space: { freeBytes: async () => 1e12 },
    surroundings: new SimulatedTime(),
  });
  await store.open();
  const change = store.nextStray(ana);
  expect(change).toEqual({ putAttention: [] });
  await store.commit(change ?? {}, 'strict');
  expect(journal.waiting()).toEqual([]);
  expect(journal.contents().attention.map(({ args }) => args)).toEqual([{ id: 'p', mark: '1' }]);
  await store.close();
});
