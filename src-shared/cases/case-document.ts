import { z } from 'zod';
import type { AccountId, CaseId, ContactId, EventId, ProductId, UserId } from '../ids.ts';

/**
 * Any stored id: UUIDv7 for what the app makes, a source's own key for what was imported. Without control characters
 * and halves of surrogate pairs, which not every database can hold.
 */
export const idSchema = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'must not hold control characters');
export const caseIdSchema = idSchema.transform((id) => id as CaseId);
export const eventIdSchema = idSchema.transform((id) => id as EventId);
export const accountIdSchema = idSchema.transform((id) => id as AccountId);
export const contactIdSchema = idSchema.transform((id) => id as ContactId);
export const productIdSchema = idSchema.transform((id) => id as ProductId);
export const userIdSchema = idSchema.transform((id) => id as UserId);

/** 1 Critical, 2 Urgent, 3 Medium, 4 Low / Inquiry (published policy, severity levels). */
export const severitySchema = z.literal([1, 2, 3, 4]);
export type Severity = z.infer<typeof severitySchema>;

/** 1 Critical, 2 High, 3 Medium, 4 Low: set by the customer (published policy, priority). */
export const prioritySchema = z.literal([1, 2, 3, 4]);
export type Priority = z.infer<typeof prioritySchema>;

export const channelSchema = z.enum(['portal', 'phone', 'email', 'agent']);
export type Channel = z.infer<typeof channelSchema>;

export const waitingOnSchema = z.enum(['customer', 'development', 'internally']);
export type WaitingOn = z.infer<typeof waitingOnSchema>;

/** Published policy, channels: everything is logged as a case of one of these kinds. */
export const caseKindSchema = z.enum([
  'issue',
  'question',
  'training',
  'service_request',
  'enhancement',
  'user_administration',
  'professional_services',
]);
export type CaseKind = z.infer<typeof caseKindSchema>;

/**
 * Why an agent closes a case (published policy, closure): (a) resolved, (b) three outreaches without a response, (c) a
 * development ticket with a future release date, (d) in agreement with the customer.
 */
export const closeReasonSchema = z.enum(['resolved', 'no_response', 'development', 'agreement']);
/** Why a case was closed: `merged` comes of a merge only. */
const closedReasonSchema = z.enum([...closeReasonSchema.options, 'merged']);

/** Who did it: an agent, a contact of the customer, or an outside system (an import, a rule). */
export const actorSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('user'), id: userIdSchema }),
  z.object({ kind: z.literal('contact'), id: contactIdSchema }),
  z.object({ kind: z.literal('system'), name: z.string().min(1).max(200) }),
]);
export type Actor = z.infer<typeof actorSchema>;

const epochMsSchema = z.int();

const common = {
  id: eventIdSchema,
  /** Time of record, epoch ms. */
  at: epochMsSchema,
  by: actorSchema,
  /** The backend's version of the space that added the event; null while only this client knows of it. */
  version: z.int().positive().nullable(),
  /** When the backend recorded it, if more than five minutes after `at` ("recorded late"). */
  recordedAt: epochMsSchema.optional(),
  /** The event that this one takes back. */
  undoes: eventIdSchema.optional(),
  /** The case it was done on, if that one had been merged into this one by then. */
  doneOn: caseIdSchema.optional(),
};
const text = z.string().max(100_000);
/** A key of the policy: a team, a closure code, a type of service request, an item of a checklist. */
export const policyKeySchema = z.string().min(1).max(60);
/** A day of the desk's calendar, such as 2026-12-04. */
export const dateSchema = z.iso.date();
/** Where a ticket can be looked at. Nothing but a page is ever opened. */
export const linkSchema = z
  .url({ protocol: /^https?$/, error: 'expected a web address, http or https' })
  .max(2_000)
  .regex(/^[^\s\p{Cc}\p{Cs}]*$/u, 'expected a web address without spaces');
/** What another team's tracker calls a ticket: `DEV-4711`. */
export const ticketRefSchema = z.string().trim().pipe(idSchema);
/** What another team's tracker calls the state of a ticket. */
export const ticketStatusSchema = z.string().trim().min(1).max(200);
export const sowRefSchema = z.string().trim().min(1).max(200);

/** What the caller of an emergency said (published policy, channels: emergencies are phoned in). */
export const emergencySchema = z.object({
  callerNumber: z.string().max(60).optional(),
  /** Who called, if it was none of the account's contacts. */
  callerName: z.string().max(200).optional(),
  /** Since when it is down, epoch ms. */
  downSinceAt: epochMsSchema.nullable().optional(),
  whatIsDown: text.optional(),
  whoIsAffected: text.optional(),
  workaround: text.optional(),
  /** The business deadline behind it: the truck that leaves, the payment run tonight. */
  businessDeadline: text.optional(),
});
export type Emergency = z.infer<typeof emergencySchema>;

/** What a request for service asks for: a type of the policy, and the fields that it names. */
export const serviceRequestSchema = z.object({
  type: policyKeySchema,
  fields: z.record(policyKeySchema, text),
});
export type ServiceRequest = z.infer<typeof serviceRequestSchema>;

/** What triage asks (published policy, severity levels); a severity follows from the answers. */
export const triageAnswersSchema = z.object({
  /** It happens in production. */
  production: z.boolean(),
  impact: z.enum(['unavailable', 'data_integrity', 'degraded', 'limited', 'minimal']),
  customers: z.enum(['one', 'several', 'many']),
  workaround: z.enum(['none', 'unreasonable', 'short_term', 'reasonable']),
  /** The workaround holds for as many as need it. Null where there is none. */
  scales: z.boolean().nullable(),
});
export type TriageAnswers = z.infer<typeof triageAnswersSchema>;

/** Who of the customer agreed to the closing, when and how (published policy, closure (d)). */
export const agreedSchema = z.object({
  who: z.string().trim().min(1).max(200),
  at: epochMsSchema,
  how: z.string().trim().min(1).max(2_000),
});
export type Agreed = z.infer<typeof agreedSchema>;

/** A clock that can be missed, and so asks for a reason. */
export const missableClockSchema = z.enum(['first_response', 'next_update', 'resolution', 'triage', 'hand_off']);

/** One entry of a case's timeline. Events are only ever added, never edited or deleted. */
export const caseEventSchema = z.discriminatedUnion('type', [
  z.object({
    ...common,
    type: z.literal('opened'),
    channel: channelSchema,
    /** Null where the source has no customer priority (an imported log whose levels are the desk's). */
    priority: prioritySchema.nullable(),
    severity: severitySchema.optional(),
    agreement: idSchema,
    kind: caseKindSchema.optional(),
    productId: productIdSchema.nullable().optional(),
    ownerId: userIdSchema.nullable().optional(),
    /** False for logs that hold no messages: first response is then "not recorded", never missed. */
    messagesRecorded: z.boolean().optional(),
    emergency: emergencySchema.optional(),
    request: serviceRequestSchema.optional(),
    text,
  }),
  z.object({
    ...common,
    type: z.literal('severity_set'),
    severity: severitySchema,
    /** Null takes the kind off the case, as the product; absent leaves it as it is. */
    kind: caseKindSchema.nullable().optional(),
    productId: productIdSchema.nullable().optional(),
    /** What was answered at triage, and the severity that followed from it. */
    answers: triageAnswersSchema.optional(),
    proposed: severitySchema.optional(),
    text: text.optional(),
  }),
  z.object({ ...common, type: z.literal('agreement_changed'), agreement: idSchema, text: text.optional() }),
  z.object({ ...common, type: z.literal('assigned'), ownerId: userIdSchema.nullable() }),
  /** `macro`: the macro it was written with, if there was one. */
  z.object({ ...common, type: z.literal('agent_message'), text, macro: idSchema.optional() }),
  z.object({ ...common, type: z.literal('customer_message'), text }),
  z.object({ ...common, type: z.literal('call'), connected: z.boolean(), text }),
  z.object({ ...common, type: z.literal('note'), text }),
  z.object({ ...common, type: z.literal('waiting'), on: waitingOnSchema, text: text.optional() }),
  z.object({ ...common, type: z.literal('resumed'), text: text.optional() }),
  z.object({ ...common, type: z.literal('resolved'), rootCause: text.optional(), text: text.optional() }),
  z.object({
    ...common,
    type: z.literal('closed'),
    reason: closedReasonSchema,
    /** The case it was merged into. */
    into: caseIdSchema.optional(),
    /** Evidence of (c): the development ticket, and its release date at that time. */
    ticketRef: idSchema.optional(),
    plannedReleaseOn: dateSchema.optional(),
    /** Evidence of (d). */
    agreed: agreedSchema.optional(),
    /** What the desk counts it as, by the policy's list. */
    closureCode: policyKeySchema.optional(),
    text: text.optional(),
  }),
  z.object({
    ...common,
    type: z.literal('reopened'),
    /** The development ticket that it was closed on brought it back. */
    because: z.enum(['release_passed', 'release_moved', 'customer_wrote']).optional(),
    text: text.optional(),
  }),
  z.object({
    ...common,
    type: z.literal('handed_off'),
    // What a technical engineer needs to begin; imported hand-offs may lack it.
    summary: text.optional(),
    impact: text.optional(),
    stepsTried: text.optional(),
    evidence: text.optional(),
    text: text.optional(),
  }),
  z.object({
    ...common,
    type: z.literal('hand_off_accepted'),
    technicalOwnerId: userIdSchema.optional(),
    text: text.optional(),
  }),
  z.object({
    ...common,
    type: z.literal('hand_off_returned'),
    /** Why it came back; absent if the sender withdrew it (`undoes`). */
    reason: text.optional(),
    text: text.optional(),
  }),
  z.object({ ...common, type: z.literal('merged_from'), caseId: caseIdSchema, text: text.optional() }),
  /** To a team of the vendor (published policy, roles: escalation; non-standard work with its SOW). */
  z.object({
    ...common,
    type: z.literal('escalated'),
    team: policyKeySchema,
    ticketRef: idSchema.optional(),
    link: linkSchema.optional(),
    plannedReleaseOn: dateSchema.optional(),
    /** What was known of the ticket when the case joined it. */
    status: ticketStatusSchema.optional(),
    sowRef: sowRefSchema.optional(),
    text: text.optional(),
    /** It changed what was known of a ticket that cases were on already; those have heard of it. */
    broughtNews: z.boolean().optional(),
  }),
  /** What the other team's tracker says of the ticket now; a null date: none is planned any more. */
  z.object({
    ...common,
    type: z.literal('ticket_changed'),
    ticketRef: idSchema,
    status: ticketStatusSchema.optional(),
    plannedReleaseOn: dateSchema.nullable().optional(),
    link: linkSchema.optional(),
    text: text.optional(),
  }),
  /** Empty: none is known any more. */
  z.object({ ...common, type: z.literal('root_cause_set'), rootCause: text }),
  /** Why a clock was missed, by the policy's list. */
  z.object({
    ...common,
    type: z.literal('breach_reason_set'),
    clock: missableClockSchema,
    code: policyKeySchema,
    /** The reason is taken back: none is given any more. */
    withdrawn: z.boolean().optional(),
    text: text.optional(),
  }),
  /** Out of the way until a time, or until the customer writes (null). The customer's writing always ends it. */
  z.object({ ...common, type: z.literal('snoozed'), untilAt: epochMsSchema.nullable(), text: text.optional() }),
  z.object({ ...common, type: z.literal('unsnoozed') }),
  z.object({ ...common, type: z.literal('reminder_set'), remindAt: epochMsSchema, forId: userIdSchema, about: text }),
  z.object({ ...common, type: z.literal('reminder_done'), reminderId: eventIdSchema }),
  /** An account asks for an enhancement, or no more. */
  z.object({
    ...common,
    type: z.literal('voted'),
    accountId: accountIdSchema,
    withdrawn: z.boolean().optional(),
    text: text.optional(),
  }),
  z.object({ ...common, type: z.literal('request_set'), request: serviceRequestSchema }),
  z.object({ ...common, type: z.literal('checklist_checked'), item: policyKeySchema, done: z.boolean() }),
]);
export type CaseEvent = z.infer<typeof caseEventSchema>;
export type OpenedEvent = Extract<CaseEvent, { type: 'opened' }>;

type OmitFromEach<Union, Key extends PropertyKey> = Union extends unknown ? Omit<Union, Key> : never;
/** What happened, without who, when and under which id. */
export type CaseEventBody = OmitFromEach<CaseEvent, 'id' | 'at' | 'by' | 'version' | 'recordedAt'>;

/**
 * A case as it is stored and synced: what never changes, and its timeline.
 * Everything else (status, severity, owner, clocks) is the fold of `events`.
 */
export const caseDocumentSchema = z.object({
  id: caseIdSchema,
  /** Assigned by the backend; null while the case is known to this client only. */
  number: z.string().min(1).max(40).nullable(),
  subject: z.string().trim().min(1).max(500),
  accountId: accountIdSchema,
  contactId: contactIdSchema.nullable(),
  /** Key of an imported case in its source, for idempotent imports. */
  source: z
    .object({
      system: z.string(),
      key: z.string(),
      /** The zone in which the source's wall times were read. */
      timeZone: z.string().optional(),
      /** By how much the import moved the case's history, so that later imports move it alike. */
      movedMs: z.int().optional(),
    })
    .optional(),
  events: z.array(caseEventSchema).min(1).readonly(),
});
export type CaseDocument = z.infer<typeof caseDocumentSchema>;
