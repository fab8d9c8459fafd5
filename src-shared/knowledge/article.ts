import { z } from 'zod';
import { caseKindSchema, idSchema, policyKeySchema } from '../cases/case-document.ts';
import { sourceSchema } from '../policy/policy.ts';

/** Came by the wrong channel, one way or the other. */
export const articleFlagSchema = z.enum(['not_phoned_in', 'belongs_in_portal']);
export type ArticleFlag = z.infer<typeof articleFlagSchema>;

/** A short text that helps with cases of some kinds; Markdown, shown as text. */
export const articleSchema = z.object({
  id: idSchema,
  title: z.string().trim().min(1).max(200),
  text: z.string().max(100_000),
  /** Shown on cases of these kinds. */
  kinds: z.array(caseKindSchema).readonly(),
  /** Shown where one of these words is in the subject or the first text, whatever the kind. */
  words: z.array(z.string().min(1).max(60)).readonly(),
  /**
   * True: only for products whose users the customer's own administrators look after. False: only for the others, of
   * which the product must be known. Absent: for all.
   */
  selfServiceOnly: z.boolean().optional(),
  /** Shown on cases that carry one of these flags, whatever the kind. */
  flags: z.array(articleFlagSchema).readonly().optional(),
  /** The macro that goes with it. */
  macroId: idSchema.optional(),
  closureCode: policyKeySchema.optional(),
  /** The team that such a case goes to. */
  team: policyKeySchema.optional(),
  /** Whether the rule that it explains is published, and which it is: "customer responsibilities". */
  source: sourceSchema.optional(),
  rule: z.string().trim().min(1).max(100).optional(),
});
export type Article = z.infer<typeof articleSchema>;
