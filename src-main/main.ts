import { userInfo } from 'node:os';
import { app, dialog } from 'electron';
import { setUpDeskTime } from './clock/main-desk-time.ts';
import { setUpTestClock } from './clock/set-up-test-clock.ts';
import { setUpDeadlines } from './deadlines/set-up-deadlines.ts';
import { answerCalls } from './desktop/answer-calls.ts';
import { setUpDiagnostics } from './diagnostics/set-up-diagnostics.ts';
import { setUpJournal } from './journal/set-up-journal.ts';
import { type Links, receiveLinks } from './links/set-up-links.ts';
import { setUpLog } from './log/set-up-log.ts';
import { setUpLogin, wasStartedAtLogin } from './login/set-up-login.ts';
import { thisMachine } from './managed/machine.ts';
import { managedForTests, readManaged } from './managed/read-managed.ts';
import { setUpMenus } from './menu/set-up-menus.ts';
import { setUpMovableBackend } from './move/set-up-move.ts';
import { setUpPower } from './power/set-up-power.ts';
import type { BackendChoice } from './profile/remembered-backend.ts';
import { declareAppProtocol, serveAppProtocol } from './protocol/app-protocol.ts';
import { settingsStore } from './settings/settings-store.ts';
import { setUpEnding } from './startup/ask-to-quit.ts';
import { type Config, makeProfile, readConfig, settleBackend } from './startup/config.ts';
import { keptArguments } from './startup/kept-arguments.ts';
import { setUpQuit } from './startup/quit.ts';
import { secondStartOf } from './startup/second-start.ts';
import { identifyOnWindows } from './startup/windows-identity.ts';
import { setUpOverview } from './tray/set-up-overview.ts';
import { setUpUpdates } from './updates/set-up-updates.ts';
import { prepareMainWindow } from './window/main-window.ts';
import { setUpPageGuards } from './window/set-up-page-guards.ts';
import { setUpSpelling } from './window/spelling.ts';
import { finishWipe } from './wipe/empty-profile.ts';
import { setUpWipe } from './wipe/set-up-wipe.ts';

const managed = app.isPackaged
  ? readManaged(process.platform, userInfo().username, thisMachine(process.platform, process.env))
  : managedForTests(process.env);
const kept = keptArguments(app.getPath('appData'));
const read = readConfig({
  argv: kept.takeUp(process.argv),
  env: process.env,
  cwd: process.cwd(),
  appData: app.getPath('appData'),
  isPackaged: app.isPackaged,
  version: app.getVersion(),
  platform: process.platform,
  isElectron: process.versions.electron !== undefined,
  folder: import.meta.dirname,
  managed,
});

if (read.ok) beforeReady(read.config);
else endWith(read.message);

function beforeReady(config: Config): void {
  app.setName('Dueline');
  identifyOnWindows(process.platform);
  const refused = makeProfile(config.profile);
  if (refused !== undefined) {
    endWith(refused);
    return;
  }
  app.setPath('userData', config.profile);
  // One process a profile: it alone writes there. The first one comes to the front instead.
  if (!app.requestSingleInstanceLock(secondStartOf(config.arguments))) {
    app.exit(0);
    return;
  }
  const notWiped = finishWipe(config.profile);
  if (notWiped !== null) {
    endWith(notWiped);
    return;
  }
  const settled = settleBackend(config);
  if (!settled.ok) {
    endWith(settled.message);
    return;
  }
  declareAppProtocol();
  const links = receiveLinks(config);
  void app.whenReady().then(() => afterReady(config, settled.choice, links));
}

function afterReady(config: Config, choice: BackendChoice, links: Links): void {
  const { backend, moverFor } = setUpMovableBackend(config, choice);
  const log = setUpLog(config);
  const journal = setUpJournal(config, choice, (places) => log.note({ event: 'journal damaged', places }));
  // Before the first page is made.
  setUpPageGuards((what, scheme) => log.note({ event: 'page refused', what, scheme }));
  const window = prepareMainWindow(config.profile, config.files.preload);
  const settings = settingsStore(config.profile, config.managed);
  const deskTime = setUpDeskTime(config, window);
  const deadlines = setUpDeadlines(config, window, deskTime, settings);
  setUpTestClock(config.clock, backend, window);
  const overview = setUpOverview({ config, window, deskTime, settings, deadlines: deadlines.keeper });
  const power = setUpPower(window, () => {
    deadlines.keeper.look();
    overview.look();
    updates.woke();
  });
  const ending = setUpEnding(window, () => overview.now().sync);
  const login = setUpLogin(config, settings);
  const putAway = setUpQuit(config, window, overview.staysInTray, async () => {
    updates.stop();
    deadlines.keeper.stop();
    overview.stop();
    await Promise.all([backend.stop(), journal.close()]);
    wiping.letGo();
  });
  const updates = setUpUpdates(config, {
    window,
    waiting: () => overview.now().sync?.waiting ?? 0,
    settle: ending.settle,
    putAway,
    keepArguments: () => kept.keep(config),
  });
  setUpMenus(config.isMac, window);
  setUpSpelling(process.platform, config.profile);
  serveAppProtocol(config.files.renderer, () => backend.address);
  backend.onChange((state) => {
    log.note({ event: 'backend', kind: state.kind, state: state.state });
    window.send('backend:state', state);
  });
  const unsent = async () => {
    const { clients, attention, damage } = await journal.handlers['journal:read'](undefined);
    const waiting = clients.reduce((sum, client) => sum + client.waiting.length, 0);
    return { waiting, attention: attention.length, damagedPlaces: damage.length };
  };
  const wiping = setUpWipe({
    config,
    window,
    facts: async () => {
      const kept = await unsent().catch(() => ({ waiting: 0, attention: 0 }));
      return {
        server: backend.state.kind === 'remote' ? backend.state.url : null,
        waiting: Math.max(kept.waiting, overview.now().sync?.waiting ?? 0),
        attention: kept.attention,
      };
    },
    withdraw: () => {
      deadlines.withdrawAll();
      login.withdraw();
    },
    end: ending.endNow,
  });
  answerCalls(log, {
    ...journal.handlers,
    'app:info': () => ({
      version: config.version,
      platform: process.platform,
      runtime: config.runtime,
      testClockAt: config.clock.standsAt,
    }),
    'backend:state': () => backend.state,
    'backend:restart': () => {
      backend.restart();
      return undefined;
    },
    'backend:join': (request) => backend.join(request),
    'desk:move': moverFor(window),
    'clock:desk-time': (time) => {
      deskTime.set(time);
      return undefined;
    },
    ...deadlines.handlers,
    'deadlines:change': (change) => {
      deadlines.handlers['deadlines:change'](change);
      overview.look();
      return undefined;
    },
    'sync:state': (facts) => {
      overview.sync(facts);
      return undefined;
    },
    'app:may-end': () => {
      ending.stored();
      return undefined;
    },
    'app:login-item': login.read,
    'links:next': links.next,
    'window:sight': () => ({ isSeen: power.isSeen() }),
    ...updates.handlers,
    'managed:read': () => config.managed,
    'profile:wipe': wiping.ask,
    ...setUpDiagnostics({
      config,
      window,
      log,
      backend: () => backend.state,
      sync: () => overview.now().sync,
      journal: unsent,
      settings: settings.now,
    }),
    'settings:read': settings.now,
    'settings:write': (chosen) => {
      settings.write(chosen);
      return undefined;
    },
  });
  window.hideInstead(() => {
    const hides = !ending.isSettled() && overview.staysInTray();
    if (hides) overview.hidden();
    return hides;
  });
  const isForLater = config.arguments.hidden || wasStartedAtLogin(process.platform);
  if (isForLater && !links.isWaiting()) openInTray();
  else window.show();
  links.showIn(window);

  /** The page works from the start; without a tray to open it from, the window is shown all the same. */
  function openInTray(): void {
    window.openHidden();
    void overview.ready.then(() => {
      if (!config.isMac && !overview.hasTray()) window.show();
    });
  }
}

/** Says what is wrong and ends: on the terminal, and where nobody looks at one, in a box. */
function endWith(message: string): void {
  if (app.isPackaged) dialog.showErrorBox('Dueline cannot start', message);
  else process.stderr.write(`${message}\n`);
  app.exit(2);
}
