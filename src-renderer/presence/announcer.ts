import type { DurationMs } from '../../src-shared/ids.ts';
import type { Activity } from '../../src-shared/sync/presence.ts';
import type { Surroundings } from '../sync/surroundings.ts';

/** The backend forgets after 45 s what is not told again. */
export const renewAfterMs: DurationMs = 20_000;
/** Not told more often than this: whoever leafs through cases is on the one where they stay. */
export const betweenMs: DurationMs = 1_000;
/** What could not be told is not tried again before this. */
export const pauseAfterFailureMs: DurationMs = 10_000;
/** An answer is not waited for longer. */
export const tellLimitMs: DurationMs = 5_000;

/** What this window shows. */
export interface Shown {
  readonly caseId: string | null;
  readonly activity: Activity;
}

/** `missing`: this backend knows no presence. */
export type Telling = 'told' | 'missing' | 'failed';
export type Tell = (shown: Shown, signal: AbortSignal) => Promise<Telling>;

export interface Announcer {
  show(shown: Shown): void;
  /** There is a stream: what is shown is told. */
  online(): void;
  /** There is none: nothing is told. */
  offline(): void;
  close(): void;
}

export interface AnnouncerParts {
  readonly tell: Tell;
  readonly surroundings: Pick<Surroundings, 'schedule' | 'onWake'>;
  /** Whether the window can be seen; one that cannot lets its presence run out. */
  readonly isVisible: () => boolean;
}

/**
 * Tells the backend what this window shows, as well as it can: one telling at a time, none kept for later, and nothing
 * else ever waits for it.
 */
export function createAnnouncer({ tell, surroundings, isVisible }: AnnouncerParts): Announcer {
  let wanted: Shown = { caseId: null, activity: 'viewing' };
  /** What the backend was told last on the present stream. */
  let told: Shown | null = null;
  let isOnline = false;
  let isMissing = false;
  let isUnderWay = false;
  let isPausing = false;
  /** Told apart so that a late answer says nothing of the present stream. */
  let generation = 0;
  let cancelPause = () => {};
  let cancelRenewal = () => {};
  let abort = () => {};
  const stopWaking = surroundings.onWake(() => consider(true));

  function consider(renews: boolean): void {
    if (!isOnline || isMissing || isUnderWay || isPausing || !isVisible()) return;
    const isNews = told === null ? wanted.caseId !== null : !isSame(told, wanted);
    if (isNews || (renews && wanted.caseId !== null)) void say(wanted);
  }

  async function say(shown: Shown): Promise<void> {
    const mine = generation;
    isUnderWay = true;
    const telling = await withinLimit(shown);
    isUnderWay = false;
    if (mine === generation) {
      isMissing = telling === 'missing';
      if (telling === 'told') told = shown;
      pause(telling === 'told' ? betweenMs : pauseAfterFailureMs);
      cancelRenewal();
      cancelRenewal = surroundings.schedule(renewAfterMs, () => consider(true));
    }
    consider(false);
  }

  function pause(lengthMs: DurationMs): void {
    cancelPause();
    isPausing = true;
    cancelPause = surroundings.schedule(lengthMs, () => {
      isPausing = false;
      consider(false);
    });
  }

  /** Never rejects, and ends whether or not the call heeds the signal. */
  function withinLimit(shown: Shown): Promise<Telling> {
    const controller = new AbortController();
    return new Promise((resolve) => {
      const end = (telling: Telling) => {
        cancelLimit();
        resolve(telling);
      };
      abort = () => {
        controller.abort();
        end('failed');
      };
      const cancelLimit = surroundings.schedule(tellLimitMs, () => abort());
      tell(shown, controller.signal).then(end, () => end('failed'));
    });
  }

  function begin(online: boolean): void {
    generation += 1;
    isOnline = online;
    isMissing = false;
    isPausing = false;
    told = null;
    cancelPause();
    cancelRenewal();
    abort();
    consider(false);
  }

  return {
    show(shown) {
      wanted = shown;
      consider(false);
    },
    online: () => begin(true),
    offline: () => begin(false),
    close() {
      stopWaking();
      begin(false);
    },
  };
}

function isSame(a: Shown, b: Shown): boolean {
  return a.caseId === b.caseId && a.activity === b.activity;
}
