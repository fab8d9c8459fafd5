import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { workingTimeBetween } from '../../../../src-shared/calendar/working-time.ts';
import { userIdSchema } from '../../../../src-shared/cases/case-document.ts';
import type { FoldEvent } from '../../../../src-shared/cases/fold-event.ts';
import { dueSteps } from '../../../../src-shared/closure/next-steps.ts';
import { agreementCalendar } from '../../../../src-shared/closure/outreach.ts';
import { compilePolicy } from '../../../../src-shared/policy/compile-policy.ts';
import { caseOf, closingPolicy, la, message, on, waits } from './closing-desk.ts';

const policy = compilePolicy(closingPolicy());
const stepsOf = (...events: readonly FoldEvent[]) => dueSteps(policy, caseOf(events), null);
const byRelease = { kind: 'system', name: 'Release watch' } as const;
const agent = { kind: 'user', id: userIdSchema.parse('ana') } as const;

/** Outreaches on three support days, the last on Wednesday before Thanksgiving. */
const threeOutreaches = [
  on('2026-11-23', message, '11:00'),
  on('2026-11-23', waits, '11:01'),
  on('2026-11-24', message),
  on('2026-11-25', message),
];
const closed = on('2026-11-24', { type: 'closed', reason: 'development', ticketRef: 'DEV-1' });

describe('rule-7 (b) the next step of a case that waits on the customer', () => {
  it('is another outreach, from the opening of the next support day on, over holiday and weekend', () => {
    expect(stepsOf(on('2026-11-25', message), on('2026-11-25', waits, '10:01'))).toEqual([
      {
        step: 'follow_up',
        at: la('2026-11-27', '08:00'),
        tellAt: la('2026-11-27', '08:00'),
        about: '1 of 3 outreaches count so far.',
      },
    ]);
    expect(stepsOf(on('2026-11-27', message), on('2026-11-27', waits, '10:01'))).toMatchObject([
      { at: la('2026-11-30', '06:00') },
    ]);
  });

  it('is none on the day on which it began to wait, however long ago the customer was heard', () => {
    expect(stepsOf(on('2026-11-24', waits, '16:00'))).toMatchObject([
      { step: 'follow_up', at: la('2026-11-25', '06:00'), about: '0 of 3 outreaches count so far.' },
    ]);
    // Waiting for them once more puts nothing off.
    expect(stepsOf(on('2026-11-24', waits, '16:00'), on('2026-11-25', waits))).toMatchObject([
      { at: la('2026-11-25', '06:00') },
    ]);
  });

  it('is closing once the last outreach needed had until the next support day without an answer', () => {
    expect(stepsOf(...threeOutreaches)).toEqual([
      {
        step: 'may_close',
        at: la('2026-11-27', '08:00'),
        tellAt: la('2026-11-27', '08:00'),
        about: '3 outreaches went unanswered.',
      },
    ]);
    // One more gives them more time.
    expect(stepsOf(...threeOutreaches, on('2026-11-27', message))).toMatchObject([
      { step: 'may_close', at: la('2026-11-30', '06:00') },
    ]);
  });

  it('waits for a message that is not sent yet', () => {
    const state = caseOf(threeOutreaches);
    expect(dueSteps(policy, state, la('2026-11-27', '09:00'))).toMatchObject([{ at: la('2026-11-30', '06:00') }]);
  });

  it.each([
    ['the customer answered', { type: 'customer_message' }],
    ['the customer was reached', { type: 'call', connected: true }],
    ['it waits on somebody else', { type: 'waiting', on: 'development' }],
    ['work goes on', { type: 'resumed' }],
    ['it is resolved', { type: 'resolved' }],
    ['it is closed', { type: 'closed', reason: 'no_response' }],
  ] as const)('is none once %s', (_name, event) => {
    const steps = stepsOf(...threeOutreaches, on('2026-11-27', event));
    expect(steps.filter(({ step }) => step === 'may_close')).toEqual([]);
  });

  it('is told when a snooze ends, within support hours, and not at all while it is snoozed until they write', () => {
    const waiting = [on('2026-11-24', message), on('2026-11-24', waits, '10:01')];
    const until = (untilAt: number | null) => on('2026-11-24', { type: 'snoozed', untilAt }, '10:02');
    expect(stepsOf(...waiting, until(la('2026-11-25', '14:00')))).toMatchObject([
      { at: la('2026-11-25', '06:00'), tellAt: la('2026-11-25', '14:00') },
    ]);
    expect(stepsOf(...waiting, until(la('2026-11-25', '20:00')))).toMatchObject([
      { at: la('2026-11-25', '06:00'), tellAt: la('2026-11-27', '08:00') },
    ]);
    expect(stepsOf(...waiting, until(null))).toEqual([]);
    expect(stepsOf(...waiting, until(null), on('2026-11-24', { type: 'unsnoozed' }, '12:00'))).toMatchObject([
      { tellAt: la('2026-11-25', '06:00') },
    ]);
  });

  it('never comes where the calendar never opens', () => {
    const never = compilePolicy(
      closingPolicy({
        calendars: { support: { timeZone: 'UTC', weekly: {}, holidays: [] } },
        agreements: { standard: { calendar: 'support', targets: {} } },
      }),
    );
    expect(dueSteps(never, caseOf([on('2026-11-24', message), on('2026-11-24', waits)], {}, never), null)).toEqual([]);
  });
});

describe('rule-7 (c) a case that came back by its release', () => {
  const back = (because: 'release_passed' | 'release_moved' | 'customer_wrote', date: string, time?: string) =>
    on(date, { type: 'reopened', because, by: byRelease, version: 9 }, time);

  it('is told at once, or from the opening on where it came back outside support hours', () => {
    expect(stepsOf(closed, back('release_moved', '2026-11-25'))).toEqual([
      {
        step: 'came_back',
        at: la('2026-11-25'),
        tellAt: la('2026-11-25'),
        about: 'The release that it was closed for has moved.',
      },
    ]);
    expect(stepsOf(closed, back('release_passed', '2026-11-26', '00:00'))).toMatchObject([
      { tellAt: la('2026-11-27', '08:00'), about: 'The release that it was closed for is out.' },
    ]);
  });

  it.each([
    { type: 'agent_message' },
    { type: 'call', connected: false },
    { type: 'waiting', on: 'development' },
    { type: 'resolved' },
    { type: 'closed', reason: 'development' },
  ] as const)('is none any more once somebody went on with it: $type', (event) => {
    expect(stepsOf(closed, back('release_moved', '2026-11-25'), on('2026-11-25', event, '11:00'))).toEqual([]);
  });

  it('still is after a note and another owner', () => {
    const after = [
      on('2026-11-25', { type: 'note', by: agent }),
      on('2026-11-25', { type: 'assigned', ownerId: agent.id }),
    ];
    expect(stepsOf(closed, back('release_moved', '2026-11-25'), ...after)).toMatchObject([{ step: 'came_back' }]);
  });

  it('is not one that an agent or the customer reopened, that was open, or of which the backend does not know yet', () => {
    expect(stepsOf(closed, on('2026-11-25', { type: 'reopened', by: agent }))).toEqual([]);
    expect(stepsOf(closed, back('customer_wrote', '2026-11-25'))).toEqual([]);
    expect(stepsOf(back('release_moved', '2026-11-25'))).toEqual([]);
    const unsent = on('2026-11-25', { type: 'reopened', because: 'release_moved', by: byRelease, version: null });
    expect(stepsOf(closed, unsent)).toEqual([]);
  });
});

describe('rule-7 the next steps over any course of a case', () => {
  const course = fc.array(
    fc.record({
      hours: fc.integer({ min: 0, max: 40 }),
      event: fc.constantFrom(
        { type: 'agent_message' },
        { type: 'agent_message' },
        { type: 'call', connected: false },
        { type: 'waiting', on: 'customer' },
        { type: 'waiting', on: 'customer' },
        { type: 'customer_message' },
        { type: 'closed', reason: 'development' },
        { type: 'reopened', because: 'release_moved' },
        { type: 'snoozed', untilAt: null },
        { type: 'snoozed', untilAt: la('2026-12-04', '03:00') },
        { type: 'unsnoozed' },
      ),
    }),
    { maxLength: 14 },
  );

  it('are told within support hours only, never before their time, and at most one of silence', () => {
    fc.assert(
      fc.property(course, (steps) => {
        let at = la('2026-11-23');
        const events = steps.map(({ hours, event }) => {
          at += hours * 3_600_000 + 60_000;
          return { ...event, at } as FoldEvent;
        });
        const state = caseOf(events);
        const calendar = agreementCalendar(policy, state);
        if (calendar === null) throw new Error('The policy has a calendar.');
        const found = dueSteps(policy, state, null);
        for (const { step, at: dueAt, tellAt } of found) {
          expect(tellAt).toBeGreaterThanOrEqual(dueAt);
          const isOpen = workingTimeBetween(calendar, tellAt, tellAt + 1) > 0;
          expect(isOpen || workingTimeBetween(calendar, tellAt - 1, tellAt) > 0).toBe(true);
          if (step !== 'came_back') expect(dueAt).toBeGreaterThan(Math.max(0, ...state.work.outreaches));
        }
        expect(found.filter(({ step }) => step !== 'came_back').length).toBeLessThanOrEqual(1);
        if (state.status === 'closed') expect(found).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });
});
