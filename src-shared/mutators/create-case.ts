import { z } from 'zod';
import {
  accountIdSchema,
  type CaseDocument,
  caseKindSchema,
  channelSchema,
  contactIdSchema,
  prioritySchema,
  productIdSchema,
  severitySchema,
  userIdSchema,
} from '../cases/case-document.ts';
import { mayDo, onlyWords } from '../directory/permissions.ts';
import { isBlank, maxSubjectLength, newCaseIdSchema, newEventIdSchema, textSchema } from './arguments.ts';
import { eventOf } from './case-action.ts';
import { accepted, defineMutator, refused } from './mutator.ts';

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
});

/** Opens a case under the account's agreement. The id is final; the number comes from the backend. */
export const createCase = defineMutator({
  args,
  async run(tx, args, context) {
    if (!mayDo(context.user.role, 'create_case')) return refused('not_allowed', onlyWords('create_case'));
    const subject = args.subject.replace(/\s+/g, ' ').trim();
    if (subject === '') return refused('empty_subject', 'Give the case a subject: one line that says what is wrong.');
    if (isBlank(args.text)) return refused('empty_text', 'Describe the case: what the customer said, and since when.');
    if ((await tx.get('cases', args.caseId)) !== undefined) {
      return refused('duplicate_case', 'This case was already created.');
    }
    const account = await tx.get('accounts', args.accountId);
    if (account === undefined)
      return refused('unknown_account', 'Choose an account for this new case: this one does not exist.');
    if (args.contactId !== null) {
      const contact = await tx.get('contacts', args.contactId);
      if (contact === undefined) return refused('unknown_contact', 'The contact of this new case does not exist.');
      if (contact.accountId !== account.id) {
        return refused('foreign_contact', `${contact.name} is not a contact of ${account.name}.`);
      }
    }
    if (args.productId != null && (await tx.get('products', args.productId)) === undefined) {
      return refused('unknown_product', 'The product of this new case does not exist.');
    }
    if (!Object.hasOwn(context.policy.agreements, account.agreement)) {
      return refused(
        'unknown_agreement',
        `The policy has no agreement "${account.agreement}", which ${account.name} has. A lead can correct the account or the policy.`,
      );
    }
    const ownerId = args.ownerId ?? null;
    if (ownerId !== null && ownerId !== context.user.id) {
      if (!mayDo(context.user.role, 'create_for_another')) {
        return refused(
          'not_allowed',
          'Only a lead gives a new case to somebody else. Keep it, or leave it unassigned.',
        );
      }
      if ((await tx.get('users', ownerId)) === undefined) {
        return refused('unknown_user', 'The owner chosen for this new case does not exist.');
      }
    }
    const opened = eventOf(args.eventId, context.occurredAt, context, 'record', {
      type: 'opened',
      channel: args.channel,
      priority: args.priority,
      agreement: account.agreement,
      text: args.text,
      ...(args.severity === undefined ? {} : { severity: args.severity }),
      ...(args.kind === undefined ? {} : { kind: args.kind }),
      ...(args.productId === undefined ? {} : { productId: args.productId }),
      ...(ownerId === null ? {} : { ownerId }),
    });
    const doc: CaseDocument = {
      id: args.caseId,
      number: context.authority === null ? null : await context.authority.nextCaseNumber(),
      subject,
      accountId: args.accountId,
      contactId: args.contactId,
      events: [opened],
    };
    await tx.set('cases', doc.id, doc);
    return accepted;
  },
});
