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

/**
 * When a case that waits on the customer should be followed up: at the opening of the next support day after the last
 * outreach, or after it began to wait where there was none. Null if it does not wait on the customer, or has enough
 * outreaches already.
 *
 * @param unsent when a message was written that has not reached the backend yet: it is no outreach until then, but
 *   nobody should write another one for it.
 */
export function nextOutreachAt(policy: CompiledPolicy, state: CaseState, unsent: EpochMs | null): EpochMs | null {
  if (state.status !== 'waiting_customer' || unansweredSince(policy, state) !== null) return null;
  return supportDayAfterLast(policy, state, unsent);
}

/**
 * From when on closing a case without a response is proposed: at the opening of the next support day after the last
 * outreach, so that the customer had the time to answer it too. It is allowed from the last outreach needed on.
 */
export function closingProposedAt(policy: CompiledPolicy, state: CaseState, unsent: EpochMs | null): EpochMs | null {
  return unansweredSince(policy, state) === null ? null : supportDayAfterLast(policy, state, unsent);
}

/** When the last message was written that the backend does not know of; null if there is none. */
export function unsentAt({ events }: Pick<CaseDocument, 'events'>): EpochMs | null {
  return events.findLast(({ type, version }) => type === 'agent_message' && version === null)?.at ?? null;
}

/** The opening of the next support day after the last outreach, or after the case began to wait for want of one. */
function supportDayAfterLast(policy: CompiledPolicy, state: CaseState, unsent: EpochMs | null): EpochMs | null {
  const calendar = agreementCalendar(policy, state);
  if (calendar === null) return null;
  const { outreaches, heardAt, waitsSinceAt } = state.work;
  const lastAt = outreaches.at(-1) ?? Math.max(heardAt, waitsSinceAt ?? heardAt);
  return nextSupportDayOpening(calendar, Math.max(lastAt, unsent ?? lastAt));
}

/** The calendar of the case's agreement; the desk's own where the policy does not know the agreement. */
export function agreementCalendar(policy: CompiledPolicy, { agreement }: CaseState): WorkingCalendar | null {
  const key = policy.policy.agreements[agreement]?.calendar;
  return (key === undefined ? undefined : policy.calendars.get(key)) ?? deskCalendar(policy);
}
