import { randomUUID } from 'node:crypto';
import type { EpochMs, SpaceId, UserId } from '../../../src-shared/ids.ts';
import type { CollectionName, Collections } from '../../../src-shared/sync/collections.ts';
import type { ClientRecord, MutationResult, PruneLimits, SpaceCopy, SpaceRow, WriteTransaction } from '../storage.ts';
import { integerOf, type Parameters } from './connection.ts';
import * as sql from './statements.ts';
import { SqliteReadTransaction } from './transaction.ts';

const caseNumberDigits = 8;

export class SqliteWriteTransaction extends SqliteReadTransaction implements WriteTransaction {
  #changesVersion = false;

  /** Whether something was written that clients learn by its version. */
  get changesVersion(): boolean {
    return this.#changesVersion;
  }

  async put<Name extends CollectionName>(collection: Name, id: string, doc: Collections[Name]): Promise<void> {
    const parameters = { collection, id, doc: JSON.stringify(doc), version: this.version };
    if (this.change(sql.putDocument, parameters) > 0) this.#changesVersion = true;
  }

  async delete(collection: CollectionName, id: string): Promise<void> {
    if (this.change(sql.deleteDocument, { collection, id, version: this.version }) > 0) this.#changesVersion = true;
  }

  async nextCaseNumber(): Promise<string> {
    const row = this.first(sql.nextCaseNumber, {});
    if (row === undefined) throw new Error(`Space ${this.space} does not exist.`);
    return String(integerOf(row, 'last_case_number')).padStart(caseNumberDigits, '0');
  }

  async raiseCaseNumber(number: number): Promise<void> {
    this.change(sql.raiseCaseNumber, { number });
  }

  async recordMutation(client: ClientRecord, owner: UserId, result: MutationResult): Promise<void> {
    this.change(sql.addGroup, { group: client.groupId, user: owner });
    this.change(sql.putClient, clientParameters(client, this.version));
    this.change(sql.addResult, resultParameters(result, this.version));
    this.#changesVersion = true;
  }

  async markTime(at: EpochMs): Promise<void> {
    this.change(sql.markTime, { version: this.version - 1, at });
  }

  async prune({ tombstonesThrough, resultsThrough, resultsKept, rows }: PruneLimits): Promise<boolean> {
    const gone = this.all(sql.pruneTombstones, { version: tombstonesThrough, limit: rows });
    if (gone.length > 0) {
      this.change(sql.raiseHorizon, { version: Math.max(...gone.map((row) => integerOf(row, 'version'))) });
    }
    const forgotten = this.change(sql.pruneResults, { version: resultsThrough, kept: resultsKept, limit: rows });
    this.change(sql.forgetTimes, { version: Math.min(tombstonesThrough, resultsThrough) });
    return gone.length === rows || forgotten === rows;
  }

  async addToken(hash: string, userId: UserId): Promise<void> {
    this.change(sql.addToken, { hash, user: userId });
  }

  async takeTokens(userId: UserId, from: SpaceId): Promise<void> {
    this.change(sql.takeTokens, { user: userId, from });
  }

  async removeTokens(userId: UserId): Promise<void> {
    this.change(sql.removeTokens, { user: userId });
  }

  async takeIn({ origin, lastCaseNumber, rows }: SpaceCopy): Promise<void> {
    for (const statement of sql.emptySpace) this.change(statement, {});
    for await (const row of rows) this.#restore(row);
    this.epoch = randomUUID();
    this.version = Math.max(this.version, origin.version + 1);
    this.change(sql.setEpoch, { epoch: this.epoch });
    this.change(sql.putOrigin, { ...origin, takenInAs: this.version });
    await this.raiseCaseNumber(lastCaseNumber);
    this.#changesVersion = true;
  }

  async attempt(work: () => Promise<boolean>): Promise<void> {
    const changedBefore = this.#changesVersion;
    this.connection.change('SAVEPOINT attempt');
    let keep = false;
    try {
      keep = await work();
    } finally {
      if (!keep) this.#changesVersion = changedBefore;
      // A full disk may have ended the whole transaction already, and the savepoint with it.
      if (this.connection.inTransaction) {
        if (!keep) this.connection.change('ROLLBACK TO attempt');
        this.connection.change('RELEASE attempt');
      }
    }
  }

  #restore(row: SpaceRow): void {
    switch (row.row) {
      case 'document': {
        const { collection, id, json, version } = row;
        this.change(sql.addDocument, { collection, id, doc: json, version, deleted: json === null ? 1 : 0 });
        return;
      }
      case 'group':
        this.change(sql.addGroup, { group: row.id, user: row.userId });
        return;
      case 'client':
        this.change(sql.putClient, clientParameters(row, row.version));
        return;
      case 'result':
        this.change(sql.addResult, resultParameters(row, row.version));
    }
  }
}

function clientParameters(client: ClientRecord, version: number): Parameters {
  const { clientId, groupId, lastMutationId, lastOccurredAt } = client;
  return { client: clientId, group: groupId, lastMutationId, lastOccurredAt, version };
}

function resultParameters(result: MutationResult, version: number): Parameters {
  const { clientId, mutationId, name, hash, refusal } = result;
  const code = refusal?.code ?? null;
  const message = refusal?.message ?? null;
  return { client: clientId, mutation: mutationId, name, hash, code, message, version };
}
