import type { ClientRecord, MutationResult, StoredDocument } from '../../src-backend/storage/storage.ts';
import { futureToleranceMs } from '../../src-shared/cases/time-of-record.ts';
import type { EpochMs, SpaceId } from '../../src-shared/ids.ts';
import type { Refusal } from '../../src-shared/sync/protocol.ts';
import { checkCommitted } from './committed.ts';
import { mustHold } from './violation.ts';

/** Documents by `collection/id`, each as the text that a client stores of it. */
export type Snapshot = ReadonlyMap<string, string>;

/** What one transaction of the server committed. */
export interface Commit {
  readonly space: SpaceId;
  readonly version: number;
  readonly at: EpochMs;
  readonly documents: readonly StoredDocument[];
  readonly mutations: readonly {
    readonly client: ClientRecord;
    readonly owner: string;
    readonly result: MutationResult;
  }[];
}

export interface Processed {
  readonly space: SpaceId;
  /** In whose name. */
  readonly user: string;
  readonly version: number;
  readonly client: string;
  readonly mutationId: number;
  /** When it was done, as the server has it. */
  readonly occurredAt: EpochMs;
  readonly refusal: Refusal | null;
}

/** Everything the server ever committed, seen from beside its storage: what clients are held to. */
export class ServerHistory {
  readonly #snapshots = new Map<SpaceId, Snapshot[]>();
  readonly #committedAt = new Map<SpaceId, EpochMs[]>();
  /** Each space counts by itself, also for an app that was put back to before it first met one. */
  readonly #clients = new Map<string, ClientRecord>();
  /** By the marks of the actions. */
  readonly processed = new Map<string, Processed>();
  /** Marks by what a push said of its mutations, see `expect`. */
  readonly #expected = new Map<string, string>();

  version(space: SpaceId): number {
    return (this.#snapshots.get(space)?.length ?? 1) - 1;
  }

  /** The documents at a version; undefined for one that never was. */
  at(space: SpaceId, version: number): Snapshot | undefined {
    return this.#snapshots.get(space)?.[version];
  }

  committedAt(space: SpaceId, version: number): EpochMs {
    return this.#committedAt.get(space)?.[version] ?? 0;
  }

  /** How far a client is in a space; in whichever it is furthest, if the client does not know where it is. */
  counter(clientId: string, space: SpaceId | undefined): number {
    const spaces = space === undefined ? [...this.#snapshots.keys()] : [space];
    return Math.max(0, ...spaces.map((name) => this.#clients.get(inSpace(name, clientId))?.lastMutationId ?? 0));
  }

  /** A push of this client brings a mutation with this hash, which is the action of this mark. */
  expect(clientId: string, hash: string, mark: string): void {
    this.#expected.set(`${clientId} ${hash}`, mark);
  }

  commit(commit: Commit): void {
    const { space, version, at, documents, mutations } = commit;
    if (documents.length === 0 && mutations.length === 0) return;
    const snapshots = this.#snapshots.get(space) ?? [new Map()];
    const before = snapshots.at(-1);
    mustHold(
      version === snapshots.length,
      'a commit makes the next version',
      () => `${version} after ${snapshots.length - 1}`,
    );
    const after = new Map(before);
    for (const document of documents) {
      const key = `${document.collection}/${document.id}`;
      if (document.json === null) after.delete(key);
      else after.set(key, storedText(document, document.json));
    }
    snapshots.push(after);
    this.#snapshots.set(space, snapshots);
    const times = this.#committedAt.get(space) ?? [0];
    times.push(at);
    this.#committedAt.set(space, times);
    for (const { client, owner, result } of mutations) this.#process(commit, client, owner, result);
  }

  #process(commit: Commit, client: ClientRecord, user: string, result: MutationResult): void {
    const { space, version, at, documents } = commit;
    const { clientId, mutationId, refusal, name } = result;
    const what = () => `${clientId} ${mutationId} ${name} in version ${version}`;
    const known = this.#clients.get(inSpace(space, clientId));
    const next = (known?.lastMutationId ?? 0) + 1;
    mustHold(mutationId === next, 'mutations of a client are applied once, in order, without gap', what);
    mustHold(client.lastMutationId === mutationId, 'the counter says what was applied', what);
    const { lastOccurredAt } = client;
    // A server whose clock was set back by much accepts earlier than before, and nothing is dated after its acceptance.
    const previous = known?.lastOccurredAt ?? 0;
    const earliest = previous <= at + futureToleranceMs ? previous : at;
    mustHold((lastOccurredAt ?? 0) >= earliest, 'the actions of a client keep their order in time', what);
    mustHold(
      (lastOccurredAt ?? 0) <= Math.max(at, known?.lastOccurredAt ?? 0),
      'nothing is dated after its acceptance',
      what,
    );
    mustHold(refusal?.code !== 'internal', 'no rule fails by a fault of its own', what);
    this.#clients.set(inSpace(space, clientId), client);

    const mark = this.#expected.get(`${clientId} ${result.hash}`);
    if (refusal !== null) mustHold(documents.length === 0, 'a refused action leaves nothing', what);
    if (mark === undefined) return;
    mustHold(!this.processed.has(mark), 'an action is processed once', () => `${what()}, ${mark}`);
    this.processed.set(mark, {
      space,
      user,
      version,
      client: clientId,
      mutationId,
      occurredAt: lastOccurredAt ?? at,
      refusal,
    });
    if (refusal === null) checkCommitted(name, mark, commit, this.at(space, version) ?? new Map());
  }
}

function inSpace(space: SpaceId, clientId: string): string {
  return `${space}/${clientId}`;
}

/** As the client's store writes it. */
function storedText({ collection, id, version }: StoredDocument, json: string): string {
  return `["${collection}",${JSON.stringify(id)},${version},${json}]`;
}
