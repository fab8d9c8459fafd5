import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CaseState } from '../../../../src-shared/cases/case-state.ts';
import {
  awaitedAnswer,
  closableFrom,
  countOutreaches,
  nextCountingAt,
  nextOutreachAt,
  unansweredSince,
} from '../../../../src-shared/closure/outreach.ts';
import type { EpochMs } from '../../../../src-shared/ids.ts';
import { compilePolicy } from '../../../../src-shared/policy/compile-policy.ts';
import type { CalendarSpec } from '../../../../src-shared/policy/policy.ts';
import { caseOf, closingPolicy, la, message, on, waits } from './closing-desk.ts';

const policy = compilePolicy(closingPolicy());
const days = (state: CaseState) => countOutreaches(policy, state).counted.length;

describe('rule-7 (b) outreaches without a response', () => {
  it('count once for each support day, however many there are on it', () => {
    expect(days(caseOf([on('2026-11-23', message, '11:00'), on('2026-11-23', message, '12:00')]))).toBe(1);
    expect(days(caseOf([on('2026-11-23', message, '11:00'), on('2026-11-24', message, '12:00')]))).toBe(2);
  });

  it('count outside of hours too on a day that has any, and for no day on one that has none', () => {
    expect(days(caseOf([on('2026-11-23', message, '23:30'), on('2026-11-24', message, '00:10')]))).toBe(2);
    expect(days(caseOf([on('2026-11-27', message, '20:00')]))).toBe(1);
    expect(days(caseOf([on('2026-11-26', message), on('2026-11-28', message), on('2026-11-29', message)]))).toBe(0);
  });

  it('are calls that reached nobody as well as messages that the backend accepted', () => {
    const unsent = { ...message, version: null };
    expect(days(caseOf([on('2026-11-24', { type: 'call', connected: false }), on('2026-11-25', message)]))).toBe(2);
    expect(days(caseOf([on('2026-11-24', unsent), on('2026-11-25', message)]))).toBe(1);
  });

  it('start anew when the customer writes or is reached, not when somebody notes or resolves', () => {
    const two = [on('2026-11-23', message, '11:00'), on('2026-11-24', message)];
    expect(days(caseOf([...two, on('2026-11-25', { type: 'customer_message' }, '08:00')]))).toBe(0);
    expect(days(caseOf([...two, on('2026-11-25', { type: 'call', connected: true }, '08:00')]))).toBe(0);
    expect(days(caseOf([...two, on('2026-11-25', { type: 'note' }), on('2026-11-25', { type: 'resolved' })]))).toBe(2);
  });

  it('stand on the calendar of the case’s present agreement, in its own zone', () => {
    // Saturday 02:00 in Los Angeles is Saturday 11:00 in Berlin.
    const saturday = [on('2026-11-28', message, '02:00')];
    expect(days(caseOf(saturday))).toBe(0);
    expect(days(caseOf(saturday, { agreement: 'weekend' }))).toBe(1);
    // An agreement that the policy does not know goes by the desk's calendar.
    expect(days(caseOf([on('2026-11-24', message)], { agreement: 'gold' }))).toBe(1);
  });

  it('need no days of their own where the policy says so', () => {
    const any = compilePolicy(closingPolicy({ closure: { no_response: { outreaches: 2, separate: 'any' } } }));
    const state = caseOf([on('2026-11-28', message, '09:00'), on('2026-11-28', message, '09:01')], {}, any);
    expect(countOutreaches(any, state)).toMatchObject({
      needed: 2,
      calendar: null,
      counted: [la('2026-11-28', '09:00'), expect.any(Number)],
    });
  });

  it('are three on different support days where the policy has no section for it', () => {
    const bare = compilePolicy(closingPolicy({ closure: undefined }));
    expect(countOutreaches(bare, caseOf([], {}, bare))).toMatchObject({ needed: 3, counted: [] });
  });
});

describe('rule-7 (b) the next outreach', () => {
  it('counts at once on a support day without one, otherwise from the next opening, over weekend and holiday', () => {
    const count = countOutreaches(policy, caseOf([on('2026-11-24', message), on('2026-11-25', message)]));
    expect(nextCountingAt(count, la('2026-11-25', '16:00'))).toBe(la('2026-11-27', '08:00'));
    expect(nextCountingAt(count, la('2026-11-27', '07:00'))).toBe(la('2026-11-27', '07:00'));
    expect(nextCountingAt(count, la('2026-11-28'))).toBe(la('2026-11-30', '06:00'));
  });

  it('says from when on a case can be closed at the earliest', () => {
    const none = countOutreaches(policy, caseOf([]));
    expect(closableFrom(none, la('2026-11-24'))).toBe(la('2026-11-27', '08:00'));
    const one = countOutreaches(policy, caseOf([on('2026-11-25', message)]));
    expect(closableFrom(one, la('2026-11-25', '12:00'))).toBe(la('2026-11-30', '06:00'));
  });

  it('is due at the opening of the next support day after the last, while the case waits on the customer', () => {
    const waiting = caseOf([on('2026-11-25', message), on('2026-11-25', waits, '10:01')]);
    expect(nextOutreachAt(policy, waiting, null)).toBe(la('2026-11-27', '08:00'));
    expect(nextOutreachAt(policy, caseOf([on('2026-11-25', message)]), null)).toBeNull();
  });

  it('is due after the customer was heard last where there was none yet', () => {
    const called = caseOf([on('2026-11-24', { type: 'call', connected: true }), on('2026-11-24', waits, '10:01')]);
    expect(nextOutreachAt(policy, called, null)).toBe(la('2026-11-25', '06:00'));
  });

  it('is due the day after it began to wait where nobody wrote to the customer since', () => {
    expect(nextOutreachAt(policy, caseOf([on('2026-11-24', waits)]), null)).toBe(la('2026-11-25', '06:00'));
  });

  it('is followed by a proposal to close, on the support day after the last that was needed', () => {
    const three = ['2026-11-23', '2026-11-24', '2026-11-25'].map((date) => on(date, message, '11:00'));
    const unanswered = caseOf([...three, on('2026-11-25', waits, '11:01')]);
    expect(awaitedAnswer(policy, unanswered, null)).toEqual({ made: 3, needed: 3, turnAt: la('2026-11-27', '08:00') });
    expect(nextOutreachAt(policy, unanswered, null)).toBeNull();
    expect(awaitedAnswer(policy, caseOf(three), null)).toBeNull();
  });

  it('waits for a message that is not sent yet', () => {
    const waiting = caseOf([on('2026-11-24', message), on('2026-11-24', waits, '10:01')]);
    expect(nextOutreachAt(policy, waiting, la('2026-11-25'))).toBe(la('2026-11-27', '08:00'));
  });

  it('is not due any more once there are enough: the case can be closed then', () => {
    const dates = ['2026-11-23', '2026-11-24', '2026-11-25'];
    const enough = caseOf([...dates.map((date) => on(date, message, '11:00')), on('2026-11-25', waits, '11:01')]);
    expect(nextOutreachAt(policy, enough, null)).toBeNull();
    expect(unansweredSince(policy, enough)).toBe(la('2026-11-25', '11:00'));
    expect(unansweredSince(policy, caseOf(dates.map((date) => on(date, message, '11:00'))))).toBeNull();
  });

  it('never counts where the calendar never opens', () => {
    const closed = compilePolicy(
      closingPolicy({
        calendars: { support: { timeZone: 'UTC', weekly: {}, holidays: [] } },
        agreements: { standard: { calendar: 'support', targets: {} } },
      }),
    );
    const waiting = caseOf([on('2026-11-24', message), on('2026-11-24', waits)], {}, closed);
    expect(nextOutreachAt(closed, waiting, null)).toBeNull();
    expect(closableFrom(countOutreaches(closed, waiting), la('2026-11-24'))).toBeNull();
  });
});

const hours = fc.constantFrom<[string, string][]>([], [['06:00', '17:00']], [['00:00', '24:00']], [['22:00', '23:30']]);
const zones = ['America/Los_Angeles', 'Europe/Berlin', 'Asia/Kolkata', 'Pacific/Auckland', 'America/Havana'] as const;
/** Both changes of the clocks of each zone lie within. */
const from = Date.UTC(2026, 2, 1);
const calendars: fc.Arbitrary<CalendarSpec> = fc.record({
  timeZone: fc.constantFrom(...zones),
  weekly: fc.record({ 1: hours, 2: hours, 3: hours, 4: hours, 5: hours, 6: hours, 7: hours }),
  holidays: fc.uniqueArray(
    fc.record({
      date: fc.integer({ min: 0, max: 300 }).map((day) => new Date(from + day * 86_400_000).toISOString().slice(0, 10)),
      hours,
    }),
    { selector: ({ date }) => date, maxLength: 20 },
  ),
});

/** Told by the platform's own calendar, without any of the code under test. */
function supportDate(spec: CalendarSpec, at: EpochMs): string | null {
  const parts = new Intl.DateTimeFormat('en-CA', { timeZone: spec.timeZone, dateStyle: 'short' }).format(at);
  const weekday = ((new Date(`${parts}T00:00:00Z`).getUTCDay() + 6) % 7) + 1;
  const day = spec.holidays.find(({ date }) => date === parts)?.hours ?? spec.weekly[String(weekday) as '1'] ?? [];
  return day.length > 0 ? parts : null;
}

describe('rule-7 (b) over any calendar, with weekends, holidays and changes of the clocks', () => {
  it('as many outreaches count as there are different support dates among them', () => {
    fc.assert(
      fc.property(
        calendars,
        fc.array(fc.integer({ min: from, max: from + 300 * 86_400_000 }), { maxLength: 12 }),
        (spec, instants) => {
          const compiled = compilePolicy(
            closingPolicy({
              calendars: { support: spec },
              agreements: { standard: { calendar: 'support', targets: {} } },
            }),
          );
          const events = instants.map((at) => ({ ...message, at }) as const);
          const state = caseOf(events as never, { at: from }, compiled);
          const dates = new Set(instants.flatMap((at) => supportDate(spec, at) ?? []));
          const count = countOutreaches(compiled, state);
          expect(count.counted).toHaveLength(dates.size);

          const now = Math.max(from, ...instants);
          const next = nextCountingAt(count, now);
          if (next === null) return;
          const date = supportDate(spec, next);
          expect(date).not.toBeNull();
          expect(dates).not.toContain(date);
          // No earlier day would have counted.
          for (let at = now; at < next; at += 3_600_000) {
            const earlier = supportDate(spec, at);
            expect(earlier === null || dates.has(earlier) || earlier === date).toBe(true);
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
