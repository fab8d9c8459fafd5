import { z } from 'zod';
import { caseIdSchema, eventIdSchema } from '../cases/case-document.ts';

const maxTextLength = 100_000;
export const maxSubjectLength = 500;

/** Id of something that the caller makes: a UUID, so that two clients never make the same one. */
const newId = z.uuid('expected a UUID');
export const newCaseIdSchema = newId.pipe(caseIdSchema);
export const newEventIdSchema = newId.pipe(eventIdSchema);

/** What every action on a case names: the case (an imported one has its source's own key), and the event it will add. */
export const onCase = {
  caseId: caseIdSchema,
  eventId: newEventIdSchema,
  /** What the agent knows the case as, such as "Case 00012345": names it even when it is there no more. */
  knownAs: z.string().trim().min(1).max(200).optional(),
};

/**
 * What an agent wrote. A blank text is within the schema on purpose: it is refused by the rule, in a sentence,
 * instead of failing the whole push.
 */
export const textSchema = z
  .string()
  .max(
    maxTextLength,
    'The text is too long: a case entry holds at most 100,000 characters. Attach the rest as a file.',
  );

/** An optional remark as an event stores it: no key at all where there is nothing to say. */
export function remark(text: string | undefined): { readonly text?: string } {
  return text === undefined || isBlank(text) ? {} : { text };
}

export function isBlank(text: string): boolean {
  return text.trim() === '';
}
