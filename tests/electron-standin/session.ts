import type Electron from 'electron';

type RequestHandler = Parameters<Electron.Session['setPermissionRequestHandler']>[0];
type CheckHandler = Parameters<Electron.Session['setPermissionCheckHandler']>[0];

/**
 * The one session. Permission prompts do not exist in headless Chromium and are refused; windows with a display get
 * `--deny-permission-prompts`, so the handlers that refuse everything have nothing to do.
 */
export const session = {
  setPermissionRequestHandler(_handler: RequestHandler): void {},
  setPermissionCheckHandler(_handler: CheckHandler): void {},
} satisfies Pick<Electron.Session, 'setPermissionRequestHandler' | 'setPermissionCheckHandler'>;
