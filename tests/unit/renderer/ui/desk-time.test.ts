import { describe, expect, it } from 'vitest';
import { clockProblem } from '../../../../src-renderer/connection/clock-problem.ts';
import { createClock } from '../../../../src-renderer/time/clock.ts';
import { standingClocks } from '../../../../src-renderer/time/computer-clocks.ts';
import { followDeskTime } from '../../../../src-renderer/time/follow-desk-time.ts';
import { clockTimeWords } from '../../../../src-renderer/time/wall-time.ts';
import type { Desktop } from '../../../../src-shared/desktop-contract.ts';
import { createDeskClock } from '../../../../src-shared/time/desk-clock.ts';
import { beatsOf, HandMachine } from './hand-machine.ts';

describe('the clock of the window on a computer whose clock is wrong', () => {
  const nineAt = Date.UTC(2026, 2, 2, 17);

  it('shows the corrected time at once, and beats on its full second', () => {
    const machine = new HandMachine();
    let correctedMs = 0;
    const clock = createClock(
      {
        now: () => machine.now() + correctedMs,
        setTimeout: (work, ms) => machine.setTimeout(work, ms),
        clearTimeout: (handle) => machine.clearTimeout(handle),
      },
      null,
    );
    const beats = beatsOf(clock);
    machine.advanceTo(11_000);
    correctedMs = 86_400_250;
    clock.refresh();
    machine.advanceTo(13_000);
    expect(beats).toStrictEqual([11_000, 86_411_250, 86_412_000, 86_413_000]);
    expect(machine.waiting).toHaveLength(1);
  });

  it('follows the desk’s time, tells the main process of it, and tells it of sleep', () => {
    const heard = new Map<string, (payload: never) => void>();
    const told: unknown[] = [];
    const desktop: Desktop = {
      call: async (name, argument) => {
        told.push([name, argument]);
        return undefined as never;
      },
      on: (name, listener) => {
        heard.set(name, listener);
        return () => {};
      },
    };
    const computer = { wall: nineAt + 86_400_000, awake: 0 };
    const time = createDeskClock({ now: () => computer.wall, monotonic: () => computer.awake });
    const shown: number[] = [];
    const refresh = () => void shown.push(time.now());
    followDeskTime(time, { refresh, standAt: refresh }, desktop, false);
    expect(told).toStrictEqual([]);

    time.measure(nineAt, time.read());
    expect(told).toStrictEqual([['clock:desk-time', { offsetMs: -86_400_000, measuredAt: nineAt }]]);
    computer.wall += 3_600_000;
    heard.get('computer:woke')?.({} as never);
    expect(shown.at(-1)).toBe(nineAt + 3_600_000);
    expect(told).toHaveLength(1);
    // Somebody puts the clock right.
    computer.wall -= 86_400_000;
    time.now();
    expect(shown.at(-1)).toBe(nineAt + 3_600_000);
    expect(told.at(-1)).toStrictEqual(['clock:desk-time', { offsetMs: 0, measuredAt: nineAt }]);
  });

  it('stands where a test puts it, as passing time or as a clock that was set', () => {
    const clocks = standingClocks(nineAt);
    const time = createDeskClock(clocks);
    time.measure(nineAt, time.read());
    clocks.standAt(nineAt + 60_000, true);
    expect(time.now()).toBe(nineAt + 60_000);
    clocks.standAt(nineAt - 86_400_000, false);
    expect(time.now()).toBe(nineAt + 60_000);
    expect(time.standing()).toStrictEqual({ certainty: 'measured', aheadMs: -86_460_000, wasMeasured: true });
  });

  it.each([
    [1_000, null],
    [119_999, null],
    [120_000, "This computer's clock is 2 min ahead of the server."],
    [(23 * 60 + 58) * 60_000, "This computer's clock is 23 h 58 min ahead of the server."],
    [-86_400_000, "This computer's clock is 1 day behind the server."],
    [366 * 86_400_000 + 7_200_000, "This computer's clock is 366 days 2 h ahead of the server."],
  ])('says by how much it is wrong (%d ms)', (aheadMs, title) => {
    const problem = clockProblem({ certainty: 'measured', aheadMs, wasMeasured: true }, false);
    expect(problem?.title ?? null).toBe(title);
    if (problem) expect(problem.message).toContain("Dueline uses the server's time");
  });

  it('says when the time is not known, and only while the server does not tell it', () => {
    const unknown = { certainty: 'unknown', aheadMs: 0, wasMeasured: false } as const;
    expect(clockProblem(unknown, false)).toBeNull();
    expect(clockProblem(unknown, true)?.message).toContain("goes by this computer's clock");
    expect(clockProblem({ ...unknown, wasMeasured: true }, true)?.message).toContain('was changed');
  });
});

describe('the clock while summer time begins or ends', () => {
  const nowhere = { setTimeout: () => 0, clearTimeout: () => {} };

  it.each([
    // The desk's zone: 2 a.m. is skipped on 8 March 2026, and comes twice on 1 November.
    ['America/Los_Angeles', '2026-03-08T09:59:30Z', '01:59', '03:00'],
    ['America/Los_Angeles', '2026-11-01T08:59:30Z', '01:59', '01:00'],
    ['Europe/Berlin', '2026-03-29T00:59:30Z', '01:59', '03:00'],
    ['Europe/Berlin', '2026-10-25T00:59:30Z', '02:59', '02:00'],
  ])('in %s shows the wall time that changes, and goes on by the minute', (zone, from, before, after) => {
    const clocks = standingClocks(Date.parse(from));
    const time = createDeskClock(clocks);
    time.measure(Date.parse(from), time.read());
    const clock = createClock({ ...nowhere, now: time.now }, null);
    expect(clockTimeWords(clock.now(), zone)).toBe(before);
    clocks.standAt(Date.parse(from) + 60_000, true);
    expect(clockTimeWords(clock.now(), zone)).toBe(after);
    expect(clock.now()).toBe(Date.parse(from) + 60_000);
    expect(time.standing().certainty).toBe('measured');
  });

  it('does not take a system for wrong that sets its wall clock by the zone', () => {
    // Such a system counts an hour more or less in UTC until it is put right: the desk's time goes on evenly.
    const clocks = standingClocks(nineAt());
    const time = createDeskClock(clocks);
    time.measure(nineAt(), time.read());
    clocks.standAt(nineAt() + 3_600_000, false);
    expect(time.now()).toBe(nineAt());
  });

  function nineAt(): number {
    return Date.UTC(2026, 2, 8, 17);
  }
});
