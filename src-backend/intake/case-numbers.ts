import type { CaseId, SpaceId } from '../../src-shared/ids.ts';
import type { Position, ReadTransaction, Storage, StoredDocument } from '../storage/storage.ts';

interface KnownNumbers {
  epoch: string;
  position: Position;
  readonly byNumber: Map<string, CaseId>;
}

const page = { documents: 1_000, characters: 4_000_000 };
/** How a case begins as it is stored; anything else is parsed whole. */
const head = /^\{"id":"([^"\\]+)","number":"([^"\\]+)"/;

/**
 * Which case has which number: what a customer reads off a letter. Built when it is first asked for, and brought up to
 * date with what changed since, so that the storage needs no index for a question that comes seldom.
 */
export class CaseNumbers {
  readonly #storage: Storage;
  readonly #known = new Map<SpaceId, KnownNumbers>();

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  /** The case of that number, with or without its leading zeros; undefined if there is none. */
  async find(space: SpaceId, number: string): Promise<CaseId | undefined> {
    let isBehind = true;
    // A page a transaction, so that a long reading back holds up nobody.
    while (isBehind) isBehind = await this.#storage.read(space, (tx) => this.#catchUp(space, tx));
    const byNumber = this.#known.get(space)?.byNumber;
    return byNumber?.get(number) ?? byNumber?.get(number.padStart(8, '0'));
  }

  async #catchUp(space: SpaceId, tx: ReadTransaction): Promise<boolean> {
    let known = this.#known.get(space);
    if (known === undefined || known.epoch !== tx.epoch) {
      known = { epoch: tx.epoch, position: { version: 0, sequence: 0 }, byNumber: new Map() };
      this.#known.set(space, known);
    }
    const changes = await tx.changesAfter(known.position, page);
    for (const change of changes) {
      const found = numberOf(change);
      if (found !== null) known.byNumber.set(found.number, found.id);
      known.position = change;
    }
    return changes.length > 0;
  }
}

function numberOf({ collection, json, id }: StoredDocument): { readonly number: string; readonly id: CaseId } | null {
  // What is deleted stays here: whoever asks does not find the case itself.
  if (collection !== 'cases' || json === null) return null;
  const caseId = id as CaseId;
  const quick = head.exec(json)?.[2];
  if (quick !== undefined) return { number: quick, id: caseId };
  const { number }: { readonly number?: unknown } = JSON.parse(json);
  return typeof number === 'string' ? { number, id: caseId } : null;
}
