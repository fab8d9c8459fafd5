import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { FastifyReply } from 'fastify';
import { loadRequestSchema } from '../../src-shared/sync/load.ts';
import type { Storage } from '../storage/storage.ts';
import { parseEnvelope } from './envelope.ts';
import { assertGroupOwner, assertOwnSpace } from './ownership.ts';
import type { Acting } from './push.ts';
import type { Snapshot } from './snapshot.ts';
import type { Snapshots } from './snapshots.ts';

/**
 * Answers a first load.
 *
 * @throws {ApiError} if the body is wrong, the client group is another user's, or there is too much to be sent at once.
 */
export async function load(
  storage: Storage,
  snapshots: Snapshots,
  acting: Acting,
  body: unknown,
): Promise<Pick<Snapshot, 'body'>> {
  const request = parseEnvelope(loadRequestSchema, body, 'pullVersion');
  assertOwnSpace(request.space, acting.space);
  await storage.read(acting.space, (tx) => assertGroupOwner(tx, request.clientGroupID, acting.userId));
  return snapshots.of(acting.space);
}

/** Sends the body of a load as it is kept, or unpacked to who does not take gzip. */
export function sendLoad(reply: FastifyReply, acceptEncoding: string | undefined, snapshot: Pick<Snapshot, 'body'>) {
  const packed = Readable.from(snapshot.body(), { objectMode: false });
  reply
    .type('application/x-ndjson; charset=utf-8')
    // It is of use as it comes, so a proxy before the backend is asked not to gather it.
    .headers({ vary: 'accept-encoding', 'x-accel-buffering': 'no' });
  if (takesGzip(acceptEncoding)) return reply.header('content-encoding', 'gzip').send(packed);
  const plain = createGunzip();
  packed.once('error', (error) => plain.destroy(error));
  plain.once('close', () => packed.destroy());
  return reply.send(packed.pipe(plain));
}

/** Whether a header `Accept-Encoding` (RFC 9110 12.5.3) takes gzip. */
export function takesGzip(header = ''): boolean {
  const weightOf = (wanted: string) => {
    const named = header.split(',').find((part) => part.split(';')[0]?.trim().toLowerCase() === wanted);
    return named === undefined ? null : Number(/;\s*q=([\d.]+)/i.exec(named)?.[1] ?? 1);
  };
  return (weightOf('gzip') ?? weightOf('*') ?? 0) > 0;
}
