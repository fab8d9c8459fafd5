import path from 'node:path';
import { powerMonitor } from 'electron';
import type { EpochMs } from '../../src-shared/ids.ts';
import { createDeskClock } from '../../src-shared/time/desk-clock.ts';
import { type RememberedTime, rememberedTimeSchema } from '../../src-shared/time/desk-time.ts';
import { jsonFile } from '../profile/json-file.ts';
import type { Config } from '../startup/config.ts';
import type { MainWindow } from '../window/main-window.ts';

/** The desk's time in the main process, which is there while no window is. */
export interface MainDeskTime {
  now(): EpochMs;
  /** The page has measured it. */
  set(time: RememberedTime): void;
  /** Called when the time is another one than would have come by itself. */
  onCorrected(listener: () => void): void;
}

/** Keeps the desk's time as the page last measured it, over sleep and restarts, and tells the page of sleep. */
export function setUpDeskTime(config: Config, window: MainWindow): MainDeskTime {
  const file = jsonFile(path.join(config.profile, 'desk-time.json'), rememberedTimeSchema);
  const clock = createDeskClock(config.clock, file.read() ?? null);
  powerMonitor.on('resume', () => {
    clock.wake();
    window.send('computer:woke', {});
  });
  return {
    now: clock.now,
    set(time) {
      clock.restore(time);
      file.write(time);
    },
    onCorrected: (listener) => void clock.onCorrected(listener),
  };
}
