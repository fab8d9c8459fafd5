import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { workingTimeBetween } from '../../../../src-shared/calendar/working-time.ts';
import { foldCase } from '../../../../src-shared/cases/fold-case.ts';
import type { FoldEvent } from '../../../../src-shared/cases/fold-event.ts';
import { atRiskAt, isAtRisk, overdueAt, readClock } from '../../../../src-shared/sla/read-clock.ts';
import { clockOf, event, fold, minuteMs, minutesIn, opened, policy } from '../cases/timeline.ts';

describe('rule-5 reading a clock', () => {
  it('is running until exactly nothing is left, then breached', () => {
    const clock = clockOf(fold(), 'first_response');
    expect(readClock(clock, minutesIn(60))).toStrictEqual({
      state: 'running',
      elapsedMs: 60 * minuteMs,
      remainingMs: 0,
      dueAt: minutesIn(60),
    });
    expect(readClock(clock, minutesIn(60) + 1)).toMatchObject({ state: 'breached', remainingMs: -1 });
  });

  it('is overdue from the first working millisecond after its due: one due at closing, from the next opening', () => {
    const hour = (minutes: number) => clockOf(fold(event(minutes, { type: 'agent_message' })), 'next_update');
    expect(overdueAt(hour(60))).toBe(minutesIn(90) + 1);
    // Monday 17:00, then Tuesday 06:00.
    expect(hour(390).dueAt).toBe(minutesIn(420));
    expect(overdueAt(hour(390))).toBe(minutesIn(420 + 13 * 60) + 1);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2_000 }), (minutes) => {
        const clock = hour(minutes);
        const at = overdueAt(clock) ?? Number.NaN;
        expect(readClock(clock, at).state).toBe('breached');
        expect(readClock(clock, at - 1).state).toBe('running');
      }),
    );
  });

  it('stands still while paused and once stopped', () => {
    const paused = clockOf(fold(event(20, { type: 'waiting', on: 'customer' })), 'resolution');
    expect(readClock(paused, minutesIn(200))).toMatchObject({ state: 'paused', elapsedMs: 20 * minuteMs, dueAt: null });
    const met = clockOf(fold(event(20, { type: 'agent_message' })), 'first_response');
    expect(readClock(met, minutesIn(200))).toMatchObject({ state: 'met', remainingMs: 40 * minuteMs, dueAt: null });
  });

  it('tells when the target of a missed or an overdue paused clock was used up', () => {
    const missed = clockOf(fold(event(90, { type: 'agent_message' })), 'first_response');
    expect(readClock(missed, minutesIn(300))).toMatchObject({ state: 'missed', dueAt: minutesIn(60) });
    const overdue = clockOf(fold(event(250, { type: 'waiting', on: 'customer' })), 'resolution');
    expect(readClock(overdue, minutesIn(300))).toMatchObject({ state: 'breached', dueAt: minutesIn(240) });
  });

  it('is due, with exactly zero left, when that was used up, also after a pause', () => {
    const waited = fold(event(240, { type: 'waiting', on: 'customer' }), event(300, { type: 'resumed' }));
    expect(readClock(clockOf(waited, 'resolution'), minutesIn(300))).toMatchObject({
      state: 'running',
      remainingMs: 0,
      dueAt: minutesIn(240),
    });
  });

  it('agrees with the sum of its spans at any instant', () => {
    const step = fc.constantFrom<FoldEvent>(
      event(0, { type: 'waiting', on: 'customer' }),
      event(0, { type: 'resumed' }),
      event(0, { type: 'resolved' }),
      event(0, { type: 'reopened' }),
      event(0, { type: 'severity_set', severity: 1 }),
      event(0, { type: 'severity_set', severity: 2 }),
    );
    const timeline = fc.array(fc.tuple(fc.integer({ min: 0, max: 3_000 }), step), { maxLength: 12 });
    fc.assert(
      fc.property(timeline, fc.integer({ min: 0, max: 9_000 }), (steps, later) => {
        let minutes = 0;
        const events = steps.map(([gap, rest]) => {
          minutes += gap;
          return { ...rest, at: minutesIn(minutes) };
        });
        const now = minutesIn(minutes + later);
        const clock = clockOf(foldCase(policy(), [opened(), ...events]), 'resolution');
        const elapsed = clock.spans.reduce(
          (sum, { fromAt, toAt }) => sum + workingTimeBetween(clock.calendar, fromAt, toAt ?? now),
          0,
        );
        const reading = readClock(clock, now);
        expect(reading.elapsedMs).toBe(elapsed);
        expect(reading.elapsedMs + reading.remainingMs).toBe(clock.targetMs);
      }),
    );
  });
});

describe('at risk', () => {
  const resolution = clockOf(fold(), 'resolution');
  const response = clockOf(fold(), 'first_response');

  it('begins at 75 % used or 30 working minutes left, whichever comes first', () => {
    expect(atRiskAt(policy(), resolution)).toBe(minutesIn(180));
    expect(atRiskAt(policy(), response)).toBe(minutesIn(30));
    expect(isAtRisk(policy(), response, minutesIn(30) - 1)).toBe(false);
    expect(isAtRisk(policy(), response, minutesIn(30))).toBe(true);
  });

  it('ends when the clock is overdue', () => {
    expect(isAtRisk(policy(), response, minutesIn(60))).toBe(true);
    expect(isAtRisk(policy(), response, minutesIn(60) + 1)).toBe(false);
  });

  it('follows the policy’s own figures, and begins at once where the target is shorter', () => {
    const strict = policy({ at_risk: { share: 0.5, minutes_left: 300 } });
    expect(atRiskAt(strict, resolution)).toBe(minutesIn(0));
    expect(atRiskAt(policy({ at_risk: { share: 0.5, minutes_left: 0 } }), resolution)).toBe(minutesIn(120));
  });

  it('was passed before a pause where it was, and a clock that does not run has none', () => {
    const waiting = event(200, { type: 'waiting', on: 'customer' });
    expect(atRiskAt(policy(), clockOf(fold(waiting, event(210, { type: 'resumed' })), 'resolution'))).toBe(
      minutesIn(180),
    );
    const paused = clockOf(fold(waiting), 'resolution');
    expect(atRiskAt(policy(), paused)).toBeNull();
    expect(isAtRisk(policy(), paused, minutesIn(230))).toBe(false);
  });
});
