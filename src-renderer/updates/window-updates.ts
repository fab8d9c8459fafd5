import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Desktop, DesktopResults } from '../../src-shared/desktop-contract.ts';
import type { DurationMs } from '../../src-shared/ids.ts';
import type { RestartResult, UpdateState } from '../../src-shared/updates/update-state.ts';
import { isNothingUnsent, type Unsent } from './unsent.ts';

/** Between two looks whether everything is sent and written. */
const waitMs: DurationMs = 1_000;

export interface UpdatesShown {
  /** Null until the main process has told. */
  readonly update: UpdateState | null;
  readonly news: DesktopResults['updates:news'];
  /** Restarts by itself once everything is sent. */
  readonly waits: boolean;
}

/** Updates as the window shows them. */
export interface WindowUpdates {
  readonly state: StoreApi<UpdatesShown>;
  check(): Promise<void>;
  /** What a restart would cut short now. */
  unsent(): Unsent;
  restart(agreed: boolean): Promise<RestartResult>;
  /** Restarts once everything is sent and no text is being written; `false` calls that off. */
  wait(waits: boolean): void;
  newsSeen(): void;
}

interface UpdatesParts {
  readonly desktop: Desktop;
  readonly unsent: () => Unsent;
  readonly schedule: (ms: DurationMs, work: () => void) => () => void;
}

export function windowUpdates({ desktop, unsent, schedule }: UpdatesParts): WindowUpdates {
  const state = createStore<UpdatesShown>(() => ({ update: null, news: { unseen: [], all: [] }, waits: false }));
  const take = (update: UpdateState): void => {
    // What is prepared may be put off, and is ready again then.
    const isAtHand = update.isOn && (update.now.step === 'ready' || update.now.step === 'installing');
    state.setState((before) => ({ update, waits: before.waits && isAtHand }));
  };
  desktop.on('updates:state', take);
  // Without an answer nothing is said of updates.
  desktop.call('updates:state', undefined).then(take, () => {});
  desktop.call('updates:news', undefined).then(
    (news) => state.setState({ news }),
    () => {},
  );
  let cancel = (): void => {};

  async function restart(agreed: boolean): Promise<RestartResult> {
    return desktop.call('updates:restart', { agreed });
  }

  function look(): void {
    const { waits, update } = state.getState();
    if (!waits) return;
    const isReady = update?.isOn === true && update.now.step === 'ready';
    // One that is refused, because an action was done just now, is asked for again.
    if (isReady && isNothingUnsent(unsent())) void restart(false).catch(() => {});
    cancel = schedule(waitMs, look);
  }

  return {
    state,
    check: async () => take(await desktop.call('updates:check', undefined)),
    unsent,
    restart,
    wait(waits) {
      cancel();
      state.setState({ waits });
      look();
    },
    newsSeen() {
      state.setState(({ news }) => ({ news: { ...news, unseen: [] } }));
      desktop.call('updates:news-seen', undefined).catch(() => {});
    },
  };
}
