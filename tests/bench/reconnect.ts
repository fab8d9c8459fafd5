import { v7 as uuidv7 } from 'uuid';
import { createBackend, mainSpace, openDataFolder } from '../../src-backend/backend.ts';
import { issueToken } from '../../src-backend/identity/tokens.ts';
import { shippedPolicy } from '../../src-backend/space/policy-file.ts';
import { addUser } from '../../src-backend/space/prepare-space.ts';
import { openPostgresStorage } from '../../src-backend/storage/postgres/postgres-storage.ts';
import type { Storage } from '../../src-backend/storage/storage.ts';
import { openReplica } from '../../src-renderer/replica/open-replica.ts';
import type { Replica } from '../../src-renderer/replica/replica.ts';
import { createFetchTransport } from '../../src-renderer/sync/fetch-transport.ts';
import { createMemoryStore } from '../../src-renderer/sync/memory-store.ts';
import type { Surroundings } from '../../src-renderer/sync/surroundings.ts';
import { accountIdSchema } from '../../src-shared/cases/case-document.ts';
import type { Mutators } from '../../src-shared/mutators/registry.ts';
import { notInstalled, startPostgres } from '../postgres/own-postgres.ts';
import { Way } from '../unit/renderer/sync/real-client.ts';
import { type Figure, median } from './figure.ts';
import { inFolder } from './in-folder.ts';

const waiting = 500;
const rounds = 3;
const accountId = accountIdSchema.parse('account');

/** From the return of the network until nothing waits any more and the app shows what the backend made of it. */
export async function benchReconnect(): Promise<Figure[]> {
  const name = (storage: string) => `${storage}: reconnect with ${waiting} waiting actions (median of ${rounds})`;
  const figures = [
    {
      name: name('SQLite'),
      value: await medianSeconds(() => inFolder(async (folder) => secondsToDrain(await openDataFolder(folder)))),
      unit: 's',
    },
  ];
  if (notInstalled !== null) {
    console.log(`  PostgreSQL: not measured. ${notInstalled}`);
    return figures;
  }
  const server = await startPostgres(true);
  try {
    const drain = async () => secondsToDrain(await openPostgresStorage({ url: await server.createDatabase() }));
    figures.push({ name: name('PostgreSQL'), value: await medianSeconds(drain), unit: 's' });
  } finally {
    await server.stop();
  }
  return figures;
}

async function medianSeconds(drain: () => Promise<number>): Promise<number> {
  const seconds: number[] = [];
  for (let round = 0; round < rounds; round += 1) seconds.push(await drain());
  return median(seconds);
}

async function secondsToDrain(storage: Storage): Promise<number> {
  const user = await addUser(storage, mainSpace, 'Bench', 'coa');
  await storage.write(mainSpace, (tx) =>
    tx.put('accounts', accountId, { id: accountId, name: 'Fresh Fields', agreement: 'standard' }),
  );
  const token = await issueToken(storage, mainSpace, user.id);
  const backend = await createBackend({ storage, policy: await shippedPolicy() });
  const url = `http://127.0.0.1:${await backend.listen(0)}`;
  const way = new Way(url, token);
  const replica = await openReplica({
    store: createMemoryStore(),
    transport: createFetchTransport('', way),
    surroundings: ordinary,
  });
  await until(replica, ({ connection }) => connection.state === 'online');
  way.url = null;
  for (let action = 0; action < waiting; action += 1) await createCase(replica, action);
  await until(replica, ({ connection }) => connection.state === 'offline');
  const startedAt = performance.now();
  way.url = url;
  replica.reconnect();
  await until(replica, (status) => status.waiting === 0);
  const seconds = (performance.now() - startedAt) / 1_000;
  const numbered = [...replica.all('cases').values()].filter((known) => known.number !== null).length;
  if (numbered !== waiting) throw new Error(`Of ${waiting} cases ${numbered} came back.`);
  await replica.close();
  await way.end();
  await backend.close();
  return seconds;
}

async function createCase(replica: Replica<Mutators>, action: number): Promise<void> {
  const outcome = await replica.mutate('create_case', {
    caseId: uuidv7(),
    eventId: uuidv7(),
    subject: `Purchase order ${action} cannot be reconciled`,
    text: 'The price on the invoice differs from the order. '.repeat(10),
    accountId,
    contactId: null,
    channel: 'portal',
    priority: 3,
  });
  if (!outcome.accepted) throw new Error(outcome.message);
}

type Status = ReturnType<Replica<Mutators>['status']['getState']>;

function until(replica: Replica<Mutators>, holds: (status: Status) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const stop = replica.status.subscribe(check);
    function check(): void {
      if (!holds(replica.status.getState())) return;
      stop();
      resolve();
    }
    check();
  });
}

const ordinary: Surroundings = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  random: () => Math.random(),
  newId: () => uuidv7(),
  schedule(afterMs, callback) {
    const timer = setTimeout(callback, afterMs);
    return () => clearTimeout(timer);
  },
  whenIdle: () => () => {},
  onWake: () => () => {},
  onHide: () => () => {},
};
