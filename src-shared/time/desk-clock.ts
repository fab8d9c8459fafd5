import type { DurationMs, EpochMs } from '../ids.ts';
import {
  aheadMs,
  type Certainty,
  type DeskTime,
  errorOf,
  look,
  measure,
  type Reading,
  type RememberedTime,
  remembered,
  startDeskTime,
  timeAt,
  wake,
} from './desk-time.ts';

/** The clocks of the computer the app runs on. */
export interface ComputerClocks {
  now(): EpochMs;
  monotonic(): DurationMs;
}

/** What can be said of the computer's clock. */
export interface ClockStanding {
  readonly certainty: Certainty;
  /** How far the computer's clock is ahead of the desk's time. */
  readonly aheadMs: DurationMs;
  /** The server has told its time at least once, in whatever run of the app. */
  readonly wasMeasured: boolean;
}

/** The desk's time on a running computer: the one clock that everything is dated and shown by. */
export interface DeskClock {
  now(): EpochMs;
  /** Both clocks of the computer, for asking the server what time it is. */
  read(): Reading;
  /** Begins anew by what an earlier run left. */
  restore(left: RememberedTime): void;
  /** Takes in the server's answer, asked at `asked` and just come. Answers by how much the time was put right. */
  measure(serverAt: EpochMs, asked: Reading): DurationMs;
  /** The system says that the computer slept until now. */
  wake(): void;
  /** False from when the clock is set, or the computer sleeps, until the server says what time it is. */
  readonly isConfirmed: boolean;
  /** How far it may be off the server's, while that can be said. */
  readonly errorMs: DurationMs | null;
  standing(): ClockStanding;
  /** What to keep for the next start. */
  remembered(): RememberedTime;
  /** Called when the time was put right or is not confirmed any more, and when the computer's clock was set. Returns the function that stops it. */
  onCorrected(listener: () => void): () => void;
}

/** A clock that was set by less is not worth telling. */
const newsFromMs: DurationMs = 1_000;

/** @param left what an earlier run left, if that is known already. */
export function createDeskClock(clocks: ComputerClocks, left: RememberedTime | null = null): DeskClock {
  const read = (): Reading => ({ wall: clocks.now(), monotonic: clocks.monotonic() });
  const listeners = new Set<() => void>();
  let time = startDeskTime(read(), left);

  /** Takes the next state, and tells if it is another time than would have come by itself. */
  function become(next: DeskTime, reading: Reading): DurationMs {
    const correctedMs = timeAt(next, reading) - timeAt(time, reading);
    const isNews =
      correctedMs !== 0 ||
      next.isConfirmed !== time.isConfirmed ||
      next.certainty !== time.certainty ||
      Math.abs(aheadMs(next, next.last) - aheadMs(time, time.last)) >= newsFromMs;
    time = next;
    if (isNews) for (const listener of [...listeners]) listener();
    return correctedMs;
  }

  function seen(): Reading {
    const reading = read();
    become(look(time, reading), reading);
    return reading;
  }

  return {
    now: () => timeAt(time, seen()),
    read,
    restore(left) {
      const reading = read();
      become(startDeskTime(reading, left), reading);
    },
    measure(serverAt, asked) {
      const answered = seen();
      return become(measure(time, { serverAt, asked, answered }), answered);
    },
    wake() {
      const reading = read();
      become(wake(time, reading), reading);
    },
    get isConfirmed() {
      seen();
      return time.isConfirmed;
    },
    get errorMs() {
      return errorOf(time, seen());
    },
    standing() {
      const reading = seen();
      return { certainty: time.certainty, aheadMs: aheadMs(time, reading), wasMeasured: time.measuredAt !== null };
    },
    remembered: () => remembered(time, seen()),
    onCorrected(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
