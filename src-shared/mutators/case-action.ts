import {
  type Actor,
  type CaseDocument,
  type CaseEvent,
  type CaseEventBody,
  eventIdSchema,
} from '../cases/case-document.ts';
import { caseName, inSentence } from '../cases/case-name.ts';
import type { CaseState } from '../cases/case-state.ts';
import { didWords } from '../cases/did-words.ts';
import { foldCase } from '../cases/fold-case.ts';
import { inFoldOrder } from '../cases/fold-event.ts';
import { isChange } from '../cases/later-change.ts';
import { futureToleranceMs } from '../cases/time-of-record.ts';
import { type Action, fitsState, mayDo, onlyWords } from '../directory/permissions.ts';
import type { CaseId, EpochMs, EventId } from '../ids.ts';
import { compilePolicy } from '../policy/compile-policy.ts';
import { findCase, findSurvivor, findUnmerged } from './find-case.ts';
import { accepted, type MutatorContext, type MutatorTransaction, type Outcome, refused } from './mutator.ts';
import { actorName } from './names.ts';

/** A case as an action finds it. */
export interface FoundCase {
  readonly doc: CaseDocument;
  /** How a sentence names it: "Case 00012345", or "This new case" before it has a number. */
  readonly name: string;
  /** All events: who owns the case, whether it is closed. */
  readonly now: CaseState;
  /** The events up to the action's own time: whether the action fitted when it was done. */
  readonly then: CaseState;
  /** The action's own time: when its event will count. */
  readonly at: EpochMs;
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
      readonly add: CaseEventBody;
      /** What the same action makes happen right after it. */
      readonly also?: readonly CaseEventBody[];
      /** It counts from this instant at the earliest. */
      readonly notBefore?: EpochMs;
      /** The action is pointless unless this holds once all events are in order (late actions of others included). */
      readonly mustHold?: (state: CaseState) => boolean;
    };

export interface ActionRules {
  /** Its row in the table of permissions. */
  readonly action: Action;
  readonly timing: Timing;
  /** What becomes of it on a case that was merged into another one; refused if left out. */
  readonly onMerged?: 'goes_to_survivor' | 'judged';
}

const finders = { goes_to_survivor: findSurvivor, judged: findCase, refused: findUnmerged };

type OnCase = { readonly caseId: CaseId; readonly eventId: EventId; readonly knownAs?: string | undefined };

/** Loads the case, lets `decide` judge it, and adds the event of the action, or says why not. */
export async function actOnCase(
  tx: MutatorTransaction,
  args: OnCase,
  context: MutatorContext,
  { action, timing, onMerged }: ActionRules,
  decide: (found: FoundCase) => Step | Promise<Step>,
): Promise<Outcome> {
  const looked = await finders[onMerged ?? 'refused'](tx, args);
  if ('refuse' in looked) return looked.refuse;
  const { doc } = looked;
  const name = caseName(doc);
  if (doc.events.some((event) => event.id === args.eventId)) {
    return refused('duplicate_event', `${name} already has this entry.`);
  }
  if (!mayDo(context.user.role, action)) {
    return refused('not_allowed', onlyWords(action, inSentence(name)));
  }
  const policy = compilePolicy(context.policy);
  const at = timeOf(doc.events, context, timing);
  const now = foldCase(policy, doc.events);
  const earlier = doc.events.filter((event) => event.at <= at);
  const then = earlier.length === doc.events.length ? now : foldCase(policy, earlier);

  const step = await decide({ doc, name, now, then, at });
  if ('refuse' in step) return step.refuse;
  if (!fitsState(then.status, action) && !fitsState(now.status, action)) {
    return refused('wrong_state', `${name} is ${now.status.replaceAll('_', ' ')}: this does not fit it now.`);
  }

  const doneOn = doc.id === args.caseId ? {} : { doneOn: args.caseId };
  const countsAt = Math.max(at, step.notBefore ?? at);
  const changed = withEvents(doc, args.eventId, [step.add, ...(step.also ?? [])], (id, body) =>
    eventOf(id, countsAt, context, timing, { ...body, ...doneOn }),
  );
  if (step.mustHold !== undefined && !step.mustHold(foldCase(policy, changed.events))) {
    return changedMeanwhile(tx, doc, countsAt);
  }
  await tx.set('cases', doc.id, changed);
  return accepted;
}

/** The action would have been undone unseen by what others did after it. */
export async function changedMeanwhile(tx: MutatorTransaction, doc: CaseDocument, at: EpochMs): Promise<Outcome> {
  const last = inFoldOrder(doc.events).findLast((event) => event.at >= at && isChange(event));
  const what = last === undefined ? '' : `: ${await actorName(tx, last.by)} ${didWords[last.type]}`;
  return refused('changed_meanwhile', `${caseName(doc)} was changed after you did this${what}.`);
}

/** Adds what an action made happen: the first event has the action's id, and each further one an id made from it. */
function withEvents(
  doc: CaseDocument,
  id: EventId,
  bodies: readonly CaseEventBody[],
  complete: (id: EventId, body: CaseEventBody) => CaseEvent,
): CaseDocument {
  const added = bodies.map((body, index) => complete(index === 0 ? id : followingId(id, index + 1), body));
  return { ...doc, events: [...doc.events, ...added] };
}

/** Id of the second, third … event that one action made happen. */
export function followingId(id: EventId, place: number): EventId {
  return eventIdSchema.parse(`${id}-${place}`);
}

/** Completes an event: its author, its time and, on the backend, its version. */
export function eventOf(
  id: EventId,
  at: EpochMs,
  context: MutatorContext,
  timing: Timing,
  body: CaseEventBody,
): CaseEvent {
  const by: Actor = { kind: 'user', id: context.user.id };
  const recordedAt = timing === 'on_acceptance' ? null : (context.authority?.recordedAt ?? null);
  const common = { id, at, by, version: context.authority?.version ?? null };
  return { ...common, ...(recordedAt === null ? {} : { recordedAt }), ...body };
}

export function timeOf(events: readonly CaseEvent[], context: MutatorContext, timing: Timing): EpochMs {
  const doneAt =
    timing === 'on_acceptance' ? (context.authority?.acceptedAt ?? context.occurredAt) : context.occurredAt;
  // Nothing can happen to a case before it was opened, whatever a computer's clock says.
  const openedAt = events.find((event) => event.type === 'opened')?.at ?? doneAt;
  const lastAt = events.reduce((latest, event) => Math.max(latest, event.at), openedAt);
  // Whatever the case has was accepted before this message. A later date shows only that the backend's clock was set
  // back since, or that another of its processes is ahead; the customer has the answer to it all the same.
  if (timing === 'on_acceptance') return Math.max(doneAt, lastAt);
  const seenLater = timing === 'follows' && lastAt > doneAt && lastAt - doneAt <= futureToleranceMs;
  return seenLater ? lastAt : Math.max(doneAt, openedAt);
}
