import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { pathText } from '../../src-shared/policy/parse-policy.ts';
import { collectionSchemas } from '../../src-shared/sync/collections.ts';
import { schemaVersion } from '../../src-shared/sync/protocol.ts';
import type { SpaceRow } from '../storage/storage.ts';
import { ArchiveError } from './archive-error.ts';
import {
  type ArchiveCounts,
  type ArchiveHead,
  archiveClaimSchema,
  archiveEndSchema,
  archiveHeadSchema,
  archiveRowSchema,
  archiveVersion,
  countedAs,
} from './archive-lines.ts';

/** Far beyond the largest case; bounds the memory that a hostile file can take. */
const longestLine = 64 * 1024 * 1024;

export interface OpenedArchive {
  readonly head: ArchiveHead;
  /** Ends only after the archive has proved complete and unaltered; throws an `ArchiveError` otherwise. */
  readonly rows: AsyncIterable<SpaceRow>;
  /** Once the rows have ended. */
  counts(): ArchiveCounts;
}

/**
 * Reads the head of an archive; the rows follow as they are asked for.
 *
 * @throws {ArchiveError} if it is none, or of another version of Dueline.
 */
export async function openArchive(input: Readable): Promise<OpenedArchive> {
  const lines = linesOf(input);
  const first = await lines.next();
  if (first.done === true) throw new ArchiveError('foreign', 'This is no archive of Dueline: it is empty.');
  const head = readHead(first.value);
  const hash = createHash('sha256').update(first.value).update('\n');
  const counts = { documents: 0, groups: 0, clients: 0, results: 0 };
  return { head, rows: rowsOf(lines, hash, counts), counts: () => counts };
}

function readHead(line: Buffer): ArchiveHead {
  const json = parsed(line);
  const claim = archiveClaimSchema.safeParse(json);
  if (!claim.success) throw new ArchiveError('foreign', 'This is no archive of Dueline.');
  if (claim.data.archiveVersion > archiveVersion) throw ofAnotherVersion('a later', 'Update this one.');
  const head = archiveHeadSchema.safeParse(json);
  if (!head.success) throw altered('its first line is not as Dueline writes it');
  if (head.data.schemaVersion > schemaVersion) throw ofAnotherVersion('a later', 'Update this one.');
  if (head.data.schemaVersion < schemaVersion) throw ofAnotherVersion('an earlier', 'Update the one it comes from.');
  return head.data;
}

async function* rowsOf(
  lines: AsyncIterator<Buffer>,
  hash: ReturnType<typeof createHash>,
  counts: { -readonly [Kind in keyof ArchiveCounts]: number },
): AsyncIterable<SpaceRow> {
  for (let number = 2; ; number += 1) {
    const line = await lines.next();
    if (line.done === true) throw cutShort();
    const json = parsed(line.value);
    if (json === undefined) throw altered(`line ${number} is not JSON`);
    const end = archiveEndSchema.safeParse(json);
    if (!end.success) {
      const row = readRow(json, number);
      hash.update(line.value).update('\n');
      counts[countedAs[row.row]] += 1;
      yield row;
      continue;
    }
    const { row: _, sha256, ...told } = end.data;
    if (sha256 !== hash.digest('hex')) throw altered('its checksum does not fit');
    if (Object.entries(told).some(([kind, count]) => counts[kind as keyof ArchiveCounts] !== count)) {
      throw altered('it holds another number of rows than it says');
    }
    if ((await lines.next()).done !== true) throw altered('something follows after its end');
    return;
  }
}

function readRow(json: unknown, number: number): SpaceRow {
  const parsedRow = archiveRowSchema.safeParse(json);
  if (!parsedRow.success) {
    const [issue] = parsedRow.error.issues;
    throw altered(`line ${number} is wrong at ${pathText(issue?.path ?? []) || 'its beginning'}`);
  }
  const row = parsedRow.data;
  if (row.row !== 'document') return row;
  const { doc, ...rest } = row;
  if (doc === null) return { ...rest, json: null };
  const checked = collectionSchemas[row.collection].safeParse(doc);
  if (checked.success) return { ...rest, json: JSON.stringify(doc) };
  const [issue] = checked.error.issues;
  throw altered(`line ${number}: ${row.collection} ${row.id} is wrong at ${pathText(issue?.path ?? [])}`);
}

/** The lines without their ends. */
async function* linesOf(input: Readable): AsyncGenerator<Buffer, void, void> {
  const gunzip = createGunzip();
  input.on('error', (error) => gunzip.destroy(error));
  input.pipe(gunzip);
  let pending: Buffer[] = [];
  let pendingBytes = 0;
  try {
    for await (const chunk of gunzip) {
      let rest: Buffer = chunk;
      for (let at = rest.indexOf(10); at >= 0; at = rest.indexOf(10)) {
        yield Buffer.concat([...pending, rest.subarray(0, at)]);
        pending = [];
        pendingBytes = 0;
        rest = rest.subarray(at + 1);
      }
      pending.push(rest);
      pendingBytes += rest.length;
      if (pendingBytes > longestLine) throw new ArchiveError('foreign', 'This is no archive of Dueline.');
    }
  } catch (error) {
    throw archiveProblem(error);
  } finally {
    input.destroy();
    gunzip.destroy();
  }
  if (pendingBytes > 0) throw cutShort();
}

/** What zlib says of a file, for people; other errors, such as the disk's, come back as they are. */
function archiveProblem(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'Z_BUF_ERROR') return cutShort();
  if (code !== 'Z_DATA_ERROR') return error;
  const isNone = error instanceof Error && error.message.includes('incorrect header check');
  return isNone ? new ArchiveError('foreign', 'This is no archive of Dueline.') : altered('it cannot be unpacked');
}

function cutShort(): ArchiveError {
  return new ArchiveError('damaged', 'The archive is cut short: its end is missing. Nothing of it was taken in.');
}

function altered(how: string): ArchiveError {
  return new ArchiveError('damaged', `The archive was altered or damaged: ${how}. Nothing of it was taken in.`);
}

function ofAnotherVersion(which: string, advice: string): ArchiveError {
  return new ArchiveError('newer', `The archive was written by ${which} version of Dueline. ${advice}`);
}

function parsed(line: Buffer): unknown {
  try {
    return JSON.parse(line.toString('utf8'));
  } catch {
    return undefined;
  }
}
