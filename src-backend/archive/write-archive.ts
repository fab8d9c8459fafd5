import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { SpaceId } from '../../src-shared/ids.ts';
import { schemaVersion } from '../../src-shared/sync/protocol.ts';
import type { ReadTransaction, SpaceRow, Storage } from '../storage/storage.ts';
import { type ArchiveHead, archiveForm, archiveVersion, countedAs } from './archive-lines.ts';

/** Written together, since a chunk costs more than a line. */
const chunkCharacters = 64 * 1024;

/** Writes everything of the space but its tokens, from one snapshot, as fast as the reader takes it. */
export async function writeArchive(storage: Storage, space: SpaceId, output: NodeJS.WritableStream): Promise<void> {
  await storage.read(space, (tx) => pipeline(Readable.from(chunks(tx, space)), createGzip(), output));
}

async function* chunks(tx: ReadTransaction, space: SpaceId): AsyncIterable<Buffer> {
  const hash = createHash('sha256');
  let text = `${JSON.stringify(await headOf(tx, space))}\n`;
  const flushed = (): Buffer => {
    const chunk = Buffer.from(text, 'utf8');
    text = '';
    hash.update(chunk);
    return chunk;
  };
  const counts = { documents: 0, groups: 0, clients: 0, results: 0 };
  for await (const row of tx.rows()) {
    counts[countedAs[row.row]] += 1;
    text += lineOf(row);
    if (text.length >= chunkCharacters) yield flushed();
  }
  yield flushed();
  yield Buffer.from(`${JSON.stringify({ row: 'end', ...counts, sha256: hash.digest('hex') })}\n`, 'utf8');
}

async function headOf(tx: ReadTransaction, space: SpaceId): Promise<ArchiveHead> {
  const { epoch, version } = tx;
  const desk = (await tx.origin())?.desk ?? epoch;
  const lastCaseNumber = await tx.lastCaseNumber();
  return { form: archiveForm, archiveVersion, schemaVersion, space, desk, epoch, version, lastCaseNumber };
}

function lineOf(row: SpaceRow): string {
  if (row.row !== 'document') return `${JSON.stringify(row)}\n`;
  const { json, ...rest } = row;
  // As it is stored, without being parsed.
  return `${JSON.stringify(rest).slice(0, -1)},"doc":${json ?? 'null'}}\n`;
}
