import type { CaseState } from '../../../../src-shared/cases/case-state.ts';
import { foldCase } from '../../../../src-shared/cases/fold-case.ts';
import type { FoldEvent } from '../../../../src-shared/cases/fold-event.ts';
import type { EpochMs } from '../../../../src-shared/ids.ts';
import { type CompiledPolicy, compilePolicy } from '../../../../src-shared/policy/compile-policy.ts';
import { type Policy, policySchema } from '../../../../src-shared/policy/policy.ts';

const day: [string, string][] = [['06:00', '17:00']];

/** Support hours of Los Angeles, closed on Thanksgiving, with a short day after it, and every list that closing reads. */
export function closingPolicy(changes: Partial<Policy> = {}): Policy {
  return policySchema.parse({
    calendars: {
      support: {
        timeZone: 'America/Los_Angeles',
        weekly: { 1: day, 2: day, 3: day, 4: day, 5: day },
        holidays: [{ date: '2026-11-26' }, { date: '2026-11-27', hours: [['08:00', '12:00']] }],
      },
      weekend: { timeZone: 'Europe/Berlin', weekly: { 6: day, 7: day }, holidays: [] },
    },
    agreements: {
      standard: {
        calendar: 'support',
        targets: { 1: { resolution: { minutes: 60 } }, 2: { resolution: { minutes: 60 } } },
      },
      weekend: { calendar: 'weekend', targets: {} },
    },
    internal: {},
    resolution_pauses_on: ['customer'],
    closure: {
      closure_codes: { answered: 'Question answered' },
      breach_reasons: { required: false, codes: { volume: 'More cases than hands' } },
    },
    teams: {
      development: { name: 'Development', waits_on: 'development' },
      database: { name: 'Database', waits_on: 'internally' },
    },
    service_requests: {
      report: {
        name: 'Report',
        fields: [],
        checklist: [
          { key: 'nda', label: 'Agreement on file' },
          { key: 'sent', label: 'Report sent' },
        ],
      },
    },
    ...changes,
  });
}

/** An instant by the clocks of Los Angeles, which stand eight hours behind UTC from 1 November to March. */
export function la(date: string, time = '10:00'): EpochMs {
  return Date.parse(`${date}T${time}:00-08:00`);
}

type Opened = Extract<FoldEvent, { type: 'opened' }>;
type Rest = FoldEvent extends infer Event ? (Event extends FoldEvent ? Omit<Event, 'at'> : never) : never;

export function on(date: string, rest: Rest, time?: string): FoldEvent {
  return { ...rest, at: la(date, time) } as FoldEvent;
}

/** A question of severity 4 that came on Monday 23 November 2026, and what followed. */
export function caseOf(
  events: readonly FoldEvent[],
  opened: Partial<Opened> = {},
  policy: CompiledPolicy = compilePolicy(closingPolicy()),
): CaseState {
  const opening = {
    type: 'opened',
    at: la('2026-11-23'),
    channel: 'portal',
    priority: 4,
    agreement: 'standard',
  } as const;
  return foldCase(policy, [{ ...opening, ...opened }, ...events]);
}

export const message: Rest = { type: 'agent_message' };
export const waits: Rest = { type: 'waiting', on: 'customer' };
