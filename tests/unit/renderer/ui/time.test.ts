import { describe, expect, it } from 'vitest';
import itn from '../../../../assets/policy/itn.json' with { type: 'json' };
import { supportHoursWords } from '../../../../src-renderer/rail/SupportHoursLine.tsx';
import { createClock } from '../../../../src-renderer/time/clock.ts';
import { timeLeftWords, workingTimeWords } from '../../../../src-renderer/time/duration-words.ts';
import { nextHolidayWords, supportHoursAt } from '../../../../src-renderer/time/support-hours.ts';
import { dueTimeWords } from '../../../../src-renderer/time/wall-time.ts';
import { compilePolicy } from '../../../../src-shared/policy/compile-policy.ts';
import { policySchema } from '../../../../src-shared/policy/policy.ts';
import { minutesIn } from '../../shared/cases/timeline.ts';
import { compiled } from './cases.ts';
import { beatsOf, HandMachine } from './hand-machine.ts';

const minuteMs = 60_000;

describe('time left in words', () => {
  it.each([
    [185 * minuteMs, '3:05'],
    [60 * minuteMs, '1:00'],
    [60 * minuteMs - 1, '59m'],
    [24 * minuteMs, '24m'],
    [minuteMs, '1m'],
    [minuteMs - 1, '<1m'],
    [0, '<1m'],
    [-1, '\u22121m'],
    [-12 * minuteMs, '\u221212m'],
    [-185 * minuteMs, '\u22123:05'],
    [6_000 * minuteMs, '100:00'],
  ])('says %d ms as %s: rounded down while left, up once overdue', (ms, words) => {
    expect(timeLeftWords(ms)).toBe(words);
  });

  it('says a length of working time rounded down', () => {
    expect(workingTimeWords(72 * minuteMs + 59_000)).toBe('1:12');
    expect(workingTimeWords(59_000)).toBe('0m');
  });
});

describe('the clock of the window', () => {
  it('beats on the full second', () => {
    const machine = new HandMachine();
    const beats = beatsOf(createClock(machine, null));
    machine.advanceTo(13_500);
    expect(beats).toStrictEqual([11_000, 12_000, 13_000]);
  });

  it('beats once a minute while nobody sees the window, and at once when somebody does', () => {
    const machine = new HandMachine();
    const clock = createClock(machine, null);
    const beats = beatsOf(clock);
    clock.seen(false);
    machine.advanceTo(130_500);
    expect(beats.splice(0)).toStrictEqual([60_000, 120_000]);
    expect(clock.now()).toBe(130_500);
    clock.seen(true);
    machine.advanceTo(132_500);
    expect(beats).toStrictEqual([130_500, 131_000, 132_000]);
    expect(machine.waiting).toHaveLength(1);
  });

  it('stands still where it is made to, seen or not', () => {
    const machine = new HandMachine();
    const clock = createClock(machine, 5_000);
    const beats = beatsOf(clock);
    clock.seen(false);
    clock.seen(true);
    machine.advanceTo(99_999);
    expect(beats).toStrictEqual([]);
    expect(clock.now()).toBe(5_000);
  });

  it('shows one instant between two beats', () => {
    const machine = new HandMachine();
    const clock = createClock(machine, null);
    beatsOf(clock);
    machine.advanceTo(11_700);
    expect(clock.now()).toBe(11_000);
  });

  it('rests while nobody listens, and reads the time all the same', () => {
    const machine = new HandMachine();
    const clock = createClock(machine, null);
    const stop = clock.subscribe(() => {});
    stop();
    expect(machine.waiting).toStrictEqual([]);
    machine.advanceTo(99_999);
    expect(clock.now()).toBe(99_999);
  });

  it('stands still where a test puts it, and tells its listeners', () => {
    const machine = new HandMachine();
    const clock = createClock(machine, 5_000);
    const beats = beatsOf(clock);
    machine.advanceTo(60_000);
    expect(clock.now()).toBe(5_000);
    clock.standAt(7_000);
    machine.advanceTo(120_000);
    expect(beats).toStrictEqual([7_000]);
  });
});

describe('rule-1 the holidays of the shipped policy', () => {
  const shipped = compilePolicy(policySchema.parse(itn)).calendars.get('support');
  if (!shipped) throw new Error('The shipped policy has support hours.');

  it('are told as the assumption that they are, with the day', () => {
    const tuesday = Date.parse('2026-11-24T18:20:00Z');
    expect(nextHolidayWords(shipped, tuesday)).toBe('Thanksgiving Day (assumption) on 2026-11-26');
    // It is still that day at the desk.
    expect(nextHolidayWords(shipped, Date.parse('2026-11-27T07:59:00Z'))).toContain('Thanksgiving Day');
    expect(nextHolidayWords(shipped, Date.parse('2099-01-01T12:00:00Z'))).toBeNull();
  });

  it('close the desk, whose hours are Monday to Friday from 06:00 to 17:00 in Los Angeles', () => {
    const thanksgiving = Date.parse('2026-11-26T18:20:00Z');
    expect(supportHoursWords(shipped, thanksgiving)).toBe('Closed · opens Mon 06:00');
    expect(supportHoursWords(shipped, Date.parse('2026-11-25T14:00:00Z'))).toBe('Open · closes in 11:00');
    expect(supportHoursWords(shipped, Date.parse('2026-11-26T01:00:00Z'))).toContain('Closed');
  });
});

describe('rule-1 the support hours', () => {
  const support = compiled.calendars.get('support');
  const always = compiled.calendars.get('always');
  if (!support || !always) throw new Error('The policy of the tests has both calendars.');

  it('say when the desk closes', () => {
    expect(supportHoursAt(support, minutesIn(0))).toStrictEqual({ open: true, closesAt: minutesIn(420) });
    expect(supportHoursWords(support, minutesIn(290))).toBe('Open · closes in 2:10');
  });

  it('say when it opens again, over a weekend too', () => {
    const friday = minutesIn(4 * 24 * 60 + 420);
    expect(supportHoursAt(support, friday)).toStrictEqual({ open: false, opensAt: minutesIn(7 * 24 * 60 - 240 - 60) });
    expect(supportHoursWords(support, minutesIn(600))).toBe('Closed · opens Tue 06:00');
  });

  it('say that a desk around the clock never closes', () => {
    expect(supportHoursWords(always, minutesIn(0))).toBe('Open around the clock');
  });
});

describe('a due time', () => {
  const due = Date.parse('2026-11-24T19:34:00Z');

  it('is told in the zones of the agent and of the desk', () => {
    const words = dueTimeWords(due, 'America/Los_Angeles', 'America/New_York');
    expect(words).toHaveLength(2);
    expect(words[0]).toContain('14:34');
    expect(words[1]).toContain('11:34');
  });

  it('is told once where they are the same', () => {
    expect(dueTimeWords(due, 'America/New_York', 'America/New_York')).toHaveLength(1);
  });
});
