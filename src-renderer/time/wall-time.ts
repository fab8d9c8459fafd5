import type { EpochMs } from '../../src-shared/ids.ts';

/** The time zone of the computer the agent sits at. */
export const agentTimeZone: string = Intl.DateTimeFormat().resolvedOptions().timeZone;

const formats = new Map<string, Intl.DateTimeFormat>();

/** `Mon 24 Nov 06:00`, or with the zone's short name after it. The agent's locale orders the parts. */
export function wallTimeWords(at: EpochMs, timeZone: string, withZone = false): string {
  return format(`wall${withZone}`, timeZone, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    ...(withZone ? { timeZoneName: 'short' } : {}),
  }).format(at);
}

/** `Mon 06:00`, for an instant within the coming week. */
export function weekdayTimeWords(at: EpochMs, timeZone: string): string {
  return format('weekday', timeZone, { weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(
    at,
  );
}

/** `06:00`. */
export function clockTimeWords(at: EpochMs, timeZone: string): string {
  return format('time', timeZone, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(at);
}

/** `14:03` today, with the day before it for any other. In the agent's zone. */
export function sinceWords(at: EpochMs, now: EpochMs): string {
  const day = format('day', agentTimeZone, { dateStyle: 'short' });
  return day.format(at) === day.format(now) ? clockTimeWords(at, agentTimeZone) : wallTimeWords(at, agentTimeZone);
}

/** Full date and time with seconds and zone, for tooltips of timeline entries. */
export function fullTimeWords(at: EpochMs, timeZone: string): string {
  return format('full', timeZone, { dateStyle: 'full', timeStyle: 'long' }).format(at);
}

/** The due instant as a person reads it: in the agent's zone, and in the desk's where that differs. */
export function dueTimeWords(at: EpochMs, deskTimeZone: string, agentZone: string = agentTimeZone): readonly string[] {
  const own = wallTimeWords(at, agentZone, true);
  const desk = wallTimeWords(at, deskTimeZone, true);
  return own === desk ? [own] : [own, desk];
}

function format(kind: string, timeZone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${kind} ${timeZone}`;
  let made = formats.get(key);
  if (!made) {
    made = new Intl.DateTimeFormat(undefined, { ...options, timeZone });
    formats.set(key, made);
  }
  return made;
}
