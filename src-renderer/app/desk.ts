import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import type { Desktop } from '../../src-shared/desktop-contract.ts';
import type { Managed } from '../../src-shared/managed/managed-settings.ts';
import type { CaseActions } from '../case/case-actions.ts';
import type { Alerts } from '../deadlines/alerts.ts';
import type { NoticeSound } from '../deadlines/notice-sound.ts';
import type { KeptValues } from '../dialogs/kept-values.ts';
import type { IntakeActions } from '../intake/intake-actions.ts';
import type { QueueState } from '../queue/queue-store.ts';
import type { Replica } from '../replica/replica.ts';
import type { WindowSettings } from '../settings/settings-store.ts';
import type { Clock } from '../time/clock.ts';
import type { LastActions } from '../undo/last-actions.ts';
import type { Toaster } from '../undo/toaster.ts';
import type { WindowUpdates } from '../updates/window-updates.ts';
import type { Workspace } from './workspace.ts';

/** Everything the window works with. Made once in `main.tsx`; containers read it and pass values down. */
export interface Desk {
  readonly replica: Replica;
  readonly desktop: Desktop;
  readonly clock: Clock;
  readonly queue: StoreApi<QueueState>;
  readonly workspace: StoreApi<Workspace>;
  readonly actions: CaseActions;
  /** Takes cases in, and what belongs to their kinds. */
  readonly intake: IntakeActions;
  readonly toaster: Toaster;
  /** What was done in this session, and the way back from it. */
  readonly lastActions: LastActions;
  /** Texts of dialogs that were left. */
  readonly kept: KeptValues;
  /** What the agent chose on this computer. */
  readonly settings: WindowSettings;
  /** What an administrator has set for this computer. */
  readonly managed: StoreApi<Managed>;
  readonly updates: WindowUpdates;
  /** Deadlines that wait to be seen. */
  readonly alerts: Alerts;
  readonly sound: NoticeSound;
}

export const DeskContext = createContext<Desk | null>(null);

export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (!desk) throw new Error('This part of the window stands outside of the desk.');
  return desk;
}

export function useWorkspace<Value>(select: (workspace: Workspace) => Value): Value {
  return useStore(useDesk().workspace, select);
}

export function useQueue<Value>(select: (queue: QueueState) => Value): Value {
  return useStore(useDesk().queue, select);
}
