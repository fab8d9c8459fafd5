import { z } from 'zod';
import type { CaseDocument } from '../cases/case-document.ts';
import { caseName, inSentence } from '../cases/case-name.ts';
import type { CaseState, CaseStatus, HandOff } from '../cases/case-state.ts';
import { mayDo } from '../directory/permissions.ts';
import type { UserId } from '../ids.ts';
import { isBlank, onCase, remark, textSchema } from './arguments.ts';
import { actOnCase } from './case-action.ts';
import { endedBy } from './ended-by.ts';
import { defineMutator, type MutatorTransaction, type Outcome, refused } from './mutator.ts';
import { actorName } from './names.ts';

/*
 * A COA hands a case to the TAEs (docs/policy.md, rule 6); the COA stays the customer's contact. As with
 * owners, what counts is how the case stands when the action arrives.
 */

const briefWords = {
  summary: 'the summary',
  impact: 'the impact',
  stepsTried: 'the steps tried',
  evidence: 'the evidence',
} as const;
const briefParts = ['summary', 'impact', 'stepsTried', 'evidence'] as const;

/** Hands a case to the TAEs, with everything they need to begin. */
export const handOff = defineMutator({
  args: z.strictObject({
    ...onCase,
    summary: textSchema,
    impact: textSchema,
    stepsTried: textSchema,
    evidence: textSchema,
    text: textSchema.optional(),
  }),
  run: (tx, args, context) =>
    actOnCase(tx, args, context, { action: 'hand_off', timing: 'follows' }, async ({ doc, name, now }) => {
      const missing = briefParts.filter((part) => isBlank(args[part])).map((part) => briefWords[part]);
      if (missing.length > 0) {
        const message = `A hand-off tells the TAE everything needed to begin. Still empty: ${missing.join(', ')}.`;
        return { refuse: refused('incomplete_hand_off', message) };
      }
      if (isDone(now.status)) {
        const ended = await endedBy(tx, doc, now.status, context.user.id);
        return { refuse: refused('not_open', `${name} ${ended}. Reopen it before it is handed off.`) };
      }
      const current = now.handOff;
      if (current?.state === 'open') {
        const who = current.by === null ? 'somebody' : await actorName(tx, current.by);
        const message = `${name} was already handed off by ${who} and waits for a TAE.`;
        return { refuse: refused('already_handed_off', message) };
      }
      if (current?.state === 'accepted') {
        const message = `${name} was already handed off; ${await answerer(tx, current)} works on it.`;
        return { refuse: refused('already_handed_off', message) };
      }
      const { summary, impact, stepsTried, evidence } = args;
      return {
        add: { type: 'handed_off', summary, impact, stepsTried, evidence, ...remark(args.text) },
        mustHold: (state) => state.handOff?.state === 'open' && state.handOff.eventId === args.eventId,
      };
    }),
});

/** Takes what was handed off: whoever accepts is the technical owner. */
export const acceptHandOff = defineMutator({
  args: z.strictObject({ ...onCase, text: textSchema.optional() }),
  run: (tx, args, context) =>
    actOnCase(tx, args, context, { action: 'accept_hand_off', timing: 'follows' }, async ({ doc, now }) => {
      if (now.handOff?.state !== 'open') return { refuse: await notOpen(tx, doc, now, context.user.id) };
      const technicalOwnerId = context.user.id;
      return {
        add: { type: 'hand_off_accepted', technicalOwnerId, ...remark(args.text) },
        mustHold: (state) => state.handOff?.state === 'accepted' && state.technicalOwnerId === technicalOwnerId,
      };
    }),
});

/** Gives what was handed off back, and says why: before it is accepted, or by whoever accepted it. */
export const returnHandOff = defineMutator({
  args: z.strictObject({ ...onCase, reason: textSchema }),
  run: (tx, args, context) =>
    actOnCase(tx, args, context, { action: 'return_hand_off', timing: 'follows' }, async ({ doc, name, now }) => {
      if (isBlank(args.reason)) {
        return {
          refuse: refused(
            'no_return_reason',
            `Say why ${inSentence(name)} goes back: what is missing, or who can do it.`,
          ),
        };
      }
      const current = now.handOff;
      if (isDone(now.status) || (current?.state !== 'open' && current?.state !== 'accepted')) {
        return { refuse: await notOpen(tx, doc, now, context.user.id) };
      }
      const isOwn = now.technicalOwnerId === context.user.id;
      if (current.state === 'accepted' && !isOwn && !mayDo(context.user.role, 'return_for_another')) {
        const who = await answerer(tx, current);
        const message = `${who} accepted the hand-off of ${inSentence(name)}. Only ${who} or a lead can return it.`;
        return { refuse: refused('not_allowed', message) };
      }
      return {
        add: { type: 'hand_off_returned', reason: args.reason },
        mustHold: (state) => state.handOff?.state === 'returned' && state.handOff.eventId === current.eventId,
      };
    }),
});

async function notOpen(tx: MutatorTransaction, doc: CaseDocument, now: CaseState, me: UserId): Promise<Outcome> {
  const name = caseName(doc);
  const { handOff: current } = now;
  if (isDone(now.status)) {
    const ended = await endedBy(tx, doc, now.status, me);
    return refused('not_open', `${name} ${ended}; its hand-off ended with that.`);
  }
  if (current?.state === 'accepted') {
    const who = now.technicalOwnerId === me ? 'you' : await answerer(tx, current);
    return refused('already_accepted', `The hand-off of ${inSentence(name)} was already accepted by ${who}.`);
  }
  if (current?.state === 'returned') {
    return refused(
      'already_returned',
      `The hand-off of ${inSentence(name)} was already returned by ${await answerer(tx, current)}.`,
    );
  }
  return refused('not_handed_off', `${name} is not handed off; the hand-off may have been withdrawn.`);
}

async function answerer(tx: MutatorTransaction, current: HandOff): Promise<string> {
  return current.answeredBy === null ? 'a TAE' : actorName(tx, current.answeredBy);
}

function isDone(status: CaseStatus): status is 'resolved' | 'closed' {
  return status === 'resolved' || status === 'closed';
}
