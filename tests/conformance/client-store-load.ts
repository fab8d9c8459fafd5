import { afterEach, describe, expect, test } from 'vitest';
import type { ClientStore, LoadedPage, StoredDocument } from '../../src-renderer/sync/client-store.ts';
import type { StorePlace } from './client-store.ts';

const product = (id: string, version: number): StoredDocument => ['products', id, version, { id, name: `v${version}` }];
const gone = (id: string, version: number): StoredDocument => ['products', id, version, null];
const sorted = (documents: readonly StoredDocument[]) => [...documents].sort((a, b) => a[1].localeCompare(b[1]));
const page = (at: number, ...documents: readonly StoredDocument[]): LoadedPage => ({
  at,
  json: JSON.stringify(documents),
  documents,
});
const row = { id: 1, name: 'note', args: {}, timestamp: 1 };

/** What every client store does with a first load. */
export function describeStagedLoads(name: string, newPlace: () => StorePlace): void {
  describe(`first load into a client store: ${name}`, () => {
    const open: ClientStore[] = [];
    afterEach(async () => {
      for (const store of open.splice(0)) await store.close();
    });

    async function openAt(place: StorePlace) {
      for (const store of open.splice(0)) await store.close();
      const store = place.open();
      open.push(store);
      return { store, head: await store.open() };
    }

    test('what is staged is not seen, and lies beside what is there; the load takes its place at once', async () => {
      const place = newPlace();
      const { store } = await openAt(place);
      await store.commit({ documents: [product('old', 1), product('a', 1)], putOutbox: [row] }, 'relaxed');
      await store.stage('one', page(0, product('a', 5), product('b', 5)));
      await store.stage('one', page(1, product('c', 6)));
      expect(sorted(await store.readDocuments())).toEqual([product('a', 1), product('old', 1)]);
      const change = { documents: [gone('b', 7), product('d', 8)], meta: { cookie: 'k' } };
      await store.commit({ takeLoad: { name: 'one', pages: 2 }, ...change }, 'relaxed');
      const expected = [product('a', 5), product('c', 6), product('d', 8)];
      expect(sorted(await store.readDocuments())).toEqual(expected);
      const again = await openAt(place);
      expect(sorted(await again.store.readDocuments())).toEqual(expected);
      expect(again.head).toMatchObject({ meta: { cookie: 'k' }, outbox: [row] });
    });

    test('a load that broke off leaves nothing, and the next one nothing of it', async () => {
      const place = newPlace();
      const { store } = await openAt(place);
      await store.commit({ documents: [product('old', 1)], meta: { cookie: 'k' } }, 'strict');
      await store.stage('one', page(0, product('a', 5), product('b', 5)));
      await store.stage('one', page(1, product('c', 5)));
      await store.stage('one', page(2, product('e', 5)));
      const again = await openAt(place);
      expect(again.head.meta).toEqual({ cookie: 'k' });
      expect(await again.store.readDocuments()).toEqual([product('old', 1)]);
      await again.store.stage('one', page(0, product('z', 9)));
      await again.store.commit({ takeLoad: { name: 'one', pages: 1 } }, 'relaxed');
      expect(await again.store.readDocuments()).toEqual([product('z', 9)]);
      expect(await (await openAt(place)).store.readDocuments()).toEqual([product('z', 9)]);
    });

    test('a load that is not all there is not taken, and nothing of the change is stored', async () => {
      const place = newPlace();
      const { store } = await openAt(place);
      await store.commit({ documents: [product('old', 1)] }, 'relaxed');
      const take = (of: string, pages: number) =>
        store.commit({ takeLoad: { name: of, pages }, meta: { cookie: 'k' }, putOutbox: [row] }, 'relaxed');
      await expect(take('none', 1)).rejects.toThrow('load none');
      await store.stage('one', page(0, product('a', 5)));
      await expect(take('one', 2)).rejects.toThrow('load one');
      await expect(take('two', 1)).rejects.toThrow('load two');
      await expect(store.stage('two', page(1, product('b', 5)))).rejects.toThrow('load two');
      await expect(store.stage('one', page(2, product('b', 5)))).rejects.toThrow('load one');
      const { store: again, head } = await openAt(place);
      expect([head.meta, head.outbox]).toEqual([{}, []]);
      expect(await again.readDocuments()).toEqual([product('old', 1)]);
      await expect(again.stage('one', page(1, product('b', 5)))).rejects.toThrow('load one');
    });

    test('a load of nothing leaves nothing', async () => {
      const { store } = await openAt(newPlace());
      await store.commit({ documents: [product('old', 1)] }, 'relaxed');
      await store.commit({ takeLoad: { name: 'one', pages: 0 }, documents: [product('new', 2)] }, 'relaxed');
      expect(await store.readDocuments()).toEqual([product('new', 2)]);
    });

    test('clearing forgets what is staged too', async () => {
      const { store } = await openAt(newPlace());
      await store.stage('one', page(0, product('a', 5)));
      await store.commit({ clearDocuments: true, documents: [product('b', 6)] }, 'relaxed');
      await expect(store.commit({ takeLoad: { name: 'one', pages: 1 } }, 'relaxed')).rejects.toThrow('load one');
      expect(await store.readDocuments()).toEqual([product('b', 6)]);
    });

    test('after each of several loads, changes and tidying up go on as ever', async () => {
      const place = newPlace();
      let { store } = await openAt(place);
      const expected = new Map<string, StoredDocument>();
      let version = 0;
      const change = async (document: StoredDocument) => {
        await store.commit({ documents: [document] }, 'relaxed');
        if (document[3] === null) expected.delete(document[1]);
        else expected.set(document[1], document);
      };
      for (let round = 1; round <= 3; round += 1) {
        expected.clear();
        version += 1;
        for (let at = 0; at < 3; at += 1) {
          const documents = Array.from({ length: 300 - 90 * at }, (_, index) => product(`p${at}-${index}`, version));
          for (const document of documents) expected.set(document[1], document);
          await store.stage(`load-${round}`, page(at, ...documents));
          // What is done meanwhile goes on beside it.
          if (at === 1) await store.commit({ documents: [product(`meanwhile-${round}`, version)] }, 'relaxed');
        }
        await store.commit({ takeLoad: { name: `load-${round}`, pages: 3 } }, 'relaxed');
        for (let at = 0; at < 140; at += 1) {
          version += 1;
          await change(at % 9 === 0 ? gone(`p1-${at}`, version) : product(`p${at % 4}-${at}`, version));
        }
        for (let more = true; more; ) more = await store.compact();
        if (round === 2) ({ store } = await openAt(place));
        expect(sorted(await store.readDocuments())).toEqual(sorted([...expected.values()]));
        if (round === 3) await store.commit({ clearDocuments: true, documents: [product('last', 999)] }, 'relaxed');
      }
      expect(await (await openAt(place)).store.readDocuments()).toEqual([product('last', 999)]);
    });
  });
}
