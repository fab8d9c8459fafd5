import type {
  Alert,
  CaseDeadlines,
  DeadlineChange,
  NamedCase,
  NoticeForm,
  NoticeOutcome,
} from '../../src-shared/deadlines/deadline.ts';
import type { DurationMs, EpochMs } from '../../src-shared/ids.ts';
import type { LineFile } from '../profile/line-file.ts';
import {
  compactLedger,
  type LedgerLine,
  type ListLine,
  needsAlert,
  readLedger,
  readList,
  readOnCall,
} from './ledger.ts';
import { DeadlineSchedule, type Notice, type Reached, rememberToldMs } from './schedule.ts';

/** One notification: of a case, of several at once, or of what was missed. */
export interface Telling {
  readonly form: NoticeForm;
  /** In the order of due. */
  readonly notices: readonly Notice[];
}

export interface NoticeText {
  readonly title: string;
  readonly body: string;
  /** What it speaks of, in words of a line each. */
  readonly cases: readonly NamedCase[];
}

export interface KeeperParts {
  readonly list: LineFile<ListLine>;
  readonly ledger: LineFile<LedgerLine>;
  readonly now: () => EpochMs;
  /** Runs `work` once after `ms`; answers what cancels it. */
  readonly setTimer: (ms: DurationMs, work: () => void) => () => void;
  /** Nothing is told before this instant; null outside quiet hours. */
  readonly quietUntil: (now: EpochMs) => EpochMs | null;
  readonly isMuted: (notice: Notice) => boolean;
  readonly compose: (telling: Telling, now: EpochMs) => NoticeText;
  /** Shows it, in place of an earlier one of the same case. */
  readonly show: (text: NoticeText, telling: Telling) => Promise<NoticeOutcome>;
  /** The case has no deadline any more: what stands of it is taken away. */
  readonly withdraw: (caseId: string) => void;
  /** The list of what the system did not show has changed. */
  readonly alert: (alerts: readonly Alert[]) => void;
  readonly log: (message: string) => void;
}

export interface DeadlineKeeper {
  change(change: DeadlineChange): void;
  snooze(caseId: string, until: EpochMs): void;
  /** The agent has seen this alert. */
  seen(notice: number): void;
  alerts(): readonly Alert[];
  cases(): Iterable<CaseDeadlines>;
  /** Looks at the clock anew: it was set, or the settings were. */
  look(): void;
  /** The computer woke up: what passed is told once it is known what still holds. */
  woke(): void;
  stop(): void;
}

/** After a start or sleep nothing is told before the window has caught up, but no longer than this. */
export const settleMs: DurationMs = 30_000;
/** The timer looks at the clock so often at least: a clock that was set does not tell the timer. */
export const longestWaitMs: DurationMs = 60_000;
/** More cases than this at once become one notification. */
const mostAtOnce = 3;

/**
 * Tells of deadlines in time from a list on the disk: with the window closed, offline, after sleep and restart. What is
 * told is noted first; what became of it after. If the app ends in between, the next start names it among the missed.
 */
export function keepDeadlines(parts: KeeperParts): DeadlineKeeper {
  const lines = parts.ledger.read();
  const found = readLedger(lines);
  const listLinesRead = parts.list.read();
  const listed = readList(listLinesRead);
  let onCall = readOnCall(listLinesRead);
  const schedule = new DeadlineSchedule(found.told, listed);
  schedule.untell(found.unsure);
  for (const [caseId, until] of found.snoozed) if (until > parts.now()) schedule.snooze(caseId, until);
  let alerts = found.alerts;
  let lastNotice = found.lastNotice;
  let listLines = listed.length;
  let holdUntil = parts.now() + settleMs;
  let cancel = () => {};
  let stopped = false;

  keep(() => {
    schedule.forget(parts.now());
    parts.ledger.rewrite(compactLedger(lines, schedule.told(), parts.now() - rememberToldMs));
    parts.list.rewrite(wholeList(listed));
  });
  look();

  /** Whatever the disk does, deadlines are told. */
  function keep(write: () => void): void {
    try {
      write();
    } catch (error) {
      parts.log(`The deadlines cannot be kept on disk: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  function look(): void {
    cancel();
    cancel = () => {};
    if (stopped) return;
    const now = parts.now();
    // A clock that was set back must not hold anything for longer.
    holdUntil = Math.min(holdUntil, now + settleMs);
    const from = Math.max(holdUntil, parts.quietUntil(now) ?? now);
    let next = schedule.nextAt();
    if (next !== null && next <= now && from <= now) {
      tell(schedule.take(now), now);
      next = schedule.nextAt();
    } else if (holdUntil <= now && onCallFrom(now) === now) {
      // Quiet hours are not for whoever is on call.
      const nextAt = schedule.nextEmergencyAt();
      if (nextAt !== null && nextAt <= now) tell(schedule.takeEmergencies(now), now);
    }
    if (next === null) return;
    const wakeAt = Math.min(Math.max(next, from), emergencyAt(now));
    cancel = parts.setTimer(Math.min(wakeAt - now, longestWaitMs), look);
  }

  /** When an emergency is to be told whatever the quiet hours; Infinity if none is. */
  function emergencyAt(now: EpochMs): EpochMs {
    const from = onCallFrom(now);
    const nextAt = from === null ? null : schedule.nextEmergencyAt();
    return from === null || nextAt === null ? Number.POSITIVE_INFINITY : Math.max(nextAt, from, holdUntil);
  }

  /** From when on the agent is on call: `now` if they are already; null if it is not known that they will be. */
  function onCallFrom(now: EpochMs): EpochMs | null {
    const ahead = onCall.flatMap(({ fromAt, toAt }) => (toAt > now ? Math.max(fromAt, now) : []));
    return ahead.length === 0 ? null : Math.min(...ahead);
  }

  /** Whoever is on call has no muted emergencies. */
  function isMuted(notice: Notice, now: EpochMs): boolean {
    const mustHear = notice.about.reason === 'emergency' && notice.clock !== 'reminder' && onCallFrom(now) === now;
    return !mustHear && parts.isMuted(notice);
  }

  function wholeList(cases: readonly CaseDeadlines[]): readonly ListLine[] {
    return [
      ...(cases.length === 0 ? [] : [{ kind: 'put' as const, cases }]),
      ...(onCall.length === 0 ? [] : [{ kind: 'on_call' as const, onCall }]),
    ];
  }

  function tell({ onTime, missed }: Reached, now: EpochMs): void {
    const muted = [...onTime, ...missed].filter((notice) => isMuted(notice, now));
    if (muted.length > 0) {
      note({ form: 'several', notices: muted }, { title: '', body: '', cases: [] }, now, (notice) =>
        settle(notice, { outcome: 'suppressed', reason: 'muted' }),
      );
    }
    const heard = onTime.filter((notice) => !muted.includes(notice));
    const away = missed.filter((notice) => !muted.includes(notice));
    const byCase = [...Map.groupBy(heard, ({ about }) => about.caseId).values()];
    const tellings: Telling[] =
      byCase.length > mostAtOnce
        ? [{ form: 'several', notices: heard }]
        : byCase.map((notices) => ({ form: 'case', notices }));
    if (away.length > 0) tellings.push({ form: 'missed', notices: away });
    for (const telling of tellings) {
      const text = parts.compose(telling, now);
      note(telling, text, now, (notice) => {
        parts.show(text, telling).then(
          (result) => settle(notice, result, { notice, at: now, form: telling.form, ...text, caseId: caseOf(telling) }),
          (error: unknown) =>
            settle(
              notice,
              { outcome: 'failed', reason: String(error) },
              { notice, at: now, form: telling.form, ...text, caseId: caseOf(telling) },
            ),
        );
      });
    }
  }

  function note(telling: Telling, text: NoticeText, now: EpochMs, then: (notice: number) => void): void {
    lastNotice += 1;
    const notice = lastNotice;
    const told = telling.notices.flatMap(({ keys }) =>
      keys.map((key) => ({ key, at: schedule.told().get(key) ?? now })),
    );
    keep(() =>
      parts.ledger.append([
        { kind: 'telling', notice, at: now, form: telling.form, ...text, caseId: caseOf(telling), told },
      ]),
    );
    then(notice);
  }

  function settle(notice: number, result: NoticeOutcome, alert?: Alert): void {
    keep(() => parts.ledger.append([{ kind: 'outcome', notice, at: parts.now(), result }]));
    if (result.outcome === 'failed') parts.log(`Notification ${notice} failed: ${result.reason}`);
    if (alert === undefined || !needsAlert(alert.form, result)) return;
    alerts = [...alerts, alert];
    parts.alert(alerts);
  }

  return {
    change({ whole, put, remove, isFresh, onCall: nowOnCall }) {
      const now = parts.now();
      const listedNow = new Set<string>(put.map(({ caseId }) => caseId));
      const gone = whole
        ? [...schedule.cases()].flatMap(({ caseId }) => (listedNow.has(caseId) ? [] : caseId))
        : remove;
      schedule.remove(gone);
      schedule.put(put, now);
      for (const caseId of gone) parts.withdraw(caseId);
      listLines += put.length + remove.length;
      const onCallChanged = nowOnCall !== undefined && JSON.stringify(nowOnCall) !== JSON.stringify(onCall);
      if (nowOnCall !== undefined) onCall = nowOnCall;
      keep(() => {
        if (whole || listLines > 2 * schedule.size + 1_000) {
          parts.list.rewrite(wholeList([...schedule.cases()]));
          listLines = schedule.size;
        } else {
          parts.list.append([
            ...(remove.length === 0 ? [] : [{ kind: 'removed' as const, caseIds: remove }]),
            ...(put.length === 0 ? [] : [{ kind: 'put' as const, cases: put }]),
            ...(onCallChanged ? [{ kind: 'on_call' as const, onCall }] : []),
          ]);
        }
      });
      if (isFresh) holdUntil = now;
      look();
    },
    snooze(caseId, until) {
      schedule.snooze(caseId, until);
      keep(() => parts.ledger.append([{ kind: 'snoozed', caseId, until }]));
      look();
    },
    seen(notice) {
      alerts = alerts.filter((alert) => alert.notice !== notice);
      keep(() => parts.ledger.append([{ kind: 'seen', notice }]));
      parts.alert(alerts);
    },
    alerts: () => alerts,
    cases: () => schedule.cases(),
    look,
    woke() {
      holdUntil = parts.now() + settleMs;
      look();
    },
    stop() {
      stopped = true;
      cancel();
    },
  };
}

function caseOf({ form, notices }: Telling): string | null {
  const [first] = notices;
  if (first === undefined || form === 'several') return null;
  return notices.every(({ about }) => about.caseId === first.about.caseId) ? first.about.caseId : null;
}
