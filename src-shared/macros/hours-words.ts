import type { CalendarSpec } from '../policy/policy.ts';

const dayNames = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const weekdays = ['1', '2', '3', '4', '5', '6', '7'] as const;

/** The hours of a calendar for a customer: "Monday to Friday, 6:00 AM to 5:00 PM Pacific Time, except holidays". */
export function hoursWords({ weekly, timeZone, holidays }: CalendarSpec): string {
  const hours = weekdays.map((day) => (weekly[day] ?? []).map(([from, to]) => intervalWords(from, to)).join(' and '));
  if (hours.every((words) => words === allDay)) return 'around the clock, every day';
  const groups: { readonly from: number; to: number; readonly words: string }[] = [];
  for (const [day, words] of hours.entries()) {
    const last = groups.at(-1);
    if (words === '') continue;
    if (last?.words === words && last.to === day - 1) last.to = day;
    else groups.push({ from: day, to: day, words });
  }
  if (groups.length === 0) return 'by arrangement';
  const days = groups.map(({ from, to, words }) => `${daysWords(from, to)}, ${words}`).join('; ');
  return `${days} ${zoneWords(timeZone)}${holidays.length === 0 ? '' : ', except holidays'}`;
}

/** How people call the zone all year round: "Pacific Time". */
export function zoneWords(timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longGeneric' }).formatToParts(0);
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? timeZone;
}

const allDay = 'all day';

function intervalWords(from: string, to: string): string {
  return from === '00:00' && to === '24:00' ? allDay : `${timeWords(from)} to ${timeWords(to)}`;
}

function timeWords(wall: string): string {
  const [hour = 0, minute = 0] = wall.split(':').map(Number);
  if (hour === 24 || (hour === 0 && minute === 0)) return 'midnight';
  return `${hour % 12 === 0 ? 12 : hour % 12}:${String(minute).padStart(2, '0')} ${hour < 12 ? 'AM' : 'PM'}`;
}

function daysWords(from: number, to: number): string {
  const name = (day: number) => dayNames[day] ?? '';
  if (from === to) return name(from);
  return `${name(from)} ${to === from + 1 ? 'and' : 'to'} ${name(to)}`;
}
