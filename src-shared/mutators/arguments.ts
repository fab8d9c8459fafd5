import { z } from 'zod';
import { caseIdSchema, eventIdSchema } from '../cases/case-document.ts';
import type { DurationMs, EpochMs } from '../ids.ts';
import { type Outcome, refused } from './mutator.ts';

const maxTextLength = 100_000;
export const maxSubjectLength = 500;

/** Id of something that the caller makes: a UUID, so that two clients never make the same one. */
export const newIdSchema = z.uuid('expected a UUID');
export const newCaseIdSchema = newIdSchema.pipe(caseIdSchema);
export const newEventIdSchema = newIdSchema.pipe(eventIdSchema);

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

/** Further ahead nobody means it. */
const furthestMs: DurationMs = 366 * 24 * 3_600_000;

/** Why an action cannot be about that time; null if it can. `nothingDone` begins the sentence. */
export function farTimeRefusal(at: EpochMs, doneAt: EpochMs, nothingDone: string): Outcome | null {
  if (at <= doneAt) return refused('time_is_past', `${nothingDone}: the time it names is past. Choose a later one.`);
  if (at - doneAt <= furthestMs) return null;
  return refused('time_too_far', `${nothingDone}: the time it names is more than a year ahead. Choose an earlier one.`);
}
