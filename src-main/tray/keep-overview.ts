import type { CaseDeadlines } from '../../src-shared/deadlines/deadline.ts';
import type { SyncFacts } from '../../src-shared/desktop/sync-facts.ts';
import type { DurationMs, EpochMs } from '../../src-shared/ids.ts';
import { type DeskSummary, deskSummary } from './desk-summary.ts';

/** What tray, badge and title are drawn from. */
export interface Overview {
  readonly summary: DeskSummary;
  /** Null until the window has said anything. */
  readonly sync: SyncFacts | null;
}

export interface OverviewParts {
  /** Of the schedule: as the window last handed it over, be it open or not. */
  readonly cases: () => Iterable<CaseDeadlines>;
  readonly now: () => EpochMs;
  /** Runs `work` once after `ms`; answers what cancels it. */
  readonly setTimer: (ms: DurationMs, work: () => void) => () => void;
  /** Called when there is something else to show. */
  readonly show: (overview: Overview) => void;
}

export interface OverviewKeeper {
  /** Something changed: the cases, or the clock. What comes within a moment is taken together. */
  look(): void;
  /** What the window says of the backend. */
  sync(facts: SyncFacts): void;
  now(): Overview;
  stop(): void;
}

/** Changes within this are shown together. */
const gatherMs: DurationMs = 100;
/** The timer looks at the clock so often at least: a clock that was set does not tell the timer. */
const longestWaitMs: DurationMs = 60_000;

/** Keeps the overview true as cases change and time passes, with one timer. */
export function keepOverview({ cases, now, setTimer, show }: OverviewParts): OverviewKeeper {
  let overview: Overview = { summary: deskSummary(cases(), now()), sync: null };
  let shown = '';
  let cancel = (): void => {};
  let isGathering = false;
  let stopped = false;

  function take(sync: SyncFacts | null): void {
    cancel();
    isGathering = false;
    if (stopped) return;
    const at = now();
    const summary = deskSummary(cases(), at);
    overview = { summary, sync };
    const { changesAt, ...visible } = summary;
    const next = JSON.stringify([visible, sync]);
    if (next !== shown) {
      shown = next;
      show(overview);
    }
    cancel = changesAt === null ? () => {} : setTimer(Math.min(changesAt - at, longestWaitMs), again);
  }
  const again = (): void => take(overview.sync);

  again();
  return {
    look() {
      if (isGathering || stopped) return;
      cancel();
      isGathering = true;
      cancel = setTimer(gatherMs, again);
    },
    sync: take,
    now: () => overview,
    stop() {
      stopped = true;
      cancel();
    },
  };
}
