import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addWorkingTime, openOrNextAt } from '../../../../src-shared/calendar/working-time.ts';
import { caseIdSchema, eventIdSchema, userIdSchema } from '../../../../src-shared/cases/case-document.ts';
import { foldCase } from '../../../../src-shared/cases/fold-case.ts';
import type { FoldEvent } from '../../../../src-shared/cases/fold-event.ts';
import { caseDeadlines, deadlineHorizonMs, thresholdKey } from '../../../../src-shared/deadlines/case-deadlines.ts';
import { caseDeadlinesSchema } from '../../../../src-shared/deadlines/deadline.ts';
import { compilePolicy } from '../../../../src-shared/policy/compile-policy.ts';
import type { CalendarSpec, ThresholdSpec } from '../../../../src-shared/policy/policy.ts';
import { calendarsIn } from '../calendar/arbitrary-calendars.ts';
import { event, fold, minutesIn, monday, opened, policy } from '../cases/timeline.ts';

const doc = { id: caseIdSchema.parse('c'), number: '00000001', subject: 'ASN rejected', events: [] };
const minute = 60_000;
const zones = ['America/Los_Angeles', 'Europe/Berlin', 'Australia/Lord_Howe', 'UTC'] as const;
/** Around the days on which these zones set their clocks. */
const starts = fc.integer({
  min: Date.parse('2026-03-01T00:00Z') / minute,
  max: Date.parse('2026-04-10T00:00Z') / minute,
});
const calendars = fc
  .constantFrom(...zones)
  .chain((zone) => calendarsIn(zone, ['2026-03-08', '2026-03-29', '2026-04-03']));
const threshold: fc.Arbitrary<ThresholdSpec> = fc.oneof(
  fc.constant('due' as const),
  fc.integer({ min: 1, max: 99 }).map((share) => ({ share: share / 100 })),
  fc.integer({ min: 1, max: 600 }).map((minutes) => ({ minutes_left: minutes })),
);

function policyOf(calendar: CalendarSpec, within: CalendarSpec, minutes: number, thresholds: readonly ThresholdSpec[]) {
  return compilePolicy({
    calendars: { desk: calendar, told: within },
    agreements: { standard: { calendar: 'desk', targets: { 1: { first_response: { minutes } } } } },
    internal: {},
    resolution_pauses_on: [],
    notify: { first_response: { thresholds: [...thresholds], within: 'told' } },
  });
}

/** The working time left that a threshold stands for; null where the target has not that much. */
function leftOf(spec: ThresholdSpec, targetMs: number): number | null {
  if (spec === 'due') return 0;
  if ('share' in spec) return targetMs - Math.ceil(targetMs * spec.share);
  return spec.minutes_left * minute < targetMs ? spec.minutes_left * minute : null;
}

describe('the crossings of a clock', () => {
  test('are where its calendar has that much working time, and are told within the hours of the policy', () => {
    fc.assert(
      fc.property(
        calendars,
        calendars,
        starts,
        fc.integer({ min: 1, max: 1_200 }),
        fc.uniqueArray(threshold, { selector: thresholdKey, maxLength: 6 }),
        (calendar, within, start, minutes, thresholds) => {
          const compiled = policyOf(calendar, within, minutes, thresholds);
          const at = start * minute;
          const state = foldCase(compiled, [opened({ at })]);
          const found = caseDeadlines(compiled, doc, 'Harvest', state, 'mine', at)?.deadlines[0]?.crossings ?? [];
          const desk = compiled.calendars.get('desk');
          const told = compiled.calendars.get('told');
          if (desk === undefined || told === undefined) throw new Error('The policy has both calendars.');
          const dueAt = addWorkingTime(desk, at, minutes * minute);
          const expected = new Map<number, { threshold: string; tellAt: number; leftMs: number }>();
          for (const spec of dueAt === null ? [] : thresholds) {
            const leftMs = leftOf(spec, minutes * minute);
            if (leftMs === null) continue;
            const crossed = addWorkingTime(desk, at, minutes * minute - leftMs);
            const tellAt = crossed === null ? null : openOrNextAt(told, crossed);
            if (crossed === null || tellAt === null || crossed > at + deadlineHorizonMs) continue;
            const known = expected.get(crossed);
            if (known === undefined || leftMs < known.leftMs) {
              expected.set(crossed, { threshold: thresholdKey(spec), tellAt, leftMs });
            }
          }
          expect(found).toEqual(
            [...expected].sort(([a], [b]) => a - b).map(([crossed, rest]) => ({ at: crossed, ...rest })),
          );
        },
      ),
      { seed: 4, numRuns: 400 },
    );
  });
});

describe('the deadlines of a case', () => {
  const compiled = policy();
  const of = (...events: readonly FoldEvent[]) =>
    caseDeadlines(compiled, doc, 'Harvest', fold(...events), 'mine', monday);

  test('are those of its running clocks, as they are handed over', () => {
    const found = of();
    expect(caseDeadlinesSchema.parse(found)).toEqual(found);
    expect(found).toMatchObject({ caseId: 'c', number: '00000001', account: 'Harvest', severity: 1, reason: 'mine' });
    expect(found?.deadlines.map(({ clock, dueAt }) => [clock, dueAt])).toEqual([
      ['first_response', minutesIn(60)],
      ['resolution', minutesIn(240)],
    ]);
  });

  test('are none once it is resolved, and none of a paused clock', () => {
    expect(of(event(5, { type: 'resolved' }))).toBeNull();
    const waiting = of(event(6, { type: 'waiting', on: 'customer' }));
    expect(waiting?.deadlines.map(({ clock }) => clock)).toEqual(['first_response']);
  });

  test('for the role that a hand-off waits for are the hand-off’s alone', () => {
    const handed = fold(event(5, { type: 'handed_off' }));
    const found = (reason: 'hand_off' | 'mine') =>
      caseDeadlines(compiled, doc, 'Harvest', handed, reason, monday)?.deadlines.map(({ clock }) => clock);
    expect(found('hand_off')).toEqual(['hand_off']);
    expect(found('mine')).not.toContain('hand_off');
  });

  test('look seven days ahead', () => {
    const slow = policy({
      agreements: {
        standard: { calendar: 'always', targets: { 1: { first_response: { minutes: 9 * 24 * 60 } } } },
      },
    });
    const state = foldCase(slow, [opened()]);
    const due = (now: number) =>
      caseDeadlines(slow, doc, 'H', state, 'mine', now)?.deadlines[0]?.crossings.map(({ threshold }) => threshold);
    expect(due(monday - 2 * minute)).toEqual(['used:0.75']);
    expect(due(monday - 3 * 24 * 60 * minute)).toBeUndefined();
    expect(due(monday + 2 * 24 * 60 * minute)).toEqual(['used:0.75', 'left:30', 'due']);
  });

  test('tell of the reminders of the agent they are for, a week ahead and back, on a case that is done too', () => {
    const [me, other] = [userIdSchema.parse('me'), userIdSchema.parse('other')];
    const day = 24 * 60;
    const remind = (id: string, minutes: number, forId = me): FoldEvent =>
      event(1, { id: eventIdSchema.parse(id), type: 'reminder_set', remindAt: minutesIn(minutes), forId, about: id });
    const state = fold(
      remind('b', 90),
      remind('a', 60),
      remind('theirs', 60, other),
      remind('far', 8 * day),
      remind('late', -day),
      event(2, { type: 'resolved' }),
    );
    const found = caseDeadlines(compiled, doc, 'Harvest', state, 'reminder', monday, {
      id: me,
      hearsEverything: false,
    });
    expect(found).toMatchObject({ reason: 'reminder', deadlines: [] });
    expect(found?.reminders?.map(({ id }) => id)).toEqual(['late', 'a', 'b']);
    expect(caseDeadlinesSchema.parse(found)).toEqual(found);
    expect(caseDeadlines(compiled, doc, 'Harvest', state, 'mine', monday)).toBeNull();
  });
});
