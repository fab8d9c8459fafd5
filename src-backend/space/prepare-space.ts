import { v7 as uuidv7 } from 'uuid';
import { userIdSchema } from '../../src-shared/cases/case-document.ts';
import type { Role, User } from '../../src-shared/directory/documents.ts';
import type { EpochMs, SpaceId } from '../../src-shared/ids.ts';
import type { Policy } from '../../src-shared/policy/policy.ts';
import { type Storage, StorageError } from '../storage/storage.ts';
import { shippedPolicy } from './policy-file.ts';
import { storedPolicy, storePolicy } from './policy-source.ts';

export interface SampleSize {
  readonly open: number;
  readonly closed: number;
  readonly seed: number;
}

/**
 * Puts a policy in force: `given` if there is one; otherwise the one that is stored stays, since a team's own must not
 * be replaced by a restart without the option; new data gets the shipped one.
 */
export async function preparePolicy(storage: Storage, space: SpaceId, given: Policy | null): Promise<Policy> {
  const policy = given ?? (await storedPolicy(storage, space)) ?? (await shippedPolicy());
  await storePolicy(storage, space, policy);
  return policy;
}

/** The users by id. */
export async function usersOf(storage: Storage, space: SpaceId): Promise<readonly User[]> {
  return storage.read(space, async (tx) => {
    const users: User[] = [];
    for await (const user of tx.list('users')) users.push(user);
    return users;
  });
}

export async function addUser(storage: Storage, space: SpaceId, name: string, role: Role): Promise<User> {
  const user: User = { id: userIdSchema.parse(uuidv7()), name, role };
  await storage.write(space, (tx) => tx.put('users', user.id, user));
  return user;
}

/** Loads the sample desk, as if `now` were the middle of its day. */
export async function loadSampleInto(
  storage: Storage,
  space: SpaceId,
  size: SampleSize,
  now: EpochMs,
  policy: Policy,
): Promise<void> {
  const { loadSample } = await import('../sample/load-sample.ts');
  await loadSample(storage, space, { ...size, now, policy });
}

/**
 * Starts to load the sample and answers once its users are there; the cases follow while the backend already serves.
 * What goes wrong later is told to `log`.
 */
export async function beginSample(
  storage: Storage,
  space: SpaceId,
  size: SampleSize,
  now: EpochMs,
  policy: Policy,
  log: (line: string) => void,
): Promise<void> {
  let usersThere = false;
  const loading = loadSampleInto(storage, space, size, now, policy);
  const usersLoaded = new Promise<void>((resolve) => {
    const look = async () => {
      if ((await usersOf(storage, space)).length > 0) resolve();
    };
    // What fails here fails for the loading too, which tells it.
    const stop = storage.watch(() => look().catch(() => undefined));
    loading.then(stop, stop);
  });
  loading.catch((error: unknown) => {
    // A backend that is stopped meanwhile closes the storage; the sample then stays as far as it came.
    if (usersThere && !isClosed(error)) log(`The sample was not loaded completely: ${String(error)}`);
  });
  await Promise.race([loading, usersLoaded]);
  usersThere = true;
}

function isClosed(error: unknown): boolean {
  return error instanceof StorageError && error.problem === 'closed';
}
