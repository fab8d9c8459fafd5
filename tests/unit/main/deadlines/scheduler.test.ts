import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Notice } from '../../../../src-main/deadlines/due-notices.ts';
import { type DeadlineFile, scheduleDeadlines } from '../../../../src-main/deadlines/scheduler.ts';
import type { Deadline } from '../../../../src-shared/desktop-contract.ts';
import { createDeskClock } from '../../../../src-shared/time/desk-clock.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
});
afterEach(() => {
  vi.useRealTimers();
});

const day = 86_400_000;
const deadline = (caseId: string, atRiskAt: number | null, dueAt: number): Deadline => ({
  caseId,
  number: null,
  subject: caseId,
  clock: 'resolution',
  atRiskAt,
  dueAt,
  overdueAt: dueAt + 1,
});

function disk() {
  let content: string | undefined;
  return {
    read: () => (content === undefined ? undefined : (JSON.parse(content) as DeadlineFile)),
    write: (value: DeadlineFile) => {
      content = JSON.stringify(value);
    },
  };
}

function start(file = disk()) {
  const told: string[] = [];
  const scheduler = scheduleDeadlines({
    file,
    clock: { now: () => Date.now() },
    tell: (notices) => told.push(...notices.map(({ kind, deadline: of }) => `${of.caseId} ${kind}`)),
  });
  return { scheduler, told, file };
}

describe('deadlines in the main process', () => {
  test('are told when their time comes', () => {
    const { scheduler, told } = start();
    scheduler.set([deadline('a', 1_000, 5_000), deadline('b', null, 3_000)]);
    vi.advanceTimersByTime(999);
    expect(told).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(told).toEqual(['a at_risk']);
    vi.advanceTimersByTime(10_000);
    expect(told).toEqual(['a at_risk', 'b overdue', 'a overdue']);
  });

  test('wait longer than a timer can', () => {
    const { scheduler, told } = start();
    scheduler.set([deadline('a', null, 40 * day)]);
    vi.advanceTimersByTime(39 * day);
    expect(told).toEqual([]);
    vi.advanceTimersByTime(2 * day);
    expect(told).toEqual(['a overdue']);
  });

  test('survive a restart, and are told after it what came due meanwhile, once', () => {
    const first = start();
    first.scheduler.set([deadline('a', 1_000, 5_000)]);
    vi.advanceTimersByTime(2_000);
    first.scheduler.stop();
    vi.setSystemTime(6_000);
    const second = start(first.file);
    expect(second.told).toEqual(['a overdue']);
    second.scheduler.stop();
    expect(start(first.file).told).toEqual([]);
  });

  test('are noted on disk before they are told, so that a crash in between tells nothing twice', () => {
    const file = disk();
    const crashing = scheduleDeadlines({
      file,
      clock: { now: () => Date.now() },
      tell: () => {
        throw new Error('crash');
      },
    });
    crashing.set([deadline('a', null, 1_000)]);
    expect(() => vi.advanceTimersByTime(2_000)).toThrow('crash');
    expect(start(file).told).toEqual([]);
  });

  test('a sleeping computer tells on waking what it slept through', () => {
    const { scheduler, told } = start();
    scheduler.set([deadline('a', null, 5_000)]);
    vi.setSystemTime(10_000);
    scheduler.rearm();
    expect(told).toEqual(['a overdue']);
  });

  test.each([day, -day])(
    'come at the server’s time by a computer’s clock that is off by %d ms, or set meanwhile',
    (skewMs) => {
      const serverAt = 100 * day;
      vi.setSystemTime(serverAt);
      const computer = { skewMs };
      // The fake clock is the true one here, and passes like time does.
      const clock = createDeskClock({
        now: () => Date.now() + computer.skewMs,
        monotonic: () => Date.now() - serverAt,
      });
      clock.restore({ offsetMs: -skewMs, measuredAt: serverAt });
      const told: string[] = [];
      const tell = (notices: readonly Notice[]) => void told.push(...notices.map(({ deadline: of }) => of.caseId));
      const scheduler = scheduleDeadlines({ file: disk(), clock, tell });
      clock.onCorrected(scheduler.rearm);
      scheduler.set([deadline('a', null, serverAt + 60_000), deadline('b', null, serverAt + 120_000)]);
      vi.advanceTimersByTime(59_000);
      expect(told).toEqual([]);
      vi.advanceTimersByTime(2_000);
      expect(told).toEqual(['a']);
      computer.skewMs = 0;
      clock.now();
      expect(told).toEqual(['a']);
      vi.advanceTimersByTime(60_000);
      expect(told).toEqual(['a', 'b']);
    },
  );

  test('a new list replaces the old one', () => {
    const { scheduler, told } = start();
    scheduler.set([deadline('a', null, 1_000)]);
    scheduler.set([deadline('b', null, 2_000)]);
    vi.advanceTimersByTime(5_000);
    expect(told).toEqual(['b overdue']);
  });
});
