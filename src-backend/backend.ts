import { join } from 'node:path';
import type { SpaceId } from '../src-shared/ids.ts';
import type { Mutator } from '../src-shared/mutators/mutator.ts';
import { mutators } from '../src-shared/mutators/registry.ts';
import type { Policy } from '../src-shared/policy/policy.ts';
import { spaceIdSchema } from '../src-shared/sync/protocol.ts';
import { type Clock, systemClock } from './clock.ts';
import { makeServer } from './http/server.ts';
import { usersHere } from './identity/access.ts';
import type { RunToken } from './identity/tokens.ts';
import { type ReleaseWatching, startReleaseWatch } from './intake/start-release-watch.ts';
import { Presence } from './presence/presence.ts';
import { PolicySource, storePolicy } from './space/policy-source.ts';
import { type Pruning, type Retention, startPruning, usualRetention } from './space/pruning.ts';
import { openSqliteStorage } from './storage/sqlite/sqlite-storage.ts';
import type { Storage } from './storage/storage.ts';
import { Pokes } from './sync/pokes.ts';

/** The space that is meant where none is named. */
export const mainSpace: SpaceId = spaceIdSchema.parse('main');

export interface BackendOptions {
  /** Closed with the backend. */
  readonly storage: Storage;
  /** Put in force at the start; null: the one that the storage holds. */
  readonly policy: Policy | null;
  readonly space?: SpaceId;
  readonly clock?: Clock;
  readonly registry?: Readonly<Record<string, Mutator>>;
  readonly runTokens?: readonly RunToken[];
  /** Whether the desk may be taken from here as a whole, to move it to another backend. */
  readonly mayMoveOut?: boolean;
  /** Names under which the backend may be addressed, besides this machine's own. */
  readonly publicHosts?: readonly string[];
  /** Web pages that may ask. */
  readonly allowedOrigins?: readonly string[];
  /** How long deletions and results are remembered. */
  readonly retention?: Retention;
  /** Faults, for whoever runs the backend. */
  readonly log?: (line: string) => void;
}

export interface Backend {
  /** Answers the port it listens on, which matters for port 0. */
  listen(port: number, host?: string): Promise<number>;
  /** Resolves when what the start set off is done: what is old was removed, what is due was brought back. */
  settled(): Promise<void>;
  /** Ends the event streams, lets running requests finish for a moment, and closes the storage. */
  close(): Promise<void>;
}

/** A request that takes longer than this to finish is cut off by a stop. */
const graceMs = 500;

/** The database in a data folder. */
export const dataFileName = 'dueline.sqlite';

/** Opens the data of the folder; makes it if it is new. */
export function openDataFolder(folder: string): Promise<Storage> {
  return openSqliteStorage({ file: join(folder, dataFileName) });
}

/** A sync server on the storage. It answers once `listen` was called. */
export async function createBackend(options: BackendOptions): Promise<Backend> {
  const {
    storage,
    policy,
    space = mainSpace,
    retention = usualRetention,
    log = (line) => process.stderr.write(`${line}\n`),
  } = options;
  if (policy !== null) await storePolicy(storage, space, policy);
  const pokes = new Pokes((of, userIds) => usersHere(storage, of, userIds));
  const presence = new Presence(storage.signals ?? null);
  const stopWatching = storage.watch((changed, version) => pokes.announce(changed, version));
  const clock = options.clock ?? systemClock;
  const policies = new PolicySource();
  let pruning: Pruning | null = null;
  let releases: ReleaseWatching | null = null;
  const server = makeServer({
    storage,
    clock,
    registry: options.registry ?? mutators,
    policy: policies,
    log,
    pokes,
    presence,
    runTokens: options.runTokens ?? [],
    mayMoveOut: options.mayMoveOut ?? false,
    publicHosts: options.publicHosts ?? [],
    allowedOrigins: options.allowedOrigins ?? [],
  });
  return {
    async listen(port, host = '127.0.0.1') {
      await server.listen({ port, host });
      const address = server.server.address();
      if (address === null || typeof address === 'string') throw new Error('The server listens on no port.');
      pruning = startPruning({ storage, clock, retention, log });
      releases = startReleaseWatch({ storage, policy: policies, clock, log });
      return address.port;
    },
    async settled() {
      await pruning?.idle();
      await releases?.idle();
    },
    async close() {
      stopWatching();
      pokes.close();
      presence.close();
      const cutOff = setTimeout(() => server.server.closeAllConnections(), graceMs);
      await server.close();
      clearTimeout(cutOff);
      await pruning?.stop();
      await releases?.stop();
      await storage.close();
    },
  };
}
