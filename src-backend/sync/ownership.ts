import type { ClientGroupId, ClientId, SpaceId, UserId } from '../../src-shared/ids.ts';
import { ApiError } from '../http/api-error.ts';
import type { ClientRecord, ReadTransaction } from '../storage/storage.ts';

/**
 * What waits in one space must not go into another one because its user's access moved.
 *
 * @throws {ApiError} `other_space` if the client takes its token for another space's than it is.
 */
export function assertOwnSpace(asked: string | undefined, space: SpaceId): void {
  if (asked === undefined || asked === space) return;
  throw new ApiError('other_space', `This token belongs to the space "${space}" now, not to "${asked}".`, {
    path: 'space',
  });
}

/** @throws {ApiError} `foreign_client` if the client group is another user's. An unknown group is nobody's yet. */
export async function assertGroupOwner(tx: ReadTransaction, groupId: ClientGroupId, userId: UserId): Promise<void> {
  const owner = await tx.groupOwner(groupId);
  if (owner === undefined || owner === userId) return;
  throw new ApiError('foreign_client', 'This client group belongs to another user. Take a new identity.', {
    path: 'clientGroupID',
  });
}

/**
 * What is known of the client; undefined for a new one.
 *
 * @throws {ApiError} `foreign_client` if the client belongs to another group.
 */
export async function ownClient(
  tx: ReadTransaction,
  clientId: ClientId,
  groupId: ClientGroupId,
): Promise<ClientRecord | undefined> {
  const client = await tx.client(clientId);
  if (client === undefined || client.groupId === groupId) return client;
  throw new ApiError('foreign_client', `Client ${clientId} belongs to another client group. Take a new identity.`, {
    clientID: clientId,
  });
}
