import { userIdSchema } from '../../../src-shared/cases/case-document.ts';
import type { ClientGroupId, ClientId, EpochMs, SpaceId, UserId } from '../../../src-shared/ids.ts';
import { type CollectionName, type Collections, collectionNameSchema } from '../../../src-shared/sync/collections.ts';
import { clientGroupIdSchema, clientIdSchema, refusalSchema } from '../../../src-shared/sync/protocol.ts';
import { spaceRows } from '../space-rows.ts';
import type {
  ClientRecord,
  MutationResult,
  Origin,
  PageLimit,
  Position,
  ReadTransaction,
  SpaceRow,
  StoredDocument,
} from '../storage.ts';
import { type Connection, integerOf, type Parameters, type Row, textOf } from './connection.ts';
import * as sql from './statements.ts';

const listPageSize = 500;
const listPageCharacters = 1_000_000;

/** What a space says of itself; a write is given the version that it makes. */
export interface SpaceState {
  readonly epoch: string;
  readonly version: number;
  readonly horizonVersion: number;
}

/** Nothing was ever written to it. */
const untouched: SpaceState = { epoch: '', version: 0, horizonVersion: 0 };

export function spaceState(row: Row | undefined): SpaceState {
  if (row === undefined) return untouched;
  return {
    epoch: textOf(row, 'epoch'),
    version: integerOf(row, 'version'),
    horizonVersion: integerOf(row, 'horizon_version'),
  };
}

/** A snapshot of one space on a connection that is inside a transaction already. */
export class PostgresReadTransaction implements ReadTransaction {
  version: number;
  epoch: string;
  readonly horizonVersion: number;
  protected readonly connection: Connection;
  protected readonly space: SpaceId;
  #ended = false;

  constructor(connection: Connection, space: SpaceId, state: SpaceState) {
    this.connection = connection;
    this.space = space;
    this.epoch = state.epoch;
    this.version = state.version;
    this.horizonVersion = state.horizonVersion;
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

  async versionAt(at: EpochMs): Promise<number> {
    const row = await this.first(sql.versionAt, { at });
    return row === undefined ? 0 : integerOf(row, 'version');
  }

  rows(): AsyncIterable<SpaceRow> {
    return spaceRows({
      documents: (position) => this.changesAfter(position, { documents: listPageSize, characters: listPageCharacters }),
      groups: async (after) => (await this.all(sql.groupsAfterId, { after, limit: listPageSize })).map(groupRow),
      clients: async (after) => (await this.all(sql.clientsAfterId, { after, limit: listPageSize })).map(clientRow),
      results: async (after, mutation) =>
        (await this.all(sql.resultsAfterId, { after, mutation, limit: listPageSize })).map(resultRow),
    });
  }

  async lastCaseNumber(): Promise<number> {
    const row = await this.first(sql.findLastCaseNumber, {});
    return row === undefined ? 0 : integerOf(row, 'last_case_number');
  }

  async tokenHolders(): Promise<readonly UserId[]> {
    return (await this.all(sql.tokenHolders, {})).map((row) => userIdSchema.parse(textOf(row, 'user_id')));
  }

  async origin(): Promise<Origin | null> {
    const row = await this.first(sql.findOrigin, {});
    if (row === undefined) return null;
    return {
      desk: textOf(row, 'desk'),
      epoch: textOf(row, 'epoch'),
      version: integerOf(row, 'version'),
      takenInAs: integerOf(row, 'taken_in_as'),
    };
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

function groupRow(row: Row): SpaceRow & { readonly row: 'group' } {
  return {
    row: 'group',
    id: clientGroupIdSchema.parse(textOf(row, 'id')),
    userId: userIdSchema.parse(textOf(row, 'user_id')),
  };
}

function clientRow(row: Row): SpaceRow & { readonly row: 'client' } {
  return { row: 'client', ...clientRecord(row), version: integerOf(row, 'version') };
}

function resultRow(row: Row): SpaceRow & { readonly row: 'result' } {
  return { row: 'result', ...mutationResult(row), version: integerOf(row, 'version') };
}

/** Only `put` writes documents, so their type is known; checking each one again would double the cost of a read. */
export function documentOf<Name extends CollectionName>(json: string): Collections[Name] {
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
