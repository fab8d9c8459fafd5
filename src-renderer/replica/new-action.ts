import { notDone, type Outcome } from '../../src-shared/mutators/mutator.ts';
import { policyDocumentId } from '../../src-shared/sync/collections.ts';
import { maxPushBytes } from '../../src-shared/sync/protocol.ts';
import type { DeskClock } from '../../src-shared/time/desk-clock.ts';
import type { OutboxRow } from '../sync/client-store.ts';
import { envelopeBytes, wireBytes } from '../sync/push-batches.ts';
import { timeOfRecord } from './dating.ts';
import { type Documents, emptyDocuments, merge } from './documents.ts';
import { contextOf, type Ledger, nextRow } from './ledger.ts';
import { checkArgs, type Effect, type Read, tryMutator } from './replay.ts';
import type { Draft, MutatorRegistry } from './replica.ts';

/** An action as it would go into the outbox and show here, or why it cannot be done. */
type NewAction =
  | { readonly ok: true; readonly row: OutboxRow; readonly writes: Documents; readonly outcome: Outcome }
  | { readonly ok: false; readonly refusal: Outcome };

/** An action as it is asked for. */
export interface GivenAction {
  readonly name: string;
  readonly args: unknown;
  /** The item of Needs attention that it takes the place of. */
  readonly resolves?: string | undefined;
  /** The draft that it was written in, as it was then. */
  readonly writtenIn?: { readonly id: string; readonly draft: Draft } | undefined;
}

export interface NewActions {
  /** Of what is accepted, in order. */
  readonly rows: readonly OutboxRow[];
  readonly writes: Documents;
  /** Of each action that was asked for. */
  readonly outcomes: readonly Outcome[];
}

/** Judges actions done now by what is shown here, each after those before it. Changes nothing. */
export async function newActions(
  registry: MutatorRegistry,
  ledger: Ledger,
  read: Read,
  time: Pick<DeskClock, 'now' | 'isConfirmed'>,
  actions: readonly GivenAction[],
): Promise<NewActions> {
  const rows: OutboxRow[] = [];
  const writes = emptyDocuments();
  const outcomes: Outcome[] = [];
  const readOver: Read = (collection, id) => writes[collection].get(id) ?? read(collection, id);
  let after = ledger;
  for (const { name, args, resolves } of actions) {
    const made = await newAction(registry, after, readOver, time, name, args, resolves);
    if (!made.ok) {
      outcomes.push(made.refusal);
      continue;
    }
    outcomes.push(made.outcome);
    rows.push(made.row);
    merge(writes, made.writes);
    after = {
      ...after,
      outbox: [made.row],
      attention: after.attention.filter(({ id }) => id !== resolves),
      meta: { ...after.meta, lastOccurredAt: made.row.timestamp },
    };
  }
  return { rows, writes, outcomes };
}

/** Judges an action done now by what is shown here. Changes nothing. */
async function newAction(
  registry: MutatorRegistry,
  ledger: Ledger,
  read: Read,
  time: Pick<DeskClock, 'now' | 'isConfirmed'>,
  name: string,
  args: unknown,
  resolves?: string,
): Promise<NewAction> {
  if (resolves !== undefined && !ledger.attention.some(({ id }) => id === resolves)) {
    return notSaved('not_there', 'what this takes the place of was sent or discarded meanwhile.');
  }
  const checked = checkArgs(registry, name, args);
  if (!checked.ok) return checked;
  const identity = ledger.meta.identity ?? null;
  const policy = read('policy', policyDocumentId);
  if (identity === null || policy === undefined) {
    return notSaved('not_loaded', 'the cases are not loaded yet. Try again when the first load is done.');
  }
  const next = nextRow(ledger, name, checked.args, timeOfRecord(ledger.meta.lastOccurredAt, time.now()));
  const row: OutboxRow = {
    ...next,
    ...(time.isConfirmed ? {} : { isProvisional: true }),
    ...(resolves === undefined ? {} : { resolves }),
  };
  if (wireBytes(row, ledger.client) > maxPushBytes - envelopeBytes) {
    return notSaved('too_large', 'it is longer than the backend takes (5 MB). Shorten it and try again.');
  }
  const context = contextOf(identity, policy, row.timestamp);
  let effect: Effect;
  try {
    effect = await tryMutator(registry, name, checked.args, context, read);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return notSaved('failed', `the app failed at it (${reason}). Nothing was changed.`);
  }
  const { outcome, writes } = effect;
  return outcome.accepted ? { ok: true, row, writes, outcome } : { ok: false, refusal: outcome };
}

function notSaved(code: string, why: string): NewAction {
  return { ok: false, refusal: notDone(code, `Not saved: ${why}`) };
}
