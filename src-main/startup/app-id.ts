/** Who the app is to Windows: the installer's `appId` has to be the same, or toasts do not lead back to the app. */
export const appId = 'net.dueline.desktop';
