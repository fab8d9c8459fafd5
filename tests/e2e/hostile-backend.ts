import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { archiveForm, archiveVersion } from '../../src-backend/archive/archive-lines.ts';
import { schemaVersion } from '../../src-shared/sync/protocol.ts';
import { hostileDesk, type TextOf } from '../fixtures/hostile-desk.ts';
import { runScript } from './command-line.ts';
import { type TeamBackend, teamBackend } from './team-backend.ts';

/** Saturday at noon in Los Angeles: the desk is closed. */
export const hostileAt = '2026-11-28T20:00:00.000Z';

/** A backend that holds the hostile desk, not started yet. */
export async function hostileBackend(folder: string, text: TextOf): Promise<TeamBackend> {
  const backend = await teamBackend(path.join(folder, 'team'), ['--sample', '0'], hostileAt);
  const file = path.join(folder, 'hostile.archive');
  writeFileSync(file, archiveOf(hostileDesk(text, Date.parse(hostileAt))));
  await inBackend(['unarchive', '--data', backend.dataDir, '--from', file]);
  return backend;
}

/** A token for a user of the desk. */
export async function tokenOf(backend: TeamBackend, user: string): Promise<string> {
  return (await inBackend(['token', '--data', backend.dataDir, '--user', user])).trim();
}

/** What `export` prints, each line read by itself. */
export async function exportedLines(backend: TeamBackend): Promise<readonly unknown[]> {
  const printed = await inBackend(['export', '--data', backend.dataDir]);
  return printed
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

async function inBackend(args: readonly string[]): Promise<string> {
  const result = await runScript('src-backend/main.ts', args);
  if (result.code !== 0) throw new Error(`${args[0]} failed: ${result.stdout.slice(0, 500)}${result.stderr}`);
  return result.stdout;
}

function archiveOf(documents: ReturnType<typeof hostileDesk>): Buffer {
  const head = {
    form: archiveForm,
    archiveVersion,
    schemaVersion,
    space: 'main',
    desk: 'hostile desk',
    epoch: 'hostile epoch',
    version: 1,
    lastCaseNumber: 31_005,
  };
  const rows = documents.map((document) => ({ row: 'document', version: 1, ...document }));
  const text = [head, ...rows].map((line) => `${JSON.stringify(line)}\n`).join('');
  const sha256 = createHash('sha256').update(text).digest('hex');
  const end = { row: 'end', documents: rows.length, groups: 0, clients: 0, results: 0, sha256 };
  return gzipSync(`${text}${JSON.stringify(end)}\n`);
}
