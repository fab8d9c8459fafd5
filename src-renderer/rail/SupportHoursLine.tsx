import { useMemo } from 'react';
import type { WorkingCalendar } from '../../src-shared/calendar/working-calendar.ts';
import type { EpochMs } from '../../src-shared/ids.ts';
import type { Clock } from '../time/clock.ts';
import { timeLeftWords } from '../time/duration-words.ts';
import { nextHolidayWords, supportHoursAt } from '../time/support-hours.ts';
import { minuteOf, useTimed } from '../time/use-timed.ts';
import { weekdayTimeWords } from '../time/wall-time.ts';

interface SupportHoursLineProps {
  readonly clock: Clock;
  readonly calendar: WorkingCalendar;
}

/** `Open · closes in 2:10`, or `Closed · opens Mon 06:00` in the desk's zone. */
export function SupportHoursLine({ clock, calendar }: SupportHoursLineProps) {
  const words = useTimed(clock, (now) => supportHoursWords(calendar, now));
  const minute = useTimed(clock, minuteOf);
  const holiday = useMemo(() => nextHolidayWords(calendar, minute), [calendar, minute]);
  const next = holiday === null ? '' : `. Next holiday: ${holiday}`;
  return <span title={`Support hours, ${calendar.timeZone}${next}`}>{words}</span>;
}

export function supportHoursWords(calendar: WorkingCalendar, now: EpochMs): string {
  const hours = supportHoursAt(calendar, now);
  if (hours.open) {
    return hours.closesAt === null
      ? 'Open around the clock'
      : `Open · closes in ${timeLeftWords(hours.closesAt - now)}`;
  }
  return hours.opensAt === null ? 'Closed' : `Closed · opens ${weekdayTimeWords(hours.opensAt, calendar.timeZone)}`;
}
