import { z } from 'zod';
import {
  caseKindSchema,
  dateSchema,
  idSchema,
  linkSchema,
  type Priority,
  serviceRequestSchema,
  ticketStatusSchema,
} from '../../src-shared/cases/case-document.ts';
import { maxSubjectLength, textSchema } from '../../src-shared/mutators/arguments.ts';

/* What other systems send: docs/portal-api.md says what each field means. */

const name = z.string().trim().min(1).max(200);

/** By id, or by name as the desk knows it. */
const idOrName = z.strictObject({ id: idSchema.optional(), name: name.optional() });

const contactSchema = z.strictObject({
  id: idSchema.optional(),
  email: z
    .string()
    .trim()
    .min(3)
    .max(320)
    .regex(/^[^\s@]+@[^\s@]+$/, 'expected an e-mail address')
    .optional(),
  name: name.optional(),
  phone: z.string().trim().min(1).max(60).optional(),
});
export type ContactReference = z.output<typeof contactSchema>;

export const priorityWords = ['critical', 'high', 'medium', 'low'] as const;

export const newCaseSchema = z.strictObject({
  channel: z.enum(['portal', 'email']).default('portal'),
  account: idOrName.optional(),
  contact: contactSchema.optional(),
  subject: z.string().max(maxSubjectLength, `too long: a subject has at most ${maxSubjectLength} characters`),
  text: textSchema,
  priority: z.enum(priorityWords).transform((word): Priority => priorityOf(word)),
  kind: caseKindSchema.optional(),
  product: idOrName.optional(),
  request: serviceRequestSchema.optional(),
  /** The case, by id or number, that this one goes on from. */
  follows: idSchema.optional(),
});
export type NewCaseRequest = z.output<typeof newCaseSchema>;

export const newMessageSchema = z.strictObject({
  text: textSchema,
  /** Whose the sender takes the case to be. */
  account: idOrName.optional(),
  contact: contactSchema.optional(),
});
export type NewMessageRequest = z.output<typeof newMessageSchema>;

export const ticketNewsSchema = z
  .strictObject({
    status: ticketStatusSchema.optional(),
    plannedReleaseOn: dateSchema.nullable().optional(),
    link: linkSchema.optional(),
  })
  .refine((news) => Object.keys(news).length > 0, 'give status, plannedReleaseOn or link');

/**
 * What a sender calls one request of its own, so that it may send it again: up to 200 printable characters. Required:
 * without it a request whose answer was lost would open a second case.
 */
export const idempotencyKeySchema = z
  .string({ error: 'send one that is new for each case or message, and the same when it is sent again' })
  .regex(/^[\x21-\x7e]{1,200}$/, 'expected 1 to 200 printable characters without spaces');

function priorityOf(word: (typeof priorityWords)[number]): Priority {
  switch (word) {
    case 'critical':
      return 1;
    case 'high':
      return 2;
    case 'medium':
      return 3;
    case 'low':
      return 4;
  }
}
