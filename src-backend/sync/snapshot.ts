import { type LoadEnd, type LoadHead, loadPageDocuments } from '../../src-shared/sync/load.ts';
import { schemaVersion } from '../../src-shared/sync/protocol.ts';
import type { PageLimit, ReadTransaction, StoredDocument } from '../storage/storage.ts';
import { loadedCookie } from './cookie.ts';
import type { Packer } from './gzip-packer.ts';

/** One page of a load. */
export const loadPageLimit: PageLimit = { documents: loadPageDocuments, characters: 4_000_000 };

/** A space is larger than what may be kept of it. */
export class SnapshotTooLargeError extends Error {
  override readonly name = 'SnapshotTooLargeError';
  readonly documents: number;

  constructor(documents: number) {
    super(`A snapshot of ${documents} documents is larger than may be kept.`);
    this.documents = documents;
  }
}

/**
 * The body of a first load: all of a space at one version, packed. It can be sent while it is still being built, to as
 * many as ask, each at its own pace.
 */
export class Snapshot {
  readonly version: number;
  /** A client that has this snapshot pulls on from here. */
  readonly cookie: string;
  readonly documents: number;
  /** Bytes kept. */
  size = 0;
  #pieces: Buffer[] = [];
  #state: 'building' | 'whole' | 'failed' = 'building';
  #failure: unknown = null;
  #waiting: (() => void)[] = [];

  private constructor(tx: ReadTransaction, documents: number) {
    this.version = tx.version;
    this.cookie = loadedCookie(tx.epoch, tx.version);
    this.documents = documents;
  }

  /** Of the version that the transaction sees; empty until it is built in the same transaction. */
  static async begin(tx: ReadTransaction): Promise<Snapshot> {
    return new Snapshot(tx, await tx.countChangesAfter(0));
  }

  get isBuilding(): boolean {
    return this.#state === 'building';
  }

  /** Reads and packs everything. One page is compressed while the next one is read. */
  async build(tx: ReadTransaction, packer: Packer, limit: PageLimit, mayGrow: (bytes: number) => boolean) {
    const head: LoadHead = { cookie: this.cookie, documents: this.documents, schemaVersion };
    let sent = 0;
    let packing = packer.add(`${JSON.stringify(head)}\n`);
    const keep = async () => {
      const bytes = await packing;
      if (!mayGrow(bytes.length)) throw new SnapshotTooLargeError(this.documents);
      this.#add(bytes);
    };
    for await (const page of pagesOf(tx, limit)) {
      await keep();
      sent += page.length;
      packing = packer.add(`[${page.map(documentText).join(',')}]\n`);
    }
    await keep();
    const end: LoadEnd = { end: true, documents: sent };
    packing = packer.add(`${JSON.stringify(end)}\n`);
    await keep();
    packing = packer.end();
    await keep();
    this.#become('whole');
  }

  /** Nothing more comes; whoever receives it is told in the middle. */
  fail(error: unknown): void {
    this.#failure = error;
    this.#pieces = [];
    this.size = 0;
    this.#become('failed');
  }

  /** The body from its beginning, as far as it is there and then as it grows. @throws why it was not built. */
  async *body(): AsyncGenerator<Buffer> {
    for (let next = 0; ; next += 1) {
      while (this.#state === 'building' && next >= this.#pieces.length) {
        await new Promise<void>((resolve) => this.#waiting.push(resolve));
      }
      if (this.#state === 'failed') throw this.#failure;
      const piece = this.#pieces[next];
      if (piece === undefined) return;
      yield piece;
    }
  }

  #add(bytes: Buffer): void {
    if (bytes.length === 0) return;
    this.#pieces.push(bytes);
    this.size += bytes.length;
    this.#wake();
  }

  #become(state: 'whole' | 'failed'): void {
    this.#state = state;
    this.#wake();
  }

  #wake(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}

/** Everything that is not deleted, page by page. */
async function* pagesOf(tx: ReadTransaction, limit: PageLimit): AsyncGenerator<readonly StoredDocument[]> {
  let position = { version: 0, sequence: 0 };
  for (;;) {
    const documents = await tx.changesAfter(position, limit);
    const last = documents.at(-1);
    if (last === undefined) return;
    position = last;
    const present = documents.filter((document) => !document.deleted);
    if (present.length > 0) yield present;
  }
}

function documentText({ collection, id, version, json }: StoredDocument): string {
  return `${JSON.stringify([collection, id, version]).slice(0, -1)},${json}]`;
}
