import type { Settings } from '../../src-shared/settings/settings.ts';
import type { Notice } from './schedule.ts';

/** Whether the agent chose not to be told of it. A reminder of one's own is told of a case that is muted too. */
export function isMutedBy(
  { muted, thresholdsOff }: Settings['notifications'],
  { about, clock, crossing, step }: Pick<Notice, 'about' | 'clock' | 'crossing' | 'step'>,
): boolean {
  if (clock !== 'reminder') return muted.includes(about.reason) || thresholdsOff.includes(crossing.threshold);
  return step === undefined ? muted.includes('reminder') : muted.includes('next_step') || muted.includes(about.reason);
}
