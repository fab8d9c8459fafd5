import { createHash } from 'node:crypto';
import { extractFile, getRawHeader, listPackage, statFile } from '@electron/asar';
import type { ArchivedFile } from './archive-rules.ts';

/** An `app.asar`: its files, and the checksum by which Electron knows it. */
export interface Archive {
  readonly files: readonly ArchivedFile[];
  /** What Electron compares before it reads anything: SHA-256 of the header, which holds the checksum of each file. */
  readonly headerHash: string;
  /** Files whose contents Electron could not verify. */
  readonly withoutChecksum: readonly string[];
}

/** Reads a whole archive. */
export function readArchive(file: string): Archive {
  const { headerString } = getRawHeader(file);
  const entries = listPackage(file, { isPack: false })
    .map((name) => name.replace(/^[\\/]/, ''))
    .map((name) => ({ name, entry: statFile(file, name, false) }))
    .filter(({ entry }) => !('files' in entry));
  return {
    files: entries.map(({ name }) => ({ path: name.replaceAll('\\', '/'), content: extractFile(file, name) })),
    headerHash: createHash('sha256').update(headerString).digest('hex'),
    withoutChecksum: entries.filter(({ entry }) => !('integrity' in entry) || !entry.integrity).map(({ name }) => name),
  };
}
