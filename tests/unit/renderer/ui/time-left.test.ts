import { describe, expect, it } from 'vitest';
import { clockWords } from '../../../../src-renderer/case/clock-lines.ts';
import { timeLeftOf } from '../../../../src-renderer/queue/time-left.ts';
import type { FoldEvent } from '../../../../src-shared/cases/fold-event.ts';
import { event, minutesIn } from '../../shared/cases/timeline.ts';
import { caseOf, compiled, entryOf } from './cases.ts';

const minuteMs = 60_000;
const leftAt = (minutes: number, ...events: readonly FoldEvent[]) =>
  timeLeftOf(compiled, entryOf(caseOf('a', events)), minutesIn(minutes));

describe('the first column', () => {
  // First response within 60 minutes; at risk with 30 minutes left, which comes before 75 % used.
  it.each([
    [29, 'on_time', '31m'],
    [30, 'at_risk', '30m'],
    [49, 'at_risk', '11m'],
    [50, 'due_soon', '10m'],
    [60, 'due_soon', '<1m'],
    [72, 'overdue', '\u221212m'],
  ])('after %d of 60 minutes is %s and reads %s', (minutes, state, words) => {
    expect(leftAt(minutes)).toMatchObject({
      state,
      words,
      clock: 'first_response',
      remainingMs: (60 - minutes) * minuteMs,
      dueAt: minutesIn(60),
    });
  });

  it('shows a paused clock of a case that waits for the customer', () => {
    const left = leftAt(30, event(5, { type: 'agent_message' }), event(6, { type: 'waiting', on: 'customer' }));
    expect(left).toMatchObject({ state: 'paused', words: 'paused', clock: 'resolution', dueAt: null });
  });

  it('shows what is used of the target, and no more than all of it', () => {
    expect(leftAt(15).used).toBe(0.25);
    expect(leftAt(600).used).toBe(1);
  });

  it('reads a case at its last event when this clock runs behind', () => {
    expect(leftAt(0, event(20, { type: 'note' })).remainingMs).toBe(40 * minuteMs);
  });

  it('says how a resolved case ended, quietly', () => {
    const left = leftAt(900, event(5, { type: 'agent_message' }), event(30, { type: 'resolved' }));
    expect(left).toMatchObject({ state: 'none', words: 'met', clock: 'resolution' });
  });

  it('has a dash where nothing is owed', () => {
    const doc = caseOf('a', [], { opening: { priority: 4 } });
    expect(timeLeftOf(compiled, entryOf(doc), minutesIn(1))).toMatchObject({
      state: 'none',
      words: '\u2013',
      clock: null,
    });
  });
});

describe('a clock in the case pane', () => {
  const words = (minutes: number, ...events: readonly FoldEvent[]) => {
    const { clocks } = entryOf(caseOf('a', events)).state;
    const read = (name: 'first_response' | 'resolution') => {
      const clock = clocks[name];
      return clock ? clockWords(clock, minutesIn(minutes)) : null;
    };
    return [read('first_response'), read('resolution')];
  };

  it('says what is left, met, missed, overdue or paused', () => {
    expect(words(10)).toStrictEqual(['50m left', '3:50 left']);
    expect(words(72)).toStrictEqual(['12m overdue', '2:48 left']);
    expect(words(30, event(12, { type: 'agent_message' }))).toStrictEqual(['met in 12m', '3:30 left']);
    expect(words(90, event(80, { type: 'agent_message' }))[0]).toBe('missed by 20m');
    expect(words(90, event(30, { type: 'waiting', on: 'customer' }))[1]).toBe('paused, 3:30 left');
  });
});
