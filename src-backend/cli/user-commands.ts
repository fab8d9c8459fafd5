import type { User } from '../../src-shared/directory/documents.ts';
import type { SpaceId } from '../../src-shared/ids.ts';
import { moveUser, removeUser } from '../identity/access.ts';
import { prepareSpace, usersOf } from '../space/prepare-space.ts';
import type { Storage } from '../storage/storage.ts';
import type { Command } from './arguments.ts';
import { CliError } from './cli-error.ts';
import type { Terminal } from './terminal.ts';

/** @throws {CliError} that lists the users of the space, if there is none of this id. */
export async function knownUser(storage: Storage, space: SpaceId, userId: string): Promise<User> {
  const users = await usersOf(storage, space);
  const user = users.find((candidate) => candidate.id === userId);
  if (user !== undefined) return user;
  const known = users.slice(0, 50).map(({ id, name, role }) => `  ${id}  ${name} (${role})`);
  throw new CliError(1, [`There is no user "${userId}" in the space "${space}". The users are:`, ...known].join('\n'));
}

export async function removeUserCommand(
  storage: Storage,
  { space, userId }: Extract<Command, { name: 'remove-user' }>,
  terminal: Terminal,
): Promise<number> {
  const user = await knownUser(storage, space, userId);
  await removeUser(storage, space, user.id);
  terminal.print(`Removed ${user.name} (${user.role}). The tokens are good no longer; what ${user.name} did stays.`);
  return 0;
}

export async function moveUserCommand(
  storage: Storage,
  { space, userId, toSpace }: Extract<Command, { name: 'move-user' }>,
  terminal: Terminal,
): Promise<number> {
  const user = await knownUser(storage, space, userId);
  await prepareSpace(storage, toSpace, null);
  await moveUser(storage, user, space, toSpace);
  terminal.print(`Moved ${user.name} (${user.role}) from the space "${space}" to "${toSpace}". The tokens stay good.`);
  return 0;
}
