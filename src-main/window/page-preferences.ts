import type { WebPreferences } from 'electron';

/**
 * What a page of the app may do, each item said in full: a default that changes with a version of Electron changes
 * nothing here. `enableBlinkFeatures` and `additionalArguments` are not there on purpose.
 */
export function pagePreferences(preload: string, isPackaged: boolean) {
  return {
    preload,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    plugins: false,
    navigateOnDragDrop: false,
    // An installed app has no tools for developers, whatever menu or key asks for them.
    devTools: !isPackaged,
    // Hidden windows go on syncing: throttled, timers of a page would come up to a minute late.
    backgroundThrottling: false,
  } as const satisfies WebPreferences;
}
