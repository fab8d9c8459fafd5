import type { User } from '../../src-shared/directory/documents.ts';
import type { SpaceId, UserId } from '../../src-shared/ids.ts';
import type { Storage } from '../storage/storage.ts';

/** Nobody acts as the user any longer. What the user did stays, and clients learn of it like of any change. */
export function removeUser(storage: Pick<Storage, 'write'>, space: SpaceId, userId: UserId): Promise<void> {
  return storage.write(space, async (tx) => {
    await tx.delete('users', userId);
    await tx.removeTokens(userId);
  });
}

/**
 * The user belongs to another space from now on, with the same id and tokens. The new space first: whoever is stopped
 * in between has access to it, and is no longer served by the old one.
 */
export async function moveUser(storage: Pick<Storage, 'write'>, user: User, from: SpaceId, to: SpaceId): Promise<void> {
  await storage.write(to, async (tx) => {
    await tx.put('users', user.id, user);
    await tx.takeTokens(user.id, from);
  });
  await removeUser(storage, from, user.id);
}

/** Which of these users the space has. */
export function usersHere(
  storage: Storage,
  space: SpaceId,
  userIds: ReadonlySet<UserId>,
): Promise<ReadonlySet<UserId>> {
  return storage.read(space, async (tx) => {
    const known = await Promise.all(
      [...userIds].map(async (id) => ((await tx.versionOf('users', id)) === undefined ? [] : [id])),
    );
    return new Set(known.flat());
  });
}
