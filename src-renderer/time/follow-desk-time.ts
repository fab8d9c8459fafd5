import type { Desktop } from '../../src-shared/desktop-contract.ts';
import type { DurationMs } from '../../src-shared/ids.ts';
import type { DeskClock } from '../../src-shared/time/desk-clock.ts';
import type { Clock } from './clock.ts';

/** The main process hears of the time again from this difference on; notifications come by the minute. */
const newsFromMs: DurationMs = 1_000;

/**
 * Keeps the window's clock and the main process in step with the desk's time, and tells the desk's time when the
 * computer has slept.
 *
 * @param stands whether the clock stands still, as in tests.
 */
export function followDeskTime(
  time: DeskClock,
  clock: Pick<Clock, 'refresh' | 'standAt'>,
  desktop: Desktop,
  stands: boolean,
): void {
  let toldOffsetMs: DurationMs | null = null;
  const tell = (): void => {
    const left = time.remembered();
    // A time that was never measured is this computer's own, which the main process has too.
    if (left.measuredAt === null) return;
    if (toldOffsetMs !== null && Math.abs(left.offsetMs - toldOffsetMs) < newsFromMs) return;
    toldOffsetMs = left.offsetMs;
    desktop.call('clock:desk-time', left).catch(() => {
      // Not taken: the next correction tells it again.
      toldOffsetMs = null;
    });
  };
  const show = (): void => {
    if (stands) clock.standAt(time.now());
    else clock.refresh();
  };
  time.onCorrected(() => {
    show();
    tell();
  });
  desktop.on('computer:woke', () => time.wake());
  if (stands) desktop.on('test-clock:set', show);
  show();
  tell();
}
