import { type KeeperParts, keepDeadlines, type Telling } from '../../../../src-main/deadlines/keep-deadlines.ts';
import type { LedgerLine, ListLine } from '../../../../src-main/deadlines/ledger.ts';
import type { LineFile } from '../../../../src-main/profile/line-file.ts';
import type { Alert, CaseDeadlines, NoticeOutcome } from '../../../../src-shared/deadlines/deadline.ts';
import { nine } from './deadline-builders.ts';

function memoryFile<Value>(): LineFile<Value> & { lines: Value[] } {
  const file = {
    lines: [] as Value[],
    read: () => [...file.lines],
    append: (values: readonly Value[]) => void file.lines.push(...values),
    rewrite: (values: readonly Value[]) => {
      file.lines = [...values];
    },
  };
  return file;
}

/** A computer with a hand-turned clock; `start` starts the app on what its disk holds. */
export function computer(changes: Partial<KeeperParts> = {}, startAt = nine) {
  const disk = { list: memoryFile<ListLine>(), ledger: memoryFile<LedgerLine>() };
  const shown: { form: Telling['form']; cases: string[]; thresholds: string[] }[] = [];
  const withdrawn: string[] = [];
  const alerts: (readonly Alert[])[] = [];
  const logged: string[] = [];
  let outcome: NoticeOutcome = { outcome: 'shown' };
  let now = startAt;
  let timers: { at: number; run: () => void }[] = [];

  function start() {
    timers = [];
    const keeper = keepDeadlines({
      ...disk,
      now: () => now,
      setTimer: (ms, run) => {
        const timer = { at: now + ms, run };
        timers.push(timer);
        return () => {
          timers = timers.filter((one) => one !== timer);
        };
      },
      quietUntil: () => null,
      isMuted: () => false,
      compose: ({ notices }) => ({ title: notices.map(({ about }) => about.caseId).join(), body: 'body', cases: [] }),
      show: async (_text, { form, notices }) => {
        const cases = notices.map(({ about }) => about.caseId);
        shown.push({ form, cases, thresholds: notices.map((notice) => notice.crossing.threshold) });
        return outcome;
      },
      withdraw: (caseId) => void withdrawn.push(caseId),
      alert: (list) => void alerts.push(list),
      log: (message) => void logged.push(message),
      ...changes,
    });
    return {
      ...keeper,
      hand: (put: readonly CaseDeadlines[], remove: readonly string[] = [], whole = false) =>
        keeper.change({ whole, put, remove, isFresh: true }),
    };
  }

  /** Lets time pass with the computer awake. */
  async function passTo(at: number): Promise<void> {
    for (;;) {
      const next = timers.toSorted((a, b) => a.at - b.at)[0];
      if (next === undefined || next.at > at) break;
      now = Math.max(now, next.at);
      timers = timers.filter((one) => one !== next);
      next.run();
      await Promise.resolve();
      await Promise.resolve();
    }
    now = at;
    await Promise.resolve();
    await Promise.resolve();
  }

  return {
    disk,
    shown,
    withdrawn,
    alerts,
    logged,
    start,
    passTo,
    sleepTo: (at: number) => {
      now = at;
    },
    answer: (given: NoticeOutcome) => {
      outcome = given;
    },
    timers: () => timers.length,
    now: () => now,
  };
}
