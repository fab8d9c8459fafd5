import { z } from 'zod';
import {
  accountIdSchema,
  type CaseEvent,
  caseKindSchema,
  channelSchema,
  contactIdSchema,
  prioritySchema,
  productIdSchema,
  serviceRequestSchema,
  severitySchema,
  userIdSchema,
} from '../cases/case-document.ts';
import { ownVote } from '../cases/own-vote.ts';
import { mayDo, onlyWords } from '../directory/permissions.ts';
import { requestOfOtherKind, requestProblem } from '../intake/request-problem.ts';
import { isBlank, maxSubjectLength, newCaseIdSchema, newEventIdSchema, textSchema } from './arguments.ts';
import { eventOf, followingId } from './case-action.ts';
import { accepted, defineMutator, refused } from './mutator.ts';
import { checkNewCase, storeNewCase } from './new-case.ts';

const args = z.strictObject({
  caseId: newCaseIdSchema,
  /** Of the `opened` event. */
  eventId: newEventIdSchema,
  subject: z.string().max(maxSubjectLength, `The subject is too long: at most ${maxSubjectLength} characters.`),
  text: textSchema,
  accountId: accountIdSchema,
  contactId: contactIdSchema.nullable(),
  channel: channelSchema,
  priority: prioritySchema,
  severity: severitySchema.optional(),
  kind: caseKindSchema.optional(),
  productId: productIdSchema.nullable().optional(),
  /** Who owns it from the start; null or absent: nobody. */
  ownerId: userIdSchema.nullable().optional(),
  /** What a request for service asks for, if it is known already. */
  request: serviceRequestSchema.optional(),
});

/** Opens a case under the account's agreement. An enhancement request counts its own account's vote. */
export const createCase = defineMutator({
  args,
  async run(tx, args, context) {
    if (!mayDo(context.user.role, 'create_case')) return refused('not_allowed', onlyWords('create_case'));
    if (args.subject.trim() !== '' && isBlank(args.text)) {
      return refused('empty_text', 'Describe the case: what the customer said, and since when.');
    }
    const checked = await checkNewCase(tx, args, context);
    if ('refuse' in checked) return checked.refuse;
    if (args.request !== undefined) {
      const problem = requestOfOtherKind(args.kind, 'This new case') ?? requestProblem(context.policy, args.request);
      if (problem !== null) return refused(problem.code, problem.message);
    }
    const ownerId = args.ownerId ?? null;
    const events: CaseEvent[] = [
      eventOf(args.eventId, context.occurredAt, context, 'record', {
        type: 'opened',
        channel: args.channel,
        priority: args.priority,
        agreement: checked.account.agreement,
        text: args.text,
        ...(args.severity === undefined ? {} : { severity: args.severity }),
        ...(args.kind === undefined ? {} : { kind: args.kind }),
        ...(args.productId === undefined ? {} : { productId: args.productId }),
        ...(ownerId === null ? {} : { ownerId }),
        ...(args.request === undefined ? {} : { request: args.request }),
      }),
    ];
    for (const vote of ownVote(args.kind, args.accountId)) {
      events.push(eventOf(followingId(args.eventId, 2), context.occurredAt, context, 'record', vote));
    }
    await storeNewCase(tx, args, checked.subject, events, context);
    return accepted;
  },
});
