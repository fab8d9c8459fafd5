import type { EpochMs } from '../../src-shared/ids.ts';

/** What a `datetime-local` field holds for an instant, by the clocks of the computer the agent sits at. */
export function localInputOf(at: EpochMs): string {
  const shifted = new Date(at - new Date(at).getTimezoneOffset() * 60_000);
  return shifted.toISOString().slice(0, 16);
}

/** The instant that such a field means; null while it is empty or half typed. */
export function instantOfLocalInput(value: string): EpochMs | null {
  const at = value === '' ? Number.NaN : new Date(value).getTime();
  return Number.isNaN(at) ? null : at;
}
