import { futureToleranceMs } from '../../src-shared/cases/time-of-record.ts';
import type { DurationMs, EpochMs } from '../../src-shared/ids.ts';
import type { DeskClock } from '../../src-shared/time/desk-clock.ts';
import type { RememberedTime } from '../../src-shared/time/desk-time.ts';
import type { OutboxRow, StoreChange, StoreMeta } from '../sync/client-store.ts';
import type { Ledger } from './ledger.ts';

/*
 * How actions come by their date. It is the desk's time, which is the server's; an action that was done before the
 * server had confirmed that time is put right when it does, which is before the action is first sent.
 */

/** From this difference on, what is remembered of the desk's time is stored anew. */
const newsFromMs: DurationMs = 1_000;
/** The last measurement is remembered at least this often. */
const rememberEachMs: DurationMs = 3_600_000;

/**
 * The time of record of an action done now: never before this client's previous one (product, time of record). A
 * previous one that the desk's time has not nearly reached was done while the time was wrong, or the server's clock
 * was set back since; it binds nothing, or every action until then would be refused as in the future.
 */
export function timeOfRecord(lastOccurredAt: EpochMs | undefined, now: EpochMs): EpochMs {
  const previous = lastOccurredAt ?? now;
  return previous > now + futureToleranceMs ? now : Math.max(previous, now);
}

/** How the time was put right since the provisional actions were dated. */
export interface Correction {
  readonly byMs: DurationMs;
  /** Actions up to this one were dated by another clock than the present one, before somebody set it. */
  readonly otherClockThrough: number;
}

/** Puts the dates of actions right that were done before the time was confirmed, and lets them be sent. */
function redated(
  outbox: readonly OutboxRow[],
  correction: Correction,
  now: EpochMs,
  notBefore: EpochMs | null,
): Pick<StoreChange, 'putOutbox' | 'meta'> {
  let previous = notBefore ?? Number.NEGATIVE_INFINITY;
  const putOutbox: OutboxRow[] = [];
  let last: EpochMs | undefined;
  for (const row of outbox) {
    if (!row.isProvisional) {
      previous = Math.max(previous, Math.min(row.timestamp, now));
      last = row.timestamp;
      continue;
    }
    const { isProvisional: _dated, ...dated } = row;
    // In the order they were done, not before the time was last known, and not in the future.
    const byMs = row.id > correction.otherClockThrough ? correction.byMs : 0;
    const timestamp = Math.min(now, Math.max(previous, row.timestamp + byMs));
    putOutbox.push({ ...dated, timestamp });
    previous = timestamp;
    last = timestamp;
  }
  return putOutbox.length === 0 || last === undefined ? {} : { putOutbox, meta: { lastOccurredAt: last } };
}

/** A meeting with the backend together with what its clock says. */
export function datedMeeting(
  ledger: Ledger,
  meeting: StoreChange,
  time: DeskClock,
  correction: Correction,
): StoreChange {
  const known = ledger.meta.deskTime;
  const isToDate = time.isConfirmed && meeting.removeOutbox === undefined;
  const dates = isToDate ? redated(ledger.outbox, correction, time.now(), known?.measuredAt ?? null) : {};
  const meta = { ...meeting.meta, ...dates.meta, ...timeNews(known, time.remembered()) };
  return { ...meeting, ...dates, ...(Object.keys(meta).length === 0 ? {} : { meta }) };
}

/** What of the desk's time is worth storing. */
export function timeNews(known: RememberedTime | undefined, time: RememberedTime): Pick<StoreMeta, 'deskTime'> | null {
  const isFurther = Math.abs(time.offsetMs - (known?.offsetMs ?? 0)) >= newsFromMs;
  const isLater = time.measuredAt !== null && time.measuredAt - (known?.measuredAt ?? 0) >= rememberEachMs;
  const isSetBack = time.measuredAt !== null && time.measuredAt < (known?.measuredAt ?? 0);
  return isFurther || isLater || isSetBack ? { deskTime: time } : null;
}
