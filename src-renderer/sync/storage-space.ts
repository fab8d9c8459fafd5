import type { Desktop } from '../../src-shared/desktop-contract.ts';
import type { StoreChange } from './client-store.ts';
import { documentsPerPage } from './packed-documents.ts';

/** How much more can be stored here. */
export interface StorageSpace {
  /** Bytes; null if nobody can say. */
  freeBytes(): Promise<number | null>;
}

/** For where nobody can say: nothing is held back. */
export const unknownSpace: StorageSpace = { freeBytes: async () => null };

const mebibyte = 1 << 20;
/** Below this the large writes wait: first loads, big pulls, tidying up. */
const bulkFloorBytes = 256 * mebibyte;
/** Below this no document is written any more. What is left is for what the agent does. */
const documentFloorBytes = 48 * mebibyte;

/** The lesser of what the browser grants this page and what the disk has left. */
export function browserSpace(
  desktop: Pick<Desktop, 'call'>,
  storage: StorageManager = navigator.storage,
): StorageSpace {
  return {
    async freeBytes() {
      const [granted, onDisk] = await Promise.all([
        storage.estimate().then(
          ({ quota, usage }) => (quota === undefined ? null : quota - (usage ?? 0)),
          () => null,
        ),
        desktop.call('storage:space', undefined).then(
          ({ freeBytes }) => freeBytes,
          () => null,
        ),
      ]);
      const known = [granted, onDisk].filter((bytes) => bytes !== null);
      return known.length === 0 ? null : Math.min(...known);
    },
  };
}

/**
 * Asks the browser not to clear this page's data away when the disk runs full. Whether it does or not, the outbox is
 * in the journal as well, and the rest the backend can send again.
 */
export async function askToKeepStorage(storage: StorageManager = navigator.storage): Promise<boolean> {
  try {
    return (await storage.persisted()) || (await storage.persist());
  } catch {
    return false;
  }
}

/** What is held back when space runs out, told in a sentence. */
export class SpaceLowError extends Error {
  override readonly name = 'SpaceLowError';
}

/** @throws {SpaceLowError} if there is too little room for documents of this change. */
export async function refuseWhenLow(space: StorageSpace, change: StoreChange): Promise<void> {
  const count = change.documents?.length ?? 0;
  if (count === 0) return;
  if (await isBelow(space, count > documentsPerPage ? bulkFloorBytes : documentFloorBytes)) {
    throw lowError();
  }
}

/** @throws {SpaceLowError} if there is too little room for a first load. */
export async function refuseLoadWhenLow(space: StorageSpace): Promise<void> {
  if (await isBelow(space, bulkFloorBytes)) throw lowError();
}

/** Whether tidying up, which needs room before it gives some back, has to wait. */
export function isTooLowToTidy(space: StorageSpace): Promise<boolean> {
  return isBelow(space, bulkFloorBytes);
}

function lowError(): SpaceLowError {
  return new SpaceLowError('Space on this computer is running out.');
}

async function isBelow(space: StorageSpace, floorBytes: number): Promise<boolean> {
  const free = await space.freeBytes();
  return free !== null && free < floorBytes;
}
