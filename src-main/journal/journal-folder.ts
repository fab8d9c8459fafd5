import { createHash } from 'node:crypto';
import path from 'node:path';
import type { BackendChoice } from '../profile/remembered-backend.ts';

/**
 * Where the journal of a profile's backend is kept. Each backend has its own: what waits for one is never read as
 * waiting for another. A desk that moved to a team server took its journal along.
 *
 * @param movedTo where the desk of this computer went, if it did.
 */
export function journalFolder(profile: string, choice: BackendChoice, movedTo: string | null = null): string {
  const isOwn = choice.kind === 'embedded' || choice.url === movedTo;
  return path.join(profile, 'journal', isOwn ? 'embedded' : remoteName(choice.url));
}

/** The host, for a person who looks into the folder, and a hash, since two addresses may share it. */
function remoteName(url: string): string {
  const host = (URL.parse(url)?.hostname ?? '').replace(/[^A-Za-z0-9.-]/g, '_').slice(0, 60);
  return `${host}-${createHash('sha256').update(url).digest('hex').slice(0, 12)}`;
}
