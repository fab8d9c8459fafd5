import type { DurationMs, EpochMs } from '../ids.ts';
import type { Refusal } from '../sync/protocol.ts';

/** How far ahead of the backend's clock an action may be dated. */
export const futureToleranceMs: DurationMs = 2 * 60_000;
/** How far back an action done offline still counts at its own time. */
export const furthestBackMs: DurationMs = 14 * 24 * 60 * 60_000;
/** An action recorded later than this after it was done is marked "recorded late". */
export const lateAfterMs: DurationMs = 5 * 60_000;

export type TimeOfRecord =
  | {
      readonly ok: true;
      /** When the action counts. */
      readonly occurredAt: EpochMs;
      /** The backend's time if the action was recorded late; otherwise null. */
      readonly recordedAt: EpochMs | null;
    }
  | { readonly ok: false; readonly refusal: Refusal };

/**
 * When an action counts that a client says it did at `claimedAt` and the backend accepts at `acceptedAt`: at the time
 * it was done, but at most 14 days back, never before the client's previous action and never after `acceptedAt`, unless
 * that action is a little after it.
 * A time more than two minutes in the backend's future is refused, since no order of events could be trusted then.
 */
export function timeOfRecord(claimedAt: EpochMs, acceptedAt: EpochMs, previousAt: EpochMs | null): TimeOfRecord {
  if (claimedAt > acceptedAt + futureToleranceMs) {
    const minutes = Math.round((claimedAt - acceptedAt) / 60_000);
    return {
      ok: false,
      refusal: {
        code: 'future_time',
        message: `This is dated ${minutes} minutes in the future by the server's clock. Do it again: it will be dated anew.`,
      },
    };
  }
  const earliestAt = Math.max(acceptedAt - furthestBackMs, previousAt ?? Number.NEGATIVE_INFINITY);
  // A previous action that is a little ahead was accepted by another process, or before the clock was put right: the
  // order of what one client did is worth more than those seconds. One that is far ahead was accepted by a clock that
  // was wrong, and binds nothing, or everything until then would be dated in the future.
  const isLittleAhead = previousAt !== null && previousAt <= acceptedAt + futureToleranceMs;
  const latestAt = isLittleAhead ? Math.max(acceptedAt, previousAt) : acceptedAt;
  const occurredAt = Math.min(Math.max(claimedAt, earliestAt), latestAt);
  return { ok: true, occurredAt, recordedAt: acceptedAt - occurredAt > lateAfterMs ? acceptedAt : null };
}
