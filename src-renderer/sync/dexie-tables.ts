import { Dexie, type EntityTable, type Table } from 'dexie';
import { type AttentionRow, type DraftRow, type OutboxRow, storeVersion } from './client-store.ts';
import type { PackedRow } from './packed-documents.ts';

export interface MetaRow {
  readonly key: string;
  readonly value: unknown;
}

/**
 * The tables of the local store. Only primary keys: every secondary index would be paid for on each write, and
 * whatever is searched is searched in memory.
 */
export class StoreDatabase extends Dexie {
  /** Confirmed documents, packed. */
  declare readonly pages: EntityTable<PackedRow, 'id'>;
  /** Recent changes of confirmed documents, packed too, newest last; folded into the pages when idle. */
  declare readonly delta: EntityTable<PackedRow, 'id'>;
  declare readonly meta: Table<MetaRow, string>;
  declare readonly outbox: Table<OutboxRow, number>;
  declare readonly attention: Table<AttentionRow, string>;
  declare readonly drafts: Table<DraftRow, string>;

  constructor(name: string, durability: 'strict' | 'relaxed') {
    super(name, { chromeTransactionDurability: durability, cache: 'disabled' });
    this.version(storeVersion).stores({
      pages: 'id',
      delta: 'id',
      meta: 'key',
      outbox: 'id',
      attention: 'id',
      drafts: 'caseId',
    });
  }
}
