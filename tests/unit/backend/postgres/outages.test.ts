import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openPostgresStorage } from '../../../../src-backend/storage/postgres/postgres-storage.ts';
import { type Storage, StorageError } from '../../../../src-backend/storage/storage.ts';
import { account, changedIds, put, space } from '../../../conformance/storage-builders.ts';
import { lossyProxy } from '../../../postgres/lossy-proxy.ts';
import { describeWithPostgres } from '../../../postgres/with-postgres.ts';
import { mutation, pushBody, startBackend } from '../backend-fixture.ts';
import { problemOf } from './problem-of.ts';

describeWithPostgres('while PostgreSQL cannot be reached', (server) => {
  let url: string;
  const cleanups: (() => Promise<void>)[] = [];
  beforeEach(async () => {
    url = await server().createDatabase();
  });
  afterEach(async () => {
    for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
  });

  async function open(log: (line: string) => void = () => undefined) {
    const storage = await openPostgresStorage({ url, log });
    cleanups.push(() => storage.close());
    return storage;
  }

  describe('a connection that is lost', () => {
    /** Ends every connection to the database, as an administrator or a proxy might. */
    const cutAll = () =>
      server().ask(
        'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
        url,
      );

    test('within a write: nothing of it is stored, and the next one has a new connection', async () => {
      const storage = await open();
      await storage.write(space, put(account('a')));
      const writing = storage.write(space, async (tx) => {
        await tx.put('accounts', 'b', account('b'));
        await cutAll();
        await tx.put('accounts', 'c', account('c'));
      });
      expect(await problemOf(writing)).toMatchObject({ problem: 'unreachable' });
      await storage.write(space, put(account('d')));
      expect(await storage.read(space, changedIds)).toEqual(['a', 'd']);
    });

    test('within a read', async () => {
      const storage = await open();
      await storage.write(space, put(account('a')));
      const reading = storage.read(space, async (tx) => {
        await cutAll();
        return tx.get('accounts', 'a');
      });
      expect(await problemOf(reading)).toMatchObject({ problem: 'unreachable' });
      expect(await storage.read(space, changedIds)).toEqual(['a']);
    });

    test('while it listens: what was missed meanwhile is told when it is back', async () => {
      const [storage, other] = [await open(), await open()];
      const told = watchAll(storage);
      await other.write(space, put(account('a')));
      await told.until(1);
      await cutAll();
      await survives(() => other.write(space, put(account('b'))));
      await told.until(2);
      await other.write(space, put(account('c')));
      await told.until(3);
    });
  });

  describe('a connection that is lost at the commit', () => {
    test.each(['its answer', 'itself'] as const)('with %s: sent again, the action counts once', async (lost) => {
      const proxy = await lossyProxy(server().port);
      cleanups.push(() => proxy.stop());
      const database = new URL(url).pathname.slice(1);
      url = server().tcpUrl(database, 'dueline', 'secret').replace(`:${server().port}/`, `:${proxy.port}/`);
      const running = await startBackend({ storage: await open() });
      cleanups.push(() => running.backend.close());
      await running.push(mutation(1, 'take_number', { id: 'first' }));
      const before = await running.storage.read(space, async (tx) => tx.version);
      if (lost === 'its answer') proxy.loseNextCommitAnswer();
      else proxy.loseNextCommit();
      const action = mutation(2, 'take_number', { id: 'second' });
      expect(await running.pushError(action)).toMatchObject({ status: 503, error: { code: 'unavailable' } });
      const known = await running.storage.read(space, (tx) => tx.get('products', 'second'));
      expect(known === undefined).toBe(lost === 'itself');
      expect(await running.push(action)).toEqual({ lastMutationIDs: { c1: 2 }, rejections: [] });
      const after = await running.storage.read(space, async (tx) => ({
        version: tx.version,
        named: await tx.get('products', 'second'),
      }));
      // The second number, and one version more than before.
      expect(after).toMatchObject({ version: before + 1, named: { name: expect.stringMatching(/^00000002 /) } });
    });
  });

  describe('a server that crashes and comes back', () => {
    test('answers a write with what to do, and the storage goes on by itself', async () => {
      const logged: string[] = [];
      const [storage, other] = [await open((line) => logged.push(line)), await open()];
      const told = watchAll(storage);
      await other.write(space, put(account('a')));
      await told.until(1);
      await server().crash();
      expect(await problemOf(storage.write(space, put(account('b'))))).toMatchObject({ problem: 'unreachable' });
      expect(await problemOf(storage.read(space, changedIds))).toMatchObject({ problem: 'unreachable' });
      expect(await problemOf(storage.findToken('hash'))).toMatchObject({ problem: 'unreachable' });
      await server().restart();
      await survives(() => other.write(space, put(account('c'))));
      await told.until(2);
      expect(await storage.read(space, changedIds)).toEqual(['a', 'c']);
      // The first line tells that the tests' server runs with fsync off.
      expect(logged.slice(1)).toMatchObject([
        expect.stringContaining('not heard for now'),
        expect.stringContaining('heard again'),
      ]);
    });

    test('under load: what was answered is there, once, after sending again what was not', async () => {
      const running = await startBackend({ storage: await open() });
      cleanups.push(() => running.backend.close());
      const clients = ['c1', 'c2', 'c3', 'c4'];
      const answered = new Map<string, number>();
      let refusals = 0;
      let crashed: Promise<void> | null = null;
      const crash = async () => {
        await server().crash();
        await server().restart();
      };
      await Promise.all(
        clients.map(async (clientID) => {
          for (let id = 1; id <= 60; ) {
            const name = { id: `${clientID}-${id}`, name: `Name ${id}` };
            const body = pushBody([mutation(id, 'name_account', name, clientID)], `group of ${clientID}`);
            const response = await running.post('/sync/push', body);
            const text = await response.text();
            if (response.status === 200) {
              answered.set(clientID, id);
              id += 1;
            } else {
              expect({ status: response.status, text }).toMatchObject({
                status: 503,
                text: expect.stringContaining('unavailable'),
              });
              refusals += 1;
              // As a client that waits until it is worth trying again.
              await crashed;
            }
            if (crashed === null && (answered.get('c1') ?? 0) >= 20) crashed = crash();
          }
        }),
      );
      await crashed;
      expect(refusals).toBeGreaterThan(0);
      expect([...answered.values()]).toEqual([60, 60, 60, 60]);
      const { documents, last } = await running.storage.read(space, async (tx) => ({
        documents: await tx.changesAfter({ version: 0, sequence: 0 }, { documents: 1_000, characters: 1e9 }),
        last: tx.version,
      }));
      const named = documents.filter(({ collection }) => collection === 'accounts');
      expect(named.length).toBe(240);
      // One version for each action, so none was applied twice: users and policy made the others.
      expect(new Set(documents.map((document) => document.version)).size).toBe(last);
    });
  });
});

/** Until a new connection stands: as a client that sends again what was not answered. */
async function survives(work: () => Promise<void>): Promise<void> {
  while (true) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof StorageError)) throw error;
    }
  }
}

function watchAll(storage: Storage) {
  let last = 0;
  let changed = () => {};
  storage.watch((_space, at) => {
    last = at;
    changed();
  });
  return {
    async until(at: number): Promise<void> {
      while (last < at) {
        await new Promise<void>((resolve) => {
          changed = resolve;
        });
      }
    },
  };
}
