import { describe, expect, it } from 'vitest';
import { foldCase } from '../../../../src-shared/cases/fold-case.ts';
import { explainClock } from '../../../../src-shared/sla/explain-clock.ts';
import { durationText, explanationLines } from '../../../../src-shared/sla/explanation-text.ts';
import { clockOf, event, fold, minuteMs, minutesIn, opened, policy } from '../cases/timeline.ts';

const waited = fold(event(60, { type: 'waiting', on: 'customer' }), event(400, { type: 'resumed' }));

describe('rule-5 why a clock is due when it is due', () => {
  it('lists what ran, what was paused and what lies ahead, with the open time of each', () => {
    const { steps, ...explanation } = explainClock(clockOf(waited, 'resolution'), minutesIn(410));
    expect(explanation).toMatchObject({
      name: 'resolution',
      targetMs: 240 * minuteMs,
      calendarKey: 'support',
      timeZone: 'America/Los_Angeles',
      startedAt: minutesIn(0),
      stoppedAt: null,
      reading: { state: 'running', elapsedMs: 70 * minuteMs },
    });
    expect(steps.map(({ kind, workedMs, usedMs }) => [kind, workedMs / minuteMs, usedMs / minuteMs])).toStrictEqual([
      ['ran', 60, 60],
      ['paused', 0, 60],
      ['ran', 10, 70],
      ['ahead', 170, 240],
    ]);
    // Support closes at 17:00, 420 minutes in, and opens again 13 hours later.
    expect(steps.at(-1)?.open).toStrictEqual([
      { fromAt: minutesIn(410), toAt: minutesIn(420) },
      { fromAt: minutesIn(420 + 780), toAt: minutesIn(420 + 780 + 160) },
    ]);
    expect(explanation.reading.dueAt).toBe(steps.at(-1)?.toAt);
  });

  it('tells when a stopped clock stopped, and a pause that still lasts', () => {
    const stopped = explainClock(clockOf(fold(event(20, { type: 'agent_message' })), 'first_response'), minutesIn(90));
    expect(stopped).toMatchObject({ stoppedAt: minutesIn(20), reading: { state: 'met' } });
    expect(stopped.steps.map(({ kind }) => kind)).toStrictEqual(['ran']);
    const paused = clockOf(fold(event(20, { type: 'waiting', on: 'customer' })), 'resolution');
    expect(explainClock(paused, minutesIn(90)).steps.map(({ kind }) => kind)).toStrictEqual(['ran', 'paused']);
  });

  it('names the holidays in between, and no others', () => {
    const day: [string, string][] = [['06:00', '17:00']];
    const holidays = [{ date: '2026-03-01' }, { date: '2026-03-03', name: 'Founders’ day' }, { date: '2026-03-05' }];
    const timeZone = 'America/Los_Angeles';
    const closed = policy({
      calendars: {
        support: { timeZone, weekly: { 1: day, 2: day, 3: day, 4: day, 5: day }, holidays },
        always: { timeZone, weekly: {}, holidays: [] },
      },
    });
    const state = foldCase(closed, [opened({ priority: 2 })]);
    const explanation = explainClock(clockOf(state, 'resolution'), minutesIn(10));
    expect(explanation.holidays.map(({ date }) => date)).toStrictEqual(['2026-03-03']);
    expect(explanationLines(explanation)).toContain('  holiday 2026-03-03 Founders’ day: closed');
  });

  it('reads as text, in the calendar’s zone', () => {
    expect(explanationLines(explainClock(clockOf(waited, 'resolution'), minutesIn(410)))).toStrictEqual([
      'Resolution: running, 2 h 50 min left, due Tue 2026-03-03 08:40 PST',
      '  target 4 h on calendar "support" (America/Los_Angeles)',
      '  for severity 1, standard; source: assumption of this desk’s policy',
      '  started Mon 2026-03-02 10:00 PST',
      '  ran Mon 2026-03-02 10:00 PST to Mon 2026-03-02 11:00 PST: 1 h',
      '    open Mon 2026-03-02 10:00 to 11:00: 1 h',
      '  paused Mon 2026-03-02 11:00 PST to Mon 2026-03-02 16:40 PST',
      '  ran Mon 2026-03-02 16:40 PST to Mon 2026-03-02 16:50 PST: 10 min',
      '    open Mon 2026-03-02 16:40 to 16:50: 10 min',
      '  ahead Mon 2026-03-02 16:50 PST to Tue 2026-03-03 08:40 PST: 2 h 50 min',
      '    open Mon 2026-03-02 16:50 to 17:00: 10 min',
      '    open Tue 2026-03-03 06:00 to 08:40: 2 h 40 min',
      '  used 1 h 10 min of 4 h',
    ]);
  });

  it('says so when there can be no due', () => {
    const timeZone = 'America/Los_Angeles';
    const never = policy({
      calendars: {
        support: { timeZone, weekly: {}, holidays: [] },
        always: { timeZone, weekly: {}, holidays: [] },
      },
    });
    const explanation = explainClock(clockOf(foldCase(never, [opened()]), 'resolution'), minutesIn(10));
    expect(explanationLines(explanation)[0]).toContain('no due: its calendar has not that much open time');
  });

  it('leaves out the later part of a long stretch', () => {
    const late = explainClock(clockOf(fold(), 'resolution'), minutesIn(200 * 24 * 60));
    expect(late.steps[0]).toMatchObject({ openCut: true });
    expect(explanationLines(late)).toContain('    and so on');
  });
});

describe('lengths of time', () => {
  it.each([
    [0, '0 min'],
    [90 * minuteMs, '1 h 30 min'],
    [-61_500, '−1 min 1.5 s'],
  ])('%i ms read as %s', (ms, text) => {
    expect(durationText(ms)).toBe(text);
  });
});
