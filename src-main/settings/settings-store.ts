import path from 'node:path';
import { keptChoice, type Managed, withManaged } from '../../src-shared/managed/managed-settings.ts';
import { defaultSettings, type Settings, settingsSchema } from '../../src-shared/settings/settings.ts';
import { jsonFile } from '../profile/json-file.ts';

/** What the agent chose on this computer, kept in the profile, with what an administrator has locked. */
export interface SettingsStore {
  now(): Settings;
  /** @throws if it cannot be written; then nothing changed. */
  write(settings: Settings): void;
  onChange(listener: (settings: Settings) => void): void;
}

/** Settings that cannot be read are set aside, and the usual ones hold. */
export function settingsStore(profile: string, managed: Managed): SettingsStore {
  const file = jsonFile(path.join(profile, 'settings.json'), settingsSchema);
  const listeners: ((settings: Settings) => void)[] = [];
  let own = file.read() ?? defaultSettings;
  let settings = withManaged(own, managed);
  return {
    now: () => settings,
    write(chosen) {
      const kept = keptChoice(chosen, own, managed);
      file.write(kept);
      own = kept;
      settings = withManaged(own, managed);
      for (const listener of listeners) listener(settings);
    },
    onChange: (listener) => void listeners.push(listener),
  };
}
