import type { WorkingCalendar } from '../../src-shared/calendar/working-calendar.ts';
import type { DurationMs, EpochMs } from '../../src-shared/ids.ts';

/** Whether the desk is open, and when that changes next; null when it does not within the horizon. */
export type SupportHours =
  | { readonly open: true; readonly closesAt: EpochMs | null }
  | { readonly open: false; readonly opensAt: EpochMs | null };

/** Further ahead than any run of holidays; a calendar that never closes (24x7) has no change within it. */
const horizonMs: DurationMs = 30 * 24 * 3_600_000;

/** The support hours at `now`. Reads only how much working time passes, so it holds for any calendar. */
export function supportHoursAt(calendar: WorkingCalendar, now: EpochMs): SupportHours {
  const base = calendar.workedUntil(now);
  const worked = (at: EpochMs): number => calendar.workedUntil(at) - base;
  if (worked(now + 1) > 0) {
    const closesAt = lastWhere(now, now + horizonMs, (at) => worked(at) === at - now);
    return { open: true, closesAt: closesAt === now + horizonMs ? null : closesAt };
  }
  const opensAt = lastWhere(now, now + horizonMs, (at) => worked(at) === 0);
  return { open: false, opensAt: opensAt === now + horizonMs ? null : opensAt };
}

/** The last whole millisecond of [from, to] where `holds`; it must hold at `from` and never again once it fails. */
function lastWhere(from: EpochMs, to: EpochMs, holds: (at: EpochMs) => boolean): EpochMs {
  if (holds(to)) return to;
  let low = from;
  let high = to;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) low = middle;
    else high = middle;
  }
  return low;
}
