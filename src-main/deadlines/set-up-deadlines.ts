import path from 'node:path';
import { powerMonitor } from 'electron';
import type { MainDeskTime } from '../clock/main-desk-time.ts';
import { jsonFile } from '../profile/json-file.ts';
import type { Config } from '../startup/config.ts';
import type { MainWindow } from '../window/main-window.ts';
import { noticeTexts } from './notice-text.ts';
import { showNotice } from './notifications.ts';
import { type DeadlineScheduler, deadlineFileSchema, scheduleDeadlines } from './scheduler.ts';

/** Schedules the notifications of the acting agent's deadlines, starting with those of last time. */
export function setUpDeadlines(config: Config, window: MainWindow, deskTime: MainDeskTime): DeadlineScheduler {
  const time = new Intl.DateTimeFormat(undefined, { weekday: 'short', hour: '2-digit', minute: '2-digit' });
  const scheduler = scheduleDeadlines({
    file: jsonFile(path.join(config.profile, 'deadlines.json'), deadlineFileSchema),
    clock: deskTime,
    tell: (notices) => {
      for (const text of noticeTexts(notices, (at) => time.format(at))) {
        const shown = showNotice(text, () => {
          window.show();
          if (text.caseId !== null) window.send('case:open', { caseId: text.caseId });
        });
        if (!shown.sent) process.stderr.write(`Not shown: ${text.title}. ${shown.reason}\n`);
      }
    },
  });
  // Timers stand still while the computer sleeps.
  powerMonitor.on('resume', scheduler.rearm);
  config.clock.onSet(scheduler.rearm);
  deskTime.onCorrected(scheduler.rearm);
  return scheduler;
}
