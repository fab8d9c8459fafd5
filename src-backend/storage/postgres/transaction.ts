import { userIdSchema } from '../../../src-shared/cases/case-document.ts';
import type { ClientGroupId, ClientId, SpaceId, UserId } from '../../../src-shared/ids.ts';
import { type CollectionName, type Collections, collectionNameSchema } from '../../../src-shared/sync/collections.ts';
import { clientGroupIdSchema, clientIdSchema, refusalSchema } from '../../../src-shared/sync/protocol.ts';
import type {
  ClientRecord,
  MutationResult,
  PageLimit,
  Position,
  ReadTransaction,
  StoredDocument,
  WriteTransaction,
} from '../storage.ts';
import { type Connection, integerOf, type Parameters, type Row, textOf } from './connection.ts';
import * as sql from './statements.ts';

const listPageSize = 500;
const caseNumberDigits = 8;

/** A snapshot of one space on a connection that is inside a transaction already. */
export class PostgresReadTransaction implements ReadTransaction {
  readonly version: number;
  readonly epoch: string;
  protected readonly connection: Connection;
  protected readonly space: SpaceId;
  #ended = false;

  constructor(connection: Connection, space: SpaceId, epoch: string, version: number) {
    this.connection = connection;
    this.space = space;
    this.epoch = epoch;
    this.version = version;
  }

  async get<Name extends CollectionName>(collection: Name, id: string): Promise<Collections[Name] | undefined> {
    const row = await this.first(sql.getDocument, { collection, id });
    return row === undefined ? undefined : documentOf<Name>(textOf(row, 'doc'));
  }

  async versionOf(collection: CollectionName, id: string): Promise<number | undefined> {
    const row = await this.first(sql.getDocumentVersion, { collection, id });
    return row === undefined ? undefined : integerOf(row, 'version');
  }

  async *list<Name extends CollectionName>(collection: Name): AsyncIterable<Collections[Name]> {
    let after = '';
    while (true) {
      const rows = await this.all(sql.listDocuments, { collection, after, limit: listPageSize });
      for (const row of rows) {
        after = textOf(row, 'id');
        yield documentOf<Name>(textOf(row, 'doc'));
      }
      if (rows.length < listPageSize) return;
    }
  }

  async changesAfter(position: Position, limit: PageLimit): Promise<readonly StoredDocument[]> {
    const page: StoredDocument[] = [];
    let characters = 0;
    while (page.length < limit.documents && characters < limit.characters) {
      const { version, sequence } = page.at(-1) ?? position;
      const rows = await this.all(sql.changesAfter, {
        version,
        sequence,
        limit: limit.documents - page.length,
        bytes: limit.characters - characters,
      });
      if (rows.length === 0) break;
      for (const row of rows) {
        const document = storedDocument(row);
        page.push(document);
        characters += document.json?.length ?? 0;
      }
    }
    return page;
  }

  async countChangesAfter(version: number): Promise<number> {
    const row = await this.first(sql.countChangesAfter, { version });
    return row === undefined ? 0 : integerOf(row, 'count');
  }

  async groupOwner(groupId: ClientGroupId): Promise<UserId | undefined> {
    const row = await this.first(sql.findGroupOwner, { group: groupId });
    return row === undefined ? undefined : userIdSchema.parse(textOf(row, 'user_id'));
  }

  async client(clientId: ClientId): Promise<ClientRecord | undefined> {
    const row = await this.first(sql.findClient, { client: clientId });
    return row === undefined ? undefined : clientRecord(row);
  }

  async mutationResult(clientId: ClientId, mutationId: number): Promise<MutationResult | undefined> {
    const row = await this.first(sql.findResult, { client: clientId, mutation: mutationId });
    return row === undefined ? undefined : mutationResult(row);
  }

  async clientsChangedAfter(groupId: ClientGroupId, version: number): Promise<readonly ClientRecord[]> {
    return (await this.all(sql.clientsChangedAfter, { group: groupId, version })).map(clientRecord);
  }

  async refusalsAfter(groupId: ClientGroupId, version: number): Promise<readonly MutationResult[]> {
    return (await this.all(sql.refusalsAfter, { group: groupId, version })).map(mutationResult);
  }

  /** From here on every use throws, since the connection belongs to somebody else. */
  end(): void {
    this.#ended = true;
  }

  protected async first(statement: sql.Statement, parameters: Parameters): Promise<Row | undefined> {
    this.assertOpen();
    return this.connection.first(statement, { space: this.space, ...parameters });
  }

  protected async all(statement: sql.Statement, parameters: Parameters): Promise<readonly Row[]> {
    this.assertOpen();
    return this.connection.all(statement, { space: this.space, ...parameters });
  }

  protected async change(statement: sql.Statement, parameters: Parameters): Promise<number> {
    this.assertOpen();
    return this.connection.change(statement, { space: this.space, ...parameters });
  }

  protected assertOpen(): void {
    if (this.#ended) throw new Error('This transaction has ended; its work must await everything that uses it.');
  }
}

/** How many changes are sent before one of their answers is waited for. */
const mostUnanswered = 100;

/**
 * Changes are sent without waiting for their answers, since a round trip takes longer than most of them: a failed one
 * fails everything after it, and the commit.
 */
export class PostgresWriteTransaction extends PostgresReadTransaction implements WriteTransaction {
  #changesVersion = false;
  #unanswered: Promise<unknown>[] = [];

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

  async put<Name extends CollectionName>(collection: Name, id: string, doc: Collections[Name]): Promise<void> {
    await this.#send(sql.putDocument, { collection, id, doc: JSON.stringify(doc), version: this.version });
  }

  async delete(collection: CollectionName, id: string): Promise<void> {
    await this.#send(sql.deleteDocument, { collection, id, version: this.version });
  }

  async nextCaseNumber(): Promise<string> {
    const row = await this.first(sql.nextCaseNumber, {});
    if (row === undefined) throw new Error(`Space ${this.space} does not exist.`);
    return String(integerOf(row, 'last_case_number')).padStart(caseNumberDigits, '0');
  }

  async raiseCaseNumber(number: number): Promise<void> {
    await this.change(sql.raiseCaseNumber, { number });
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
    this.#changesVersion = true;
  }

  async addToken(hash: string, userId: UserId): Promise<void> {
    await this.change(sql.addToken, { hash, user: userId });
  }

  async attempt(work: () => Promise<boolean>): Promise<void> {
    await this.settled();
    const changedBefore = this.#changesVersion;
    this.#expect(this.connection.execute(sql.beginAttempt));
    let keep = false;
    try {
      keep = await work();
    } finally {
      // After a failure of the database nothing of the whole transaction is kept.
      if (this.connection.failure === null) {
        this.#expect(this.connection.execute(keep ? sql.keepAttempt : sql.undoAttempt));
      }
      if (!keep) {
        await this.settled();
        this.#changesVersion = changedBefore;
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

/** Only `put` writes documents, so their type is known; checking each one again would double the cost of a read. */
function documentOf<Name extends CollectionName>(json: string): Collections[Name] {
  return JSON.parse(json) as Collections[Name];
}

function storedDocument(row: Row): StoredDocument {
  return {
    collection: collectionNameSchema.parse(textOf(row, 'collection')),
    id: textOf(row, 'id'),
    json: row.doc === null ? null : textOf(row, 'doc'),
    version: integerOf(row, 'version'),
    deleted: row.deleted === true,
    sequence: integerOf(row, 'sequence'),
  };
}

function clientRecord(row: Row): ClientRecord {
  return {
    clientId: clientIdSchema.parse(textOf(row, 'id')),
    groupId: clientGroupIdSchema.parse(textOf(row, 'group_id')),
    lastMutationId: integerOf(row, 'last_mutation_id'),
    lastOccurredAt: row.last_occurred_at === null ? null : integerOf(row, 'last_occurred_at'),
  };
}

function mutationResult(row: Row): MutationResult {
  return {
    clientId: clientIdSchema.parse(textOf(row, 'client_id')),
    mutationId: integerOf(row, 'mutation_id'),
    name: textOf(row, 'name'),
    hash: textOf(row, 'hash'),
    refusal: row.refusal === null ? null : refusalSchema.parse(JSON.parse(textOf(row, 'refusal'))),
  };
}
