import { session } from 'electron';

/**
 * The page needs no camera, place or clipboard: every permission is refused. Except that its data may be kept when
 * the disk runs full, which it asks for by `navigator.storage.persist()`.
 */
export function refusePermissions(): void {
  session.defaultSession.setPermissionRequestHandler((_contents, permission, answer) =>
    answer(permission === 'persistent-storage'),
  );
  session.defaultSession.setPermissionCheckHandler((_contents, permission) => permission === 'persistent-storage');
}
