import { CSPProvider } from '@base-ui/react/csp-provider';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { v7 as newUuid } from 'uuid';
import type { Desktop } from '../../src-shared/desktop-contract.ts';
import { takeBackAll } from '../bulk/act-on-all.ts';
import { tellRefused } from '../bulk/bulk-commands.ts';
import { createCaseActions, type StoredAction } from '../case/case-actions.ts';
import { createAlerts } from '../deadlines/alerts.ts';
import { handOverDeadlines } from '../deadlines/hand-over.ts';
import { browserSpeaker, noticeSound } from '../deadlines/notice-sound.ts';
import { handOverSync } from '../desktop/hand-over-sync.ts';
import { storeBeforeEnd } from '../desktop/store-before-end.ts';
import { countTexts, createKeptValues } from '../dialogs/kept-values.ts';
import { createIntakeActions } from '../intake/intake-actions.ts';
import { followLinks } from '../links/follow-links.ts';
import { windowManaged } from '../managed/window-managed.ts';
import type { Presence } from '../presence/presence.ts';
import { PresenceContext } from '../presence/presence-view.ts';
import { showPresence } from '../presence/show-presence.ts';
import { keepSnapshot } from '../queue/keep-snapshot.ts';
import { onceComplete } from '../queue/once-complete.ts';
import { createQueueStore, directoryOf } from '../queue/queue-store.ts';
import { roleViews } from '../queue/role-views.ts';
import type { Replica } from '../replica/replica.ts';
import { windowSettings } from '../settings/settings-store.ts';
import type { Clock } from '../time/clock.ts';
import { markStart } from '../time/start-marks.ts';
import { cannotUndo, lastActionOf } from '../undo/case-undo.ts';
import { createLastActions } from '../undo/last-actions.ts';
import { createToaster, windowToastTime } from '../undo/toaster.ts';
import { isAnyDialogOpen, type Unsent } from '../updates/unsent.ts';
import { windowUpdates } from '../updates/window-updates.ts';
import { App } from './App.tsx';
import { type Desk, DeskContext } from './desk.ts';
import { PolicySources } from './PolicySources.tsx';
import { undoShortcut } from './shortcuts.ts';
import { followRole } from './start-view.ts';
import { createWorkspace, windowPreferences } from './workspace.ts';

interface WindowParts {
  readonly replica: Replica;
  readonly desktop: Desktop;
  readonly clock: Clock;
  readonly presence: Presence;
  readonly root: HTMLElement | null;
}

/** Puts the window together on a replica and shows it. */
export function startWindow({ replica, desktop, clock, presence, root }: WindowParts): void {
  if (!root) throw new Error('The page has no element "root" to show the window in.');
  const queue = createQueueStore(replica, clock);
  const toaster = createToaster(windowToastTime);
  const onStored = (stored: StoredAction): void => {
    const done = lastActionOf(stored, replica);
    if (done !== null) lastActions.note(done);
  };
  const actions = createCaseActions(replica, onStored);
  const lastActions = createLastActions({
    toaster,
    cannotUndo: ({ caseId, eventId }) => cannotUndo(replica, queue.state.getState(), clock.now(), caseId, eventId),
    takeBack: (done) => takeBackAll(replica, newUuid, done),
    onRefused: (refused, words) => tellRefused(desk, refused, words),
    shortcut: undoShortcut,
  });
  const settings = windowSettings(desktop);
  const schedule = (ms: number, work: () => void) => {
    const timer = setTimeout(work, ms);
    return () => clearTimeout(timer);
  };
  const unsent = (): Unsent => ({
    waiting: replica.status.getState().waiting,
    drafts: countTexts(replica.draftIds()),
    isDialogOpen: isAnyDialogOpen(desk.workspace.getState()),
  });
  const desk: Desk = {
    replica,
    desktop,
    clock,
    queue: queue.state,
    workspace: createWorkspace(windowPreferences, roleViews[queue.state.getState().role].start),
    actions,
    intake: createIntakeActions(replica, onStored),
    toaster,
    lastActions,
    kept: createKeptValues(replica),
    settings,
    managed: windowManaged(desktop),
    updates: windowUpdates({ desktop, unsent, schedule }),
    alerts: createAlerts(desktop),
    sound: noticeSound(browserSpeaker()),
  };
  onceComplete(queue.state, () => {
    markStart('dueline:loaded');
    // In small parts, so that no key waits for it.
    const prepareFilter = (): void => {
      if (queue.state.getState().index?.prepareFilter(500)) requestIdleCallback(prepareFilter);
    };
    requestIdleCallback(prepareFilter);
  });
  // What a lead asks for is known first: cases that were taken out for a moment would lose their notifications.
  void settings.ready.then(() =>
    handOverDeadlines({
      queue: queue.state,
      replica,
      wishes: {
        everything: () => settings.state.getState().settings.notifications.everything,
        subscribe: settings.state.subscribe,
      },
      take: (change) => desktop.call('deadlines:change', change),
      schedule,
    }),
  );
  followRole(queue.state, desk.workspace);
  followLinks({ desktop, queue: queue.state, replica, workspace: desk.workspace, toaster });
  handOverSync(replica.status, (facts) => desktop.call('sync:state', facts));
  storeBeforeEnd(desktop, replica, desk.workspace);
  keepSnapshot(queue.state, directoryOf(replica), replica.saveQueueSnapshot.bind(replica), schedule);
  const view = showPresence({ presence, replica, workspace: desk.workspace, schedule });
  createRoot(root).render(
    <StrictMode>
      {/* The window's policy allows no style elements; what they would style is in our own sheets. */}
      <CSPProvider disableStyleElements>
        <DeskContext value={desk}>
          <PresenceContext value={view}>
            <PolicySources>
              <App />
            </PolicySources>
          </PresenceContext>
        </DeskContext>
      </CSPProvider>
    </StrictMode>,
  );
}
