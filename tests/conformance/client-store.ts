import { afterEach, describe, expect, test } from 'vitest';
import type { ClientStore, OutboxRow, StoredDocument } from '../../src-renderer/sync/client-store.ts';
import { clientGroupIdSchema, clientIdSchema } from '../../src-shared/sync/protocol.ts';

/** A place on a disk, where a store can be opened again. */
export interface StorePlace {
  open(): ClientStore;
}

const product = (id: string, version: number, name = id): StoredDocument => [
  'products',
  id,
  version,
  { id, name: `${name} v${version}` },
];
const gone = (id: string, version: number): StoredDocument => ['products', id, version, null];
const row = (id: number, name = 'note'): OutboxRow => ({
  id,
  name,
  args: { text: `text ${id}` },
  timestamp: 1_000 + id,
});
const sorted = (documents: readonly StoredDocument[]) => [...documents].sort((a, b) => a[1].localeCompare(b[1]));
const numbered = (count: number, version: number) =>
  Array.from({ length: count }, (_, at) => product(`p${String(at).padStart(5, '0')}`, version));

/** What every client store does, whatever it is made of. */
export function describeClientStore(name: string, newPlace: () => StorePlace): void {
  describe(`client store: ${name}`, () => {
    const open: ClientStore[] = [];
    afterEach(async () => {
      for (const store of open.splice(0)) await store.close();
    });

    async function openAt(place: StorePlace) {
      const store = place.open();
      open.push(store);
      const head = await store.open();
      return { store, head };
    }

    async function reopened(place: StorePlace) {
      for (const store of open.splice(0)) await store.close();
      return openAt(place);
    }

    test('a new store is empty', async () => {
      const { store, head } = await openAt(newPlace());
      expect(head).toEqual({ meta: {}, outbox: [], attention: [], drafts: [] });
      expect(await store.readDocuments()).toEqual([]);
    });

    test('every part of a change is there after a restart', async () => {
      const place = newPlace();
      const { store } = await openAt(place);
      const client = { clientGroupID: clientGroupIdSchema.parse('g'), clientID: clientIdSchema.parse('c') };
      const attention = {
        id: 'c:1',
        name: 'note',
        args: { text: 'x' },
        refusal: { code: 'no', message: 'No.' },
        at: 5,
      };
      await store.commit(
        {
          documents: [product('a', 1), product('b', 2)],
          meta: { client, cookie: 'k1', confirmedMutationID: 3, queueSnapshot: [{ id: 'a' }] },
          putOutbox: [row(5), row(4)],
          putAttention: [attention],
          putDrafts: [{ caseId: 'case-1', kind: 'reply', text: 'Dear' }],
        },
        'strict',
      );
      const again = await reopened(place);
      expect(again.head).toEqual({
        meta: { client, cookie: 'k1', confirmedMutationID: 3, queueSnapshot: [{ id: 'a' }] },
        outbox: [row(4), row(5)],
        attention: [attention],
        drafts: [{ caseId: 'case-1', kind: 'reply', text: 'Dear' }],
      });
      expect(sorted(await again.store.readDocuments())).toEqual([product('a', 1), product('b', 2)]);
    });

    test('rows are removed before others are put, so that ids can be given anew', async () => {
      const place = newPlace();
      const { store } = await openAt(place);
      await store.commit({ putOutbox: [row(7), row(8)] }, 'strict');
      await store.commit({ removeOutbox: [7, 8], putOutbox: [row(1), row(7, 'other')] }, 'strict');
      expect((await reopened(place)).head.outbox).toEqual([row(1), row(7, 'other')]);
    });

    test('drafts and attention rows are replaced and removed by their keys', async () => {
      const place = newPlace();
      const { store } = await openAt(place);
      await store.commit({ putDrafts: [{ caseId: 'a', kind: 'reply', text: 'one' }] }, 'strict');
      await store.commit(
        {
          putDrafts: [
            { caseId: 'a', kind: 'note', text: 'two' },
            { caseId: 'b', kind: 'call', text: 'x' },
          ],
        },
        'strict',
      );
      await store.commit({ removeDrafts: ['b'], removeAttention: ['none'] }, 'strict');
      expect((await reopened(place)).head.drafts).toEqual([{ caseId: 'a', kind: 'note', text: 'two' }]);
    });

    test('a later change of a document replaces it, a deletion removes it, and it can come back', async () => {
      const place = newPlace();
      const { store } = await openAt(place);
      await store.readDocuments();
      await store.commit({ documents: [product('a', 1), product('b', 1), product('c', 1)] }, 'relaxed');
      await store.commit({ documents: [product('a', 2), gone('b', 3), gone('c', 3)] }, 'relaxed');
      await store.commit({ documents: [product('c', 4)] }, 'relaxed');
      const expected = [product('a', 2), product('c', 4)];
      expect(sorted(await store.readDocuments())).toEqual(expected);
      expect(sorted(await (await reopened(place)).store.readDocuments())).toEqual(expected);
    });

    test('clearing forgets every document that came before, and nothing else', async () => {
      const place = newPlace();
      const { store } = await openAt(place);
      await store.commit({ documents: [product('a', 1)], putOutbox: [row(1)] }, 'relaxed');
      await store.commit({ clearDocuments: true, documents: numbered(1_200, 5), meta: { cookie: 'new' } }, 'relaxed');
      await store.commit({ documents: [gone('p00003', 6)] }, 'relaxed');
      const again = await reopened(place);
      expect(again.head.outbox).toEqual([row(1)]);
      const expected = numbered(1_200, 5).filter((document) => document[1] !== 'p00003');
      expect(sorted(await again.store.readDocuments())).toEqual(expected);
    });

    test('a document that one change names twice is as it was named last', async () => {
      const place = newPlace();
      const { store } = await openAt(place);
      const twice = [product('a', 1), product('b', 1), gone('a', 2), product('b', 3)];
      await store.commit({ clearDocuments: true, documents: twice }, 'relaxed');
      expect(await store.readDocuments()).toEqual([product('b', 3)]);
      await store.commit({ documents: [product('c', 4), gone('c', 5), gone('b', 5), product('b', 6)] }, 'relaxed');
      expect(await (await reopened(place)).store.readDocuments()).toEqual([product('b', 6)]);
    });

    test('clearing without documents leaves none', async () => {
      const place = newPlace();
      const { store } = await openAt(place);
      await store.commit({ documents: numbered(10, 1) }, 'relaxed');
      await store.commit({ clearDocuments: true }, 'relaxed');
      expect(await (await reopened(place)).store.readDocuments()).toEqual([]);
    });

    test('tidying up changes nothing that can be read, whatever is written between its steps', async () => {
      const place = newPlace();
      const { store } = await openAt(place);
      await store.readDocuments();
      await store.commit({ clearDocuments: true, documents: numbered(1_100, 1) }, 'relaxed');
      let version = 1;
      const expected = new Map(numbered(1_100, 1).map((document) => [document[1], document]));
      const change = async (document: StoredDocument) => {
        await store.commit({ documents: [document] }, 'relaxed');
        if (document[3] === null) expected.delete(document[1]);
        else expected.set(document[1], document);
      };
      for (let at = 0; at < 150; at += 1) {
        version += 1;
        const id = `p${String((at * 37) % 1_300).padStart(5, '0')}`;
        await change(at % 7 === 0 ? gone(id, version) : product(id, version));
      }
      let more = true;
      for (let step = 0; more; step += 1) {
        expect(step).toBeLessThan(200);
        more = await store.compact();
        version += 1;
        if (step < 5) await change(product(`p0000${step}`, version, 'between'));
        if (step === 2) await change(gone('p00001', version + 1));
        version += 1;
      }
      const all = sorted([...expected.values()]);
      expect(sorted(await store.readDocuments())).toEqual(all);
      expect(sorted(await (await reopened(place)).store.readDocuments())).toEqual(all);
    });

    test('what was stored cannot be changed through the objects that were passed in', async () => {
      const { store } = await openAt(newPlace());
      const doc = { id: 'a', name: 'before' };
      await store.commit({ documents: [['products', 'a', 1, doc]] }, 'strict');
      doc.name = 'after';
      expect(await store.readDocuments()).toEqual([['products', 'a', 1, { id: 'a', name: 'before' }]]);
    });
  });
}
