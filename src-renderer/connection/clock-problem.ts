import type { DurationMs } from '../../src-shared/ids.ts';
import type { ClockStanding } from '../../src-shared/time/desk-clock.ts';

/** A clock that is off by less is nobody's concern: the server tolerates as much (product, time of record). */
const tellFromMs: DurationMs = 2 * 60_000;

export interface ClockProblem {
  readonly title: string;
  readonly message: string;
}

/** What is wrong with this computer's clock, and what that means for what is shown; null if nothing is. */
export function clockProblem(standing: ClockStanding, isOffline: boolean): ClockProblem | null {
  const { certainty, aheadMs, wasMeasured } = standing;
  if (certainty === 'unknown') {
    // The server is about to tell.
    if (!isOffline) return null;
    const cause = wasMeasured
      ? "This computer's clock was changed while the server cannot be reached, so Dueline goes on by the time that has passed since."
      : "Dueline has not reached the server yet and goes by this computer's clock.";
    return {
      title: 'The times shown may be wrong.',
      message: `${cause} What you do is dated right as soon as the server answers.`,
    };
  }
  if (Math.abs(aheadMs) < tellFromMs) return null;
  const as = certainty === 'remembered' && isOffline ? ', as last known' : '';
  return {
    title: `This computer's clock is ${spanWords(Math.abs(aheadMs))} ${aheadMs > 0 ? 'ahead of' : 'behind'} the server.`,
    message: `Dueline uses the server's time${as}. Set the clock right in this computer's settings.`,
  };
}

/** `3 min`, `23 h 58 min`, `2 days 3 h`: the two largest parts. */
function spanWords(ms: DurationMs): string {
  const minutes = Math.round(ms / 60_000);
  const hours = Math.floor(minutes / 60);
  const days = Math.floor(hours / 24);
  const parts =
    days > 0
      ? [`${days} ${days === 1 ? 'day' : 'days'}`, hours % 24 > 0 ? `${hours % 24} h` : '']
      : [hours > 0 ? `${hours} h` : '', minutes % 60 > 0 ? `${minutes % 60} min` : ''];
  return parts.filter((part) => part !== '').join(' ');
}
