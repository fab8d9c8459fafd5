import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DeadlineSchedule } from '../../../../src-main/deadlines/schedule.ts';
import { caseIdSchema } from '../../../../src-shared/cases/case-document.ts';
import type { CaseDeadlines } from '../../../../src-shared/deadlines/deadline.ts';

const minute = 60_000;
const many = 400;

/** A case with two clocks whose crossings lie at these minutes; the same minutes are shared by many cases. */
function caseAt(index: number, minutes: number): CaseDeadlines {
  const crossing = (threshold: string, at: number) => ({ threshold, at, tellAt: at, leftMs: 0 });
  const at = minutes * minute;
  return {
    caseId: caseIdSchema.parse(`case-${index}`),
    number: `${index}`,
    subject: '',
    account: '',
    severity: 3,
    reason: 'mine',
    deadlines: [
      { clock: 'resolution', dueAt: at + minute, crossings: [crossing('used:0.75', at), crossing('due', at + minute)] },
      { clock: 'next_update', dueAt: at, crossings: [crossing('due', at)] },
    ],
  };
}

const step = fc.oneof(
  fc.record({ put: fc.nat(many + 20), at: fc.nat(60) }),
  fc.record({ remove: fc.nat(many + 20) }),
  fc.record({ pass: fc.nat(10) }),
);

test('changes put in place one by one leave the schedule that going through everything would', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const cases = Array.from({ length: many }, (_, index) => caseAt(index, 20 + ((index * 7) % 50)));
      const quick = new DeadlineSchedule(new Map(), cases);
      let now = 0;
      for (const one of steps) {
        if ('put' in one) quick.put([caseAt(one.put, now / minute + one.at)], now);
        else if ('remove' in one) quick.remove([`case-${one.remove}`]);
        else {
          now += one.pass * minute;
          quick.take(now);
        }
        const whole = new DeadlineSchedule(quick.told(), [...quick.cases()]);
        expect(quick.nextAt()).toBe(whole.nextAt());
      }
      const whole = new DeadlineSchedule(quick.told(), [...quick.cases()]);
      const end = now + 1_000 * minute;
      const keysOf = ({ onTime, missed }: ReturnType<DeadlineSchedule['take']>) =>
        [...onTime, ...missed].flatMap(({ keys }) => keys).sort();
      expect(keysOf(quick.take(end))).toEqual(keysOf(whole.take(end)));
      expect(quick.nextAt()).toBeNull();
    }),
    { numRuns: 60 },
  );
});

test('a change that keeps a deadline keeps since when it is known', () => {
  const cases = Array.from({ length: many }, (_, index) => caseAt(index, 10));
  const schedule = new DeadlineSchedule();
  schedule.put(cases, 0);
  // Changed when its instants had long passed: they are missed, not news.
  schedule.put([caseAt(5, 10)], 60 * minute);
  const { onTime, missed } = schedule.take(60 * minute);
  expect(onTime).toEqual([]);
  expect(missed).toHaveLength(2 * many);
});
