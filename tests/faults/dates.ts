import { z } from 'zod';
import type { DurationMs, EpochMs } from '../../src-shared/ids.ts';
import type { ServerHistory } from './server-history.ts';
import type { SimulatedDevice } from './simulated-device.ts';
import { mustHold } from './violation.ts';

/** A server's clock that was set by less than the way there and back cannot be told from one that was not. */
const unseenMs = 10_000;
/** Both sides read their clocks in steps. */
const stepMs = 3;

const rowForm = z.object({
  args: z.object({ eventId: z.string().optional() }),
  timestamp: z.number(),
  isProvisional: z.boolean().optional(),
});

/** Holds what an agent does to the true time, which is the server's. */
export class Dates {
  /** Since the world began. */
  #serverSetAt = Number.NEGATIVE_INFINITY;
  #serverWasSetBack = false;
  readonly #now: () => number;
  readonly #serverNow: () => EpochMs;
  /** The latest date that each device gave, which no later one precedes. */
  readonly #latest = new Map<SimulatedDevice, EpochMs>();

  constructor(now: () => number, serverNow: () => EpochMs) {
    this.#now = now;
    this.#serverNow = serverNow;
  }

  /** Somebody set the server's clock: what devices know of it may be wrong for a while. */
  serverWasSet(byMs: number): void {
    this.#serverSetAt = this.#now();
    if (byMs < 0) this.#serverWasSetBack = true;
  }

  /** @throws {Violation} */
  checkEnd(history: ServerHistory): void {
    if (this.#serverWasSetBack) return;
    for (const [eventId, { refusal }] of history.processed) {
      mustHold(
        refusal?.code !== 'future_time',
        'nothing is refused because a computer’s clock is wrong',
        () => eventId,
      );
    }
  }

  /** What an agent begins to do now; answers with a check for when it is saved. */
  begin(device: SimulatedDevice, eventId: string): () => void {
    const began = this.#serverNow();
    // It may be dated before the server tells the time anew, and saved after.
    const errorMs = device.replica?.time.errorMs ?? 0;
    const askedAt = device.lastAskedTimeAt;
    const storedLatest = storedLatestOf(device);
    return () => {
      if (askedAt >= this.#serverSetAt) this.#checkSaved(device, eventId, began, errorMs, storedLatest);
      else this.#noteLatest(device, eventId);
    };
  }

  /** The action as it is stored, which is the latest of its device from now on. */
  #noteLatest(device: SimulatedDevice, eventId: string): z.infer<typeof rowForm> | null {
    const text = [...device.disk.contents.outbox.values()].find((row) => row.includes(eventId));
    if (text === undefined) return null;
    const row = rowForm.parse(JSON.parse(text));
    this.#latest.set(device, row.timestamp);
    return row;
  }

  #checkSaved(
    device: SimulatedDevice,
    eventId: string,
    began: EpochMs,
    errorThenMs: DurationMs,
    storedLatest: EpochMs,
  ): void {
    const latest = Math.max(this.#latest.get(device) ?? 0, storedLatest);
    const row = this.#noteLatest(device, eventId);
    if (row === null) return;
    const time = device.replica?.time;
    const errorMs = time?.errorMs ?? null;
    if (time === undefined || row.isProvisional || errorMs === null || time.standing().certainty !== 'measured') return;
    const error = Math.max(errorMs, errorThenMs) + (this.#serverSetAt === Number.NEGATIVE_INFINITY ? 0 : unseenMs);
    const what = () =>
      `${device.name} dates ${eventId} ${row.timestamp - this.#serverNow()} ms off, and says ${error} at most`;
    mustHold(row.timestamp >= began - error - stepMs, 'an action is dated when it was done', what);
    const last = Math.max(this.#serverNow() + error + stepMs, latest);
    const isInTime = row.timestamp <= last || row.timestamp <= latestWaiting(device, eventId);
    mustHold(isInTime, 'an action is dated no later than it was done, or the one before it', what);
  }
}

/*
 * An earlier date may have been put right since it was given, by an answer that was worse than the one which holds now.
 * With the disk full only the journal has it.
 */

function storedLatestOf({ disk }: SimulatedDevice): EpochMs {
  return z.number().parse(JSON.parse(disk.contents.meta.get('lastOccurredAt') ?? '0'));
}

/** The latest date of what waits besides the action. */
function latestWaiting({ disk, journal }: SimulatedDevice, eventId: string): EpochMs {
  const stored = [...disk.contents.outbox.values()].map((text): unknown => JSON.parse(text));
  const journaled = journal?.contents().clients.flatMap(({ waiting }) => waiting) ?? [];
  const others = [...stored, ...journaled]
    .map((row) => rowForm.parse(row))
    .filter(({ args }) => args.eventId !== eventId);
  return Math.max(0, ...others.map(({ timestamp }) => timestamp));
}
