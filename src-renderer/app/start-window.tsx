import { CSPProvider } from '@base-ui/react/csp-provider';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import type { StoreApi } from 'zustand/vanilla';
import type { Desktop } from '../../src-shared/desktop-contract.ts';
import { createCaseActions } from '../case/case-actions.ts';
import { handOverDeadlines } from '../deadlines/hand-over.ts';
import type { Presence } from '../presence/presence.ts';
import { PresenceContext } from '../presence/presence-view.ts';
import { showPresence } from '../presence/show-presence.ts';
import { keepSnapshot } from '../queue/keep-snapshot.ts';
import { createQueueStore, directoryOf, type QueueState } from '../queue/queue-store.ts';
import type { Replica } from '../replica/replica.ts';
import type { Clock } from '../time/clock.ts';
import { markStart } from '../time/start-marks.ts';
import { cannotUndo, lastActionOf } from '../undo/case-undo.ts';
import { createLastActions } from '../undo/last-actions.ts';
import { createToaster, windowToastTime } from '../undo/toaster.ts';
import { App } from './App.tsx';
import { type Desk, DeskContext } from './desk.ts';
import { undoShortcut } from './shortcuts.ts';
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
  const actions = createCaseActions(replica, (stored) => {
    const done = lastActionOf(stored, replica);
    if (done !== null) lastActions.note(done);
  });
  const lastActions = createLastActions({
    toaster,
    cannotUndo: ({ caseId, eventId }) => cannotUndo(replica, queue.state.getState(), clock.now(), caseId, eventId),
    takeBack: ({ caseId, eventId }) => actions.undo(caseId, eventId),
    shortcut: undoShortcut,
  });
  const desk: Desk = {
    replica,
    desktop,
    clock,
    queue: queue.state,
    workspace: createWorkspace(windowPreferences),
    actions,
    toaster,
    lastActions,
    kept: new Map(),
  };
  onceComplete(queue.state, () => {
    markStart('dueline:loaded');
    // In small parts, so that no key waits for it.
    const prepareFilter = (): void => {
      if (queue.state.getState().index?.prepareFilter(500)) requestIdleCallback(prepareFilter);
    };
    requestIdleCallback(prepareFilter);
  });
  handOverDeadlines(queue.state, (deadlines) => desktop.call('deadlines:set', deadlines));
  const schedule = (ms: number, work: () => void) => {
    const timer = setTimeout(work, ms);
    return () => clearTimeout(timer);
  };
  keepSnapshot(queue.state, directoryOf(replica), replica.saveQueueSnapshot.bind(replica), schedule);
  const view = showPresence({ presence, replica, workspace: desk.workspace, schedule });
  createRoot(root).render(
    <StrictMode>
      {/* The window's policy allows no style elements; what they would style is in our own sheets. */}
      <CSPProvider disableStyleElements>
        <DeskContext value={desk}>
          <PresenceContext value={view}>
            <App />
          </PresenceContext>
        </DeskContext>
      </CSPProvider>
    </StrictMode>,
  );
}

function onceComplete(queue: StoreApi<QueueState>, act: () => void): void {
  if (queue.getState().isComplete) {
    act();
    return;
  }
  const stop = queue.subscribe(({ isComplete }) => {
    if (!isComplete) return;
    stop();
    act();
  });
}
