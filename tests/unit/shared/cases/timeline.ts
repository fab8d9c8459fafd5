import type { CaseClock, CaseState, ClockName } from '../../../../src-shared/cases/case-state.ts';
import { foldCase } from '../../../../src-shared/cases/fold-case.ts';
import type { FoldEvent } from '../../../../src-shared/cases/fold-event.ts';
import type { EpochMs } from '../../../../src-shared/ids.ts';
import { type CompiledPolicy, compilePolicy } from '../../../../src-shared/policy/compile-policy.ts';
import type { Policy } from '../../../../src-shared/policy/policy.ts';

export const minuteMs = 60_000;
/** Monday 2 March 2026, 10:00 in Los Angeles: within support hours for seven more hours. */
export const monday = Date.parse('2026-03-02T18:00:00Z');

/** Minutes after Monday, 10:00. */
export function minutesIn(minutes: number): EpochMs {
  return monday + minutes * minuteMs;
}

/** Support hours and a calendar that never closes; round targets that tell the clocks apart. */
export function policy(changes: Partial<Policy> = {}): CompiledPolicy {
  const day: [string, string][] = [['06:00', '17:00']];
  const always: [string, string][] = [['00:00', '24:00']];
  const timeZone = 'America/Los_Angeles';
  return compilePolicy({
    calendars: {
      support: { timeZone, weekly: { 1: day, 2: day, 3: day, 4: day, 5: day }, holidays: [] },
      always: {
        timeZone,
        weekly: { 1: always, 2: always, 3: always, 4: always, 5: always, 6: always, 7: always },
        holidays: [],
      },
    },
    agreements: {
      standard: {
        calendar: 'support',
        targets: {
          1: { first_response: { minutes: 60 }, next_update: { minutes: 30 }, resolution: { minutes: 240 } },
          2: { first_response: { minutes: 120 }, next_update: { minutes: 60 }, resolution: { minutes: 480 } },
          3: { first_response: { minutes: 600 } },
          4: {},
        },
      },
      premier: {
        calendar: 'support',
        targets: {
          1: { first_response: { minutes: 60, calendar: 'always' }, resolution: { minutes: 300, calendar: 'always' } },
        },
      },
    },
    internal: { triage: { minutes: 120 }, hand_off: { 1: { minutes: 30 }, 2: { minutes: 60 } } },
    resolution_pauses_on: ['customer'],
    ...changes,
  });
}

type Opened = Extract<FoldEvent, { type: 'opened' }>;

/** A portal case of priority 1 on the standard agreement, opened on Monday at 10:00. */
export function opened(changes: Partial<Opened> = {}): Opened {
  return { type: 'opened', at: monday, channel: 'portal', priority: 1, agreement: 'standard', ...changes };
}

type Rest = FoldEvent extends infer Event ? (Event extends FoldEvent ? Omit<Event, 'at'> : never) : never;

/** An event so many minutes after the opening. */
export function event(minutes: number, rest: Rest): FoldEvent {
  return { ...rest, at: minutesIn(minutes) } as FoldEvent;
}

/** The fold of a case opened on Monday at 10:00 and what followed. */
export function fold(...events: readonly FoldEvent[]): CaseState {
  return foldCase(policy(), [opened(), ...events]);
}

/** A clock that must be there. */
export function clockOf(state: CaseState, name: ClockName): CaseClock {
  const clock = state.clocks[name];
  if (clock === undefined) throw new Error(`The case shows no ${name} clock.`);
  return clock;
}
