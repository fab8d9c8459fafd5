import type { Session } from 'electron';
import { isAppPage } from './navigation-guard.ts';

/** What a page may ask the system for. */
export type Permission = Parameters<NonNullable<Parameters<Session['setPermissionCheckHandler']>[0]>>[1];

export type GuardedPermissions = Pick<
  Session,
  'setPermissionRequestHandler' | 'setPermissionCheckHandler' | 'setDevicePermissionHandler'
>;

/**
 * Everything is refused, to everyone: the app needs no camera, place, device or clipboard. Except that its own page's
 * data may be kept when the disk runs full, which it asks for by `navigator.storage.persist()`.
 */
export function isPermitted(permission: Permission, url: string): boolean {
  return permission === 'persistent-storage' && isAppPage(url);
}

/** Puts the refusal in force, for requests, for silent checks and for devices. */
export function refusePermissions(session: GuardedPermissions): void {
  session.setPermissionRequestHandler((_contents, permission, answer, { requestingUrl }) =>
    answer(isPermitted(permission, requestingUrl)),
  );
  session.setPermissionCheckHandler((_contents, permission, origin) => isPermitted(permission, origin));
  session.setDevicePermissionHandler(() => false);
}
