import { beforeEach, describe, expect, test, vi } from 'vitest';
import { keepOverview, type Overview } from '../../../../src-main/tray/keep-overview.ts';
import type { CaseDeadlines } from '../../../../src-shared/deadlines/deadline.ts';
import { dueCase, minute, nine } from '../deadlines/deadline-builders.ts';

describe('the overview of tray, badge and title', () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: nine });
    return () => vi.useRealTimers();
  });

  function keep(cases: CaseDeadlines[]) {
    const seen: Overview[] = [];
    const keeper = keepOverview({
      cases: () => cases,
      now: Date.now,
      setTimer: (ms, work) => {
        const timer = setTimeout(work, ms);
        return () => clearTimeout(timer);
      },
      show: (overview) => seen.push(overview),
    });
    return { keeper, seen, overdue: () => seen.map(({ summary }) => summary.overdue) };
  }

  test('is there at once, from what is on the disk', () => {
    const { seen } = keep([dueCase('a', nine - minute)]);
    expect(seen).toMatchObject([{ summary: { overdue: 1 }, sync: null }]);
  });

  test('follows the clock, with one timer', () => {
    const { overdue } = keep([dueCase('a', nine + 5 * minute), dueCase('b', nine + 6 * minute)]);
    expect(vi.getTimerCount()).toBe(1);
    vi.advanceTimersByTime(5 * minute);
    expect(overdue()).toEqual([0]);
    vi.advanceTimersByTime(1);
    expect(overdue()).toEqual([0, 1]);
    expect(vi.getTimerCount()).toBe(1);
    vi.advanceTimersByTime(minute);
    expect(overdue()).toEqual([0, 1, 2]);
    // Nothing is to come: nothing wakes the computer.
    expect(vi.getTimerCount()).toBe(0);
  });

  test('takes changes together that come within a moment', () => {
    const cases = [dueCase('a', nine + 600 * minute)];
    const { keeper, overdue } = keep(cases);
    for (const name of ['b', 'c', 'd']) {
      cases.push(dueCase(name, nine - minute));
      keeper.look();
    }
    expect(overdue()).toEqual([0]);
    vi.advanceTimersByTime(100);
    expect(overdue()).toEqual([0, 3]);
    expect(vi.getTimerCount()).toBe(1);
  });

  test('is not put off by changes that never end', () => {
    const cases = [dueCase('a', nine - minute)];
    const { keeper, overdue } = keep(cases);
    for (let step = 0; step < 10; step++) {
      cases.push(dueCase(`b${step}`, nine - minute));
      keeper.look();
      vi.advanceTimersByTime(60);
    }
    expect(overdue().length).toBeGreaterThan(3);
  });

  test('shows only what is another thing to see', () => {
    const { keeper, seen } = keep([dueCase('a', nine - minute)]);
    keeper.look();
    vi.advanceTimersByTime(100);
    expect(seen).toHaveLength(1);
    keeper.sync({ connection: 'offline', waiting: 2 });
    keeper.sync({ connection: 'offline', waiting: 2 });
    expect(seen).toHaveLength(2);
    expect(keeper.now().sync).toEqual({ connection: 'offline', waiting: 2 });
  });

  test('sees within a minute that the clock was set', () => {
    const { overdue } = keep([dueCase('a', nine + 600 * minute)]);
    vi.setSystemTime(nine + 700 * minute);
    vi.advanceTimersByTime(minute);
    expect(overdue()).toEqual([0, 1]);
  });

  test('ends with the app', () => {
    const { keeper, seen } = keep([dueCase('a', nine + minute)]);
    keeper.stop();
    keeper.look();
    vi.advanceTimersByTime(10 * minute);
    expect(seen).toHaveLength(1);
    expect(vi.getTimerCount()).toBe(0);
  });
});
