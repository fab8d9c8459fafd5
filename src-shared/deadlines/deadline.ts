import { z } from 'zod';
import { caseIdSchema, idSchema, severitySchema } from '../cases/case-document.ts';
import type { EpochMs } from '../ids.ts';

/** Clocks whose deadlines are told: the customer's, and the hand-off that waits for another role. */
export const deadlineClocks = ['first_response', 'next_update', 'resolution', 'hand_off'] as const;
export const deadlineClockSchema = z.enum(deadlineClocks);
export type DeadlineClock = z.infer<typeof deadlineClockSchema>;

/**
 * Why an agent is told of a case: it is theirs, an emergency nobody has, a hand-off for their role, a reminder of
 * theirs, or they asked.
 */
export const deadlineReasons = ['mine', 'emergency', 'hand_off', 'reminder', 'everything'] as const;
export type DeadlineReason = (typeof deadlineReasons)[number];

/**
 * What the rules of closing ask for next (published policy, closure (b) and (c)): another outreach, closing a case that
 * nobody answered, or going on with one that came back by its release.
 */
export const nextSteps = ['follow_up', 'may_close', 'came_back'] as const;
export type NextStep = (typeof nextSteps)[number];

/** What an agent may mute: cases by why they are told of, and what the rules of closing ask for next. */
export const mutedKinds = [...deadlineReasons, 'next_step'] as const;
export type MutedKind = (typeof mutedKinds)[number];

export const crossingSchema = z.object({
  /** The threshold of the policy, such as `used:0.75`, `left:30` or `due`. */
  threshold: z.string().min(1).max(40),
  /** When the clock crosses it, epoch ms. With case, clock and threshold this is what is told once, and only once. */
  at: z.int(),
  /** When it is told: later than `at` where the policy tells within support hours only. */
  tellAt: z.int(),
  /** Working time left on the clock then, ms; 0 when due. */
  leftMs: z.int().nonnegative(),
});
/** One instant at which a running clock crosses a threshold of the policy. */
export type Crossing = z.infer<typeof crossingSchema>;

/** One running clock of a case, and what has to be told of it. */
export const deadlineSchema = z.object({
  clock: deadlineClockSchema,
  dueAt: z.int(),
  crossings: z.array(crossingSchema).min(1).max(20).readonly(),
});
export type Deadline = z.infer<typeof deadlineSchema>;

/** How much of a reminder's words is told; the whole stands on the case. */
export const mostReminderWords = 300;
/** So many reminders of one case are told of. */
export const mostReminders = 20;

export const dueReminderSchema = z.object({
  /** With case and instant this is what is told once, and only once: the reminder's event, or the name of the step. */
  id: idSchema,
  remindAt: z.int(),
  about: z.string().max(mostReminderWords),
  /** What the case asks for by itself; absent for what an agent set. */
  step: z.enum(nextSteps).optional(),
  /** When it is told; absent: at `remindAt`. */
  tellAt: z.int().optional(),
});
/** Something to come back to on a case: because the agent wanted to, or because it is the next step by the policy. */
export type DueReminder = z.infer<typeof dueReminderSchema>;

/** When a reminder is told. */
export function toldAt({ remindAt, tellAt = remindAt }: DueReminder): EpochMs {
  return tellAt;
}

/** What is told of the deadlines and reminders of one case, as the window hands it to the main process. */
export const caseDeadlinesSchema = z.object({
  caseId: caseIdSchema,
  number: z.string().max(40).nullable(),
  subject: z.string().max(500),
  account: z.string().max(500),
  severity: severitySchema,
  reason: z.enum(deadlineReasons),
  /** Empty where there are reminders only. */
  deadlines: z.array(deadlineSchema).max(deadlineClocks.length).readonly(),
  reminders: z.array(dueReminderSchema).max(mostReminders).readonly().optional(),
});
export type CaseDeadlines = z.infer<typeof caseDeadlinesSchema>;

/** How many cases the main process keeps deadlines of. */
export const mostDeadlineCases = 20_000;

/** So many stretches of being on call are known ahead. */
export const mostOnCall = 100;
export const onCallSchema = z.object({ fromAt: z.int(), toAt: z.int() });
/** A time outside support hours during which the agent is on call. */
export type OnCall = z.infer<typeof onCallSchema>;

/** What the window says of its deadlines: the whole list, or what changed in it. */
export const deadlineChangeSchema = z.object({
  /** `put` is the whole list. */
  whole: z.boolean(),
  put: z.array(caseDeadlinesSchema).max(mostDeadlineCases).readonly(),
  remove: z.array(z.string().max(128)).max(mostDeadlineCases).readonly(),
  /** The window has heard from the backend since it started or the computer woke, or knows that it cannot. */
  isFresh: z.boolean(),
  /** When the agent is on call: then emergencies are told in spite of quiet hours and muting. Absent: as before. */
  onCall: z.array(onCallSchema).max(mostOnCall).readonly().optional(),
});
export type DeadlineChange = z.infer<typeof deadlineChangeSchema>;

/** What became of a notification. */
export const noticeOutcomeSchema = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('shown') }),
  z.object({ outcome: z.literal('failed'), reason: z.string() }),
  z.object({ outcome: z.literal('suppressed'), reason: z.enum(['quiet hours', 'muted']) }),
  /** The system said neither that it was shown nor that it was not. */
  z.object({ outcome: z.literal('timed out') }),
]);
export type NoticeOutcome = z.infer<typeof noticeOutcomeSchema>;

/** One of the cases that a notification speaks of. */
export const namedCaseSchema = z.object({ caseId: caseIdSchema, words: z.string() });
export type NamedCase = z.infer<typeof namedCaseSchema>;

/** One about one case, about several at once, or about what was missed while nobody watched. */
export const noticeFormSchema = z.enum(['case', 'several', 'missed']);
export type NoticeForm = z.infer<typeof noticeFormSchema>;

/** What the window shows until it is seen: in place of the system, or to go through case by case. */
export interface Alert {
  /** Number of the notification. */
  readonly notice: number;
  readonly at: EpochMs;
  readonly form: NoticeForm;
  readonly title: string;
  readonly body: string;
  /** What it speaks of, the one longest overdue first. */
  readonly cases: readonly NamedCase[];
  /** Where it leads; null when it speaks of several cases. */
  readonly caseId: string | null;
}

export const seenSchema = z.object({ notice: z.int().nonnegative() });
