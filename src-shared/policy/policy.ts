import { z } from 'zod';

/*
 * The form of a support policy, as data: one file per team, and the document `policy/current`.
 * Keys are spelled as on the wire of `npm run -s sla`, so that a policy can be passed there as it is.
 */

const key = z.string().min(1).max(60);
const wallTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'expected a wall time "HH:MM", at most "24:00"');
const interval = z.tuple([wallTime, wallTime]);
/** Where a figure comes from: the vendor's published policy, or an assumption of whoever wrote the file. */
export const sourceSchema = z.enum(['published', 'assumption']);
const source = sourceSchema.optional();

export const calendarSchema = z.strictObject({
  timeZone: z.string().min(1),
  /** ISO weekday (1 = Monday) → open intervals. */
  weekly: z.partialRecord(z.enum(['1', '2', '3', '4', '5', '6', '7']), z.array(interval)),
  holidays: z.array(
    z.strictObject({ date: z.iso.date(), name: z.string().optional(), hours: z.array(interval).optional(), source }),
  ),
  source,
});
export type CalendarSpec = z.infer<typeof calendarSchema>;

const target = z.strictObject({ minutes: z.number().nonnegative().max(5_256_000), calendar: key.optional(), source });
export type TargetSpec = z.infer<typeof target>;

const severityKey = z.enum(['1', '2', '3', '4']);

const agreementSchema = z.strictObject({
  name: z.string().optional(),
  calendar: key,
  targets: z.partialRecord(
    severityKey,
    z.strictObject({
      first_response: target.optional(),
      next_update: target.optional(),
      resolution: target.optional(),
    }),
  ),
  source,
});
export type AgreementSpec = z.infer<typeof agreementSchema>;

/** What a level means to a person who has to choose it. */
const level = z.strictObject({
  name: z.string().min(1),
  means: z.string().optional(),
  /** A guide to the customer, in business minutes. It drives no clock: targets follow severity and agreement. */
  response_minutes: z.number().positive().optional(),
  source,
});

/** When a clock is told of: a share of its target used, so many working minutes left, or due. */
const thresholdSchema = z.union([
  z.literal('due'),
  z.strictObject({ share: z.number().gt(0).lt(1) }),
  z.strictObject({ minutes_left: z.number().positive().max(5_256_000) }),
]);
export type ThresholdSpec = z.infer<typeof thresholdSchema>;

/** `within`: the calendar in whose hours it is told; what falls outside is told at the next opening. */
const notify = z.strictObject({ thresholds: z.array(thresholdSchema).max(20), within: key.optional(), source });

const label = z.string().trim().min(1).max(200);
/** Keys and what a person calls them. */
const named = z.record(key, label);

/** What closing asks for (published policy, closure; what is not published is marked). */
const closure = z.strictObject({
  /** (b): so many outreaches without a response, each on a support day of its own or not. */
  no_response: z
    .strictObject({ outreaches: z.int().min(1).max(20), separate: z.enum(['support_days', 'any']), source })
    .optional(),
  /** Severities whose resolution needs a root cause; none: it is switched off. */
  root_cause: z.strictObject({ severities: z.array(z.literal([1, 2, 3, 4])), source }).optional(),
  closure_codes: named.optional(),
  /** Why a clock was missed. Required: a case with a missed clock closes only with its reason. */
  breach_reasons: z.strictObject({ required: z.boolean(), codes: named, source }).optional(),
});

/** Share of an account's cases whose priority was above the severity found at triage. */
const inflation = z.strictObject({
  days: z.int().min(1).max(3_660),
  share: z.number().gt(0).lte(1),
  /** Of fewer cases than this nothing is said. */
  at_least: z.int().min(1),
  source,
});

/** A team of the vendor that cases are escalated to, and whom the case waits on then. */
const team = z.strictObject({
  name: label,
  waits_on: z.enum(['development', 'internally']),
  /** Non-standard work: needs a Statement of Work. */
  needs_sow: z.boolean().optional(),
  source,
});

/** A type of request for service: what it asks of the customer, and what the desk ticks off. */
const serviceRequestType = z.strictObject({
  name: label,
  fields: z.array(z.strictObject({ key, label, required: z.boolean() })).max(30),
  checklist: z.array(z.strictObject({ key, label })).max(30),
  source,
});

export const policySchema = z.strictObject({
  name: z.string().optional(),
  /** Where severity 1 and 2 emergencies must be phoned in. */
  hotline: z.strictObject({ phone: z.string().min(1), source }).optional(),
  priorities: z.partialRecord(severityKey, level).optional(),
  severities: z.partialRecord(severityKey, level).optional(),
  calendars: z.record(key, calendarSchema),
  agreements: z.record(key, agreementSchema),
  internal: z.strictObject({
    triage: target.optional(),
    hand_off: z.partialRecord(severityKey, target).optional(),
  }),
  resolution_pauses_on: z.array(z.enum(['customer', 'development', 'internally'])),
  resolution_pauses_on_source: source,
  /** At risk: this share of the target used, or this many working minutes left, whichever comes first. */
  at_risk: z
    .strictObject({ share: z.number().gt(0).lte(1), minutes_left: z.number().nonnegative(), source })
    .optional(),
  /** What an agent is told of a running clock. Without an entry: 75 % used, 30 working minutes left, and due. */
  notify: z
    .strictObject({
      first_response: notify.optional(),
      next_update: notify.optional(),
      resolution: notify.optional(),
      hand_off: notify.optional(),
    })
    .optional(),
  closure: closure.optional(),
  inflation: inflation.optional(),
  teams: z.record(key, team).optional(),
  service_requests: z.record(key, serviceRequestType).optional(),
  /**
   * Whether a customer's message in the portal reopens a case that is resolved, and whether customers see the severity
   * that the desk set. Neither, where the policy does not say.
   */
  portal: z.strictObject({ reopens_resolved: z.boolean(), shows_severity: z.boolean().optional(), source }).optional(),
});
export type Policy = z.infer<typeof policySchema>;
