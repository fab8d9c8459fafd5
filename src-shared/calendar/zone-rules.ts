import { IANAZone } from 'luxon';
import type { DurationMs, EpochMs } from '../ids.ts';

/** A change of a zone's offset from UTC, such as the start of daylight saving time. */
export interface OffsetChange {
  readonly at: EpochMs;
  readonly beforeMs: DurationMs;
  readonly afterMs: DurationMs;
}

/** The offsets of one zone over a stretch of time. */
export interface ZoneOffsets {
  readonly firstMs: DurationMs;
  readonly changes: readonly OffsetChange[];
}

const dayMs = 86_400_000;
/** Shorter than any offset was ever kept, so that no pair of changes hides between two probes. */
const probeMs = 7 * dayMs;
const secondMs = 1_000;

/** Says whether the zone is known to this machine's time zone data. */
export function isTimeZone(timeZone: string): boolean {
  return IANAZone.isValidZone(timeZone);
}

/** The offsets of a zone between two instants. */
export function zoneOffsets(timeZone: string, fromAt: EpochMs, toAt: EpochMs): ZoneOffsets {
  const zone = IANAZone.create(timeZone);
  const changes: OffsetChange[] = [];
  const firstMs = offsetAt(zone, fromAt);
  let knownAt = fromAt;
  let knownMs = firstMs;
  while (knownAt < toAt) {
    const nextAt = Math.min(knownAt + probeMs, toAt);
    const nextMs = offsetAt(zone, nextAt);
    if (nextMs === knownMs) {
      knownAt = nextAt;
      continue;
    }
    // Changes happen on whole seconds; the first one after knownAt is searched for, the rest by the next round.
    let low = Math.floor(knownAt / secondMs);
    let high = Math.ceil(nextAt / secondMs);
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (offsetAt(zone, middle * secondMs) === knownMs) low = middle;
      else high = middle;
    }
    const at = high * secondMs;
    const afterMs = offsetAt(zone, at);
    changes.push({ at, beforeMs: knownMs, afterMs });
    knownAt = at;
    knownMs = afterMs;
  }
  return { firstMs, changes };
}

/**
 * The instant of a wall time, given as if it were UTC. A wall time inside a gap takes the offset before the gap, an
 * ambiguous one is its first occurrence: both are the offset before the change. Resolved by hand because libraries
 * guess ambiguous times, some by the offset of the day on which they compute.
 */
export function instantOfWallTime(offsets: ZoneOffsets, wallMs: number): EpochMs {
  let offsetMs = offsets.firstMs;
  for (const change of offsets.changes) {
    if (wallMs < change.at + Math.max(change.beforeMs, change.afterMs)) break;
    offsetMs = change.afterMs;
  }
  return wallMs - offsetMs;
}

function offsetAt(zone: IANAZone, at: EpochMs): DurationMs {
  // Luxon answers in minutes; local mean times of the 19th century have seconds.
  return Math.round(zone.offset(at) * 60_000);
}
