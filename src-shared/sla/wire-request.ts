import { z } from 'zod';
import { calendarProblems } from '../calendar/calendar-problems.ts';
import {
  caseKindSchema,
  channelSchema,
  idSchema,
  prioritySchema,
  productIdSchema,
  severitySchema,
  userIdSchema,
  waitingOnSchema,
} from '../cases/case-document.ts';
import type { EpochMs } from '../ids.ts';
import { parsePolicyLeniently, withoutUnknownFields } from '../policy/parse-policy.ts';
import { calendarSchema } from '../policy/policy.ts';

/*
 * Requests of `npm run -s sla`. Instants are ISO strings with a zone, or integer epoch milliseconds. Fields that are
 * not named here are ignored, so that exported documents can be fed in as they are.
 */

const isoInstant = z.iso.datetime({ offset: true });
const maxAt = 8_640_000_000_000_000;

const instant = z.custom<unknown>(isInstant, {
  error: 'expected an ISO instant with a zone such as "2026-03-02T17:00:00Z", or integer epoch milliseconds',
});
const instantAt = instant.transform(
  (value): EpochMs => (typeof value === 'number' ? value : Date.parse(String(value))),
);
const minutes = z.number().nonnegative().max(1e10);

const calendar = z
  .preprocess((json) => withoutUnknownFields(calendarSchema, json), calendarSchema)
  .superRefine((spec, context) => {
    for (const { path, message } of calendarProblems(spec))
      context.addIssue({ code: 'custom', path: [...path], message });
  });

const policy = z.unknown().transform((json, context) => {
  const result = parsePolicyLeniently(json);
  if (result.ok) return result.policy;
  for (const { path, message } of result.problems) {
    context.addIssue({ code: 'custom', path: path === '' ? [] : [path], message });
  }
  return z.NEVER;
});

const clockEvent = z.discriminatedUnion('type', [
  z.object({ type: z.enum(['start', 'pause', 'resume', 'stop', 'reopen']), at: instantAt }),
  z.object({
    type: z.literal('retarget'),
    at: instantAt,
    target_minutes: minutes,
    calendar: calendar.optional(),
  }),
]);

const common = { at: instantAt, version: z.int().positive().nullable().optional() };
const caseEvent = z.discriminatedUnion('type', [
  z.object({
    ...common,
    type: z.literal('opened'),
    channel: channelSchema,
    priority: prioritySchema.nullable(),
    severity: severitySchema.optional(),
    agreement: idSchema,
    kind: caseKindSchema.optional(),
    productId: productIdSchema.nullable().optional(),
    ownerId: userIdSchema.nullable().optional(),
    messagesRecorded: z.boolean().optional(),
  }),
  z.object({ ...common, type: z.literal('severity_set'), severity: severitySchema }),
  z.object({ ...common, type: z.literal('agreement_changed'), agreement: idSchema }),
  z.object({ ...common, type: z.literal('assigned'), ownerId: userIdSchema.nullable() }),
  z.object({ ...common, type: z.literal('call'), connected: z.boolean() }),
  z.object({ ...common, type: z.literal('waiting'), on: waitingOnSchema }),
  z.object({
    ...common,
    type: z.enum([
      'agent_message',
      'customer_message',
      'note',
      'resumed',
      'resolved',
      'closed',
      'reopened',
      'handed_off',
      'hand_off_accepted',
      'hand_off_returned',
    ]),
  }),
]);
/** Moves no clock and no status; named, so that an exported case can be fed in as it is. */
const silentEvent = z.object({
  ...common,
  type: z.enum([
    'merged_from',
    'escalated',
    'ticket_changed',
    'root_cause_set',
    'breach_reason_set',
    'snoozed',
    'unsnoozed',
    'reminder_set',
    'reminder_done',
    'voted',
    'request_set',
    'checklist_checked',
  ]),
});
const caseEvents = z
  .array(z.discriminatedUnion('type', [caseEvent, silentEvent]))
  .refine((events) => events.some((event) => event.type === 'opened'), { error: 'expected an "opened" event' });

/** Whether an event is gone through: what moves nothing is only accepted. */
export function isTold(event: WireEvents[number]): event is WireCaseEvent {
  return !silentEvent.shape.type.safeParse(event.type).success;
}

export const wireRequestSchema = z.discriminatedUnion('op', [
  z.object({ op: z.literal('between'), calendar, start: instantAt, end: instantAt }),
  z.object({ op: z.literal('add'), calendar, start: instantAt, minutes }),
  z.object({
    op: z.literal('clock'),
    calendar,
    target_minutes: minutes,
    events: z.array(clockEvent),
    now: instantAt,
  }),
  z.object({ op: z.literal('case'), policy, events: caseEvents, now: instantAt }),
  z.object({
    op: z.literal('queue'),
    policy,
    cases: z.array(
      z.object({
        id: z.union([idSchema, z.number()], { error: 'expected an id: a string or a number' }),
        number: z.union([z.string(), z.number()], { error: 'expected a string or a number' }).nullable().optional(),
        events: caseEvents,
      }),
    ),
    now: instantAt,
  }),
]);
export type WireRequest = z.infer<typeof wireRequestSchema>;
export type WireRequestOf<Op extends WireRequest['op']> = Extract<WireRequest, { op: Op }>;
type WireCaseEvent = z.infer<typeof caseEvent>;
export type WireEvents = z.infer<typeof caseEvents>;

function isInstant(value: unknown): boolean {
  if (typeof value === 'number') return Number.isInteger(value) && Math.abs(value) <= maxAt;
  return isoInstant.safeParse(value).success && !Number.isNaN(Date.parse(String(value)));
}
