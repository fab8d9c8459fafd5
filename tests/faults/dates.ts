import { z } from 'zod';
import type { DurationMs, EpochMs } from '../../src-shared/ids.ts';
import type { ActionRecord } from './agent.ts';
import { caseIn } from './committed.ts';
import { keptForm, markOf } from './marks.ts';
import type { ServerHistory } from './server-history.ts';
import type { SimulatedDevice } from './simulated-device.ts';
import type { Asked } from './situation.ts';
import { mustHold } from './violation.ts';

/** A server's clock that was set by less than the way there and back cannot be told from one that was not. */
const unseenMs = 10_000;
/** What passes between the look at the clock and the answer of the form. */
const callErrorMs = 1_000;
/** Both sides read their clocks in steps. */
const stepMs = 3;

const rowForm = keptForm.extend({
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
    for (const [mark, { refusal }] of history.processed) {
      mustHold(refusal?.code !== 'future_time', 'nothing is refused because a computer’s clock is wrong', () => mark);
    }
  }

  /** What the true time is, and when the call of an emergency really was that is logged now; null for anything else. */
  truly({ name, args }: Asked): { readonly begunAt: EpochMs; readonly calledAt: EpochMs | null } {
    const begunAt = this.#serverNow();
    const isCall = name === 'open_emergency' && args.enteredAt !== undefined;
    return { begunAt, calledAt: isCall ? begunAt - ((args.enteredAt ?? 0) - args.calledAt) : null };
  }

  /** An emergency counts from its call, whatever became of it meanwhile. @throws {Violation} */
  checkCalls(records: ReadonlyMap<string, ActionRecord>, history: ServerHistory): void {
    if (this.#serverSetAt !== Number.NEGATIVE_INFINITY) return;
    for (const { mark, asked, calledAt, begunAt } of records.values()) {
      const processed = history.processed.get(mark);
      if (asked.name !== 'open_emergency' || calledAt === null || processed?.refusal !== null) continue;
      const there = history.at(processed.space, processed.version) ?? new Map();
      const opened = caseIn(there, asked.args.caseId)?.events.find(({ id }) => id === mark);
      // What is dated wrong moves the call with it.
      const error = Math.abs(processed.occurredAt - begunAt) + callErrorMs;
      const offMs = (opened?.at ?? 0) - calledAt;
      mustHold(Math.abs(offMs) <= error, 'an emergency counts from its call', () => `${mark} is ${offMs} ms off`);
    }
  }

  /** What an agent begins to do now; answers with a check for when it is saved. */
  begin(device: SimulatedDevice, mark: string): () => void {
    const began = this.#serverNow();
    // It may be dated before the server tells the time anew, and saved after.
    const errorMs = device.replica?.time.errorMs ?? 0;
    const askedAt = device.lastAskedTimeAt;
    const storedLatest = storedLatestOf(device);
    return () => {
      if (askedAt >= this.#serverSetAt) this.#checkSaved(device, mark, began, errorMs, storedLatest);
      else this.#noteLatest(device, mark);
    };
  }

  /** The action as it is stored, which is the latest of its device from now on. */
  #noteLatest(device: SimulatedDevice, mark: string): z.infer<typeof rowForm> | null {
    const rows = [...device.disk.contents.outbox.values()].map((text) => rowForm.parse(JSON.parse(text)));
    const row = rows.find(({ name, args }) => markOf(name, args, device.name) === mark);
    if (row === undefined) return null;
    this.#latest.set(device, row.timestamp);
    return row;
  }

  #checkSaved(
    device: SimulatedDevice,
    mark: string,
    began: EpochMs,
    errorThenMs: DurationMs,
    storedLatest: EpochMs,
  ): void {
    const latest = Math.max(this.#latest.get(device) ?? 0, storedLatest);
    const row = this.#noteLatest(device, mark);
    if (row === null) return;
    const time = device.replica?.time;
    const errorMs = time?.errorMs ?? null;
    if (time === undefined || row.isProvisional || errorMs === null || time.standing().certainty !== 'measured') return;
    const error = Math.max(errorMs, errorThenMs) + (this.#serverSetAt === Number.NEGATIVE_INFINITY ? 0 : unseenMs);
    const what = () =>
      `${device.name} dates ${mark} ${row.timestamp - this.#serverNow()} ms off, and says ${error} at most`;
    mustHold(row.timestamp >= began - error - stepMs, 'an action is dated when it was done', what);
    const last = Math.max(this.#serverNow() + error + stepMs, latest);
    const isInTime = row.timestamp <= last || row.timestamp <= latestWaiting(device, mark);
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
function latestWaiting({ name: device, disk, journal }: SimulatedDevice, mark: string): EpochMs {
  const stored = [...disk.contents.outbox.values()].map((text): unknown => JSON.parse(text));
  const journaled = journal?.contents().clients.flatMap(({ waiting }) => waiting) ?? [];
  const others = [...stored, ...journaled]
    .map((row) => rowForm.parse(row))
    .filter(({ name, args }) => markOf(name, args, device) !== mark);
  return Math.max(0, ...others.map(({ timestamp }) => timestamp));
}
