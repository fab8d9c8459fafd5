import { app } from 'electron';
import type { LoginItem } from '../../src-shared/desktop/login-item.ts';
import type { SettingsStore } from '../settings/settings-store.ts';
import type { Config } from '../startup/config.ts';
import { loginPlan } from './login-item.ts';

/**
 * Starts the app at login as the settings have it. The system is told only when the setting changes: whoever took the
 * app off the list in the system's own settings does not find it there again after the next start.
 */
export function setUpLogin(
  config: Pick<Config, 'arguments' | 'profile'>,
  settings: Pick<SettingsStore, 'now' | 'onChange'>,
  platform: string = process.platform,
): { readonly read: () => LoginItem } {
  const { profile, server } = config.arguments;
  const plan = loginPlan({
    platform,
    isPackaged: app.isPackaged,
    executable: process.execPath,
    appFolder: app.getAppPath(),
    profile: profile === null && server === null ? null : config.profile,
  });
  let was = settings.now().startAtLogin;
  settings.onChange(({ startAtLogin }) => {
    if (startAtLogin === was) return;
    was = startAtLogin;
    if (plan.isSupported) app.setLoginItemSettings({ openAtLogin: startAtLogin, path: plan.path, args: plan.args });
  });
  return {
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
