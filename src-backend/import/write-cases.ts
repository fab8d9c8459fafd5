import type { Account, Contact, User } from '../../src-shared/directory/documents.ts';
import type { DurationMs, SpaceId } from '../../src-shared/ids.ts';
import type { ReadTransaction, Storage, WriteTransaction } from '../storage/storage.ts';
import type { ImportSource } from './import-source.ts';
import type { LogForm } from './log-form.ts';
import { caseIdOf, type ImportedCase, mergeCase } from './merge-case.ts';

/** What an import needs of the storage port. */
export type ImportStorage = Pick<Storage, 'read' | 'write'>;

export interface WriteTerms {
  readonly space: SpaceId;
  /** Agreement of accounts that are new here. */
  readonly agreement: string;
  readonly movedMs: DurationMs;
}

export interface WriteCounts {
  readonly added: number;
  readonly updated: number;
  readonly unchanged: number;
}

/** So that a backend at work on the same data waits no longer for an import than for a busy colleague. */
const casesAWrite = 200;

/**
 * Writes what is new, a moderate number of cases a transaction. What is here already is not written again, so a run
 * that was cut short is completed by the next.
 */
export async function writeCases(
  storage: ImportStorage,
  source: ImportSource,
  terms: WriteTerms,
): Promise<WriteCounts> {
  await writeDirectory(storage, source, terms);
  let [added, updated, unchanged] = [0, 0, 0];
  for (const chunk of chunks(source.cases, casesAWrite)) {
    const news = await storage.read(terms.space, async (tx) => {
      const found: ImportedCase[] = [];
      for (const imported of chunk) {
        const { stored, merged } = await plan(tx, source.form, imported, terms);
        if (merged !== stored) found.push(imported);
      }
      return found;
    });
    unchanged += chunk.length - news.length;
    if (news.length === 0) continue;
    const counts = await storage.write(terms.space, (tx) => writeChunk(tx, source.form, news, terms));
    added += counts.added;
    updated += counts.updated;
    unchanged += counts.unchanged;
  }
  return { added, updated, unchanged };
}

async function writeChunk(
  tx: WriteTransaction,
  form: LogForm,
  chunk: readonly ImportedCase[],
  terms: WriteTerms,
): Promise<WriteCounts> {
  let [added, updated, unchanged] = [0, 0, 0];
  for (const imported of chunk) {
    // Planned anew inside the transaction: somebody may have worked on the case since it was read.
    const { stored, merged } = await plan(tx, form, imported, terms);
    if (merged === stored) {
      unchanged += 1;
      continue;
    }
    if (stored === undefined) added += 1;
    else updated += 1;
    await writePeople(tx, form, imported, terms.agreement);
    await tx.put('cases', merged.id, merged);
    if (stored === undefined && merged.number !== null && /^\d{1,12}$/.test(merged.number)) {
      await tx.raiseCaseNumber(Number(merged.number));
    }
  }
  return { added, updated, unchanged };
}

async function plan(tx: ReadTransaction, form: LogForm, imported: ImportedCase, terms: WriteTerms) {
  const stored = await tx.get('cases', caseIdOf(form, imported.key));
  const first = imported.history.rows[0];
  const account = first === undefined ? undefined : await tx.get('accounts', form.accountOf(first).id);
  const agreement = account?.agreement ?? terms.agreement;
  const { movedMs } = terms;
  return { stored, merged: mergeCase(stored, imported, { form, agreement, movedMs, version: tx.version }) };
}

async function writePeople(tx: WriteTransaction, form: LogForm, imported: ImportedCase, agreement: string) {
  const first = imported.history.rows[0];
  if (first !== undefined) {
    await addAccount(tx, form.accountOf(first), agreement);
    const contact = form.contactOf(first);
    if (contact !== null) await addContact(tx, contact);
  }
  for (const row of imported.history.rows) {
    for (const user of form.usersOf(row.columns)) await addUser(tx, user);
  }
  for (const user of imported.authors) await addUser(tx, user);
}

async function writeDirectory(storage: ImportStorage, source: ImportSource, terms: WriteTerms): Promise<void> {
  for (const chunk of chunks(source.accounts, casesAWrite)) {
    await storage.write(terms.space, async (tx) => {
      for (const account of chunk) await addAccount(tx, account, terms.agreement);
    });
  }
  for (const chunk of chunks(source.contacts, casesAWrite)) {
    await storage.write(terms.space, async (tx) => {
      for (const contact of chunk) await addContact(tx, contact);
    });
  }
  for (const chunk of chunks(source.users, casesAWrite)) {
    await storage.write(terms.space, async (tx) => {
      for (const user of chunk) await addUser(tx, user);
    });
  }
}

/* What the directory holds already stays as it is: a lead may have given the account another agreement since. */

async function addAccount(tx: WriteTransaction, account: Pick<Account, 'id' | 'name'>, agreement: string) {
  if ((await tx.get('accounts', account.id)) === undefined) {
    await tx.put('accounts', account.id, { ...account, agreement });
  }
}

async function addContact(tx: WriteTransaction, contact: Contact) {
  if ((await tx.get('contacts', contact.id)) === undefined) await tx.put('contacts', contact.id, contact);
}

async function addUser(tx: WriteTransaction, user: User) {
  if ((await tx.get('users', user.id)) === undefined) await tx.put('users', user.id, user);
}

function* chunks<Item>(items: readonly Item[], size: number): Generator<readonly Item[]> {
  for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size);
}
