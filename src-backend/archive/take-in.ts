import type { User } from '../../src-shared/directory/documents.ts';
import type { SpaceId, UserId } from '../../src-shared/ids.ts';
import type { ReadTransaction, Storage, WriteTransaction } from '../storage/storage.ts';
import type { OpenedArchive } from './read-archive.ts';

/** The space has cases of its own, which an archive must not be mixed with. */
export class SpaceNotEmpty extends Error {
  constructor(space: SpaceId, wasMovedHere: boolean) {
    super(
      wasMovedHere
        ? `The space "${space}" holds this desk as it was before, and has been worked on since. An archive would undo that, so nothing was changed.`
        : `The space "${space}" holds cases already, and an archive goes into an empty one only. Nothing was changed.`,
    );
    this.name = 'SpaceNotEmpty';
  }
}

/** Nobody of this name is in the archive, so nobody could act. */
export class UnknownUser extends Error {
  constructor(userId: UserId) {
    super(`The archive has no user "${userId}". Nothing was changed.`);
    this.name = 'UnknownUser';
  }
}

export interface TakenIn {
  /** False: the space held this very state already. */
  readonly isNew: boolean;
  readonly version: number;
}

/**
 * Takes an archive into a space without cases, in one transaction. Users of the space stay beside those of the
 * archive, so that their tokens stay good. The same archive again changes nothing; a later one of the same copy takes
 * the place of the earlier while nobody has worked on that.
 *
 * @param access a token that is to be good for a user of the archive.
 * @throws {SpaceNotEmpty} {UnknownUser} {ArchiveError}; nothing was changed then.
 */
export function takeIn(
  storage: Storage,
  space: SpaceId,
  archive: OpenedArchive,
  access: { readonly userId: UserId; readonly hash: string } | null,
): Promise<TakenIn> {
  return storage.write(space, async (tx) => {
    const present = await presentState(tx, archive);
    if (present === 'other' || present === 'worked_on') throw new SpaceNotEmpty(space, present === 'worked_on');
    // Read to its end all the same: an archive that is damaged is told as such.
    if (present === 'same') for await (const _ of archive.rows);
    else await replaceAll(tx, archive);
    if (access !== null) {
      if ((await tx.versionOf('users', access.userId)) === undefined) throw new UnknownUser(access.userId);
      await tx.addToken(access.hash, access.userId);
    }
    return { isNew: present !== 'same', version: present === 'same' ? tx.version - 1 : tx.version };
  });
}

/** What the space holds, as seen from the archive. */
async function presentState(
  tx: ReadTransaction,
  { head }: OpenedArchive,
): Promise<'empty' | 'same' | 'earlier' | 'worked_on' | 'other'> {
  const origin = await tx.origin();
  if (origin !== null && origin.epoch === head.epoch) {
    if (origin.version === head.version) return 'same';
    return tx.version - 1 === origin.takenInAs && origin.version < head.version ? 'earlier' : 'worked_on';
  }
  for await (const _ of tx.list('cases')) return 'other';
  return 'empty';
}

async function replaceAll(tx: WriteTransaction, { head, rows }: OpenedArchive): Promise<void> {
  const before = await tx.origin();
  const own: User[] = [];
  for await (const user of tx.list('users')) {
    // Of an earlier archive only those stay that it did not bring.
    const isOwn = before?.epoch !== head.epoch || (await tx.versionOf('users', user.id)) === before.takenInAs;
    if (isOwn) own.push(user);
  }
  const { desk, epoch, version, lastCaseNumber } = head;
  await tx.takeIn({ origin: { desk, epoch, version }, lastCaseNumber, rows });
  for (const user of own) {
    if ((await tx.versionOf('users', user.id)) === undefined) await tx.put('users', user.id, user);
  }
}
