import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CaseState } from '../../../../src-shared/cases/case-state.ts';
import { foldCase } from '../../../../src-shared/cases/fold-case.ts';
import { backFromSnoozeAt } from '../../../../src-shared/cases/snoozed.ts';
import { compilePolicy } from '../../../../src-shared/policy/compile-policy.ts';
import { isAtRisk, readClock } from '../../../../src-shared/sla/read-clock.ts';
import { type Action, action, by } from './arbitrary-actions.ts';
import { type Desk, deskWithCase, policy } from './desk.ts';

type Step = { readonly action: Action; readonly by: string; readonly after: number };

describe('rule-6 whatever was snoozed and reminded of among other work', () => {
  const steps = fc.array(fc.record({ action, by, after: fc.nat(40) }), { maxLength: 25 });
  /** What keeps a case out of the way, and what somebody wants to come back to. */
  const aside: ReadonlySet<string> = new Set(['snoozed', 'unsnoozed', 'reminder_set', 'reminder_done']);
  const compiled = compilePolicy(policy);

  async function deskAfter(done: readonly Step[]): Promise<Desk> {
    const desk = await deskWithCase();
    let minutes = 0;
    for (const step of done) {
      minutes += step.after;
      await step.action(desk, { by: step.by, at: minutes });
    }
    return desk;
  }

  it('moves no clock, status or owner: the case is what it is without it', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (done) => {
        const desk = await deskAfter(done);
        const { events } = desk.case();
        const others = events.filter(({ type, undoes }) => {
          const undone = undoes === undefined ? undefined : events.find(({ id }) => id === undoes);
          return !aside.has(type) && !(undone !== undefined && aside.has(undone.type));
        });
        const plain = ({ work: { snooze: _, reminders: __, ...work }, lastEventAt: ___, ...state }: CaseState) => ({
          ...state,
          work,
        });
        expect(plain(desk.state())).toEqual(plain(foldCase(compiled, others)));
      }),
    );
  });

  it('keeps each reminder until it is ticked off, once', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (done) => {
        const desk = await deskAfter(done);
        const { events } = desk.case();
        const finished = events.flatMap((event) => (event.type === 'reminder_done' ? event.reminderId : []));
        const open = events.flatMap(({ type, id }) => (type === 'reminder_set' && !finished.includes(id) ? id : []));
        expect(desk.state().work.reminders.map(({ id }) => id)).toEqual(open);
        expect(new Set(finished).size).toBe(finished.length);
      }),
    );
  });

  it('hides no deadline: before it is back, its most urgent clock is neither at risk nor overdue', async () => {
    let snoozed = 0;
    await fc.assert(
      fc.asyncProperty(steps, async (done) => {
        const state = (await deskAfter(done)).state();
        const back = backFromSnoozeAt(compiled, state);
        expect(back === null).toBe(state.work.snooze === null);
        if (back === null || state.mostUrgent === null) return;
        snoozed += 1;
        expect(back).toBeLessThanOrEqual(state.work.snooze?.untilAt ?? Infinity);
        const clock = state.clocks[state.mostUrgent];
        if (clock === undefined || back - 1 < state.lastEventAt) return;
        const { state: reading } = readClock(clock, back - 1);
        expect(reading).not.toBe('breached');
        expect(isAtRisk(compiled, clock, back - 1)).toBe(false);
      }),
    );
    expect(snoozed).toBeGreaterThan(5);
  });
});
