import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { SpaceId } from '../../src-shared/ids.ts';
import type { PageLimit, Position, ReadTransaction, Storage } from '../storage/storage.ts';

const pageLimit: PageLimit = { documents: 500, characters: 1_000_000 };

/**
 * Writes every document and tombstone of the space as NDJSON, in the order of versions, from one snapshot, as fast as
 * the reader takes it. A reader that goes away early (`| head`) ends it without an error.
 */
export async function exportSpace(storage: Storage, space: SpaceId, output: NodeJS.WritableStream): Promise<void> {
  try {
    await storage.read(space, (tx) => pipeline(Readable.from(exportLines(tx, space)), output, { end: false }));
  } catch (error) {
    if (!isBrokenPipe(error)) throw error;
  }
}

async function* exportLines(tx: ReadTransaction, space: SpaceId): AsyncIterable<string> {
  let position: Position = { version: 0, sequence: 0 };
  while (true) {
    const page = await tx.changesAfter(position, pageLimit);
    const last = page.at(-1);
    if (last === undefined) return;
    for (const { collection, id, version, deleted, json } of page) {
      const head = JSON.stringify({ space, collection, id, version, deleted });
      yield `${head.slice(0, -1)},"doc":${json ?? 'null'}}\n`;
    }
    position = last;
  }
}

function isBrokenPipe(error: unknown): boolean {
  return (
    error instanceof Error && 'code' in error && (error.code === 'EPIPE' || error.code === 'ERR_STREAM_PREMATURE_CLOSE')
  );
}
