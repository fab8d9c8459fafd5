import { z } from 'zod';
import {
  caseIdSchema,
  dateSchema,
  idSchema,
  linkSchema,
  policyKeySchema,
  ticketStatusSchema,
} from '../cases/case-document.ts';

/** A ticket of another team, and the cases that were escalated on it. Its id is its reference. */
export const ticketSchema = z.object({
  ref: idSchema,
  team: policyKeySchema,
  link: linkSchema.nullable(),
  /** What the other team's tracker calls its state; null until it said. */
  status: ticketStatusSchema.nullable(),
  plannedReleaseOn: dateSchema.nullable(),
  caseIds: z.array(caseIdSchema).readonly(),
});
export type Ticket = z.infer<typeof ticketSchema>;
