import { DateTime } from 'luxon';
import type { EpochMs } from '../ids.ts';

const minuteMs = 60_000;

/**
 * A time in the past as a caller says it and an agent types it on: `now`, `7`, `7 min ago`, `1:30 h`, `2 h`, `21:30`,
 * `9:30 pm`, `yesterday 21:30`, `11/29 21:30`, `2026-11-29 21:30`. A wall time is the last one that has been, in the
 * zone. Null: not understood, or not in the past.
 */
export function saidTime(text: string, now: EpochMs, timeZone: string): EpochMs | null {
  const words = text
    .normalize('NFKC')
    .trim()
    .toLowerCase()
    .replace(/^(?:at|since|about|ca\.?)\s+/, '')
    .replace(/\s+ago$/, '');
  if (words === 'now' || words === 'just now') return now;
  const agoMs = lengthOf(words);
  if (agoMs !== null) return now - agoMs;
  return wallTime(words, DateTime.fromMillis(now, { zone: timeZone, locale: 'en-US' }));
}

function lengthOf(words: string): number | null {
  const hours = /^(\d{1,3})(?::(\d{2})|[.,](\d))?\s*(?:h|hr|hrs|hour|hours)$/.exec(words);
  if (hours !== null) {
    const [, whole, minutes, tenths] = hours;
    return (Number(whole) * 60 + Number(minutes ?? 0) + Number(tenths ?? 0) * 6) * minuteMs;
  }
  const minutes = /^(\d{1,4})\s*(?:m|min|mins|minute|minutes)?$/.exec(words)?.[1];
  if (minutes !== undefined) return Number(minutes) * minuteMs;
  const days = /^(\d{1,2})\s*(?:d|day|days)$/.exec(words)?.[1];
  return days === undefined ? null : Number(days) * 24 * 60 * minuteMs;
}

function wallTime(words: string, now: DateTime): EpochMs | null {
  const match = /^(?:(.+?),?\s+)?(\d{1,2})(?::(\d{2}))?\s*(am|pm|a\.m\.|p\.m\.)?$/.exec(words);
  if (match === null) return null;
  const [, dayWords, hourText, minuteText, half] = match;
  // "21" alone is a number of minutes, which was taken already; an hour has its minutes or its half of the day.
  if (minuteText === undefined && half === undefined) return null;
  const hour = hourOf(Number(hourText), half);
  const minute = Number(minuteText ?? 0);
  if (hour === null || minute > 59) return null;
  const day = dayWords === undefined ? now : dayOf(dayWords, now);
  if (day === null) return null;
  const said = day.set({ hour, minute, second: 0, millisecond: 0 });
  const past = dayWords === undefined && said > now ? said.minus({ days: 1 }) : said;
  return past <= now ? past.toMillis() : null;
}

function hourOf(hour: number, half: string | undefined): number | null {
  if (half === undefined) return hour <= 23 ? hour : null;
  if (hour < 1 || hour > 12) return null;
  return (hour % 12) + (half.startsWith('p') ? 12 : 0);
}

function dayOf(words: string, now: DateTime): DateTime | null {
  if (words === 'today') return now;
  if (words === 'yesterday') return now.minus({ days: 1 });
  const weekday = weekdays.findIndex((name) => words.length >= 2 && name.startsWith(words));
  if (weekday >= 0) return now.minus({ days: (now.weekday - 1 - weekday + 7) % 7 });
  for (const form of ['yyyy-MM-dd', 'M/d/yyyy', 'M/d', 'd MMM', 'MMM d']) {
    const parsed = DateTime.fromFormat(words, form, { zone: now.zone, locale: 'en-US' });
    if (!parsed.isValid) continue;
    const day = form.includes('y') ? parsed : parsed.set({ year: now.year });
    return day.startOf('day') > now && !form.includes('y') ? day.minus({ years: 1 }) : day;
  }
  return null;
}

const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
