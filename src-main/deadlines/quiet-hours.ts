import type { EpochMs } from '../../src-shared/ids.ts';
import type { Settings } from '../../src-shared/settings/settings.ts';

/** When the quiet hours that hold at `now` end, in the computer's own time; null outside them. */
export function quietUntil(hours: Settings['notifications']['quietHours'], now: EpochMs): EpochMs | null {
  if (hours === null || hours.from === hours.to) return null;
  const today = new Date(now);
  // Those of last evening may still hold; days are added as days, since one may have 23 or 25 hours.
  for (const day of [-1, 0]) {
    const from = atWallTime(today, day, hours.from);
    const to = atWallTime(today, hours.from < hours.to ? day : day + 1, hours.to);
    if (from <= now && now < to) return to;
  }
  return null;
}

function atWallTime(today: Date, days: number, wallTime: string): EpochMs {
  const [hours = 0, minutes = 0] = wallTime.split(':').map(Number);
  return new Date(today.getFullYear(), today.getMonth(), today.getDate() + days, hours, minutes).getTime();
}
