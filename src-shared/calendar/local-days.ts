import type { EpochMs } from '../ids.ts';
import { instantOfWallTime, type ZoneOffsets, zoneOffsets } from './zone-rules.ts';

const dayMs = 86_400_000;
/** Further than any offset from UTC, and than any day that a zone skipped. */
const edgeMs = 3 * dayMs;
/** By zone and UTC year, since asking a zone for its offset costs more than all the rest. */
const offsetsOf = new Map<string, Map<number, ZoneOffsets>>();

/** The day on a wall calendar of the zone, counted from 1970-01-01. */
export function dayAt(timeZone: string, at: EpochMs): number {
  const { firstMs, changes } = offsetsAround(timeZone, at);
  const offsetMs = changes.findLast((change) => change.at <= at)?.afterMs ?? firstMs;
  return Math.floor((at + offsetMs) / dayMs);
}

/** The first instant of a day. */
export function dayStartAt(timeZone: string, day: number): EpochMs {
  return instantOfWallTime(offsetsAround(timeZone, day * dayMs), day * dayMs);
}

/** The date on a wall calendar of the zone, such as 2026-12-04. */
export function dateAt(timeZone: string, at: EpochMs): string {
  return new Date(dayAt(timeZone, at) * dayMs).toISOString().slice(0, 10);
}

function offsetsAround(timeZone: string, at: EpochMs): ZoneOffsets {
  const year = new Date(at).getUTCFullYear();
  const years = offsetsOf.get(timeZone) ?? new Map<number, ZoneOffsets>();
  const known = years.get(year);
  if (known !== undefined) return known;
  const found = zoneOffsets(timeZone, Date.UTC(year, 0, 1) - edgeMs, Date.UTC(year + 1, 0, 1) + edgeMs);
  offsetsOf.set(timeZone, years.set(year, found));
  return found;
}
