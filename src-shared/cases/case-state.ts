import type { WorkingCalendar } from '../calendar/working-calendar.ts';
import type { AccountId, CaseId, DurationMs, EpochMs, EventId, ProductId, UserId } from '../ids.ts';
import type { TargetOrigin } from '../policy/compile-policy.ts';
import type {
  Actor,
  Agreed,
  CaseEvent,
  CaseKind,
  Channel,
  Emergency,
  Priority,
  ServiceRequest,
  Severity,
  TriageAnswers,
} from './case-document.ts';

export type CaseStatus =
  | 'new'
  | 'triaged'
  | 'in_progress'
  | 'waiting_customer'
  | 'waiting_development'
  | 'waiting_internally'
  | 'resolved'
  | 'closed';

/** Customer clocks in the order that decides between equal dues. */
export const customerClocks = ['first_response', 'next_update', 'resolution'] as const;
export type CustomerClockName = (typeof customerClocks)[number];
export type ClockName = CustomerClockName | 'triage' | 'hand_off';

/** A stretch during which a clock ran; `toAt` is null while it still runs. */
export interface RunningSpan {
  readonly fromAt: EpochMs;
  readonly toAt: EpochMs | null;
}

/** A clock as the events left it. What it reads at an instant is `readClock(clock, now)`. */
export interface CaseClock {
  readonly name: ClockName;
  readonly phase: 'running' | 'paused' | 'stopped';
  readonly startedAt: EpochMs;
  readonly spans: readonly RunningSpan[];
  readonly targetMs: DurationMs;
  readonly calendarKey: string;
  readonly calendar: WorkingCalendar;
  /** Where target and calendar come from; null for a target that no policy gave. */
  readonly origin: TargetOrigin | null;
  /** Working time of the spans that ended. */
  readonly usedMs: DurationMs;
  /** Start of the span that still runs; null when paused or stopped. */
  readonly runningSince: EpochMs | null;
  /** While it runs: elapsed = `calendar.workedUntil(now) - workedBase`, so a tick costs one search per calendar. */
  readonly workedBase: DurationMs;
  /** Running: the projected due instant. Otherwise the instant the target was used up, or null if it was not. */
  readonly dueAt: EpochMs | null;
}

export type ClockState = 'running' | 'paused' | 'met' | 'breached' | 'missed';

/** What a clock shows at one instant. */
export interface ClockReading {
  readonly state: ClockState;
  readonly elapsedMs: DurationMs;
  /** Negative once overdue. */
  readonly remainingMs: DurationMs;
  readonly dueAt: EpochMs | null;
}

/** What a COA tells the TAEs. Null where an imported hand-off does not say. */
export interface HandOffBrief {
  readonly summary: string | null;
  readonly impact: string | null;
  readonly stepsTried: string | null;
  readonly evidence: string | null;
}

/** The latest hand-off of a case. */
export interface HandOff {
  /** `ended`: the case was resolved or closed before anybody accepted it. */
  readonly state: 'open' | 'accepted' | 'returned' | 'ended';
  /** The `handed_off` event; null on the wire, whose events have no ids. */
  readonly eventId: EventId | null;
  readonly at: EpochMs;
  readonly by: Actor | null;
  readonly brief: HandOffBrief;
  /** Who accepted or returned it, and when; null while it is open. */
  readonly answeredAt: EpochMs | null;
  readonly answeredBy: Actor | null;
  /** Why it was returned. */
  readonly reason: string | null;
}

/** What the desk found at triage. */
export interface Triage {
  /** The first severity that the desk set. */
  readonly found: Severity;
  readonly at: EpochMs;
  /** The latest answers; null if none were kept. */
  readonly answers: TriageAnswers | null;
}

/** A case with another team of the vendor; the latest word of its ticket. */
export interface Escalation {
  readonly team: string;
  readonly at: EpochMs;
  readonly ticketRef: string | null;
  readonly link: string | null;
  /** A day such as 2026-12-04. */
  readonly plannedReleaseOn: string | null;
  readonly sowRef: string | null;
  /** What the other team's tracker calls its state. */
  readonly status: string | null;
}

/** How a case was closed last, with its evidence. */
export interface Closure {
  readonly reason: Extract<CaseEvent, { type: 'closed' }>['reason'];
  readonly at: EpochMs;
  readonly ticketRef: string | null;
  readonly plannedReleaseOn: string | null;
  readonly agreed: Agreed | null;
  readonly closureCode: string | null;
}

/** Brought back by the release that it was closed for, and nobody has gone on with it since. */
export interface CameBack {
  readonly at: EpochMs;
  readonly because: 'release_passed' | 'release_moved';
}

export interface Snooze {
  /** Null: until the customer writes. */
  readonly untilAt: EpochMs | null;
  readonly at: EpochMs;
  readonly by: Actor | null;
}

export interface Reminder {
  readonly id: EventId;
  readonly remindAt: EpochMs;
  readonly forId: UserId;
  readonly about: string;
}

/** What the desk works with besides status, owners and clocks. Most of it is absent on most cases. */
export interface CaseWork {
  /** Null until the desk sets a severity. */
  readonly triage: Triage | null;
  /** What the caller of an emergency said. */
  readonly emergency: Emergency | null;
  /** Came by phone, was found to be severity 3 or 4, and the customer was not told yet that it belongs in the portal. */
  readonly belongsInPortal: boolean;
  /** Contacts with the customer that had no answer yet, since the customer was heard last (published policy, closure (b)). */
  readonly outreaches: readonly EpochMs[];
  /** When the customer was heard last: the opening, a message, a call that reached them. */
  readonly heardAt: EpochMs;
  /** When it began to wait on the customer last; null if it never did. */
  readonly waitsSinceAt: EpochMs | null;
  readonly escalations: readonly Escalation[];
  readonly rootCause: string | null;
  /** Code of the policy's list for each clock that was missed and explained. */
  readonly breachReasons: Readonly<Partial<Record<ClockName, string>>>;
  /** Null unless the case is closed. */
  readonly closure: Closure | null;
  readonly cameBack: CameBack | null;
  /** Null when it is not snoozed; whether a time has passed is for the reader to tell. */
  readonly snooze: Snooze | null;
  readonly reminders: readonly Reminder[];
  /** Accounts that ask for the enhancement. */
  readonly votes: readonly AccountId[];
  readonly request: ServiceRequest | null;
  /** Items of the request's checklist that are done. */
  readonly checked: readonly string[];
}

/** The fold of a case's events: fields and clocks from the same pass, so they cannot disagree. */
export interface CaseState {
  readonly status: CaseStatus;
  readonly severity: Severity;
  /** True until the desk has set a severity; the customer's priority stands in. */
  readonly provisional: boolean;
  readonly priority: Priority | null;
  readonly channel: Channel;
  readonly agreement: string;
  readonly kind: CaseKind | null;
  readonly productId: ProductId | null;
  /** The customer's contact on the desk; stays through a hand-off. */
  readonly ownerId: UserId | null;
  /** The TAE who accepted the hand-off. */
  readonly technicalOwnerId: UserId | null;
  /** Null if it was never handed off. */
  readonly handOff: HandOff | null;
  /** How often a hand-off came back: the ping-pong between the teams. */
  readonly returnedCount: number;
  /** The case this one was merged into; work on it goes there. */
  readonly mergedInto: CaseId | null;
  readonly openedAt: EpochMs;
  readonly lastEventAt: EpochMs;
  readonly lastCustomerMessageAt: EpochMs | null;
  readonly lastAgentMessageAt: EpochMs | null;
  readonly resolvedAt: EpochMs | null;
  readonly closedAt: EpochMs | null;
  /** False for imported logs without messages: first response is "not recorded", never missed. */
  readonly messagesRecorded: boolean;
  /** Severity 1 or 2 that came by portal and has no call yet (published policy, channels). */
  readonly notPhonedIn: boolean;
  readonly work: CaseWork;
  readonly clocks: Readonly<Partial<Record<ClockName, CaseClock>>>;
  /** The customer clock that is due first among those running or breached. */
  readonly mostUrgent: CustomerClockName | null;
  /** Due instant of `mostUrgent`. */
  readonly dueAt: EpochMs | null;
}
