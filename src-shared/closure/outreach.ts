import { nextSupportDayOpening, supportDayAt } from '../calendar/support-days.ts';
import type { WorkingCalendar } from '../calendar/working-calendar.ts';
import type { CaseDocument } from '../cases/case-document.ts';
import type { CaseState } from '../cases/case-state.ts';
import type { EpochMs } from '../ids.ts';
import type { CompiledPolicy } from '../policy/compile-policy.ts';
import { deskCalendar } from '../policy/desk-calendar.ts';
import { closureRules } from './closure-rules.ts';

/** How far a case is on its way to be closed without a response (published policy, closure (b)). */
export interface OutreachCount {
  readonly needed: number;
  /** Contacts that count since the customer was heard last: of several on one day the first. */
  readonly counted: readonly EpochMs[];
  /** The calendar whose days they stand on; null if they need no days of their own, or the policy has no calendar. */
  readonly calendar: WorkingCalendar | null;
}

/**
 * Counts the outreaches of a case. On support days: a day counts once, in the zone of the agreement's calendar; hours do
 * not matter on a day that has any, and an outreach on a day without counts for none.
 */
export function countOutreaches(policy: CompiledPolicy, state: CaseState): OutreachCount {
  const { outreaches: needed, separate } = closureRules(policy.policy).noResponse;
  if (separate === 'any') return { needed, counted: state.work.outreaches, calendar: null };
  const calendar = agreementCalendar(policy, state);
  if (calendar === null) return { needed, counted: [], calendar };
  const days = new Set<number>();
  const counted = state.work.outreaches.filter((at) => {
    const day = supportDayAt(calendar, at);
    if (day === null || days.has(day)) return false;
    days.add(day);
    return true;
  });
  return { needed, counted, calendar };
}

/** The earliest instant from `at` on at which one more outreach would count; null if none ever will. */
export function nextCountingAt({ counted, calendar }: OutreachCount, at: EpochMs): EpochMs | null {
  if (calendar === null) return at;
  const today = supportDayAt(calendar, at);
  const isUsed = counted.some((counts) => supportDayAt(calendar, counts) === today);
  return today !== null && !isUsed ? at : nextSupportDayOpening(calendar, at);
}

/** From when on the case may be closed at the earliest, were every outreach that is missing made as soon as it counts. */
export function closableFrom(count: OutreachCount, at: EpochMs): EpochMs | null {
  const { calendar } = count;
  let from = nextCountingAt(count, at);
  for (let more = count.needed - count.counted.length - 1; more > 0 && from !== null && calendar !== null; more -= 1) {
    from = nextSupportDayOpening(calendar, from);
  }
  return from;
}

/**
 * Since when a case that waits on the customer can be closed without a response: the last outreach that was needed. Null
 * if it does not wait on the customer, or not enough were made.
 */
export function unansweredSince(policy: CompiledPolicy, state: CaseState): EpochMs | null {
  if (state.status !== 'waiting_customer' || state.work.outreaches.length === 0) return null;
  const { counted, needed } = countOutreaches(policy, state);
  return counted[needed - 1] ?? null;
}

/** An answer that the case waits for. */
export interface AwaitedAnswer {
  /** Outreaches that count. */
  readonly made: number;
  readonly needed: number;
  /**
   * When it is the desk's turn again: at the opening of the next support day after the last outreach, so that the
   * customer had the time to answer it, or after the case began to wait where there was none. Null if support never opens.
   */
  readonly turnAt: EpochMs | null;
}

/**
 * How a case stands that waits on the customer; null for any other.
 *
 * @param unsent when a message was written that has not reached the backend yet: it is no outreach until then, but
 *   nobody should write another one for it.
 */
export function awaitedAnswer(policy: CompiledPolicy, state: CaseState, unsent: EpochMs | null): AwaitedAnswer | null {
  if (state.status !== 'waiting_customer') return null;
  const { counted, needed } = countOutreaches(policy, state);
  const calendar = agreementCalendar(policy, state);
  const { outreaches, heardAt, waitsSinceAt } = state.work;
  const lastAt = outreaches.at(-1) ?? Math.max(heardAt, waitsSinceAt ?? heardAt);
  const turnAt = calendar === null ? null : nextSupportDayOpening(calendar, Math.max(lastAt, unsent ?? lastAt));
  return { made: counted.length, needed, turnAt };
}

/** When a case that waits on the customer should be followed up. Null if it has enough outreaches already. */
export function nextOutreachAt(policy: CompiledPolicy, state: CaseState, unsent: EpochMs | null): EpochMs | null {
  const awaited = awaitedAnswer(policy, state, unsent);
  return awaited === null || awaited.made >= awaited.needed ? null : awaited.turnAt;
}

/** When the last message was written that the backend does not know of; null if there is none. */
export function unsentAt({ events }: Pick<CaseDocument, 'events'>): EpochMs | null {
  return events.findLast(({ type, version }) => type === 'agent_message' && version === null)?.at ?? null;
}

/** The calendar of the case's agreement; the desk's own where the policy does not know the agreement. */
export function agreementCalendar(policy: CompiledPolicy, { agreement }: CaseState): WorkingCalendar | null {
  const key = policy.policy.agreements[agreement]?.calendar;
  return (key === undefined ? undefined : policy.calendars.get(key)) ?? deskCalendar(policy);
}
