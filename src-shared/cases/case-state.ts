import type { WorkingCalendar } from '../calendar/working-calendar.ts';
import type { DurationMs, EpochMs, ProductId, UserId } from '../ids.ts';
import type { CaseKind, Channel, Priority, Severity } from './case-document.ts';

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
  readonly ownerId: UserId | null;
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
  readonly clocks: Readonly<Partial<Record<ClockName, CaseClock>>>;
  /** The customer clock that is due first among those running or breached. */
  readonly mostUrgent: CustomerClockName | null;
  /** Due instant of `mostUrgent`. */
  readonly dueAt: EpochMs | null;
}
