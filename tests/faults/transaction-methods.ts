import type { ReadTransaction, WriteTransaction } from '../../src-backend/storage/storage.ts';

/** The same snapshot with some methods replaced. */
export function withReadMethods(tx: ReadTransaction, methods: Partial<ReadTransaction>): ReadTransaction {
  return {
    version: tx.version,
    epoch: tx.epoch,
    horizonVersion: tx.horizonVersion,
    get: tx.get.bind(tx),
    versionOf: tx.versionOf.bind(tx),
    list: tx.list.bind(tx),
    changesAfter: tx.changesAfter.bind(tx),
    countChangesAfter: tx.countChangesAfter.bind(tx),
    groupOwner: tx.groupOwner.bind(tx),
    client: tx.client.bind(tx),
    mutationResult: tx.mutationResult.bind(tx),
    clientsChangedAfter: tx.clientsChangedAfter.bind(tx),
    refusalsAfter: tx.refusalsAfter.bind(tx),
    versionAt: tx.versionAt.bind(tx),
    rows: tx.rows.bind(tx),
    lastCaseNumber: tx.lastCaseNumber.bind(tx),
    tokenHolders: tx.tokenHolders.bind(tx),
    origin: tx.origin.bind(tx),
    ...methods,
  };
}

/** The same transaction with some methods replaced. */
export function withMethods(tx: WriteTransaction, methods: Partial<WriteTransaction>): WriteTransaction {
  return {
    ...withReadMethods(tx, {}),
    put: tx.put.bind(tx),
    delete: tx.delete.bind(tx),
    nextCaseNumber: tx.nextCaseNumber.bind(tx),
    raiseCaseNumber: tx.raiseCaseNumber.bind(tx),
    recordMutation: tx.recordMutation.bind(tx),
    markTime: tx.markTime.bind(tx),
    prune: tx.prune.bind(tx),
    addToken: tx.addToken.bind(tx),
    takeTokens: tx.takeTokens.bind(tx),
    removeTokens: tx.removeTokens.bind(tx),
    takeIn: tx.takeIn.bind(tx),
    attempt: tx.attempt.bind(tx),
    ...methods,
  };
}
