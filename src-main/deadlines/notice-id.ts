import { createHash } from 'node:crypto';
import { z } from 'zod';

/*
 * How the system knows a notification by. Windows replaces one by its tag, so that is the case's for good. On a Mac it
 * is another one each time, and the earlier is taken away: an earlier object that is collected as garbage takes away
 * what stands under its id, which would be the later notification.
 */

/** Windows takes 64 characters at most. */
export function windowsTag(caseId: string | null): string {
  return createHash('sha256')
    .update(caseId ?? 'several')
    .digest('hex')
    .slice(0, 32);
}

/** Names the case, since a Mac keeps notifications over a restart and says nothing else of them. */
export function macId(caseId: string | null, unique: string): string {
  return `${caseId === null ? 'several' : `case:${encodeURIComponent(caseId.toWellFormed())}`}#${unique}`;
}

/** The case of a notification of an earlier run; undefined if the id is not ours. */
export function caseOfMacId(id: string): string | null | undefined {
  const name = /^(several|case:([^#]{1,400}))#/.exec(id);
  if (name === null) return undefined;
  if (name[2] === undefined) return null;
  try {
    return decodeURIComponent(name[2]);
  } catch {
    return undefined;
  }
}

const launchSchema = z.object({ identifier: z.string() });

/** The case of the notification that has started the app, by what a Mac says of the start; undefined if none has. */
export function caseOfLaunch(launchInfo: unknown): string | null | undefined {
  const launch = launchSchema.safeParse(launchInfo);
  return launch.success ? caseOfMacId(launch.data.identifier) : undefined;
}
