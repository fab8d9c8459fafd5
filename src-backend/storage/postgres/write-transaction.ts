import { randomUUID } from 'node:crypto';
import type { ClientGroupId, ClientId, EpochMs, SpaceId, UserId } from '../../../src-shared/ids.ts';
import type { CollectionName, Collections } from '../../../src-shared/sync/collections.ts';
import type { ClientRecord, MutationResult, PruneLimits, SpaceCopy, SpaceRow, WriteTransaction } from '../storage.ts';
import { type Connection, integerOf, type Parameters, type Row, textOf } from './connection.ts';
import type { SpaceMemory } from './space-memory.ts';
import * as sql from './statements.ts';
import { documentOf, PostgresReadTransaction, type SpaceState } from './transaction.ts';

const caseNumberDigits = 8;
/** How many changes are sent before one of their answers is waited for. */
const mostUnanswered = 100;

/**
 * Changes are sent without waiting for their answers, since a round trip takes longer than most of them: a failed one
 * fails everything after it, and the commit.
 */
export class PostgresWriteTransaction extends PostgresReadTransaction implements WriteTransaction {
  readonly #memory: SpaceMemory;
  #lastCaseNumber: number;
  #raisesCaseNumber = false;
  #changesVersion = false;
  #unanswered: Promise<unknown>[] = [];
  /** What an attempt put and deleted, while it is not sent: most attempts are kept as a whole. */
  #held: (() => Promise<void>)[] | null = null;
  /** Its documents as JSON text, null if deleted. */
  readonly #heldDocuments = new Map<string, string | null>();

  constructor(
    connection: Connection,
    space: SpaceId,
    state: SpaceState & { readonly lastCaseNumber: number },
    memory: SpaceMemory,
  ) {
    super(connection, space, state);
    this.#lastCaseNumber = state.lastCaseNumber;
    this.#memory = memory;
  }

  /** Whether the space's last case number is another one now, and what it is. */
  get caseNumber(): { readonly last: number; readonly isRaised: boolean } {
    return { last: this.#lastCaseNumber, isRaised: this.#raisesCaseNumber };
  }

  /** Whether something was written that clients learn by its version. Certain once `settled`. */
  get changesVersion(): boolean {
    return this.#changesVersion;
  }

  /**
   * Waits until everything sent so far is answered.
   *
   * @throws {StorageError} if something of it failed.
   */
  async settled(): Promise<void> {
    const unanswered = this.#unanswered;
    this.#unanswered = [];
    // Not the first to be rejected here, but the first thing that went wrong: the rest fails because of it.
    await Promise.all(unanswered).catch((error: unknown) => {
      throw this.connection.failure ?? error;
    });
  }

  override async get<Name extends CollectionName>(
    collection: Name,
    id: string,
  ): Promise<Collections[Name] | undefined> {
    this.assertOpen();
    const key = keyOf(collection, id);
    const held = this.#heldDocuments.get(key);
    if (held === null) return undefined;
    const known = held ?? this.#memory.document(key);
    if (known !== undefined) return documentOf<Name>(known);
    const row = await this.first(sql.getDocument, { collection, id });
    if (row === undefined) return undefined;
    const json = textOf(row, 'doc');
    this.#memory.keepDocument(key, json);
    return documentOf<Name>(json);
  }

  override async versionOf(collection: CollectionName, id: string): Promise<number | undefined> {
    this.assertOpen();
    const key = keyOf(collection, id);
    if (this.#heldDocuments.has(key)) await this.#release();
    const known = this.#memory.versionOf(key);
    if (known !== undefined) return known;
    const version = await super.versionOf(collection, id);
    if (version !== undefined) this.#memory.keepVersion(key, version);
    return version;
  }

  override async client(clientId: ClientId): Promise<ClientRecord | undefined> {
    this.assertOpen();
    const known = this.#memory.client(clientId) ?? (await super.client(clientId));
    if (known !== undefined) this.#memory.keepClient(known);
    return known;
  }

  override async groupOwner(groupId: ClientGroupId): Promise<UserId | undefined> {
    this.assertOpen();
    const known = this.#memory.owner(groupId) ?? (await super.groupOwner(groupId));
    if (known !== undefined) this.#memory.keepOwner(groupId, known);
    return known;
  }

  override async lastCaseNumber(): Promise<number> {
    return this.#lastCaseNumber;
  }

  async put<Name extends CollectionName>(collection: Name, id: string, doc: Collections[Name]): Promise<void> {
    const json = JSON.stringify(doc);
    await this.#write(collection, id, json, () => {
      this.#memory.forgetDocument(keyOf(collection, id));
      this.#memory.keepDocument(keyOf(collection, id), json);
      return this.#send(sql.putDocument, { collection, id, doc: json, version: this.version });
    });
  }

  async delete(collection: CollectionName, id: string): Promise<void> {
    await this.#write(collection, id, null, () => {
      this.#memory.forgetDocument(keyOf(collection, id));
      return this.#send(sql.deleteDocument, { collection, id, version: this.version });
    });
  }

  /** Counted here: who has the lock of the space's row is the only one who gives out numbers. */
  async nextCaseNumber(): Promise<string> {
    this.assertOpen();
    await this.raiseCaseNumber(this.#lastCaseNumber + 1);
    return String(this.#lastCaseNumber).padStart(caseNumberDigits, '0');
  }

  async raiseCaseNumber(number: number): Promise<void> {
    this.assertOpen();
    if (number <= this.#lastCaseNumber) return;
    this.#lastCaseNumber = number;
    this.#raisesCaseNumber = true;
  }

  async recordMutation(client: ClientRecord, owner: UserId, result: MutationResult): Promise<void> {
    await this.#send(sql.recordMutation, {
      group: client.groupId,
      user: owner,
      client: client.clientId,
      lastMutationId: client.lastMutationId,
      lastOccurredAt: client.lastOccurredAt,
      resultClient: result.clientId,
      mutation: result.mutationId,
      name: result.name,
      hash: result.hash,
      refusal: result.refusal === null ? null : JSON.stringify(result.refusal),
      version: this.version,
    });
    this.#memory.keepClient(client);
    this.#changesVersion = true;
  }

  async markTime(at: EpochMs): Promise<void> {
    await this.change(sql.markTime, { version: this.version - 1, at });
  }

  async prune({ tombstonesThrough, resultsThrough, resultsKept, rows }: PruneLimits): Promise<boolean> {
    const gone = await this.all(sql.pruneTombstones, { version: tombstonesThrough, limit: rows });
    if (gone.length > 0) {
      await this.change(sql.raiseHorizon, { version: Math.max(...gone.map((row) => integerOf(row, 'version'))) });
    }
    const forgotten = await this.change(sql.pruneResults, { version: resultsThrough, kept: resultsKept, limit: rows });
    await this.change(sql.forgetTimes, { version: Math.min(tombstonesThrough, resultsThrough) });
    return gone.length === rows || forgotten === rows;
  }

  async addToken(hash: string, userId: UserId): Promise<void> {
    await this.change(sql.addToken, { hash, user: userId });
  }

  async takeTokens(userId: UserId, from: SpaceId): Promise<void> {
    await this.change(sql.takeTokens, { user: userId, from });
  }

  async removeTokens(userId: UserId): Promise<void> {
    await this.change(sql.removeTokens, { user: userId });
  }

  async takeIn({ origin, lastCaseNumber, rows }: SpaceCopy): Promise<void> {
    this.#memory.forget();
    for (const statement of sql.emptySpace) await this.#send(statement, {});
    for await (const row of rows) await this.#restore(row);
    this.epoch = randomUUID();
    this.version = Math.max(this.version, origin.version + 1);
    await this.#send(sql.setEpoch, { epoch: this.epoch });
    await this.#send(sql.putOrigin, { ...origin, takenInAs: this.version });
    await this.raiseCaseNumber(lastCaseNumber);
    this.#changesVersion = true;
  }

  async attempt(work: () => Promise<boolean>): Promise<void> {
    await this.#release();
    await this.settled();
    const before = [this.#changesVersion, this.#lastCaseNumber, this.#raisesCaseNumber] as const;
    const held: (() => Promise<void>)[] = [];
    this.#held = held;
    let keep = false;
    try {
      keep = await work();
    } finally {
      const isHeld = this.#held === held;
      this.#held = null;
      this.#heldDocuments.clear();
      // After a failure of the database nothing of the whole transaction is kept.
      if (this.connection.failure === null) {
        if (!isHeld) this.#expect(this.connection.execute(keep ? sql.keepAttempt : sql.undoAttempt));
        else if (keep) for (const send of held) await send();
      }
      if (!keep) {
        await this.settled();
        if (!isHeld) this.#memory.forget();
        [this.#changesVersion, this.#lastCaseNumber, this.#raisesCaseNumber] = before;
      }
    }
  }

  protected override async first(statement: sql.Statement, parameters: Parameters): Promise<Row | undefined> {
    if (!asksNothingHeld.has(statement)) await this.#release();
    return super.first(statement, parameters);
  }

  protected override async all(statement: sql.Statement, parameters: Parameters): Promise<readonly Row[]> {
    await this.#release();
    return super.all(statement, parameters);
  }

  protected override async change(statement: sql.Statement, parameters: Parameters): Promise<number> {
    await this.#release();
    return super.change(statement, parameters);
  }

  async #write(collection: CollectionName, id: string, json: string | null, send: () => Promise<void>): Promise<void> {
    this.assertOpen();
    if (this.#held === null) return send();
    this.#held.push(send);
    this.#heldDocuments.set(keyOf(collection, id), json);
  }

  /** Something is asked of the database that depends on what an attempt put: it is sent, so that it can be undone. */
  async #release(): Promise<void> {
    const held = this.#held;
    if (held === null) return;
    this.#held = null;
    this.#heldDocuments.clear();
    this.#expect(this.connection.execute(sql.beginAttempt));
    for (const send of held) await send();
  }

  async #restore(row: SpaceRow): Promise<void> {
    switch (row.row) {
      case 'document': {
        const { collection, id, json, version } = row;
        return this.#send(sql.addDocument, { collection, id, doc: json, version, deleted: json === null });
      }
      case 'group':
        return this.#send(sql.addGroup, { group: row.id, user: row.userId });
      case 'client': {
        const { clientId: client, groupId: group, lastMutationId, lastOccurredAt, version } = row;
        return this.#send(sql.addClient, { client, group, lastMutationId, lastOccurredAt, version });
      }
      case 'result': {
        const { clientId: client, mutationId: mutation, name, hash, refusal, version } = row;
        const text = refusal === null ? null : JSON.stringify(refusal);
        return this.#send(sql.addResult, { client, mutation, name, hash, refusal: text, version });
      }
    }
  }

  async #send(statement: sql.Statement, parameters: Parameters): Promise<void> {
    this.assertOpen();
    this.#expect(
      this.change(statement, parameters).then((changed) => {
        if (changed > 0) this.#changesVersion = true;
      }),
    );
    if (this.#unanswered.length >= mostUnanswered) await this.settled();
  }

  /** A failure is told by `settled`, and by the commit. */
  #expect(answer: Promise<unknown>): void {
    answer.catch(() => undefined);
    this.#unanswered.push(answer);
  }
}

/** What they answer is not among what an attempt holds back, or was looked for there before. */
const asksNothingHeld: ReadonlySet<sql.Statement> = new Set([
  sql.getDocument,
  sql.getDocumentVersion,
  sql.findClient,
  sql.findGroupOwner,
  sql.findResult,
]);

function keyOf(collection: CollectionName, id: string): string {
  return `${collection} ${id}`;
}
