import { app, session } from 'electron';
import { type GuardParts, guardContents } from './guard-contents.ts';
import { openerOfLinks } from './open-outside.ts';
import { refuseRemoteContent } from './page-requests.ts';
import { refusePermissions } from './permissions.ts';

/** Puts every guard in force, on each page that is ever made and on the one session. To be called before the first page. */
export function setUpPageGuards(refused: GuardParts['refused']): void {
  const open = openerOfLinks();
  app.on('web-contents-created', (_event, contents) => guardContents(contents, { open, refused }));
  refusePermissions(session.defaultSession);
  refuseRemoteContent(session.defaultSession, app.isPackaged);
}
