import { z } from 'zod';
import { caseIdSchema, dateSchema, idSchema, policyKeySchema } from '../cases/case-document.ts';

/** A ticket of another team, and the cases that were escalated on it. Its id is its reference. */
export const ticketSchema = z.object({
  ref: idSchema,
  team: policyKeySchema,
  link: z.string().max(2_000).nullable(),
  /** What the other team's tracker calls its state; null until it said. */
  status: z.string().max(200).nullable(),
  plannedReleaseOn: dateSchema.nullable(),
  caseIds: z.array(caseIdSchema).readonly(),
});
export type Ticket = z.infer<typeof ticketSchema>;
