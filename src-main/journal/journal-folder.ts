import { createHash } from 'node:crypto';
import path from 'node:path';
import type { BackendChoice } from '../profile/remembered-backend.ts';

/**
 * Where the journal of a profile's backend is kept. Each backend has its own: what waits for one is never read as
 * waiting for another.
 */
export function journalFolder(profile: string, choice: BackendChoice): string {
  return path.join(profile, 'journal', choice.kind === 'embedded' ? 'embedded' : remoteName(choice.url));
}

/** The host, for a person who looks into the folder, and a hash, since two addresses may share it. */
function remoteName(url: string): string {
  const host = (URL.parse(url)?.hostname ?? '').replace(/[^A-Za-z0-9.-]/g, '_').slice(0, 60);
  return `${host}-${createHash('sha256').update(url).digest('hex').slice(0, 12)}`;
}
