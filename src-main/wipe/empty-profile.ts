import { existsSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { type JsonFile, jsonFile } from '../profile/json-file.ts';
import { markOwnFolder } from './profile-owner.ts';

const markName = 'wipe.json';
/** By these Chromium tells that the profile is in use; nothing of a desk is in them. */
const locks: ReadonlySet<string> = new Set(['SingletonLock', 'SingletonCookie', 'SingletonSocket', 'lockfile']);

type Remove = (place: string) => void;
const removeWhole: Remove = (place) => rmSync(place, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });

/** Says that the profile is to be emptied. Written before anything is removed, so that no crash leaves half of it. */
export function wipeMark(profile: string): JsonFile<{ readonly at: number }> {
  return jsonFile(path.join(profile, markName), z.object({ at: z.int() }));
}

/**
 * Removes everything in the profile but its locks and the mark. Answers what could not be removed: while the app runs,
 * some systems keep files that are open.
 */
export function emptyProfile(profile: string, remove: Remove = removeWhole): string[] {
  return readdirSync(profile)
    .filter((name) => !locks.has(name) && name !== markName)
    .filter((name) => {
      try {
        remove(path.join(profile, name));
        return false;
      } catch {
        return true;
      }
    });
}

/**
 * Ends a wipe that the run before began: before the browser opens any file of the profile, and again at each start until
 * nothing is left. Answers what is wrong, or null.
 */
export function finishWipe(profile: string, remove: Remove = removeWhole): string | null {
  const mark = path.join(profile, markName);
  if (!existsSync(mark)) return null;
  const left = emptyProfile(profile, remove);
  if (left.length > 0) {
    return `Not everything could be removed from ${profile}: ${left.join(', ')}. Close what uses these files and start Dueline again, or remove the folder by hand.`;
  }
  rmSync(mark, { force: true });
  markOwnFolder(profile);
  return null;
}
