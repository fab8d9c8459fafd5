import type { CaseDocument } from '../../src-shared/cases/case-document.ts';
import type { SpaceId } from '../../src-shared/ids.ts';
import type { Storage, WriteTransaction } from '../storage/storage.ts';
import { type SampleOptions, sampleDocuments } from './sample-documents.ts';

/** Cases a transaction: each is one durable write, and holds the space's lock meanwhile. */
const casesPerTransaction = 200;

/** Fills a space with the sample desk. With `open` and `closed` 0 it has people, accounts and products only. */
export async function loadSample(storage: Storage, space: SpaceId, options: SampleOptions): Promise<void> {
  const { users, accounts, contacts, products, tickets, cases } = sampleDocuments(options);
  await storage.write(space, async (tx) => {
    for (const user of users) await tx.put('users', user.id, user);
    for (const account of accounts) await tx.put('accounts', account.id, account);
    for (const contact of contacts) await tx.put('contacts', contact.id, contact);
    for (const product of products) await tx.put('products', product.id, product);
    for (const ticket of tickets) await tx.put('tickets', ticket.ref, ticket);
  });
  for (let from = 0; from < cases.length; from += casesPerTransaction) {
    await storage.write(space, async (tx) => {
      for (const doc of cases.slice(from, from + casesPerTransaction)) await putCase(tx, doc);
    });
  }
}

/** The backend's number and version take the place of the generated ones. */
async function putCase(tx: WriteTransaction, doc: CaseDocument): Promise<void> {
  const number = await tx.nextCaseNumber();
  await tx.put('cases', doc.id, {
    ...doc,
    number,
    events: doc.events.map((event) => ({ ...event, version: tx.version })),
  });
}
