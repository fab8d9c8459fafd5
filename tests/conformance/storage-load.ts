import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Storage } from '../../src-backend/storage/storage.ts';
import type { Packer } from '../../src-backend/sync/gzip-packer.ts';
import { load } from '../../src-backend/sync/load.ts';
import { pull } from '../../src-backend/sync/pull.ts';
import type { Snapshot } from '../../src-backend/sync/snapshot.ts';
import { type SnapshotOptions, Snapshots, snapshotDefaults } from '../../src-backend/sync/snapshots.ts';
import { loadEndSchema, loadHeadSchema } from '../../src-shared/sync/load.ts';
import { pullResponseSchema } from '../../src-shared/sync/protocol.ts';
import { account, all, ann, fromStart, gate, put, type StorageUnderTest, space } from './storage-builders.ts';

const acting = { space, userId: ann };
const asked = { pullVersion: 1, schemaVersion: 1, clientGroupID: 'group' };
const pageSchema = z.array(z.tuple([z.string(), z.string(), z.number(), z.looseObject({ id: z.string() })]));

/** Passes text on as it is; `between` is called before each piece. */
export function plainPacker(between: (piece: number) => Promise<void> = async () => {}): Packer {
  let piece = 0;
  return {
    async add(text) {
      await between(piece);
      piece += 1;
      return Buffer.from(text);
    },
    end: async () => Buffer.alloc(0),
  };
}

export function testSnapshots(storage: Storage, options: Partial<SnapshotOptions> = {}): Snapshots {
  const page = { documents: 3, characters: 1e9 };
  return new Snapshots(storage, { ...snapshotDefaults, page, newPacker: () => plainPacker(), ...options });
}

/** What a client that does not know anything receives, as lines. */
export async function loadedLines(storage: Storage, snapshots: Snapshots): Promise<string[]> {
  const snapshot = await load(storage, snapshots, acting, asked);
  return (await received(snapshot)).toString().trimEnd().split('\n');
}

/** The whole body. */
export async function received(snapshot: Pick<Snapshot, 'body'>): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of snapshot.body()) pieces.push(piece);
  return Buffer.concat(pieces);
}

/** A load and the pull after it, applied as a client does. */
async function copyOf(storage: Storage, snapshots: Snapshots, pageDocuments = 1_000): Promise<Map<string, string>> {
  const lines = await loadedLines(storage, snapshots);
  const head = loadHeadSchema.parse(JSON.parse(lines[0] ?? ''));
  const end = loadEndSchema.parse(JSON.parse(lines.at(-1) ?? ''));
  const pages = lines.slice(1, -1).map((line) => pageSchema.parse(JSON.parse(line)));
  const copy = new Map<string, string>();
  for (const [collection, id, version, doc] of pages.flat()) {
    expect(copy.has(`${collection}/${id}`)).toBe(false);
    copy.set(`${collection}/${id}`, `${version} ${JSON.stringify(doc)}`);
  }
  expect([head.documents, end.documents]).toEqual([copy.size, copy.size]);
  let { cookie } = head;
  for (let more = true; more; ) {
    const limit = { documents: pageDocuments, characters: 1e9 };
    const page = pullResponseSchema.parse(JSON.parse(await pull(storage, acting, { ...asked, cookie }, limit)));
    for (const operation of page.patch) {
      if (operation.op === 'clear') {
        // Nobody wrote anything yet, so the space has no name to know it by.
        expect(head.documents).toBe(0);
        continue;
      }
      const key = `${operation.collection}/${operation.id}`;
      if (operation.op === 'del') copy.delete(key);
      else copy.set(key, `${operation.version} ${JSON.stringify(operation.doc)}`);
    }
    ({ cookie, more } = page);
  }
  return copy;
}

async function present(storage: Storage): Promise<Map<string, string>> {
  const documents = await storage.read(space, (tx) => tx.changesAfter(fromStart, all));
  return new Map(
    documents.flatMap(({ collection, id, version, json }) =>
      json === null ? [] : [[`${collection}/${id}`, `${version} ${json}`] as const],
    ),
  );
}

/** What a first load does on every adapter of the storage port. */
export function storageLoadConformance(subject: StorageUnderTest): void {
  describe(`first load: ${subject.name}`, () => {
    let storage: Storage;
    beforeEach(async () => {
      storage = await subject.open();
    });
    afterEach(async () => {
      await storage.close();
      await subject.remove();
    });

    const names = (count: number) => Array.from({ length: count }, (_, at) => `a${String(at).padStart(2, '0')}`);

    test('brings everything that there is, page by page, and nothing that was deleted', async () => {
      await storage.write(space, put(...names(8).map((id) => account(id))));
      await storage.write(space, (tx) => tx.delete('accounts', 'a03'));
      const lines = await loadedLines(storage, testSnapshots(storage));
      expect(lines.map((line) => JSON.parse(line))).toEqual([
        { cookie: expect.any(String), documents: 7, schemaVersion: 1 },
        ['a00', 'a01', 'a02'].map((id) => ['accounts', id, 1, account(id)]),
        ['a04', 'a05', 'a06'].map((id) => ['accounts', id, 1, account(id)]),
        ['a07'].map((id) => ['accounts', id, 1, account(id)]),
        { end: true, documents: 7 },
      ]);
    });

    test('of an empty space is a head and an end', async () => {
      expect(await copyOf(storage, testSnapshots(storage))).toEqual(new Map());
    });

    test('a change during the load, and one after it, come with the pull that goes on from it', async () => {
      await storage.write(space, put(...names(7).map((id) => account(id))));
      const writes: Promise<void>[] = [];
      const newPacker = () =>
        plainPacker(async (piece) => {
          if (piece !== 2) return;
          writes.push(storage.write(space, put(account('a00', 'Changed'), account('new'))));
          writes.push(storage.write(space, (tx) => tx.delete('accounts', 'a06')));
          await Promise.race([Promise.all(writes), new Promise((resolve) => setImmediate(resolve))]);
        });
      const snapshots = testSnapshots(storage, { newPacker });
      await loadedLines(storage, snapshots);
      await Promise.all(writes);
      await storage.write(space, (tx) => tx.delete('accounts', 'a01'));
      const copy = await copyOf(storage, snapshots);
      expect(copy).toEqual(await present(storage));
      expect([...copy.keys()].toSorted()).toEqual(
        ['a00', 'a02', 'a03', 'a04', 'a05', 'new'].map((id) => `accounts/${id}`),
      );
    });

    test('whatever is written while, a load and the pull after it are the present state', async () => {
      const id = fc.integer({ min: 0, max: 9 }).map((at) => `a${at}`);
      const write = fc.record({
        id,
        name: fc.option(fc.integer({ min: 0, max: 3 })),
        at: fc.integer({ min: 0, max: 9 }),
      });
      const plan = fc.record({
        before: fc.array(write, { maxLength: 12 }),
        during: fc.array(write, { maxLength: 8 }),
        between: fc.array(write, { maxLength: 6 }),
        pageDocuments: fc.integer({ min: 1, max: 4 }),
        lag: fc.integer({ min: 0, max: 4 }),
      });
      type Write = { readonly id: string; readonly name: number | null };
      const make = ({ id: which, name }: Write) =>
        storage.write(space, (tx) =>
          name === null ? tx.delete('accounts', which) : tx.put('accounts', which, account(which, `Name ${name}`)),
        );
      await fc.assert(
        fc.asyncProperty(plan, async ({ before, during, between, pageDocuments, lag }) => {
          for (const each of before) await make(each);
          const writes: Promise<void>[] = [];
          let isFirst = true;
          const newPacker = () => {
            const mine = isFirst ? during : [];
            isFirst = false;
            return plainPacker(async (piece) => {
              writes.push(...mine.filter(({ at }) => at === piece).map(make));
              await Promise.race([Promise.all(writes), new Promise((resolve) => setImmediate(resolve))]);
            });
          };
          const page = { documents: pageDocuments, characters: 1e9 };
          const snapshots = testSnapshots(storage, { newPacker, page, mayLag: () => lag });
          await copyOf(storage, snapshots, pageDocuments);
          await Promise.all(writes);
          expect(await copyOf(storage, snapshots, pageDocuments)).toEqual(await present(storage));
          for (const each of between) await make(each);
          expect(await copyOf(storage, snapshots, pageDocuments)).toEqual(await present(storage));
          snapshots.close();
        }),
        { numRuns: 40 },
      );
    });

    test('those who ask at once share one reading, and one that is not far behind serves again', async () => {
      await storage.write(space, put(...names(7).map((id) => account(id))));
      let built = 0;
      const held = gate();
      const newPacker = () => {
        built += 1;
        return plainPacker((piece) => (piece === 1 ? held.opened : Promise.resolve()));
      };
      const snapshots = testSnapshots(storage, { newPacker, mayLag: () => 1 });
      const [first, second] = await Promise.all([snapshots.of(space), snapshots.of(space)]);
      expect(second).toBe(first);
      held.open();
      await received(first);
      await storage.write(space, put(account('one more')));
      expect(await snapshots.of(space)).toBe(first);
      await storage.write(space, put(account('two more')));
      const fresh = await snapshots.of(space);
      expect([fresh === first, built]).toEqual([false, 2]);
      await received(fresh);
      snapshots.close();
    });
  });
}
