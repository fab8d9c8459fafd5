import { app } from 'electron';
import type { LoginItem } from '../../src-shared/desktop/login-item.ts';
import type { SettingsStore } from '../settings/settings-store.ts';
import type { Config } from '../startup/config.ts';
import { loginPlan } from './login-item.ts';

/**
 * Starts the app at login as the settings have it; `withdraw` ends that, whatever they say. The system is told only when the setting changes: whoever took the
 * app off the list in the system's own settings does not find it there again after the next start.
 */
export function setUpLogin(
  config: Pick<Config, 'arguments' | 'profile' | 'managed'>,
  settings: Pick<SettingsStore, 'now' | 'onChange'>,
  platform: string = process.platform,
): { readonly read: () => LoginItem; readonly withdraw: () => void } {
  const { profile, server } = config.arguments;
  const isManaged = config.managed.values.server !== undefined;
  const plan = loginPlan({
    platform,
    isPackaged: app.isPackaged,
    executable: process.execPath,
    appFolder: app.getAppPath(),
    // The administrator's server decides on the profile by itself, also when it becomes another one.
    profile: profile === null && (server === null || isManaged) ? null : config.profile,
  });
  let was = settings.now().startAtLogin;
  const tellSystem = (openAtLogin: boolean): void => {
    if (plan.isSupported) app.setLoginItemSettings({ openAtLogin, path: plan.path, args: plan.args });
  };
  // What an administrator has set is nobody's choice to make in the app, so it is not waited for.
  if (config.managed.values.startAtLogin !== undefined) tellSystem(was);
  settings.onChange(({ startAtLogin }) => {
    if (startAtLogin === was) return;
    was = startAtLogin;
    tellSystem(startAtLogin);
  });
  return {
    withdraw: () => {
      if (plan.isSupported && was) app.setLoginItemSettings({ openAtLogin: false, path: plan.path, args: plan.args });
    },
    read: () => {
      if (!plan.isSupported) return plan;
      const { openAtLogin, status } = app.getLoginItemSettings({ path: plan.path, args: plan.args });
      return { isSupported: true, isOn: openAtLogin, needsApproval: status === 'requires-approval' };
    },
  };
}

/** True when the system started the app at login, and not a person. */
export function wasStartedAtLogin(platform: string): boolean {
  return platform === 'darwin' && app.getLoginItemSettings().wasOpenedAtLogin;
}
