import type { CaseState } from '../cases/case-state.ts';
import type { EpochMs } from '../ids.ts';
import type { Policy } from '../policy/policy.ts';
import { hoursWords, zoneWords } from './hours-words.ts';
import type { PlaceholderValues } from './placeholders.ts';

/** A case as a macro speaks of it, under the directory's present names. */
export interface SpokenCase {
  readonly state: CaseState;
  /** Null until the backend has given one. */
  readonly number: string | null;
  readonly accountName: string;
  readonly contactName: string | null;
  readonly agentName: string;
}

/** What the placeholders of a macro stand for on a case. Null where the agent has to say it. */
export function placeholderValues(policy: Policy, spoken: SpokenCase, now: EpochMs): PlaceholderValues {
  const { state, number, accountName, contactName, agentName } = spoken;
  const calendar = policy.calendars[policy.agreements[state.agreement]?.calendar ?? ''];
  return {
    account: accountName,
    contact: contactName === null ? null : firstName(contactName),
    number,
    agent: agentName,
    hours: calendar === undefined ? null : hoursWords(calendar),
    'next step': nextStep(policy, state, now),
  };
}

/** What happens next as far as the case itself tells: what it waits for, or by when the customer hears from the desk. */
function nextStep(policy: Policy, { status, work, clocks }: CaseState, now: EpochMs): string | null {
  const planned = work.escalations.findLast(({ plannedReleaseOn }) => plannedReleaseOn !== null)?.plannedReleaseOn;
  const isDone = status === 'resolved' || status === 'closed';
  if (planned != null && !isDone) return `The correction is planned for the release of ${dayWords(planned)}.`;
  switch (status) {
    case 'new':
    case 'triaged':
    case 'in_progress':
    case 'waiting_internally': {
      const clock = clocks.next_update ?? clocks.first_response;
      // A promise that is broken already is no next step.
      if (clock?.phase !== 'running' || clock.dueAt === null || clock.dueAt <= now) return null;
      const zone = policy.calendars[clock.calendarKey]?.timeZone;
      return zone === undefined ? null : `You hear from us again by ${instantWords(clock.dueAt, zone)} at the latest.`;
    }
    default:
      return null;
  }
}

/** The rest may be anything; a customer is greeted by the first name, as everybody in this trade is. */
function firstName(name: string): string {
  return name.trim().split(/\s+/)[0] ?? name;
}

function instantWords(at: EpochMs, timeZone: string): string {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    weekday: 'long',
    month: 'long',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
  });
  return `${format.format(at).replaceAll('\u202f', ' ')} ${zoneWords(timeZone)}`;
}

/** A day such as 2026-12-04 is the same in every zone. */
function dayWords(day: string): string {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: 'UTC', month: 'long', day: 'numeric', year: 'numeric' });
  return format.format(Date.parse(`${day}T00:00:00Z`));
}
