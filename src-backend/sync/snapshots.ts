import type { SpaceId } from '../../src-shared/ids.ts';
import { ApiError } from '../http/api-error.ts';
import type { PageLimit, ReadTransaction, Storage } from '../storage/storage.ts';
import { readCookie } from './cookie.ts';
import { gzipPacker, type Packer } from './gzip-packer.ts';
import { loadPageLimit, Snapshot, SnapshotTooLargeError } from './snapshot.ts';

export interface SnapshotOptions {
  readonly page: PageLimit;
  newPacker(): Packer;
  /** So many documents of so many may have changed since; the pull after the load brings them. */
  mayLag(documents: number): number;
  /** All snapshots together take at most so many bytes. */
  readonly maxBytes: number;
  /** A snapshot that nobody asks for is let go after this long. */
  readonly keptMs: number;
}

export const snapshotDefaults: SnapshotOptions = {
  page: loadPageLimit,
  newPacker: gzipPacker,
  mayLag: (documents) => Math.max(1_000, documents / 10),
  maxBytes: 64 * 1024 * 1024,
  keptMs: 10 * 60_000,
};

/** What is kept of a space. `begun` rejects if not even the beginning could be read. */
interface Kept {
  readonly begun: Promise<Snapshot>;
  snapshot: Snapshot | null;
  letGo: NodeJS.Timeout;
}

/**
 * Keeps the body of a first load for each space: built when it is first asked for, sent to all who ask while it is
 * built or not too far behind, and let go when nobody asks any more.
 */
export class Snapshots {
  readonly #storage: Storage;
  readonly #options: SnapshotOptions;
  /** Least recently asked for first. */
  readonly #kept = new Map<SpaceId, Kept>();
  /** How many documents a space had when it was too large. */
  readonly #tooLarge = new Map<SpaceId, number>();

  constructor(storage: Storage, options: SnapshotOptions = snapshotDefaults) {
    this.#storage = storage;
    this.#options = options;
  }

  /** Bytes that all snapshots take. */
  get size(): number {
    return [...this.#kept.values()].reduce((sum, { snapshot }) => sum + (snapshot?.size ?? 0), 0);
  }

  /**
   * A snapshot of the space that a client can pull on from; it may still be growing.
   *
   * @throws {ApiError} `not_found` if the space is too large to be kept.
   */
  async of(space: SpaceId): Promise<Snapshot> {
    for (;;) {
      const kept = this.#kept.get(space);
      const snapshot = await kept?.begun;
      const serves =
        snapshot?.isBuilding || (await this.#storage.read(space, (tx) => this.#serves(space, snapshot, tx)));
      // Somebody else may have begun another one meanwhile.
      if (this.#kept.get(space) !== kept) continue;
      const chosen = serves && kept !== undefined ? kept : this.#begin(space);
      this.#use(space, chosen);
      return chosen.begun;
    }
  }

  close(): void {
    for (const space of [...this.#kept.keys()]) this.#letGo(space);
  }

  async #serves(space: SpaceId, snapshot: Snapshot | undefined, tx: ReadTransaction): Promise<boolean> {
    const tooLarge = this.#tooLarge.get(space);
    if (tooLarge !== undefined) {
      if ((await tx.countChangesAfter(0)) >= tooLarge) throw cannotBeKept();
      this.#tooLarge.delete(space);
    }
    if (snapshot === undefined || readCookie(snapshot.cookie, tx) === null) return false;
    return (await tx.countChangesAfter(snapshot.version)) <= this.#options.mayLag(snapshot.documents);
  }

  #begin(space: SpaceId): Kept {
    this.#letGo(space);
    const { promise, resolve, reject } = Promise.withResolvers<Snapshot>();
    const kept: Kept = { begun: promise, snapshot: null, letGo: setTimeout(() => {}, 0) };
    this.#kept.set(space, kept);
    const { page, newPacker } = this.#options;
    const building = this.#storage.read(space, async (tx) => {
      const snapshot = await Snapshot.begin(tx);
      kept.snapshot = snapshot;
      resolve(snapshot);
      await snapshot.build(tx, newPacker(), page, (bytes) => this.#makeRoom(space, bytes));
    });
    building.catch((error: unknown) => {
      if (error instanceof SnapshotTooLargeError) this.#tooLarge.set(space, error.documents);
      if (this.#kept.get(space) === kept) this.#letGo(space);
      kept.snapshot?.fail(error);
      reject(error);
    });
    return kept;
  }

  /** Lets go what others asked for longest ago. False if this space alone is too large. */
  #makeRoom(space: SpaceId, bytes: number): boolean {
    for (const other of [...this.#kept.keys()]) {
      if (this.size + bytes <= this.#options.maxBytes) break;
      if (other !== space) this.#letGo(other);
    }
    return this.size + bytes <= this.#options.maxBytes;
  }

  #use(space: SpaceId, kept: Kept): void {
    clearTimeout(kept.letGo);
    kept.letGo = setTimeout(() => this.#letGo(space), this.#options.keptMs).unref();
    this.#kept.delete(space);
    this.#kept.set(space, kept);
  }

  /** Whoever is being sent it still gets it to the end. */
  #letGo(space: SpaceId): void {
    clearTimeout(this.#kept.get(space)?.letGo);
    this.#kept.delete(space);
  }
}

function cannotBeKept(): ApiError {
  return new ApiError('not_found', 'There is too much here to be loaded in one go. Pull it page by page.');
}
