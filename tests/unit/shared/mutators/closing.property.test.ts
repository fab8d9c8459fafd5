import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CaseEvent } from '../../../../src-shared/cases/case-document.ts';
import type { CloseReason } from '../../../../src-shared/closure/checklist.ts';
import type { EpochMs } from '../../../../src-shared/ids.ts';
import type { MutatorArgs } from '../../../../src-shared/mutators/registry.ts';
import { closingPolicy } from '../closure/closing-desk.ts';
import { type ActOptions, type Desk, deskWithCase, maya, monday, tess } from './desk.ts';

const minute = 60_000;
/** A Tuesday and a Thursday of the three weeks after the opening are closed. */
const closedOn = new Set(['2026-04-21', '2026-04-23']);
const rules = closingPolicy({
  calendars: {
    support: {
      timeZone: 'America/Los_Angeles',
      weekly: {
        1: [['06:00', '17:00']],
        2: [['06:00', '17:00']],
        3: [['06:00', '17:00']],
        4: [['06:00', '17:00']],
        5: [['06:00', '17:00']],
      },
      holidays: [...closedOn].map((date) => ({ date })),
    },
  },
  agreements: { standard: { calendar: 'support', targets: { 2: { resolution: { minutes: 3_000 } } } } },
  closure: { breach_reasons: { required: true, codes: { volume: 'More cases than hands' } } },
});

type Step = (desk: Desk, options: ActOptions) => unknown;

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constant<Step>((desk, options) => desk.on('message_customer', { text: 'Well?' }, options)),
  },
  {
    weight: 2,
    arbitrary: fc.boolean().map(
      (connected): Step =>
        (desk, options) =>
          desk.on('log_call', { connected, text: 'Rang.' }, options),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constant<Step>((desk, { at = 0 }) => {
      if (desk.state().status !== 'closed') desk.customerWrites({ at });
    }),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(2 as const, 3 as const, 4 as const).map(
      (severity): Step =>
        (desk, options) =>
          desk.on('set_severity', { severity }, options),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.boolean().map(
      (tells): Step =>
        (desk, options) =>
          desk.on('resolve', tells ? { rootCause: 'A full disk.' } : {}, options),
    ),
  },
  { weight: 1, arbitrary: fc.constant<Step>((desk, options) => desk.on('reopen', {}, options)) },
  {
    weight: 1,
    arbitrary: fc.constant<Step>((desk, options) => desk.on('set_root_cause', { rootCause: 'A leak.' }, options)),
  },
  {
    weight: 1,
    arbitrary: fc.constant<Step>((desk, options) =>
      desk.on('set_breach_reason', { clock: 'resolution', code: 'volume' }, options),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom('2026-04-14', '2026-04-24', '2026-05-08', undefined).map(
      (plannedReleaseOn): Step =>
        (desk, options) =>
          desk.on(
            'escalate',
            {
              team: 'development',
              ticketRef: 'DEV-7',
              wait: false,
              ...(plannedReleaseOn === undefined ? {} : { plannedReleaseOn }),
            },
            { ...options, by: tess },
          ),
    ),
  },
);

const closing: fc.Arbitrary<Omit<MutatorArgs<'close'>, 'caseId' | 'eventId'>> = fc.oneof(
  fc.constant({ reason: 'resolved' as const }),
  fc.constant({ reason: 'no_response' as const }),
  fc
    .constantFrom('DEV-7', 'DEV-7', 'DEV-8', undefined)
    .map((ticketRef) => ({ reason: 'development' as const, ticketRef })),
  fc.record({
    reason: fc.constant('agreement' as const),
    agreed: fc.record({
      who: fc.constantFrom('Irene', 'Irene', 'Irene', ' '),
      at: fc.integer({ min: -30, max: 30 * 24 * 60 }).map((minutes) => monday + minutes * minute),
      how: fc.constantFrom('By mail.', 'By mail.', 'By mail.', ''),
    }),
  }),
);

/** The date in Los Angeles and its weekday, told by the platform. */
function date(at: EpochMs): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Los_Angeles', dateStyle: 'short' }).format(at);
}
function isSupportDate(day: string): boolean {
  const weekday = new Date(`${day}T12:00:00Z`).getUTCDay();
  return weekday >= 1 && weekday <= 5 && !closedOn.has(day);
}

interface Oracle {
  readonly isResolved: boolean;
  readonly severity: number;
  readonly hasRootCause: boolean;
  readonly dates: number;
  readonly plannedReleaseOn: string | null;
  readonly hasTicket: boolean;
  readonly isExplained: boolean;
}

/** Goes through the events once more, with none of the code under test. */
function told(events: readonly CaseEvent[]): Oracle {
  let isResolved = false;
  let severity = 2;
  let hasRootCause = false;
  let dates = new Set<string>();
  let plannedReleaseOn: string | null = null;
  let hasTicket = false;
  let isExplained = false;
  for (const event of events) {
    if (event.type === 'severity_set') severity = event.severity;
    if (event.type === 'resolved') isResolved = true;
    if (event.type === 'reopened') isResolved = false;
    if (event.type === 'root_cause_set' || (event.type === 'resolved' && event.rootCause !== undefined)) {
      hasRootCause = true;
    }
    if (event.type === 'customer_message' || (event.type === 'call' && event.connected)) dates = new Set();
    if (event.type === 'agent_message' || (event.type === 'call' && !event.connected)) {
      if (isSupportDate(date(event.at))) dates.add(date(event.at));
    }
    if (event.type === 'escalated') {
      hasTicket = true;
      plannedReleaseOn = event.plannedReleaseOn ?? plannedReleaseOn;
    }
    if (event.type === 'breach_reason_set') isExplained = true;
  }
  return { isResolved, severity, hasRootCause, dates: dates.size, plannedReleaseOn, hasTicket, isExplained };
}

function isComplete(
  known: Oracle,
  isMissed: boolean,
  args: { reason: CloseReason; [key: string]: unknown },
  at: EpochMs,
) {
  if (isMissed && !known.isExplained) return false;
  switch (args.reason) {
    case 'resolved':
      return known.isResolved && (known.severity > 2 || known.hasRootCause);
    case 'no_response':
      return known.dates >= 3;
    case 'development':
      return (
        args.ticketRef === 'DEV-7' &&
        known.hasTicket &&
        known.plannedReleaseOn !== null &&
        known.plannedReleaseOn > date(at)
      );
    case 'agreement': {
      const agreed = args.agreed as { who: string; at: number; how: string };
      return agreed.who === 'Irene' && agreed.how !== '' && agreed.at >= monday && agreed.at <= at;
    }
  }
}

describe('rule-7 whatever happened to a case', () => {
  it('it closes exactly when everything that its reason asks for is there', async () => {
    const seen = { accepted: 0, refused: 0 };
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ act: step, after: fc.integer({ min: 1, max: 3 * 24 * 60 }) }), { maxLength: 14 }),
        closing,
        async (steps, args) => {
          const desk = await deskWithCase('backend', rules);
          let at = 0;
          for (const { act, after } of steps) {
            at += after;
            await act(desk, { by: maya, at });
          }
          const before = desk.case().events;
          const clock = desk.state().clocks.resolution;
          const now = monday + at * minute;
          // Told by the clock itself, which has tests of its own.
          const isMissed = clock?.dueAt != null && (clock.phase === 'running' ? clock.dueAt < now : true);
          const expected = isComplete(told(before), isMissed, args, now);
          const outcome = await desk.on('close', args, { at });
          expect(outcome.accepted, JSON.stringify(outcome)).toBe(expected);
          if (outcome.accepted) seen.accepted += 1;
          else {
            seen.refused += 1;
            expect(outcome.message).toMatch(/^Case 00000001 cannot be closed yet\. .*\.$/s);
            expect(desk.case().events).toEqual(before);
          }
        },
      ),
      { numRuns: 600 },
    );
    expect(seen.accepted).toBeGreaterThan(40);
    expect(seen.refused).toBeGreaterThan(40);
  });
});
