import type { Storage } from '../../src-backend/storage/storage.ts';
import type { Packer } from '../../src-backend/sync/gzip-packer.ts';
import type { load } from '../../src-backend/sync/load.ts';
import type { pull } from '../../src-backend/sync/pull.ts';
import type { push } from '../../src-backend/sync/push.ts';
import { Snapshots, snapshotDefaults } from '../../src-backend/sync/snapshots.ts';

export interface Request {
  readonly path: string;
  readonly token: string;
  readonly body: string | null;
}

export interface Answer {
  readonly status: number;
  readonly text: string;
  /** A first load, in place of `text`. */
  readonly load: Load | null;
}

/** A body that is sent piece by piece. */
export interface Load {
  readonly pieces: readonly string[];
  /** Whether the process that sends it still runs. */
  goesOn(): boolean;
}

/** What the product's handlers are, which a sabotage may replace. */
export interface Handlers {
  readonly push: typeof push;
  readonly pull: typeof pull;
  readonly load: typeof load;
}

/** An answer in one piece. */
export function answered(text: string, status = 200): Answer {
  return { status, text, load: null };
}

/** Compression takes real time. */
function plainPacker(): Packer {
  return { add: async (text) => Buffer.from(text), end: async () => Buffer.alloc(0) };
}

/** What is kept for loads lags behind by a few documents, so that the pull after one has something to bring. */
export function snapshotsOf(storage: Storage, pageDocuments: number): Snapshots {
  const page = { documents: pageDocuments, characters: 2_000_000 };
  return new Snapshots(storage, { ...snapshotDefaults, page, newPacker: plainPacker, mayLag: () => 6 });
}
