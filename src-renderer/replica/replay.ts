import { z } from 'zod';
import {
  type MutatorContext,
  type MutatorTransaction,
  notDone,
  type Outcome,
} from '../../src-shared/mutators/mutator.ts';
import { type CollectionName, type Collections, policyDocumentId } from '../../src-shared/sync/collections.ts';
import type { Identity } from '../../src-shared/sync/protocol.ts';
import type { OutboxRow } from '../sync/client-store.ts';
import { type Documents, emptyDocuments, merge } from './documents.ts';
import { contextOf } from './ledger.ts';
import type { MutatorRegistry } from './replica.ts';

/** Reads a document as an action finds it. */
export type Read = <Name extends CollectionName>(collection: Name, id: string) => Collections[Name] | undefined;

export interface Effect {
  readonly outcome: Outcome;
  /** What the action would write; nothing when it is refused. */
  readonly writes: Documents;
}

/** Runs one action over what `read` shows, and answers with what it would write. @throws what the mutator throws. */
export async function tryMutator(
  registry: MutatorRegistry,
  name: string,
  args: unknown,
  context: MutatorContext,
  read: Read,
): Promise<Effect> {
  const mutator = registry[name];
  if (mutator === undefined) throw new Error(`This version of the app knows no action "${name}".`);
  const writes = emptyDocuments();
  const tx: MutatorTransaction = {
    async get(collection, id) {
      return writes[collection].get(id) ?? read(collection, id);
    },
    async set(collection, id, doc) {
      writes[collection].set(id, doc);
    },
  };
  const outcome = await mutator.run(tx, mutator.args.parse(args), context);
  return { outcome, writes: outcome.accepted ? writes : emptyDocuments() };
}

/** What the waiting actions would write over `read`, one after the other. One that fails loses only its own effect. */
export async function replay(
  registry: MutatorRegistry,
  rows: readonly OutboxRow[],
  identity: Identity | null,
  read: Read,
): Promise<Documents> {
  const overlay = emptyDocuments();
  const readOver: Read = (collection, id) => overlay[collection].get(id) ?? read(collection, id);
  for (const row of rows) {
    const policy = readOver('policy', policyDocumentId);
    if (identity === null || policy === undefined) return overlay;
    try {
      const context = contextOf(identity, policy, row.timestamp);
      merge(overlay, (await tryMutator(registry, row.name, row.args, context, readOver)).writes);
    } catch {
      // A later version of the app may not know this action any more; the backend decides what becomes of it.
    }
  }
  return overlay;
}

/** The arguments as they go over the wire, or why they cannot. */
export function checkArgs(
  registry: MutatorRegistry,
  name: string,
  args: unknown,
): { readonly ok: true; readonly args: unknown } | { readonly ok: false; readonly refusal: Outcome } {
  const mutator = registry[name];
  if (mutator === undefined) {
    return { ok: false, refusal: notDone('unknown_mutator', `This version of the app knows no action "${name}".`) };
  }
  const wire: unknown = args === undefined ? null : JSON.parse(JSON.stringify(args));
  const parsed = mutator.args.safeParse(wire);
  if (parsed.success) return { ok: true, args: wire };
  return { ok: false, refusal: notDone('invalid_args', `Not saved: ${z.prettifyError(parsed.error)}`) };
}
