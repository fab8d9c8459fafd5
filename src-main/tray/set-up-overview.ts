import path from 'node:path';
import { app, Notification, powerMonitor } from 'electron';
import { z } from 'zod';
import type { MainDeskTime } from '../clock/main-desk-time.ts';
import type { DeadlineKeeper } from '../deadlines/keep-deadlines.ts';
import { jsonFile } from '../profile/json-file.ts';
import type { SettingsStore } from '../settings/settings-store.ts';
import type { Config } from '../startup/config.ts';
import type { MainWindow } from '../window/main-window.ts';
import { overdueWords } from './desk-summary.ts';
import { keepOverview, type Overview, type OverviewKeeper } from './keep-overview.ts';
import { askProgram, hasTray } from './linux-tray.ts';
import { overlayImage } from './native-picture.ts';
import { makeTrayIcon, type TrayIcon } from './tray-icon.ts';
import { trayView, windowTitle } from './tray-view.ts';

export interface OverviewParts {
  readonly config: Config;
  readonly window: MainWindow;
  readonly deskTime: MainDeskTime;
  readonly settings: SettingsStore;
  readonly deadlines: Pick<DeadlineKeeper, 'cases'>;
}

export interface OverviewSetUp extends OverviewKeeper {
  /** Settled once it is known whether there is a tray. */
  readonly ready: Promise<void>;
  /** True where there is a tray. */
  hasTray(): boolean;
  /** True where the app goes on without its window, in the tray. */
  staysInTray(): boolean;
  /** The window was closed and went into the tray: says so, the first time. */
  hidden(): void;
}

/** Shows the agent's deadlines in the tray, on the app's badge and in the title of its window. */
export function setUpOverview({ config, window, deskTime, settings, deadlines }: OverviewParts): OverviewSetUp {
  const time = new Intl.DateTimeFormat(undefined, { weekday: 'short', hour: '2-digit', minute: '2-digit' });
  const told = jsonFile(path.join(config.profile, 'tray.json'), z.object({ saidThatItGoesOn: z.boolean() }));
  let tray: TrayIcon | undefined;

  const showTray = ({ summary, sync }: Overview): void => tray?.show(trayView(summary, sync, (at) => time.format(at)));
  const showOnWindow = ({ summary: { overdue } }: Overview): void => {
    const shown = window.current();
    shown?.setTitle(windowTitle(overdue));
    if (process.platform === 'win32') {
      if (overdue === 0) shown?.setOverlayIcon(null, '');
      else shown?.setOverlayIcon(overlayImage(overdue), overdueWords(overdue));
    }
  };
  const keeper = keepOverview({
    cases: deadlines.cases,
    now: deskTime.now,
    setTimer: (ms, work) => {
      const timer = setTimeout(work, ms);
      return () => clearTimeout(timer);
    },
    show: (overview) => {
      showTray(overview);
      showOnWindow(overview);
      if (process.platform !== 'win32') app.setBadgeCount(overview.summary.overdue);
    },
  });
  window.onOpened((opened) => {
    showOnWindow(keeper.now());
    // A hidden window has no button on the taskbar, and its badge goes with it.
    opened.on('show', () => showOnWindow(keeper.now()));
  });
  powerMonitor.on('resume', keeper.look);
  config.clock.onSet(keeper.look);
  deskTime.onCorrected(keeper.look);

  const ready = hasTray(process.platform, askProgram).then((isThere) => {
    if (!isThere) return;
    tray = makeTrayIcon(config.isMac, {
      open: window.show,
      openCase: (caseId) => {
        window.show();
        window.send('case:open', { caseId });
      },
      quit: () => app.quit(),
    });
    showTray(keeper.now());
  });

  return {
    ...keeper,
    ready,
    hasTray: () => tray !== undefined,
    staysInTray: () => tray !== undefined && settings.now().closeToTray,
    hidden() {
      // A Mac's apps stay without their windows anyway.
      if (config.isMac || told.read()?.saidThatItGoesOn) return;
      try {
        told.write({ saidThatItGoesOn: true });
      } catch {
        // Said once more next time; a full disk must not keep the window from closing.
      }
      new Notification({
        title: 'Dueline goes on in the tray',
        body: 'Deadlines are still told. Open or quit it by its icon; the settings have it quit with its window instead.',
        silent: true,
      }).show();
    },
  };
}
