import { z } from 'zod';
import { closeReasonSchema, eventIdSchema, idSchema, policyKeySchema } from '../cases/case-document.ts';
import { inSentence } from '../cases/case-name.ts';
import type { CaseState } from '../cases/case-state.ts';
import { lastCustomerMessage } from '../cases/last-message.ts';
import {
  type ClosingChecklist,
  type ClosingEvidence,
  closingChecklist,
  developmentTickets,
  needsRootCause,
} from '../closure/checklist.ts';
import { compilePolicy } from '../policy/compile-policy.ts';
import type { Policy } from '../policy/policy.ts';
import { isolated } from '../text/isolated.ts';
import { isBlank, onCase, remark, textSchema } from './arguments.ts';
import { actOnCase } from './case-action.ts';
import { endedBy } from './ended-by.ts';
import { defineMutator, type Outcome, refused } from './mutator.ts';

/** Event of the customer's last message that the agent saw; null if there was none. */
const seenMessageId = eventIdSchema.nullable().optional();

/**
 * The customer has what they asked for. Severity 1 and 2 say what the root cause was (assumption, switchable). Not over
 * a message of the customer that came meanwhile: it would stand unread on a case that is done.
 */
export const resolve = defineMutator({
  args: z.strictObject({
    ...onCase,
    rootCause: textSchema.optional(),
    text: textSchema.optional(),
    /** Left out: what was written after this was done is what nobody has seen. */
    seenMessageId,
  }),
  run: (tx, args, context) =>
    actOnCase(tx, args, context, { action: 'resolve', timing: 'follows' }, async ({ doc, name, then, at }) => {
      if (then.status === 'resolved' || then.status === 'closed') {
        const ended = await endedBy(tx, doc, then.status, context.user.id);
        return { refuse: refused('not_open', `${name} ${ended} already.`) };
      }
      const last = lastCustomerMessage(doc.events);
      if (last !== null && (args.seenMessageId === undefined ? last.at > at : last.id !== args.seenMessageId)) {
        return { refuse: customerWrote(name, 'resolved') };
      }
      const given = args.rootCause !== undefined && !isBlank(args.rootCause) ? { rootCause: args.rootCause } : {};
      if (needsRootCause(context.policy, then) && then.work.rootCause === null && !('rootCause' in given)) {
        return { refuse: noRootCause(name, then) };
      }
      return { add: { type: 'resolved', ...given, ...remark(args.text) } };
    }),
});

const closeArgs = z.strictObject({
  ...onCase,
  reason: closeReasonSchema,
  /** (c): the development ticket it is closed on. */
  ticketRef: idSchema.optional(),
  /** (d): who of the customer agreed, when and how. What is blank is refused by the rule, in a sentence. */
  agreed: z.strictObject({ who: z.string().max(200), at: z.int(), how: z.string().max(2_000) }).optional(),
  closureCode: policyKeySchema.optional(),
  text: textSchema.optional(),
  /** Left out: not checked. */
  seenMessageId,
});

/**
 * Published policy, closure: a case closes for one of four reasons, each with its evidence. Not over a message of the
 * customer that the agent has not seen: whoever closes says which one was the last on the screen.
 */
export const close = defineMutator({
  args: closeArgs,
  run: (tx, args, context) =>
    actOnCase(tx, args, context, { action: 'close', timing: 'follows' }, async ({ doc, name, now, then, at }) => {
      const last = lastCustomerMessage(doc.events);
      if (args.seenMessageId !== undefined && last !== null && last.id !== args.seenMessageId) {
        return { refuse: customerWrote(name, 'closed') };
      }
      if (then.status === 'closed') {
        const ended = await endedBy(tx, doc, then.status, context.user.id);
        return { refuse: refused('already_closed', `${name} ${ended} already.`) };
      }
      const policy = compilePolicy(context.policy);
      const checklist = closingChecklist(policy, then, args.reason, args, at);
      if (!checklist.isClosable) return { refuse: notClosable(name, checklist) };
      if (args.reason === 'development' && releaseOf(now, args.ticketRef) !== releaseOf(then, args.ticketRef)) {
        return { refuse: releaseMoved(name, args.ticketRef) };
      }
      // Who was heard after this was done, and before it arrived, has answered all the same.
      if (args.reason === 'no_response' && now.work.heardAt > then.work.heardAt) {
        const message = `The customer was reached since. ${name} is not closed without a response.`;
        return { refuse: refused('customer_heard', message) };
      }
      return {
        add: {
          type: 'closed',
          reason: args.reason,
          ...evidenceOf(context.policy, then, args),
          ...(args.closureCode === undefined ? {} : { closureCode: args.closureCode }),
          ...remark(args.text),
        },
      };
    }),
});

function releaseOf({ work }: CaseState, ref: string | undefined): string | null {
  return work.escalations.find(({ ticketRef }) => ticketRef !== null && ticketRef === ref)?.plannedReleaseOn ?? null;
}

/** Nobody would bring the case back for a day that was no longer planned when it was closed. */
function releaseMoved(name: string, ref: string | undefined): Outcome {
  const message = `The planned release of ticket ${isolated(ref ?? '')} was changed since. Look at it before ${inSentence(name)} is closed.`;
  return refused('release_moved', message);
}

function customerWrote(name: string, done: 'resolved' | 'closed'): Outcome {
  return refused('customer_wrote', `The customer has written since. Read it before ${inSentence(name)} is ${done}.`);
}

function noRootCause(name: string, { severity }: CaseState): Outcome {
  return refused('no_root_cause', `${name} has severity ${severity}: write down its root cause to resolve it.`);
}

/** Names everything that is missing, and from when on it is allowed. */
function notClosable(name: string, { items }: ClosingChecklist): Outcome {
  const missing = items.filter(({ state }) => state === 'missing');
  const code = missing[0]?.code ?? 'not_closable';
  return refused(code, `${name} cannot be closed yet. ${missing.map(({ detail }) => detail).join(' ')}`);
}

/** What the event keeps of why it was closed. */
function evidenceOf(policy: Policy, state: CaseState, args: ClosingEvidence & { readonly reason: string }): object {
  if (args.reason === 'agreement' && args.agreed !== undefined) {
    const { who, at, how } = args.agreed;
    return { agreed: { who: who.trim(), at, how: how.trim() } };
  }
  if (args.reason !== 'development') return {};
  const ticket = developmentTickets(policy, state).find(({ ticketRef }) => ticketRef === args.ticketRef);
  if (ticket === undefined || ticket.plannedReleaseOn === null) return {};
  return { ticketRef: ticket.ticketRef, plannedReleaseOn: ticket.plannedReleaseOn };
}
