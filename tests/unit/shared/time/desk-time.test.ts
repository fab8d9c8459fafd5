import { describe, expect, test } from 'vitest';
import {
  aheadMs,
  errorOf,
  look,
  measure,
  type Reading,
  remembered,
  startDeskTime,
  timeAt,
  wake,
} from '../../../../src-shared/time/desk-time.ts';

const trueAt = Date.UTC(2026, 2, 2, 17);
const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** The clocks after so long awake, when the wall clock is off by `skewMs`. */
function clocks(awakeMs: number, skewMs: number, asleepMs = 0): Reading {
  return { wall: trueAt + awakeMs + asleepMs + skewMs, monotonic: 5_000 + awakeMs };
}

/** An answer that came at `awakeMs` and took `tookMs`. */
function sample(awakeMs: number, skewMs: number, tookMs = 40, asleepMs = 0) {
  return {
    serverAt: trueAt + awakeMs + asleepMs - tookMs / 2,
    asked: clocks(awakeMs - tookMs, skewMs, asleepMs),
    answered: clocks(awakeMs, skewMs, asleepMs),
  };
}

function measuredWith(skewMs: number) {
  return measure(startDeskTime(clocks(0, skewMs), null), sample(second, skewMs));
}

describe('the time of the desk', () => {
  test('is the computer’s until it was ever measured, and says so', () => {
    const time = startDeskTime(clocks(0, day), null);
    expect(timeAt(time, clocks(minute, day))).toBe(trueAt + day + minute);
    expect(time.certainty).toBe('unknown');
    expect(errorOf(time, clocks(minute, day))).toBeNull();
  });

  test.each([day, -day, 365 * day])('is the server’s once it was measured, by a clock off by %d ms', (skewMs) => {
    const time = measuredWith(skewMs);
    expect(timeAt(time, clocks(minute, skewMs))).toBe(trueAt + minute);
    expect(aheadMs(time, clocks(minute, skewMs))).toBe(skewMs);
    expect(time.certainty).toBe('measured');
  });

  test('takes the way there and back into account: whatever is slower, it is off by half of it at most', () => {
    for (const share of [0, 0.5, 1]) {
      const tookMs = 3_000;
      const answered = clocks(10 * second, 0);
      const time = measure(startDeskTime(clocks(0, 0), null), {
        serverAt: trueAt + 10 * second - share * tookMs,
        asked: clocks(10 * second - tookMs, 0),
        answered,
      });
      const error = errorOf(time, answered) ?? Number.NaN;
      expect(Math.abs(timeAt(time, answered) - (trueAt + 10 * second))).toBeLessThanOrEqual(error);
      expect(error).toBeLessThan(1_510);
    }
  });

  test('keeps the best of several samples, and takes a worse one only if it contradicts', () => {
    const good = measuredWith(0);
    const slow = { ...sample(10 * second, 0, 4_000), serverAt: trueAt + 10 * second };
    expect(timeAt(measure(good, slow), clocks(minute, 0))).toBe(trueAt + minute);
    const setBack = { ...slow, serverAt: slow.serverAt - hour };
    const followed = timeAt(measure(good, setBack), clocks(minute, 0));
    expect(Math.abs(followed - (trueAt + minute - hour))).toBeLessThanOrEqual(2 * second);
  });

  test('a good sample of long ago gives way to a fresh one, since clocks drift', () => {
    const old = measuredWith(0);
    const fresh = { ...sample(8 * hour, 0, 200), serverAt: trueAt + 8 * hour + 900 };
    expect(timeAt(measure(old, fresh), clocks(8 * hour, 0))).toBe(trueAt + 8 * hour + 1_000);
  });

  test.each([day, -day, 2 * minute])('goes on evenly when the clock is set by %d ms while the app runs', (jumpMs) => {
    const set = look(measuredWith(0), clocks(minute, jumpMs));
    expect(timeAt(set, clocks(minute, jumpMs))).toBe(trueAt + minute);
    expect(timeAt(set, clocks(hour, jumpMs))).toBe(trueAt + hour);
    expect(aheadMs(set, clocks(hour, jumpMs))).toBe(jumpMs);
    expect(timeAt(measure(set, sample(2 * hour, jumpMs)), clocks(2 * hour, jumpMs))).toBe(trueAt + 2 * hour);
  });

  test('a clock that was set back may hide sleep nobody told of: what was measured before it claims no more than the next answer bears out', () => {
    // Asleep for four seconds, then the clock was set back, and nobody looked in between.
    const [asleepMs, skewMs, at] = [4 * second, -minute, 2 * minute];
    const now = clocks(at, skewMs, asleepMs);
    const set = look(measuredWith(0), clocks(minute, skewMs, asleepMs));
    const borneOut = measure(set, sample(at, skewMs, 10 * second, asleepMs));
    expect(borneOut.isConfirmed).toBe(true);
    const off = Math.abs(timeAt(borneOut, now) - (trueAt + at + asleepMs));
    expect(off).toBeLessThanOrEqual(errorOf(borneOut, now) ?? 0);
    const better = measure(borneOut, sample(at + second, skewMs, 40, asleepMs));
    expect(timeAt(better, clocks(at + second, skewMs, asleepMs))).toBe(trueAt + at + second + asleepMs);
  });

  test('after a clock was set back the time goes on as it was, as long as a slow answer does not contradict', () => {
    const set = look(measuredWith(0), clocks(minute, -day));
    const slow = { ...sample(2 * minute, -day, 10 * second), serverAt: trueAt + 2 * minute - 500 };
    const borneOut = measure(set, slow);
    expect(timeAt(borneOut, clocks(2 * minute, -day))).toBe(trueAt + 2 * minute);
    const ending = { ...sample(3 * minute, -day, 2 * second), serverAt: trueAt + 3 * minute };
    expect(timeAt(measure(borneOut, ending), clocks(3 * minute, -day))).toBe(trueAt + 3 * minute + second);
  });

  test('a clock that went forth may have been sleep nobody told of: it is not certain until it is measured', () => {
    const leapt = look(measuredWith(0), clocks(minute, 0, 3 * hour));
    expect(leapt.certainty).toBe('unknown');
    const told = measure(leapt, sample(2 * minute, 0, 40, 3 * hour));
    expect(told.certainty).toBe('measured');
    expect(timeAt(told, clocks(2 * minute, 0, 3 * hour))).toBe(trueAt + 3 * hour + 2 * minute);
  });

  describe('after sleep', () => {
    test.each([0, day, -day])('believes the clock, which went on meanwhile (off by %d ms)', (skewMs) => {
      const woken = wake(measuredWith(skewMs), clocks(minute, skewMs, 7 * hour));
      expect(timeAt(woken, clocks(minute, skewMs, 7 * hour))).toBe(trueAt + 7 * hour + minute);
      expect(woken.certainty).toBe('remembered');
    });

    test('also if the clock was looked at before the system told of it', () => {
      const seen = look(look(measuredWith(0), clocks(minute, 0, 7 * hour)), clocks(minute + second, 0, 7 * hour));
      expect(timeAt(seen, clocks(minute + second, 0, 7 * hour))).toBe(trueAt + minute + second);
      const woken = wake(seen, clocks(minute + 2 * second, 0, 7 * hour));
      expect(timeAt(woken, clocks(minute + 2 * second, 0, 7 * hour))).toBe(trueAt + 7 * hour + minute + 2 * second);
      expect(woken.certainty).toBe('remembered');
    });

    test('does not count a clock that was set long before as sleep', () => {
      let time = look(measuredWith(0), clocks(minute, day));
      for (let at = minute; at <= 3 * minute; at += 10 * second) time = look(time, clocks(at, day));
      const woken = wake(time, clocks(3 * minute, day, hour));
      expect(timeAt(woken, clocks(3 * minute, day, hour))).toBe(trueAt + hour + 3 * minute);
    });

    test('a system whose monotonic clock goes on in sleep needs nothing', () => {
      const woken = wake(measuredWith(day), clocks(7 * hour, day));
      expect(timeAt(woken, clocks(7 * hour, day))).toBe(trueAt + 7 * hour);
    });

    test('a clock that was set back in sleep is not certain', () => {
      expect(wake(measuredWith(0), clocks(minute, -day)).certainty).toBe('unknown');
    });

    test('an answer that was under way meanwhile tells nothing', () => {
      const before = measuredWith(0);
      const across = {
        serverAt: trueAt + minute,
        asked: clocks(minute, 0),
        answered: clocks(minute + 50, 0, 3 * hour),
      };
      const time = wake(measure(before, across), clocks(minute + 50, 0, 3 * hour));
      expect(timeAt(time, clocks(minute + 50, 0, 3 * hour))).toBe(trueAt + 3 * hour + minute + 50);
    });
  });

  describe('at the next start', () => {
    const left = remembered(look(measuredWith(day), clocks(minute, day)), clocks(minute, day));

    test('goes by the clock as it was off then', () => {
      const time = startDeskTime({ wall: trueAt + day + 9 * hour, monotonic: 12 }, left);
      expect(timeAt(time, { wall: trueAt + day + 9 * hour, monotonic: 12 })).toBe(trueAt + 9 * hour);
      expect(time.certainty).toBe('remembered');
    });

    test('a clock set back meanwhile does not bring back time that has passed', () => {
      const setBack = { wall: trueAt - day, monotonic: 12 };
      const time = startDeskTime(setBack, left);
      expect(timeAt(time, setBack)).toBe(left.measuredAt);
      expect(time.certainty).toBe('unknown');
    });
  });

  test('a reading that was taken before the last one is passed over', () => {
    const time = look(measuredWith(0), clocks(hour, 0));
    expect(look(time, clocks(minute, day))).toEqual(time);
  });

  test('the system keeping its clock right is no clock that was set', () => {
    let time = measuredWith(0);
    for (let at = minute; at < 8 * hour; at += minute) time = look(time, clocks(at, at / 10_000));
    expect(time.certainty).toBe('measured');
    expect(timeAt(time, clocks(8 * hour, 2_880))).toBe(trueAt + 8 * hour);
  });
});
