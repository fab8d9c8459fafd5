import path from 'node:path';
import { powerMonitor } from 'electron';
import type { Alert, DeadlineChange, NoticeOutcome } from '../../src-shared/deadlines/deadline.ts';
import type { MainDeskTime } from '../clock/main-desk-time.ts';
import { lineFile } from '../profile/line-file.ts';
import type { SettingsStore } from '../settings/settings-store.ts';
import type { Config } from '../startup/config.ts';
import type { MainWindow } from '../window/main-window.ts';
import { type DeadlineKeeper, keepDeadlines } from './keep-deadlines.ts';
import { ledgerLineSchema, listLineSchema } from './ledger.ts';
import { isMutedBy } from './muting.ts';
import { noticeText } from './notice-text.ts';
import { systemNotifier } from './notifier.ts';
import { quietUntil } from './quiet-hours.ts';

const snoozeMs = 10 * 60_000;

export interface Deadlines {
  readonly keeper: DeadlineKeeper;
  /** Takes away every notification that stands, those of earlier runs too. */
  withdrawAll(): void;
  readonly handlers: {
    readonly 'deadlines:change': (change: DeadlineChange) => undefined;
    readonly 'deadlines:alerts': () => readonly Alert[];
    readonly 'deadlines:seen': (seen: { readonly notice: number }) => undefined;
    readonly 'deadlines:test': () => Promise<NoticeOutcome>;
    readonly 'page:listens': () => undefined;
  };
}

/** Schedules what the agent is told, starting with the list of last time. */
export function setUpDeadlines(
  config: Config,
  window: MainWindow,
  deskTime: MainDeskTime,
  settings: SettingsStore,
): Deadlines {
  const time = new Intl.DateTimeFormat(undefined, { weekday: 'short', hour: '2-digit', minute: '2-digit' });
  const notifier = systemNotifier();
  const sound = () => {
    const { isOn, volume } = settings.now().notifications.sound;
    if (isOn) window.send('deadlines:sound', { volume });
  };
  const keeper = keepDeadlines({
    list: lineFile(path.join(config.profile, 'deadlines.jsonl'), listLineSchema, false),
    ledger: lineFile(path.join(config.profile, 'notices.jsonl'), ledgerLineSchema, true),
    now: deskTime.now,
    setTimer: (ms, work) => {
      const timer = setTimeout(work, ms);
      return () => clearTimeout(timer);
    },
    quietUntil: (now) => quietUntil(settings.now().notifications.quietHours, now),
    isMuted: (notice) => isMutedBy(settings.now().notifications, notice),
    compose: (telling, now) => noticeText(telling, now, (at) => time.format(at)),
    show: (text, { form, notices }) => {
      const [first] = notices;
      sound();
      return notifier.show(text, {
        caseId: form === 'case' && first !== undefined ? first.about.caseId : null,
        mayClaim: first?.about.reason === 'emergency',
      });
    },
    withdraw: notifier.withdraw,
    alert: (alerts) => window.send('deadlines:alerts', alerts),
    log: (message) => process.stderr.write(`${message}\n`),
  });
  notifier.follow(({ action, caseId }) => {
    if (action === 'snooze' && caseId !== null) {
      keeper.snooze(caseId, deskTime.now() + snoozeMs);
      return;
    }
    window.show();
    if (caseId === null) window.send('alerts:show', {});
    else window.send(action === 'claim' ? 'case:claim' : 'case:open', { caseId });
  });
  // Timers stand still while the computer sleeps.
  powerMonitor.on('resume', keeper.woke);
  config.clock.onSet(keeper.look);
  deskTime.onCorrected(keeper.look);
  settings.onChange((chosen) => {
    keeper.look();
    window.send('settings:changed', chosen);
  });
  return {
    keeper,
    withdrawAll: notifier.withdrawAll,
    handlers: {
      'deadlines:change': (change) => {
        keeper.change(change);
        return undefined;
      },
      'deadlines:alerts': keeper.alerts,
      'deadlines:seen': ({ notice }) => {
        keeper.seen(notice);
        return undefined;
      },
      'page:listens': () => {
        window.listens();
        return undefined;
      },
      'deadlines:test': () => {
        sound();
        const text = { title: 'Dueline: a test', body: 'Deadlines of your cases are told like this.', cases: [] };
        return notifier.show(text, { caseId: null, mayClaim: false });
      },
    },
  };
}
