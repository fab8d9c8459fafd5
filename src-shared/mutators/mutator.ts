import type { z } from 'zod';
import type { Role } from '../directory/documents.ts';
import type { EpochMs, UserId } from '../ids.ts';
import type { Policy } from '../policy/policy.ts';
import type { RefusalCode } from '../policy/refusal-source.ts';
import type { CollectionName, Collections } from '../sync/collections.ts';
import type { Refusal } from '../sync/protocol.ts';

/** What a mutator may touch: the same in the renderer (optimistic) and in the backend (authoritative). */
export interface MutatorTransaction {
  get<Name extends CollectionName>(collection: Name, id: string): Promise<Collections[Name] | undefined>;
  set<Name extends CollectionName>(collection: Name, id: string, doc: Collections[Name]): Promise<void>;
}

/** What only the backend knows when it applies a mutation. */
export interface Authority {
  /** The backend's clock, epoch ms. A message to the customer counts from here. */
  readonly acceptedAt: EpochMs;
  /** Version of the space that this mutation makes. */
  readonly version: number;
  /** When the backend recorded the action, if more than five minutes after it was done ("recorded late"); else null. */
  readonly recordedAt: EpochMs | null;
  nextCaseNumber(): Promise<string>;
}

export interface MutatorContext {
  readonly user: { readonly id: UserId; readonly name: string; readonly role: Role };
  /** When it was done: epoch ms, already within the bounds of the time of record. */
  readonly occurredAt: EpochMs;
  readonly policy: Policy;
  /** Null in the renderer, where the effect is optimistic. */
  readonly authority: Authority | null;
}

export type Outcome = { readonly accepted: true } | ({ readonly accepted: false } & Refusal);

export interface Mutator<Schema extends z.ZodType = z.ZodType> {
  /** Checks the arguments; both sides parse before they run. */
  readonly args: Schema;
  /** Applies the action, or says in a sentence why not. Reads no clock and no random numbers. */
  run(tx: MutatorTransaction, args: z.output<Schema>, context: MutatorContext): Promise<Outcome>;
}

/** States an action, with its arguments' types taken from their schema. */
export function defineMutator<Schema extends z.ZodType>(mutator: Mutator<Schema>): Mutator<Schema> {
  return mutator;
}

export const accepted: Outcome = { accepted: true };

/** A rule is against the action, for a reason a person understands. */
export function refused(code: RefusalCode, message: string): Outcome {
  return { accepted: false, code, message };
}

/** Something else than a rule is in the way: storage that is full, a form that is not filled in. */
export function notDone(code: string, message: string): Outcome {
  return { accepted: false, code, message };
}
