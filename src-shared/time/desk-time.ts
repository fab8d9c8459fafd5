import { z } from 'zod';
import type { DurationMs, EpochMs } from '../ids.ts';

/*
 * What time it is for the desk: the server's, as far as this computer can know it. Anybody may set the computer's
 * clock, so while the app runs the time goes on by the monotonic clock, and the wall clock is believed only across
 * what the monotonic one does not see: sleep, and the time between two runs.
 */

/** Both clocks of the computer, read at one instant. */
export interface Reading {
  /** What the computer takes the time for. */
  readonly wall: EpochMs;
  /** Time that has passed since some beginning. Nobody can set it; on most systems it stands still during sleep. */
  readonly monotonic: DurationMs;
}

/** One question to the server and its answer. */
export interface Sample {
  /** The server's clock while it answered. */
  readonly serverAt: EpochMs;
  readonly asked: Reading;
  readonly answered: Reading;
}

/**
 * measured: the server told it, and nothing has happened since that the monotonic clock does not see.
 * remembered: by what was measured before a sleep or in an earlier run, if nobody has set the clock meanwhile.
 * unknown: never measured, or the clock was set back meanwhile, or forth with nobody knowing whether it was sleep.
 */
export type Certainty = 'measured' | 'remembered' | 'unknown';

/** What is kept for the next start, which may be offline. */
export const rememberedTimeSchema = z.object({
  /** How far the desk's time is ahead of the computer's clock. */
  offsetMs: z.int(),
  /** The desk's time when it was last measured: it has been that late. Null if it never was. */
  measuredAt: z.int().nullable(),
});
export type RememberedTime = Readonly<z.infer<typeof rememberedTimeSchema>>;

export interface DeskTime {
  /** The desk's time at the beginning of the monotonic clock. */
  readonly originMs: number;
  readonly last: Reading;
  readonly certainty: Certainty;
  /**
   * The server has spoken since the clock was last set, the computer slept or the app began. Before it has, even a
   * measured time may be wrong: a server on this very computer goes by the same clock.
   */
  readonly isConfirmed: boolean;
  /** How good the estimate was when it was made, while it is a measured one. */
  readonly estimate: { readonly errorMs: DurationMs; readonly monotonic: DurationMs } | null;
  readonly measuredAt: EpochMs | null;
  /** The clock went forth a moment ago; whether it was sleep may still be told. */
  readonly leap: { readonly ms: DurationMs; readonly monotonic: DurationMs; readonly before: Certainty } | null;
}

/** Computers' clocks are off by at most this share of the time that passes, two of them against each other. */
const driftShare = 1 / 5_000;
/** Less than this is the clock being kept right by the system, more is a clock that was set, or sleep. */
const setAtLeastMs: DurationMs = 1_000;
/** The system tells of a sleep within this after it. */
const toldOfSleepWithinMs: DurationMs = 15_000;
/** Both clocks are read in steps of up to a millisecond. */
const readingErrorMs: DurationMs = 2;

/** The time at the start of the app, by what the last run left. */
export function startDeskTime(reading: Reading, remembered: RememberedTime | null): DeskTime {
  const measuredAt = remembered?.measuredAt ?? null;
  const byClock = reading.wall + (remembered?.offsetMs ?? 0);
  // It has been that late already, so somebody has set the clock back; from there on time can only pass.
  const wasSetBack = measuredAt !== null && byClock < measuredAt - setAtLeastMs;
  return {
    originMs: (wasSetBack ? measuredAt : byClock) - reading.monotonic,
    last: reading,
    certainty: measuredAt === null || wasSetBack ? 'unknown' : 'remembered',
    isConfirmed: false,
    estimate: null,
    measuredAt,
    leap: null,
  };
}

/** Takes note of the clocks. A clock that was set changes nothing of the time. */
export function look(time: DeskTime, reading: Reading): DeskTime {
  // Only a reading that was taken earlier than the last one; the monotonic clock never goes back.
  if (reading.monotonic < time.last.monotonic) return time;
  const setByMs = leadOf(reading) - leadOf(time.last);
  const isRecent = time.leap !== null && reading.monotonic - time.leap.monotonic <= toldOfSleepWithinMs;
  const recent = isRecent ? time.leap : null;
  const steadyMs = setAtLeastMs + driftShare * (reading.monotonic - time.last.monotonic);
  if (Math.abs(setByMs) < steadyMs) return { ...time, last: reading, leap: recent };
  if (setByMs < 0) return { ...time, last: reading, isConfirmed: false, leap: null };
  return {
    ...time,
    last: reading,
    isConfirmed: false,
    // Should it have been sleep without anybody telling, the time is late now, and by how much cannot be known here.
    certainty: 'unknown',
    estimate: null,
    leap: {
      ms: (recent?.ms ?? 0) + setByMs,
      monotonic: reading.monotonic,
      before: recent?.before ?? time.certainty,
    },
  };
}

/** The system says that the computer slept until now: the time by which the clock went forth has passed. */
export function wake(time: DeskTime, reading: Reading): DeskTime {
  const seen = look(time, reading);
  const wasSetBack = leadOf(reading) < leadOf(time.last) - setAtLeastMs;
  const before = seen.leap?.before ?? seen.certainty;
  return {
    ...seen,
    originMs: seen.originMs + (seen.leap?.ms ?? 0),
    certainty: wasSetBack || before === 'unknown' ? 'unknown' : 'remembered',
    isConfirmed: false,
    estimate: null,
    leap: null,
  };
}

/**
 * Takes in what the server said. Of several samples the one with the shortest way holds, until one contradicts it, as
 * after the server's own clock was set: the desk's time is the server's, since that decides what is due and accepted.
 */
export function measure(time: DeskTime, { serverAt, asked, answered }: Sample): DeskTime {
  const seen = look(time, answered);
  const tookMs = Math.max(0, answered.monotonic - asked.monotonic);
  // The computer slept or its clock was set on the way: how long the answer took cannot be known.
  if (Math.abs(leadOf(answered) - leadOf(asked)) >= setAtLeastMs) return seen;
  const errorMs = tookMs / 2 + readingErrorMs;
  const originMs = serverAt + tookMs / 2 - answered.monotonic;
  const presentErrorMs = errorOf(seen, answered);
  const differenceMs = Math.abs(originMs - seen.originMs);
  const isContradicted = differenceMs > errorMs + (presentErrorMs ?? 0);
  const holds = seen.certainty === 'measured' && presentErrorMs !== null && presentErrorMs <= errorMs;
  if (holds && !isContradicted) {
    // The clock was set back since, maybe in a sleep that nobody saw: only what this answer bears out is certain.
    const borneOut = { errorMs: differenceMs + errorMs, monotonic: answered.monotonic };
    const estimate = seen.isConfirmed ? seen.estimate : borneOut;
    return { ...seen, isConfirmed: true, measuredAt: timeAt(seen, answered), estimate };
  }
  const measured: DeskTime = {
    ...seen,
    originMs,
    certainty: 'measured',
    isConfirmed: true,
    estimate: { errorMs, monotonic: answered.monotonic },
    leap: null,
  };
  return { ...measured, measuredAt: timeAt(measured, answered) };
}

/** The desk's time. */
export function timeAt(time: DeskTime, reading: Reading): EpochMs {
  return Math.round(time.originMs + reading.monotonic);
}

/** How far the time may be from the server's; null if nobody can say. */
export function errorOf({ estimate }: DeskTime, reading: Reading): DurationMs | null {
  return estimate && estimate.errorMs + driftShare * (reading.monotonic - estimate.monotonic);
}

/** How far the computer's clock is ahead of the desk's time. */
export function aheadMs(time: DeskTime, reading: Reading): DurationMs {
  return reading.wall - timeAt(time, reading);
}

export function remembered(time: DeskTime, reading: Reading): RememberedTime {
  return { offsetMs: timeAt(time, reading) - reading.wall, measuredAt: time.measuredAt };
}

function leadOf({ wall, monotonic }: Reading): number {
  return wall - monotonic;
}
