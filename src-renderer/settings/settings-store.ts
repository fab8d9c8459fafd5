import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Desktop } from '../../src-shared/desktop-contract.ts';
import { defaultSettings, type Settings } from '../../src-shared/settings/settings.ts';

export interface SettingsState {
  readonly settings: Settings;
  /** Why what is shown is not what is kept on the disk; null while it is. */
  readonly problem: string | null;
}

/** What the agent chose on this computer, as the window shows it. The main process keeps it. */
export interface WindowSettings {
  readonly state: StoreApi<SettingsState>;
  /** Once they are read, or it is known that they cannot be. */
  readonly ready: Promise<void>;
  /** Shows the choice at once and keeps it; one that cannot be kept is taken back. */
  choose(settings: Settings): Promise<void>;
}

export function windowSettings(desktop: Desktop): WindowSettings {
  const state = createStore<SettingsState>(() => ({ settings: defaultSettings, problem: null }));
  let kept = defaultSettings;
  let chosen = 0;
  const take = (settings: Settings): void => {
    kept = settings;
    state.setState({ settings, problem: null });
  };
  desktop.on('settings:changed', take);
  return {
    state,
    ready: desktop.call('settings:read', undefined).then(take, (error: unknown) => {
      state.setState({ problem: `The settings of this computer cannot be read. ${reasonOf(error)}` });
    }),
    async choose(settings) {
      chosen += 1;
      const choice = chosen;
      state.setState({ settings, problem: null });
      try {
        await desktop.call('settings:write', settings);
        kept = settings;
      } catch (error) {
        // A later choice answers for itself.
        if (choice !== chosen) return;
        state.setState({ settings: kept, problem: `This was not saved, so nothing changed. ${reasonOf(error)}` });
      }
    },
  };
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
