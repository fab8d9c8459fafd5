import { z } from 'zod';
import { caseIdSchema, idSchema, userIdSchema } from '../cases/case-document.ts';

/** What somebody does on a case that is open before them. */
export const activitySchema = z.enum(['viewing', 'writing']);
export type Activity = z.infer<typeof activitySchema>;

/** One window of somebody; made anew by each window, and told by its event stream too (`?session=`). */
export const presenceSessionSchema = idSchema;

/** `POST /sync/presence`: the case that a window shows; null: none. Renewed while it is looked at. */
export const presenceRequestSchema = z.strictObject({
  session: presenceSessionSchema,
  caseId: caseIdSchema.nullable(),
  activity: activitySchema,
});
export type PresenceRequest = z.infer<typeof presenceRequestSchema>;

export const presentPersonSchema = z.object({ userId: userIdSchema, activity: activitySchema });
export type PresentPerson = z.infer<typeof presentPersonSchema>;

/** Most people named on one case: those who write come first. */
export const mostPeopleNamed = 20;

/** Data of the event `presence`: who is on these cases now; nobody is on a case whose list is empty. */
export const presenceEventSchema = z.object({
  /** True: nobody is on any other case. */
  all: z.boolean(),
  cases: z.array(z.object({ caseId: caseIdSchema, people: z.array(presentPersonSchema) })),
});
export type PresenceEvent = z.infer<typeof presenceEventSchema>;
