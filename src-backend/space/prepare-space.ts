import { v7 as uuidv7 } from 'uuid';
import { userIdSchema } from '../../src-shared/cases/case-document.ts';
import type { Role, User } from '../../src-shared/directory/documents.ts';
import type { EpochMs, SpaceId } from '../../src-shared/ids.ts';
import type { Policy } from '../../src-shared/policy/policy.ts';
import { policyDocumentId } from '../../src-shared/sync/collections.ts';
import { type ReadTransaction, type Storage, StorageError } from '../storage/storage.ts';
import { shippedPolicy } from './policy-file.ts';
import { addShippedWords, shippedWords } from './shipped-words.ts';

export interface SampleSize {
  readonly open: number;
  readonly closed: number;
  readonly seed: number;
}

/**
 * Gives a space what its users work by. The policy is `given` if there is one; otherwise the one that is stored stays,
 * since a team's own must not be replaced by a restart without the option; new data gets the shipped one. Of the
 * shipped macros and articles it gets those that it does not have.
 */
export async function prepareSpace(storage: Storage, space: SpaceId, given: Policy | null): Promise<Policy> {
  const shipped = await shippedPolicy();
  const words = await shippedWords();
  // In one transaction, since another backend may start on the same new data.
  return storage.write(space, async (tx) => {
    const policy = given ?? (await tx.get('policy', policyDocumentId)) ?? shipped;
    await tx.put('policy', policyDocumentId, policy);
    await addShippedWords(tx, words);
    return policy;
  });
}

/** The users by id. */
export async function usersOf(storage: Storage, space: SpaceId): Promise<readonly User[]> {
  return storage.read(space, usersIn);
}

async function usersIn(tx: ReadTransaction): Promise<readonly User[]> {
  const users: User[] = [];
  for await (const user of tx.list('users')) users.push(user);
  return users;
}

export async function addUser(storage: Storage, space: SpaceId, name: string, role: Role): Promise<User> {
  const user = newUser(name, role);
  await storage.write(space, (tx) => tx.put('users', user.id, user));
  return user;
}

/** The first lead; adds one if there is none, and only once though several backends start on the same new data. */
export async function findOrAddLead(
  storage: Storage,
  space: SpaceId,
  name: string,
): Promise<{ readonly user: User; readonly isAdded: boolean }> {
  return storage.write(space, async (tx) => {
    const known = (await usersIn(tx)).find(({ role }) => role === 'lead');
    if (known !== undefined) return { user: known, isAdded: false };
    const user = newUser(name, 'lead');
    await tx.put('users', user.id, user);
    return { user, isAdded: true };
  });
}

function newUser(name: string, role: Role): User {
  return { id: userIdSchema.parse(uuidv7()), name, role };
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
