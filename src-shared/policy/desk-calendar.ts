import type { WorkingCalendar } from '../calendar/working-calendar.ts';
import type { CompiledPolicy } from './compile-policy.ts';

/** The calendar that most of the desk's targets follow: the one its first agreement names. */
export function deskCalendar(policy: CompiledPolicy): WorkingCalendar | null {
  const first = Object.values(policy.policy.agreements)[0];
  const key = first?.calendar ?? Object.keys(policy.policy.calendars)[0];
  return key === undefined ? null : (policy.calendars.get(key) ?? null);
}
