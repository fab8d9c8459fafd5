import { z } from 'zod';
import {
  accountIdSchema,
  contactIdSchema,
  emergencySchema,
  productIdSchema,
  userIdSchema,
} from '../cases/case-document.ts';
import { furthestBackMs, futureToleranceMs, lateAfterMs } from '../cases/time-of-record.ts';
import { mayDo, onlyWords } from '../directory/permissions.ts';
import { isBlank, maxSubjectLength, newCaseIdSchema, newEventIdSchema, textSchema } from './arguments.ts';
import { eventOf } from './case-action.ts';
import { accepted, defineMutator, type MutatorContext, refused } from './mutator.ts';
import { checkNewCase, storeNewCase } from './new-case.ts';

const instant = z.int();

const args = z.strictObject({
  caseId: newCaseIdSchema,
  /** Of the `opened` event. */
  eventId: newEventIdSchema,
  /** When the call began, by the agent's clock: the customer's clocks start here. */
  calledAt: instant,
  /** What that clock showed when the form was sent. What it was wrong by is then taken off the times of the call too. */
  enteredAt: instant.optional(),
  subject: z.string().max(maxSubjectLength, `The subject is too long: at most ${maxSubjectLength} characters.`),
  /** What else was said. */
  text: textSchema,
  accountId: accountIdSchema,
  /** Null: the caller is none of the account's contacts; name and number stand in `emergency`. */
  contactId: contactIdSchema.nullable(),
  productId: productIdSchema.nullable().optional(),
  /** Published policy, channels: severity 1 and 2 are phoned in. */
  severity: z.literal([1, 2]),
  ownerId: userIdSchema.nullable().optional(),
  emergency: emergencySchema.strict(),
});

/**
 * Logs an emergency that was phoned in (docs/policy.md, rule 2). The case counts from the call, not from when somebody
 * came to write it down, and the call itself is the first response.
 */
export const openEmergency = defineMutator({
  args,
  async run(tx, args, context) {
    if (!mayDo(context.user.role, 'open_emergency')) return refused('not_allowed', onlyWords('open_emergency'));
    const wantedAt = onDeskClock(args.calledAt, args.enteredAt, context);
    // Two clocks differ by the tolerance of the time of record.
    const saidAt =
      wantedAt <= context.occurredAt + futureToleranceMs ? Math.min(wantedAt, context.occurredAt) : wantedAt;
    if (saidAt > context.occurredAt) {
      return refused('future_call', 'The call would begin only after it was logged. Correct the time of the call.');
    }
    if (saidAt < context.occurredAt - furthestBackMs) {
      return refused('old_call', 'The call would be more than 14 days back. Correct the time of the call.');
    }
    // Like all that is done offline: sent so much later, it counts at most that far back.
    const calledAt = Math.max(saidAt, (context.authority?.acceptedAt ?? context.occurredAt) - furthestBackMs);
    if (isBlank(args.emergency.whatIsDown ?? '')) {
      return refused('empty_text', 'Say what is down: it is what everybody else looks for first.');
    }
    const checked = await checkNewCase(tx, args, context);
    if ('refuse' in checked) return checked.refuse;
    const downSinceAt = args.emergency.downSinceAt ?? null;
    const ownerId = args.ownerId ?? null;
    const opened = eventOf(args.eventId, calledAt, context, 'record', {
      type: 'opened',
      channel: 'phone',
      // Who phones an emergency in means the highest priority that the severity knows.
      priority: args.severity,
      severity: args.severity,
      agreement: checked.account.agreement,
      kind: 'issue',
      text: args.text,
      ...(args.productId === undefined ? {} : { productId: args.productId }),
      ...(ownerId === null ? {} : { ownerId }),
      emergency: {
        ...args.emergency,
        downSinceAt: downSinceAt === null ? null : onDeskClock(downSinceAt, args.enteredAt, context),
      },
    });
    await storeNewCase(tx, args, checked.subject, [{ ...opened, ...lateness(calledAt, context) }], context);
    return accepted;
  },
});

/** The instant as the desk's clock has it, which may have been confirmed only after the form was sent. */
function onDeskClock(at: number, enteredAt: number | undefined, { occurredAt }: MutatorContext): number {
  return enteredAt === undefined ? at : at + (occurredAt - enteredAt);
}

/** Late by the call's own time, not by that of the form. */
function lateness(calledAt: number, { authority }: MutatorContext): { readonly recordedAt?: number } {
  return authority !== null && authority.acceptedAt - calledAt > lateAfterMs
    ? { recordedAt: authority.acceptedAt }
    : {};
}
