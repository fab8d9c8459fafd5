import { mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { jsonFile } from '../profile/json-file.ts';

const ownerSchema = z.object({ isOwn: z.literal(true) });
const fileOf = (profile: string) => jsonFile(path.join(profile, 'profile.json'), ownerSchema);

/**
 * Makes the folder of a profile, and marks one that is new or empty as the app's own: only such a one may be emptied
 * later on, since `--profile` can name a folder that holds other things.
 */
export function makeOwnFolder(profile: string): void {
  mkdirSync(profile, { recursive: true });
  if (readdirSync(profile).length === 0) markOwnFolder(profile);
}

/** Marks a folder that was emptied, as a new one. */
export function markOwnFolder(profile: string): void {
  fileOf(profile).write({ isOwn: true });
}

/** Whether everything in the folder is the app's. The usual one is, whatever version made it. */
export function isOwnFolder(profile: string, isUsual: boolean): boolean {
  return isUsual || fileOf(profile).read() !== undefined;
}
