import type { Actor, CaseDocument, CaseEvent } from '../cases/case-document.ts';
import type { CaseState } from '../cases/case-state.ts';
import { foldCase } from '../cases/fold-case.ts';
import { futureToleranceMs } from '../cases/time-of-record.ts';
import type { CaseId, EpochMs, EventId, UserId } from '../ids.ts';
import { compilePolicy } from '../policy/compile-policy.ts';
import { accepted, type MutatorContext, type MutatorTransaction, type Outcome, refused } from './mutator.ts';

type OmitFromEach<Union, Key extends PropertyKey> = Union extends unknown ? Omit<Union, Key> : never;

/** An event as an action describes it; id, time, author and version are added when it is recorded. */
export type NewEvent = OmitFromEach<CaseEvent, 'id' | 'at' | 'by' | 'version' | 'recordedAt'>;

/** A case as an action finds it. */
export interface FoundCase {
  readonly doc: CaseDocument;
  /** How a sentence names it: "Case 00012345", or "This new case" before it has a number. */
  readonly name: string;
  /** All events: who owns the case, whether it is closed. */
  readonly now: CaseState;
  /** The events up to the action's own time: whether the action fitted when it was done. */
  readonly then: CaseState;
}

/**
 * When the new event counts:
 * - `follows`: a change made on what was seen. It counts when it was done, but after an event that another computer
 *   dated slightly later: two clocks may differ by the tolerance of the time of record.
 * - `record`: a call or a note counts exactly when it was done.
 * - `on_acceptance`: a message to the customer counts when the backend accepts it.
 */
export type Timing = 'follows' | 'record' | 'on_acceptance';

export type Step =
  | { readonly refuse: Outcome }
  | {
      readonly add: NewEvent;
      /** The action is pointless unless this holds once all events are in order (late actions of others included). */
      readonly mustHold?: (state: CaseState) => boolean;
    };

/** Loads the case, lets `decide` judge it, and adds the one event of the action, or says why not. */
export async function actOnCase(
  tx: MutatorTransaction,
  args: { readonly caseId: CaseId; readonly eventId: EventId },
  context: MutatorContext,
  timing: Timing,
  decide: (found: FoundCase) => Step | Promise<Step>,
): Promise<Outcome> {
  const doc = await tx.get('cases', args.caseId);
  if (doc === undefined) {
    return refused('unknown_case', 'This case does not exist here. It may have been removed; refresh the queue.');
  }
  if (doc.events.some((event) => event.id === args.eventId)) {
    return refused('duplicate_event', `${caseName(doc)} already has this entry.`);
  }
  const policy = compilePolicy(context.policy);
  const at = timeOf(doc.events, context, timing);
  const now = foldCase(policy, doc.events);
  const earlier = doc.events.filter((event) => event.at <= at);
  const then = earlier.length === doc.events.length ? now : foldCase(policy, earlier);

  const step = await decide({ doc, name: caseName(doc), now, then });
  if ('refuse' in step) return step.refuse;

  const event = eventOf(args.eventId, at, context, timing, step.add);
  const changed: CaseDocument = { ...doc, events: [...doc.events, event] };
  if (step.mustHold !== undefined && !step.mustHold(foldCase(policy, changed.events))) {
    return refused('changed_meanwhile', `${caseName(doc)} was changed by somebody else after you did this.`);
  }
  await tx.set('cases', doc.id, changed);
  return accepted;
}

/** Completes an event: its author, its time and, on the backend, its version. */
export function eventOf(id: EventId, at: EpochMs, context: MutatorContext, timing: Timing, body: NewEvent): CaseEvent {
  const by: Actor = { kind: 'user', id: context.user.id };
  const recordedAt = timing === 'on_acceptance' ? null : (context.authority?.recordedAt ?? null);
  const common = { id, at, by, version: context.authority?.version ?? null };
  return { ...common, ...(recordedAt === null ? {} : { recordedAt }), ...body };
}

export function caseName(doc: { readonly number: string | null }): string {
  return doc.number === null ? 'This new case' : `Case ${doc.number}`;
}

/** The name a sentence calls a user by. */
export async function userName(tx: MutatorTransaction, id: UserId): Promise<string> {
  return (await tx.get('users', id))?.name ?? 'another agent';
}

function timeOf(events: readonly CaseEvent[], context: MutatorContext, timing: Timing): EpochMs {
  const doneAt =
    timing === 'on_acceptance' ? (context.authority?.acceptedAt ?? context.occurredAt) : context.occurredAt;
  // Nothing can happen to a case before it was opened, whatever a computer's clock says.
  const openedAt = events.find((event) => event.type === 'opened')?.at ?? doneAt;
  const lastAt = events.reduce((latest, event) => Math.max(latest, event.at), openedAt);
  const seenLater = timing === 'follows' && lastAt > doneAt && lastAt - doneAt <= futureToleranceMs;
  return seenLater ? lastAt : Math.max(doneAt, openedAt);
}
