/** What starting at login depends on. */
export interface LoginFacts {
  readonly platform: string;
  readonly isPackaged: boolean;
  readonly executable: string;
  readonly appFolder: string;
  /** Folder of this profile, unless it is the usual one. */
  readonly profile: string | null;
}

export type LoginPlan =
  | { readonly isSupported: true; readonly path: string; readonly args: string[] }
  | { readonly isSupported: false; readonly reason: string };

/** What the system starts at login: this app with this profile, hidden. */
export function loginPlan({ platform, isPackaged, executable, appFolder, profile }: LoginFacts): LoginPlan {
  if (platform !== 'darwin' && platform !== 'win32') {
    return {
      isSupported: false,
      reason: 'Electron cannot do this on Linux. Add Dueline with --hidden to the programs that your desktop starts.',
    };
  }
  if (platform === 'darwin' && !isPackaged) {
    return { isSupported: false, reason: 'Only an installed Dueline can be started at login.' };
  }
  return {
    isSupported: true,
    path: executable,
    // macOS takes no arguments here and says instead that it was a login. Windows keeps them as one line of text.
    args:
      platform === 'darwin'
        ? []
        : [
            ...(isPackaged ? [] : [`"${appFolder}"`]),
            '--hidden',
            ...(profile === null ? [] : ['--profile', `"${profile}"`]),
          ],
  };
}
