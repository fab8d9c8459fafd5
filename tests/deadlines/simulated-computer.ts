import {
  type DeadlineKeeper,
  type KeeperParts,
  keepDeadlines,
  type Telling,
} from '../../src-main/deadlines/keep-deadlines.ts';
import type { LedgerLine, ListLine } from '../../src-main/deadlines/ledger.ts';
import type { LineFile } from '../../src-main/profile/line-file.ts';
import type { CaseEvent } from '../../src-shared/cases/case-document.ts';
import { foldCase } from '../../src-shared/cases/fold-case.ts';
import { caseDeadlines } from '../../src-shared/deadlines/case-deadlines.ts';
import type { CaseId, DurationMs, EpochMs } from '../../src-shared/ids.ts';
import { compilePolicy } from '../../src-shared/policy/compile-policy.ts';
import type { Happening, History } from './history.ts';
import { type PolicyName, policyOf } from './policies.ts';

/** What the window handed over of a case, and for how long it stood. */
export interface Version {
  readonly caseId: string;
  readonly events: readonly CaseEvent[];
  readonly policy: PolicyName;
  readonly fromAt: EpochMs;
  untilAt: EpochMs;
}

/** A notification that the system was asked to show. */
export interface Shown {
  readonly at: EpochMs;
  /** What the app took the time to be. */
  readonly appNow: EpochMs;
  readonly form: Telling['form'];
  readonly keys: readonly string[];
  /** The app ended before it could note what became of it. */
  interrupted: boolean;
}

/** A time during which the app ran and the computer was awake, with its clock off by as much throughout. */
export interface Stretch {
  readonly fromAt: EpochMs;
  untilAt: EpochMs;
  readonly skewMs: DurationMs;
}

export interface Lived {
  readonly versions: readonly Version[];
  readonly shown: readonly Shown[];
  readonly stretches: readonly Stretch[];
  readonly ledger: readonly LedgerLine[];
  readonly mostTimers: number;
}

/** Breaks the app on purpose, from outside. */
export interface Sabotage {
  readonly parts?: (parts: KeeperParts, computer: { readonly isWindowOpen: () => boolean }) => KeeperParts;
  readonly keeper?: (keeper: DeadlineKeeper) => DeadlineKeeper;
  readonly losesTimersInSleep?: boolean;
  readonly handsOver?: (cases: ReturnType<typeof caseDeadlines>[], count: number) => ReturnType<typeof caseDeadlines>[];
}

interface Timer {
  dueAt: EpochMs;
  readonly run: () => void;
}

/** An app that was killed: thrown out of whatever it was about to do. */
class Killed extends Error {}

const handOverDelayMs: DurationMs = 5_000;
const handOverEveryMs: DurationMs = 12 * 3_600_000;

/** Lives through a history with the app's own schedule, in a simulated computer. */
export async function liveThrough(history: History, sabotage: Sabotage = {}): Promise<Lived> {
  let now = history.startAt;
  let skewMs = 0;
  let timers: Timer[] = [];
  let mostTimers = 0;
  let policy: PolicyName = 'shipped';
  const events = new Map<string, CaseEvent[]>();
  const open = new Map<string, Version>();
  /** As the list on the disk has them: what an app that starts again knows. */
  const kept = new Map<string, Version>();
  const versions: Version[] = [];
  const shown: Shown[] = [];
  const stretches: Stretch[] = [];
  const disk = { list: [] as ListLine[], ledger: [] as LedgerLine[] };
  let run = 0;
  let touchesLeft = Number.POSITIVE_INFINITY;
  let keeper: DeadlineKeeper | null = null;
  let windowBackAt: EpochMs | null = null;
  let appBackAt: EpochMs | null = null;
  let clockRightAt: EpochMs | null = null;
  let nextWholeAt = history.startAt;
  let handedOver = 0;
  let isWindowLoaded = false;

  const stretch = () => {
    const last = stretches.at(-1);
    if (last?.untilAt === Number.POSITIVE_INFINITY) last.untilAt = now;
  };
  const newStretch = () => {
    stretch();
    stretches.push({ fromAt: now, untilAt: Number.POSITIVE_INFINITY, skewMs });
  };

  function kill(): void {
    run += 1;
    keeper = null;
    timers = [];
    stretch();
    for (const version of open.values()) version.untilAt = now;
    open.clear();
    const settled = new Set(disk.ledger.flatMap((line) => (line.kind === 'outcome' ? [line.notice] : [])));
    const lastTelling = new Map(
      disk.ledger.flatMap((line) =>
        line.kind === 'telling' ? line.told.map(({ key }) => [key, line.notice] as const) : [],
      ),
    );
    for (const [key, notice] of lastTelling) {
      const cutShort = settled.has(notice) ? undefined : shown.findLast(({ keys }) => keys.includes(key));
      if (cutShort !== undefined) cutShort.interrupted = true;
    }
  }

  /** Each touch of disk or system may be the last thing that the app does. */
  function touch(mine: number): void {
    if (mine !== run) throw new Killed();
    if (touchesLeft > 0) {
      touchesLeft -= 1;
      return;
    }
    touchesLeft = Number.POSITIVE_INFINITY;
    kill();
    throw new Killed();
  }

  function file<Value>(lines: () => Value[], set: (lines: Value[]) => void, mine: number): LineFile<Value> {
    return {
      read: () => [...lines()],
      append(values) {
        touch(mine);
        set([...lines(), ...values]);
        touch(mine);
      },
      rewrite(values) {
        touch(mine);
        set([...values]);
        touch(mine);
      },
    };
  }

  function start(): void {
    appBackAt = null;
    windowBackAt = null;
    isWindowLoaded = false;
    const mine = run;
    const parts: KeeperParts = {
      list: file(
        () => disk.list,
        (lines) => {
          disk.list = lines;
          for (const [caseId, version] of open) kept.set(caseId, version);
        },
        mine,
      ),
      ledger: file(
        () => disk.ledger,
        (lines) => {
          disk.ledger = lines;
        },
        mine,
      ),
      now: () => now + skewMs,
      setTimer(ms, work) {
        if (mine !== run) return () => {};
        const timer = { dueAt: now + ms, run: work };
        timers.push(timer);
        mostTimers = Math.max(mostTimers, timers.length);
        return () => {
          timers = timers.filter((one) => one !== timer);
        };
      },
      quietUntil: () => null,
      isMuted: () => false,
      compose: ({ notices }) => ({ title: notices.map(({ about }) => about.caseId).join(' '), body: '', cases: [] }),
      show(_text, telling) {
        touch(mine);
        shown.push({
          at: now,
          appNow: now + skewMs,
          form: telling.form,
          keys: telling.notices.flatMap(({ keys }) => keys),
          interrupted: false,
        });
        touch(mine);
        return Promise.resolve({ outcome: 'shown' });
      },
      withdraw: () => {},
      alert: () => {},
      log: () => {},
    };
    for (const version of kept.values()) stand({ ...version, fromAt: now, untilAt: Number.POSITIVE_INFINITY });
    const used = sabotage.parts?.(parts, { isWindowOpen: () => windowBackAt === null }) ?? parts;
    nextWholeAt = now + handOverDelayMs;
    newStretch();
    attempt(() => {
      const made = keepDeadlines(used);
      // Killed while it started: what catches errors of the disk has caught that too.
      if (mine === run) keeper = sabotage.keeper?.(made) ?? made;
    });
  }

  function stand(version: Version): void {
    const last = open.get(version.caseId);
    if (last !== undefined) last.untilAt = now;
    open.set(version.caseId, version);
    versions.push(version);
  }

  /** What a killed app was doing simply does not go on. */
  function attempt(work: () => void): void {
    try {
      work();
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
    }
    if (keeper === null && appBackAt === null) appBackAt = now + 60_000;
  }

  function handOver(caseIds: readonly string[], whole: boolean): void {
    if (keeper === null || windowBackAt !== null || (!whole && !isWindowLoaded)) return;
    isWindowLoaded = true;
    handedOver += 1;
    const found = caseIds.flatMap((caseId) => {
      const timeline = events.get(caseId);
      return timeline === undefined ? [] : [{ caseId, timeline: [...timeline] }];
    });
    for (const { caseId, timeline } of found) {
      stand({ caseId, events: timeline, policy, fromAt: now, untilAt: Number.POSITIVE_INFINITY });
    }
    const compiled = compilePolicy(policyOf(policy));
    const made = found.map(({ caseId, timeline }) =>
      caseDeadlines(
        compiled,
        { id: caseId as CaseId, number: caseId, subject: caseId, events: timeline },
        'account',
        foldCase(compiled, timeline),
        'mine',
        now + skewMs,
      ),
    );
    const put = (sabotage.handsOver?.(made, handedOver) ?? made).filter((one) => one !== null);
    const remove = found.flatMap(({ caseId }) => (put.some((one) => one.caseId === caseId) ? [] : [caseId]));
    attempt(() => keeper?.change({ whole, put, remove, isFresh: true }));
  }

  async function passTo(at: EpochMs): Promise<void> {
    for (;;) {
      const timer = timers.reduce<Timer | null>(
        (first, one) => (first === null || one.dueAt < first.dueAt ? one : first),
        null,
      );
      const whole = keeper !== null && windowBackAt === null ? nextWholeAt : null;
      const nexts = [timer?.dueAt, windowBackAt, appBackAt, clockRightAt, whole].filter(
        (one) => typeof one === 'number',
      );
      const next = Math.min(...nexts);
      if (next > at) break;
      now = Math.max(now, next);
      if (appBackAt === next) start();
      else if (clockRightAt === next) setClock(0);
      else if (windowBackAt === next) {
        windowBackAt = null;
        nextWholeAt = now;
      } else if (whole === next) {
        nextWholeAt = now + handOverEveryMs;
        handOver([...events.keys()], true);
      } else if (timer !== null) {
        timers = timers.filter((one) => one !== timer);
        attempt(timer.run);
      }
      await Promise.resolve();
      await Promise.resolve();
    }
    now = at;
  }

  function setClock(byMs: DurationMs): void {
    skewMs = byMs;
    if (byMs === 0) clockRightAt = null;
    if (keeper !== null) newStretch();
  }

  function happen(happens: Happening): void {
    switch (happens.kind) {
      case 'event': {
        const caseId = `case-${happens.caseIndex}`;
        events.set(caseId, [...(events.get(caseId) ?? []), happens.event]);
        handOver([caseId], false);
        return;
      }
      case 'policy':
        policy = happens.policy;
        handOver([...events.keys()], true);
        return;
      case 'sleep': {
        stretch();
        const wakesAt = now + happens.forMs;
        if (sabotage.losesTimersInSleep) timers = [];
        // A timer counts no time during which the computer sleeps.
        for (const timer of timers) timer.dueAt += happens.forMs;
        now = wakesAt;
        if (keeper === null) return;
        newStretch();
        if (happens.isTold) attempt(() => keeper?.woke());
        return;
      }
      case 'restart':
        touchesLeft = happens.afterTouches;
        if (touchesLeft === 0 && keeper !== null) kill();
        if (keeper === null) appBackAt = now + happens.backAfterMs;
        return;
      case 'window':
        if (keeper === null) return;
        windowBackAt = now + happens.goneMs;
        isWindowLoaded = false;
        return;
      case 'clock':
        setClock(happens.byMs);
        clockRightAt = now + happens.forMs;
        return;
    }
  }

  start();
  for (const { at, happens } of history.steps) {
    await passTo(Math.max(at, now));
    happen(happens);
  }
  await passTo(Math.max(history.endAt, now));
  stretch();
  return { versions, shown, stretches, ledger: disk.ledger, mostTimers };
}
