import { execFile } from 'node:child_process';

/** Runs a program and answers what it printed; null if it is not there, fails or takes too long. */
export type Ask = (program: string, args: readonly string[]) => Promise<string | null>;

/** Who shows tray icons on a Linux desktop is registered under this name on the session's bus. */
const watcher = 'org.kde.StatusNotifierWatcher';

/**
 * Whether there is a tray to hide in. Windows and macOS always have one; on Linux a desktop may have none (GNOME without
 * its extension), and Electron's `Tray` says nothing about it: an app that hides there cannot be found again.
 */
export async function hasTray(platform: string, ask: Ask): Promise<boolean> {
  if (platform !== 'linux') return true;
  const bus = ['org.freedesktop.DBus', '/org/freedesktop/DBus'] as const;
  const answer =
    (await ask('gdbus', [
      'call',
      '--session',
      '--timeout=2',
      `--dest=${bus[0]}`,
      `--object-path=${bus[1]}`,
      `--method=${bus[0]}.NameHasOwner`,
      watcher,
    ])) ??
    (await ask('dbus-send', [
      '--session',
      '--print-reply=literal',
      `--dest=${bus[0]}`,
      bus[1],
      `${bus[0]}.NameHasOwner`,
      `string:${watcher}`,
    ]));
  return answer !== null && /\btrue\b/.test(answer);
}

/** Asks by a program of the desktop. */
export const askProgram: Ask = (program, args) =>
  new Promise((resolve) => {
    execFile(program, args, { timeout: 3_000 }, (error, stdout) => resolve(error ? null : stdout));
  });
