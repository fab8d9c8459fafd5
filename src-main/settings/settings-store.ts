import path from 'node:path';
import { defaultSettings, type Settings, settingsSchema } from '../../src-shared/settings/settings.ts';
import { jsonFile } from '../profile/json-file.ts';

/** What the agent chose on this computer, kept in the profile. */
export interface SettingsStore {
  now(): Settings;
  /** @throws if it cannot be written; then nothing changed. */
  write(settings: Settings): void;
  onChange(listener: (settings: Settings) => void): void;
}

/** Settings that cannot be read are set aside, and the usual ones hold. */
export function settingsStore(profile: string): SettingsStore {
  const file = jsonFile(path.join(profile, 'settings.json'), settingsSchema);
  const listeners: ((settings: Settings) => void)[] = [];
  let settings = file.read() ?? defaultSettings;
  return {
    now: () => settings,
    write(chosen) {
      file.write(chosen);
      settings = chosen;
      for (const listener of listeners) listener(chosen);
    },
    onChange: (listener) => void listeners.push(listener),
  };
}
