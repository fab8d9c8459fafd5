import type { EpochMs } from '../../src-shared/ids.ts';
import { wallTimeWords } from '../time/wall-time.ts';

/** How a time was understood: "Mon 30 Nov 09:08, 7 min ago". */
export function saidWords(at: EpochMs, now: EpochMs, timeZone: string): string {
  return `${wallTimeWords(at, timeZone)}, ${agoWords(now - at)}`;
}

/** A time as it could be typed: 2026-11-29 21:30. */
export function typedWords(at: EpochMs, timeZone: string): string {
  // The Swedish way to write a date is the one that is read back everywhere.
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(at);
}

function agoWords(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 1) return 'just now';
  if (minutes < 60) return `${minutes} min ago`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours}:${String(minutes % 60).padStart(2, '0')} h ago` : `${Math.floor(hours / 24)} days ago`;
}
