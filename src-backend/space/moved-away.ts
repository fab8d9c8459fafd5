import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { movedMarkName, movedMarkSchema } from '../../src-shared/sync/moving.ts';

/**
 * Why the data of a folder must not be worked on: its desk was moved to a team server, and what is done here would
 * never get there. Null for data that is in use here.
 */
export function movedAway(folder: string): string | null {
  const file = join(folder, movedMarkName);
  if (!existsSync(file)) return null;
  const mark = movedMarkSchema.safeParse(parsed(file));
  const where = mark.success ? `to ${mark.data.url} (space "${mark.data.space}")` : 'to a team server';
  const when = mark.success ? ` on ${new Date(mark.data.at).toISOString().slice(0, 10)}` : '';
  return `The desk in ${folder} was moved ${where}${when}; this is a copy of how it was. Work there. To work on the copy all the same, remove ${file}.`;
}

function parsed(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
