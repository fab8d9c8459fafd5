import { z } from 'zod';
import { caseKindSchema, idSchema, policyKeySchema, userIdSchema } from '../cases/case-document.ts';

/** The shipped macro that tells a caller kindly that this belongs in the portal; sending it clears the case's flag. */
export const belongsInPortalMacro = 'belongs_in_portal';

/** A prepared answer with placeholders such as `{contact}`; `ownerId` null: the whole desk's. */
export const macroSchema = z.object({
  id: idSchema,
  name: z.string().trim().min(1).max(200),
  text: z.string().max(100_000),
  ownerId: userIdSchema.nullable(),
  /** Offered first on cases of these kinds; empty: on all alike. */
  kinds: z.array(caseKindSchema).readonly(),
  /** The closure code that goes with it. */
  closureCode: policyKeySchema.optional(),
  /** Taken out of use. It stays, so that the removal can be undone. */
  removed: z.boolean().optional(),
});
export type Macro = z.infer<typeof macroSchema>;
